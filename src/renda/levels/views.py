"""Pages of the levels: what was passed up, what came from below, yearly figures."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from renda.access.http import SeatedRequest
from renda.congresses.models import Congress
from renda.kernel import paging
from renda.kernel.errors import DomainError, Invalid
from renda.kernel.policies import seated
from renda.kernel.time import today
from renda.levels import pages, queries, services
from renda.levels.facts import PassUp
from renda.levels.forms import ReportForm
from renda.proceedings.forms import StepForm

PAGE_SIZE = 20
YEARS_SHOWN = 5


def _room(request: SeatedRequest, tab: str) -> dict[str, object]:
    return {"tab": tab, "sees_figures": queries.may_see_figures(request.actor)}


@seated()
@require_GET
def listing(request: SeatedRequest) -> HttpResponse:
    """What the congress has passed up, paged by keyset."""
    rows = queries.passed_up(request.actor)
    page = paging.page(rows, queries.KEYS, cursor=request.GET.get("after", ""), size=PAGE_SIZE)
    context = {
        **_room(request, "passed"),
        "lines": pages.passed_lines(page.rows),
        "page": page,
        "query": "",
    }
    return render(request, "levels/list.html", context)


@seated()
@require_GET
def from_below(request: SeatedRequest) -> HttpResponse:
    """What came from the level below, paged by keyset."""
    rows = queries.from_below(request.actor)
    page = paging.page(rows, queries.KEYS, cursor=request.GET.get("after", ""), size=PAGE_SIZE)
    context = {
        **_room(request, "below"),
        "lines": pages.asked_lines(page.rows),
        "page": page,
        "query": "",
    }
    return render(request, "levels/below.html", context)


@seated()
@require_GET
def passed(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """One matter that was passed up, as this level knows it."""
    row = queries.passed_up(request.actor).filter(proceeding__public_id=public_id).first()
    if row is None:
        raise Http404
    return render(request, "levels/passed.html", pages.passed(row, request.actor))


@seated()
@require_GET
def asked(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """One matter from below, as this level knows it."""
    row = queries.from_below(request.actor).filter(proceeding__public_id=public_id).first()
    if row is None:
        raise Http404
    return render(request, "levels/asked.html", pages.asked(row, request.actor))


@seated("office_clerk", "office_head")
@require_http_methods(["GET", "POST"])
def pass_up(request: SeatedRequest, matter_id: uuid.UUID) -> HttpResponse:
    """Pass a suggestion up to the congress above."""
    matter = queries.matter(request.actor, matter_id)
    if matter is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = StepForm(PassUp, choices={}, data=data, actor=request.actor)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid() and isinstance(form.facts, PassUp):
        key = request.POST.get("_key", "")[:80]
        try:
            opened = services.pass_up(matter, actor=request.actor, facts=form.facts, key=key)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            return redirect("levels:passed", public_id=opened.public_id)
    context = {
        "form": form,
        "matter": matter,
        "above": matter.congress.parent,
        "key": request.POST.get("_key") or get_random_string(20),
    }
    return render(request, "levels/pass_up.html", context, status=status)


@seated("office_clerk", "office_head", "vice_chair")
@require_http_methods(["GET", "POST"])
def figures(request: SeatedRequest) -> HttpResponse:
    """The yearly figures of the congress and those below; a POST reports them upwards."""
    year = _year(request.GET.get("year", ""))
    congress = Congress.objects.select_related("parent").get(pk=request.actor.congress_id)
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            remark = form.cleaned_data["remark"]
            services.report_year(congress, year=year, actor=request.actor, remark=remark)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("Reported: the figures of %(year)d") % {"year": year})
            return redirect(f"{reverse('levels:figures')}?year={year}")
    elif form.is_bound:
        status = Invalid.status
    context = {
        **_room(request, "figures"),
        **pages.figures(request.actor, year, name=congress.short_name),
        "year": year,
        "years": range(today().year, today().year - YEARS_SHOWN, -1),
        "above": congress.parent,
        "may_report": request.actor.role != "vice_chair" and congress.parent is not None,
        "form": form,
    }
    return render(request, "levels/figures.html", context, status=status)


def _year(given: str) -> int:
    year = int(given) if given.isdigit() and len(given) == 4 else today().year
    return min(year, today().year)
