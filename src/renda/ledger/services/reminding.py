"""Reminding of promises: before their day, on it, and again and again after it."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from renda.congresses.models import Congress
from renda.congresses.queries import calendar_for
from renda.kernel import time
from renda.law.calendar import Calendar
from renda.law.deadlines import Period, compute
from renda.ledger import queries, rules
from renda.ledger.models import Promise
from renda.notices.queries import is_office_open
from renda.notices.services import Message, tell
from renda.proceedings.enums import Visibility
from renda.proceedings.services.change import period_of
from renda.rulebook.queries import rules_in_force

# A reminder every day for ten years is more than anybody reads.
_MOST = 4000


def remind() -> int:
    """The platform reminds the units of what they promised, by the local rule.

    In office hours of the congress, once for each stage; returns how many notices were written.
    """
    told = 0
    for congress in Congress.objects.order_by("pk"):
        if is_office_open(congress):
            told += _remind_congress(congress, calendar_for(congress.pk))
    return told


def _remind_congress(congress: Congress, calendar: Calendar) -> int:
    keys = ("promise.remind_before", "promise.remind_after")
    before, after = (
        period_of(rule.value) for rule in (rules_in_force(congress, keys)[key] for key in keys)
    )
    today = time.today()
    reaches = compute(today, before, calendar).due
    told = 0
    for promise in queries.still_owed(congress.pk).filter(day__lte=reaches):
        stage = rules.reminder(
            promise.day,
            today,
            reaches=reaches,
            rounds=_rounds(promise.day, today, after, calendar),
        )
        told += _remind(promise, stage) if stage else 0
    return told


def _rounds(day: date, today: date, period: Period, calendar: Calendar) -> int:
    """How often the period has passed since the day."""
    rounds, end = 0, day
    while period.amount and rounds < _MOST:
        end = compute(end, period, calendar).due
        if end > today:
            break
        rounds += 1
    return rounds


def _remind(promise: Promise, stage: str) -> int:
    proceeding, day = promise.proceeding, promise.day
    is_late = stage.startswith("late")

    def words() -> tuple[str, str]:
        title = _("Promised for %(day)s, not delivered") if is_late else _("Promised for %(day)s")
        return title % {"day": f"{day:%Y-%m-%d}"}, proceeding.title

    roles = ("handler", "undertaker_admin", *(("signer",) if is_late else ()))
    message = Message(
        source=f"promise:{proceeding.pk}:{day:%Y%m%d}:{stage}",
        url=partial(reverse, "ledger:detail", args=[proceeding.public_id]),
        words=words,
        number=proceeding.number,
        is_urgent=is_late,
        is_quotable=proceeding.visibility != Visibility.CONFIDENTIAL,
    )
    tokens = [f"b{promise.body_id}:{role}" for role in roles]
    return tell(message, congress_id=proceeding.congress_id, tokens=tokens)
