"""Pages of the fund."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from renda.access.http import SeatedRequest
from renda.congresses.queries import calendar_of
from renda.fund import forms, pages, queries, rules, services
from renda.fund.facts import ProjectCandidate, SetPot
from renda.fund.models import Pot
from renda.kernel import money, paging
from renda.kernel.errors import DomainError, Invalid
from renda.kernel.policies import seated
from renda.kernel.time import today
from renda.proceedings.forms import StepForm

PAGE_SIZE = 20
OFFICE = ("office_clerk", "office_head")


@seated()
@require_GET
def listing(request: SeatedRequest) -> HttpResponse:
    """The projects the actor may see, by year, with the pot's bar; paged by keyset."""
    form = forms.FilterForm(request.GET, units=queries.units(request.actor))
    filters = form.filters()
    rows = queries.filtered(request.actor, filters)
    after = request.GET.get("after", "")
    page = paging.page(rows, queries.NEWEST, cursor=after, size=PAGE_SIZE)
    count, more = paging.counted(rows)
    pots = list(queries.pots(request.actor))
    pot = _pot(pots, filters.year)
    context = {
        "form": form,
        "rows": pages.rows(page.rows, calendar_of(request.congress)),
        "page": page,
        "count": count,
        "more": more,
        "query": form.without().urlencode(),
        "chosen": form.chosen(),
        "tabs": form.tabs(),
        "years": _years(form, pots, filters.year),
        "pot": pot,
        "bar": pages.pot_bar(pot, request.actor),
        "is_office": rules.may_keep_pot(request.actor),
    }
    return render(request, "fund/list.html", context)


def _pot(pots: list[Pot], year: int | None) -> Pot | None:
    """The pot of the chosen year, else that of this year, else the newest."""
    found = {pot.year: pot for pot in pots}
    return found.get(year) if year else found.get(today().year) or next(iter(pots), None)


def _years(
    form: forms.FilterForm, pots: list[Pot], year: int | None
) -> list[tuple[str, bool, str]]:
    found = [(str(_("All years")), year is None, form.without("year").urlencode())]
    for pot in pots:
        kept = form.without("year")
        kept["year"] = str(pot.year)
        found.append((str(pot.year), pot.year == year, kept.urlencode()))
    return found


