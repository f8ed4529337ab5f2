"""Pages of inspections."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_GET, require_http_methods

from renda.access.http import SeatedRequest
from renda.inspections import pages, queries, rules, services
from renda.inspections.facts import Plan
from renda.inspections.procedure import INSPECTION
from renda.kernel import paging
from renda.kernel.errors import DomainError
from renda.kernel.policies import seated
from renda.proceedings.forms import StepForm

PAGE_SIZE = 20


@seated()
@require_GET
def listing(request: SeatedRequest) -> HttpResponse:
    """Inspections the actor may see, by state, paged by keyset."""
    states = [(each.name, each.label) for each in INSPECTION.states]
    state = request.GET.get("state", "")
    state = state if state in dict(states) else ""
    rows = queries.inspections(request.actor, state)
    page = paging.page(rows, queries.KEYS, cursor=request.GET.get("after", ""), size=PAGE_SIZE)
    context = {
        "rows": pages.rows(page.rows, queries.of_inspections(page.rows, request.actor)),
        "page": page,
        "states": states,
        "state": state,
        "may_plan": rules.may_plan(request.actor),
    }
    return render(request, "inspections/list.html", context)


@seated()
@require_GET
def detail(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """One inspection: when, where, the questions, what I can do now."""
    row = queries.find(public_id, request.actor)
    if row is None:
        raise Http404
    return render(request, "inspections/detail.html", pages.detail(row, request.actor))


def _ids(values: list[str]) -> list[uuid.UUID]:
    found = []
    for value in dict.fromkeys(values):
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found[: rules.MOST + 1]


@seated("office_clerk", "office_head")
@require_http_methods(["GET", "POST"])
def new(request: SeatedRequest) -> HttpResponse:
    """Plan an inspection about the suggestions that were chosen (``?matter=…``)."""
    given = request.POST if request.method == "POST" else request.GET
    matters = queries.matters(request.actor, _ids(given.getlist("matter")))
    data = request.POST if request.method == "POST" else None
    form = StepForm(Plan, choices={}, data=data, actor=request.actor)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid() and isinstance(form.facts, Plan):
        key = request.POST.get("_key", "")[:80]
        try:
            opened = services.plan(matters, actor=request.actor, facts=form.facts, key=key)
        except DomainError as error:
            for field, text in error.fields.items():
                form.add_error(field, text)
            if not error.fields:
                form.add_error(None, error.message)
            status = error.status
        else:
            return redirect("inspections:detail", public_id=opened.public_id)
    context = {
        "form": form,
        "matters": [(each, rules.fits(each)) for each in matters],
        "key": request.POST.get("_key") or get_random_string(20),
    }
    return render(request, "inspections/new.html", context, status=status)
