"""What the days bring: promises past their day, conditions that come up for review."""

from __future__ import annotations

from renda.congresses.models import Congress
from renda.congresses.queries import calendar_for
from renda.kernel import actor as actors
from renda.kernel import time
from renda.kernel.errors import DomainError
from renda.law.deadlines import compute
from renda.ledger import queries
from renda.ledger.services.opening import open_missing
from renda.proceedings.facts import Nothing
from renda.proceedings.models import Proceeding
from renda.proceedings.services import take_step
from renda.proceedings.services.change import period_of
from renda.rulebook.queries import rule_in_force


def tend() -> int:
    """The platform follows the promises of every congress; returns how many moved.

    Opens those of replies delivered before the ledger was there, marks what passed its day, and
    brings up conditions for review. What cannot be moved now is tried again at the next run.
    """
    moved = 0
    for matter in queries.matters_to_open().iterator(chunk_size=200):
        moved += open_missing(matter)
    for congress in Congress.objects.order_by("pk"):
        moved += _fall_due(congress) + _come_up(congress)
    return moved


def _fall_due(congress: Congress) -> int:
    period = period_of(rule_in_force(congress, "promise.grace").value)
    calendar, today = calendar_for(congress.pk), time.today()
    past = queries.past_their_day(congress.pk, today)
    late = [p for p in past if compute(p.day, period, calendar).due < today]
    return sum(_take(each.proceeding, "fall_due") for each in late)


def _come_up(congress: Congress) -> int:
    due = queries.up_for_review(congress.pk, time.today())
    return sum(_take(each.proceeding, "come_up") for each in due)


def _take(proceeding: Proceeding, step: str) -> int:
    platform = actors.system(proceeding.congress_id)
    try:
        take_step(proceeding, step, actor=platform, facts=Nothing(), version=proceeding.row_version)
    except DomainError:
        # Somebody took a step in this very moment; the next run looks again.
        return 0
    return 1
