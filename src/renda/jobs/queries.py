"""Reads of the outbox for the page of background work."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from renda.jobs.models import Job, JobState
from renda.jobs.rules import LEASE
from renda.kernel import time
from renda.kernel.actor import Actor


def jobs_of(actor: Actor, state: str = "") -> QuerySet[Job]:
    """The congress's jobs (of a state), newest first."""
    rows = Job.objects.filter(congress_id=actor.congress_id)
    return (rows.filter(state=state) if state in JobState.values else rows).order_by("-id")


def stuck(actor: Actor) -> QuerySet[Job]:
    """Jobs that ought to have run by now: no worker takes them."""
    return jobs_of(actor, JobState.QUEUED).filter(run_at__lt=time.now() - LEASE)


def counts(actor: Actor) -> dict[str, int]:
    """How many jobs stand where."""
    rows = jobs_of(actor).order_by().values_list("state").annotate(n=Count("pk"))
    found = dict(rows)
    return {state: found.get(state, 0) for state in JobState.values}
