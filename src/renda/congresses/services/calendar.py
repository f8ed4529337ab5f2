"""Days that differ from the shipped calendar."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from renda.congresses import events
from renda.congresses.enums import DayKind
from renda.congresses.errors import BadDay
from renda.congresses.models import CalendarDay, Congress
from renda.congresses.services.common import note, require_administrator
from renda.kernel import text
from renda.kernel.actor import Actor


@transaction.atomic
def set_day(
    congress: Congress, *, day: date, kind: str, actor: Actor, name: str = ""
) -> CalendarDay:
    """Say how a day counts here and below; due dates that cross it are computed anew."""
    require_administrator(actor, congress.pk)
    if kind not in DayKind.values:
        message = _("A day is a working day, a holiday or a make-up working day.")
        raise BadDay(message, fields={"kind": message})
    row, _created = CalendarDay.objects.update_or_create(
        congress=congress,
        day=day,
        defaults={"kind": kind, "name": text.clean(name, field="name", limit=40)},
    )
    note(row, "set", congress.pk, actor, day=day, kind=kind)
    _changed(congress)
    return row


@transaction.atomic
def clear_day(congress: Congress, *, day: date, actor: Actor) -> None:
    """Let a day count again as the shipped calendar says; nothing happens when it does."""
    require_administrator(actor, congress.pk)
    row = CalendarDay.objects.filter(congress=congress, day=day).first()
    if row is None:
        return
    note(row, "clear", congress.pk, actor, day=day, kind=row.kind)
    row.delete()
    _changed(congress)


def _changed(congress: Congress) -> None:
    Congress.objects.filter(pk=congress.pk).update(calendar_version=F("calendar_version") + 1)
    events.after_commit(events.calendar_changed, congress_id=congress.pk)
