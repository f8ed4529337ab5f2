"""Reminding of what falls due soon or is late."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from renda.congresses.models import Congress
from renda.congresses.queries import calendar_for
from renda.kernel import time
from renda.law.calendar import Calendar
from renda.notices import rules
from renda.notices.queries import is_office_open
from renda.notices.services import Message, tell
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import all_bindings
from renda.rulebook.queries import rule_in_force
from renda.waiting.models import Waiting

_BATCH = 200


def remind() -> int:
    """The platform reminds of what falls due soon or is late; once per stage and addressee.

    Only in office hours of the congress. Returns how many notices were written.
    """
    told = 0
    for congress in Congress.objects.order_by("pk"):
        if is_office_open(congress):
            told += _remind_congress(congress, calendar_for(congress.pk))
    return told


def _remind_congress(congress: Congress, calendar: Calendar) -> int:
    ahead = int(rule_in_force(congress, "notice.remind").value["amount"])
    horizon = calendar.add_working_days(time.today(), ahead)
    due = Waiting.objects.filter(congress=congress, due_on__lte=horizon).order_by("pk")
    for binding in all_bindings():
        if binding.reminded_apart:
            apart = sorted(binding.reminded_apart)
            due = due.exclude(kind=binding.procedure.kind, step__in=apart)
    told = 0
    for row in due.iterator(chunk_size=_BATCH):
        if row.due_on is not None:
            warn = rules.warn_from(row.due_on, ahead, calendar)
            stage = rules.stage(row.due_on, time.today(), warn_from=warn)
            told += _remind(row, row.due_on, stage) if stage else 0
    return told


def _remind(row: Waiting, due: date, stage: str) -> int:
    def words() -> tuple[str, str]:
        title = _("Due soon: by %(day)s") if stage == "soon" else _("Late: was due on %(day)s")
        return title % {"day": f"{due:%Y-%m-%d}"}, row.title

    shown = Proceeding.objects.filter(pk=row.subject).exclude(visibility=Visibility.CONFIDENTIAL)
    message = Message(
        source=f"due:{row.subject}:{row.step}:{row.lane_row}:{due:%Y%m%d}:{stage}",
        url=partial(reverse, "proceedings:home", args=[row.public_id]),
        words=words,
        number=row.number,
        is_urgent=True,
        is_quotable=shown.exists(),
    )
    return tell(message, congress_id=row.congress_id, tokens=[row.addressee])
