"""Deadlines as a calendar (RFC 5545) that a telephone or a mail program subscribes to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import icalendar
import segno
from django.utils.translation import gettext as _

from renda.desk.pages import step_label
from renda.kernel import time
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import step_url
from renda.waiting.models import Waiting

# How long a program may keep what it read.
FRESH = timedelta(hours=6)


def ical(rows: Iterable[tuple[Waiting, Proceeding | None]], *, name: str, root: str) -> bytes:
    """The text of the calendar; each step is a whole day, with the address that leads to it.

    A confidential matter is named by its number only: calendars lie on other people's servers.
    ``name`` heads the calendar, ``root`` is the server's address.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Renda//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Deadlines · %(seat)s") % {"seat": name})
    calendar.add("refresh-interval", FRESH, parameters={"value": "DURATION"})
    for row, proceeding in rows:
        calendar.add_component(_event(row, proceeding, root))
    return bytes(calendar.to_ical())


def _event(row: Waiting, proceeding: Proceeding | None, root: str) -> icalendar.Event:
    assert row.due_on is not None  # noqa: S101 -- only dated ones are read
    event = icalendar.Event()
    event.add("uid", f"{row.public_id}-{row.step}-{row.lane_row}@renda")
    event.add("dtstamp", time.now())
    event.add("dtstart", row.due_on)
    event.add("dtend", row.due_on + timedelta(days=1))
    event.add("summary", f"{step_label(row.kind, row.step)} · {_matter(row, proceeding)}")
    event.add("url", root + step_url(Proceeding(public_id=row.public_id), row.step, row.lane_row))
    event.add("transp", "TRANSPARENT")
    return event


def _matter(row: Waiting, proceeding: Proceeding | None) -> str:
    if proceeding is None or proceeding.visibility == Visibility.CONFIDENTIAL:
        return row.number or _("a matter without a number yet")
    return f"{row.number} {row.title}".strip()


def shown(address: str) -> dict[str, str]:
    """What the page says of a new address: itself, its webcal form, a QR picture."""
    web = "webcal" + address[address.index(":") :]
    picture = segno.make(web, error="m").svg_data_uri(scale=4, border=2, xmldecl=False)
    return {"address": address, "webcal": web, "qr": picture}
