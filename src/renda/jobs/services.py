"""Writes to the outbox: ask for work, take it, finish it, take up what a killed worker left."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils.translation import gettext as _

from renda.jobs.models import Job, JobState
from renda.jobs.rules import ATTEMPTS, KEPT, LEASE, is_last, pause_after
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.kernel.errors import Missing
from renda.kernel.registry import Registry
from renda.kernel.schedule import periodic

Handler = Callable[..., Any]  # takes the payload's ids by keyword
handlers: Registry[Handler] = Registry("job")

_ERROR_LENGTH = 4000

log = structlog.get_logger(__name__)


def defer(
    name: str, *, congress_id: int | None = None, run_at: datetime | None = None, **payload: Any
) -> Job:
    """Ask for work after this transaction commits; rolled back with it. ``payload`` holds ids."""
    return Job.objects.create(
        name=name, payload=payload, congress_id=congress_id, run_at=run_at or time.now()
    )


def take_next() -> Job | None:
    """Take the job that is due longest, with a lease; several workers never take the same."""
    now = time.now()
    with transaction.atomic():
        due = Job.objects.filter(state=JobState.QUEUED, run_at__lte=now).order_by("run_at", "id")
        # SQLite's transaction is the lock: it began as a writing one.
        skip = connection.features.has_select_for_update_skip_locked
        job = due.select_for_update(skip_locked=skip).first()
        if job is not None:
            job.state, job.lease_until = JobState.RUNNING, now + LEASE
            job.attempts += 1
            job.save(update_fields=["state", "lease_until", "attempts"])
    return job


def keep_lease(job: Job) -> None:
    """The worker still lives: nobody else takes the job."""
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(lease_until=time.now() + LEASE)


def note_progress(job_id: int, *, done: int, total: int) -> None:
    """How far a job is; also keeps its lease."""
    Job.objects.filter(pk=job_id).update(progress=done, total=total, lease_until=time.now() + LEASE)


def finish(job: Job) -> None:
    """The work is done."""
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE, lease_until=None, finished_at=time.now(), error=""
    )


def fail(job: Job, *, error: BaseException) -> None:
    """Try again after a pause that grows fourfold, or leave it to a person."""
    trace = "".join(traceback.format_exception(error))[-_ERROR_LENGTH:]
    if is_last(job.attempts):
        changes: dict[str, Any] = {"state": JobState.FAILED, "finished_at": time.now()}
    else:
        changes = {"state": JobState.QUEUED, "run_at": time.now() + pause_after(job.attempts)}
    Job.objects.filter(pk=job.pk).update(lease_until=None, error=trace, **changes)


def sweep() -> int:
    """Queue again what a killed worker left behind; returns how many."""
    left = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=time.now())
    given_up = left.filter(attempts__gte=ATTEMPTS)
    given_up.update(
        state=JobState.FAILED,
        lease_until=None,
        finished_at=time.now(),
        error="The worker ended in the middle, every time.",
    )
    return left.update(state=JobState.QUEUED, lease_until=None, run_at=time.now())


def plan_periodic() -> int:
    """See that the next run of every periodic work is queued; returns how many were added."""
    waiting = set(
        Job.objects.filter(
            name__in=[name for name, _each in periodic],
            state__in=[JobState.QUEUED, JobState.RUNNING],
        ).values_list("name", flat=True)
    )
    missing = [(name, each) for name, each in periodic if name not in waiting]
    for name, each in missing:
        last = Job.objects.filter(name=name, finished_at__isnull=False).order_by("-id").first()
        due = last.finished_at + each.every if last and last.finished_at else time.now()
        defer(name, run_at=max(due, time.now()))
    return len(missing)


def clear_done() -> int:
    """Forget finished work after a month; failed work stays until a person dealt with it."""
    old = Job.objects.filter(state=JobState.DONE, finished_at__lt=time.now() - KEPT)
    return old.delete()[0]


def run(job: Job) -> bool:
    """Do one taken job; whether it went well. Its failure is written down, never raised."""
    try:
        if job.name in handlers:
            handlers.get(job.name)(**job.payload)
        else:
            periodic.get(job.name).run()
    except Exception as error:  # noqa: BLE001 -- whatever a handler raises is kept with the job
        log.warning("job failed", job=job.name, id=job.pk, error=repr(error))
        fail(job, error=error)
        return False
    finish(job)
    return True


def retry(job: Job, *, actor: Actor) -> None:
    """Queue a failed job anew. Raises Missing for one of another congress or one not failed."""
    changed = Job.objects.filter(
        pk=job.pk, congress_id=actor.congress_id, state=JobState.FAILED
    ).update(state=JobState.QUEUED, run_at=time.now(), attempts=0, finished_at=None)
    if not changed:
        raise Missing(_("This job is not waiting for anybody any more."))


def work_off(*, limit: int = 10_000) -> int:
    """Do everything that is due now; returns how many jobs were done. For commands and tests."""
    done = 0
    while done < limit and (job := take_next()) is not None:
        run(job)
        done += 1
    return done