@seated()
@require_GET
def detail(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """One project: what it is, what it costs, where it stands, what I can do now."""
    rows = queries.projects(request.actor).select_related(
        "proceeding__congress", "proceeding__lead_body", "matter", "pot", "final_list"
    )
    project = rows.filter(proceeding__public_id=public_id).first()
    if project is None:
        raise Http404
    return render(request, "fund/detail.html", pages.detail(project, request.actor))


@seated()
@require_GET
def account(request: SeatedRequest, year: int) -> HttpResponse:
    """The annual special account; every figure opens its projects."""
    pot = _of_year(request, year)
    context = {
        "pot": pot,
        "bar": pages.pot_bar(pot, request.actor),
        "years": list(queries.pots(request.actor).values_list("year", flat=True)),
        "changes": pages.pot_changes(pot),
        "lists": list(pot.lists.all()) if rules.reads_pot(request.actor) else [],
        "payments": [
            pages.payment_line(each, [])
            for each in queries.payments(request.actor).filter(project__pot=pot)[:_SHOWN]
        ],
        "shown": _SHOWN,
        "is_office": rules.may_keep_pot(request.actor),
        **pages.account(queries.account(request.actor, pot), pot),
    }
    return render(request, "fund/account.html", context)


# Payments on the page of an account; the file has all.
_SHOWN = 200


def _of_year(request: SeatedRequest, year: int) -> Pot:
    pot = queries.pots(request.actor).filter(year=year).first()
    if pot is None:
        raise Http404
    return pot


@seated(*OFFICE)
@require_http_methods(["GET", "POST"])
def set_pot(request: SeatedRequest) -> HttpResponse:
    """Set the pot of a year, raise or lower it."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and len(asked) == len("2026") else None
    pot = queries.pots(request.actor).filter(year=year).first() if year else None
    data = request.POST if request.method == "POST" else None
    initial = {"year": year or today().year}
    if pot:
        initial["amount"] = str(money.yuan(pot.amount))  # type: ignore[assignment]
    form = StepForm(SetPot, choices={}, data=data, initial=initial, actor=request.actor)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid() and isinstance(form.facts, SetPot):
        was = request.POST.get("was", "")
        try:
            made = services.set_pot(
                request.congress,
                actor=request.actor,
                facts=form.facts,
                was=int(was) if was.isdigit() else None,
            )
        except DomainError as error:
            form.show(Invalid(error.message, fields=error.fields))
            status = error.status
        else:
            messages.success(request, _("The pot of %(year)d is kept.") % {"year": made.year})
            return redirect("fund:account", year=made.year)
    context = {
        "form": form,
        "pot": pot,
        "was": request.POST.get("was", str(pot.amount) if pot else ""),
    }
    return render(request, "fund/pot.html", context, status=status)


@seated(*OFFICE)
@require_http_methods(["GET", "POST"])
def decide(request: SeatedRequest, year: int) -> HttpResponse:
    """The final list in one act: several projects within the pot, what is left shown live."""
    pot = _of_year(request, year)
    projects = queries.to_decide(request.actor, pot)
    data = request.POST if request.method == "POST" else None
    form = forms.DecisionForm(data)
    errors: dict[str, str] = {}
    status = 422 if form.is_bound else 200
    if data is not None:
        decided, errors = forms.choices(data, projects)
        if form.is_valid() and not errors:
            try:
                services.decide_list(
                    pot,
                    actor=request.actor,
                    choices=decided,
                    key=data.get("_key", "")[:60],
                    **form.cleaned_data,
                )
            except DomainError as error:
                errors, status = _told(form, error), error.status
            else:
                messages.success(request, _("The final list is recorded."))
                return redirect(f"{reverse('fund:list')}?year={pot.year}&state=final")
    context = {
        "pot": pot,
        "bar": pages.pot_bar(pot, request.actor),
        "form": form,
        "rows": pages.choice_rows(
            projects, forms.typed(data or QueryDict(), projects) if data else {}, errors
        ),
        "key": request.POST.get("_key") or get_random_string(20),
    }
    return render(request, "fund/decide.html", context, status=status)


def _told(form: forms.DecisionForm, error: DomainError) -> dict[str, str]:
    """Say a refusal where it belongs; what belongs to a project is handed back."""
    for name, text in error.fields.items():
        if name in form.fields:
            form.add_error(name, text)
    form.add_error(None, error.message)
    return {name: text for name, text in error.fields.items() if name not in form.fields}


@seated(*OFFICE)
@require_http_methods(["GET", "POST"])
def propose(request: SeatedRequest, matter_id: uuid.UUID) -> HttpResponse:
    """Put a suggestion on the preliminary list."""
    matter = queries.matter(request.actor, matter_id)
    if matter is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = StepForm(
        ProjectCandidate,
        choices={"pots": queries.pot_choices(request.actor)},
        data=data,
        initial={"year": str(today().year), "name": matter.title},
        actor=request.actor,
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid() and isinstance(form.facts, ProjectCandidate):
        key = request.POST.get("_key", "")[:80]
        try:
            opened = services.propose(matter, actor=request.actor, facts=form.facts, key=key)
        except DomainError as error:
            form.show(Invalid(error.message, fields=error.fields))
            status = error.status
        else:
            return redirect("fund:detail", public_id=opened.public_id)
    context = {
        "form": form,
        "matter": matter,
        "key": request.POST.get("_key") or get_random_string(20),
    }
    return render(request, "fund/propose.html", context, status=status)
