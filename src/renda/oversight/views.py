"""Pages of key suggestions."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_GET, require_http_methods

from renda.access.http import SeatedRequest
from renda.congresses.queries import calendar_for
from renda.kernel import paging
from renda.kernel.errors import DomainError
from renda.kernel.policies import seated
from renda.oversight import pages, queries, services
from renda.oversight.facts import Candidate
from renda.oversight.procedure import KEY
from renda.proceedings.forms import StepForm

PAGE_SIZE = 20


@seated()
@require_GET
def listing(request: SeatedRequest) -> HttpResponse:
    """Candidates and key suggestions the actor may see, by state, paged by keyset."""
    states = [(each.name, each.label) for each in KEY.states]
    state = request.GET.get("state", "")
    state = state if state in dict(states) else ""
    rows = queries.keys(request.actor, state)
    page = paging.page(rows, queries.KEYS, cursor=request.GET.get("after", ""), size=PAGE_SIZE)
    context = {
        "rows": pages.rows(page.rows, calendar_for(request.actor.congress_id)),
        "page": page,
        "states": states,
        "state": state,
        "query": f"state={state}",
    }
    return render(request, "oversight/list.html", context)


@seated()
@require_GET
def detail(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """One key suggestion: why, who, the plan, what I can do now."""
    rows = queries.keys(request.actor).select_related("proceeding__congress")
    row = rows.filter(proceeding__public_id=public_id).first()
    if row is None:
        raise Http404
    return render(request, "oversight/detail.html", pages.detail(row, request.actor))


@seated("office_clerk", "office_head")
@require_http_methods(["GET", "POST"])
def propose(request: SeatedRequest, matter_id: uuid.UUID) -> HttpResponse:
    """Put a suggestion before the chairpersons' meeting."""
    matter = queries.matter(request.actor, matter_id)
    if matter is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = StepForm(Candidate, choices={}, data=data, actor=request.actor)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid() and isinstance(form.facts, Candidate):
        key = request.POST.get("_key", "")[:80]
        try:
            opened = services.propose(matter, actor=request.actor, facts=form.facts, key=key)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            return redirect("oversight:detail", public_id=opened.public_id)
    context = {
        "form": form,
        "matter": matter,
        "key": request.POST.get("_key") or get_random_string(20),
    }
    return render(request, "oversight/propose.html", context, status=status)
