"""The page of background work."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from renda.jobs import queries, services
from renda.jobs.models import JobState
from renda.kernel.actor import Actor
from renda.kernel.paging import page
from renda.kernel.policies import seated

STATES = JobState.values


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@seated("administrator")
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """What ran, what failed, what is stuck; failed work can be tried again."""
    actor, state = _actor(request), request.GET.get("state", "")
    counts = queries.counts(actor)
    context = {
        "page": page(queries.jobs_of(actor, state), ("-id",), cursor=request.GET.get("after", "")),
        "state": state if state in STATES else "",
        "figures": [(value, label, counts[value]) for value, label in JobState.choices],
        "stuck": queries.stuck(actor).count(),
    }
    return render(request, "jobs/list.html", context)


@seated("administrator")
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed job again."""
    actor = _actor(request)
    services.retry(get_object_or_404(queries.jobs_of(actor), pk=pk), actor=actor)
    messages.success(request, _("The job is queued again."))
    return redirect("jobs:list")
