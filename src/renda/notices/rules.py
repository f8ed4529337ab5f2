"""When notices leave and how they are worded. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from renda.law.calendar import Calendar

SMS_LENGTH = 67  # characters of one Chinese short message with a signature


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in a digest."""

    title: str
    number: str
    text: str


def in_office_hours(moment: datetime, calendar: Calendar, *, opens: str, closes: str) -> bool:
    """Whether ``moment`` (local) is within office hours of a working day, as ``08:30``."""
    hours = time.fromisoformat(opens) <= moment.time() < time.fromisoformat(closes)
    return calendar.is_working(moment.date()) and hours


def stage(due: date, today: date, *, warn_from: date) -> str:
    """Which reminder a due day calls for today: none, soon, late, or a week of being late."""
    if today > due:
        weeks = (today - due - timedelta(days=1)).days // 7
        return f"late-{weeks}" if weeks else "late"
    return "soon" if today >= warn_from else ""


def warn_from(due: date, working_days: int, calendar: Calendar) -> date:
    """The day from which a due day is called near: so many working days before it."""
    day = due
    while working_days > 0:
        day -= timedelta(days=1)
        working_days -= calendar.is_working(day)
    return day


def digest_lines(lines: Sequence[Line]) -> str:
    """The body of a digest: one line a notice, numbered."""
    return "\n".join(
        f"{place}. {line.title}" + "".join(f" {part}" for part in (line.number, line.text) if part)
        for place, line in enumerate(lines, start=1)
    )


def short(text: str, length: int = SMS_LENGTH) -> str:
    """``text`` cut to a short message."""
    return text if len(text) <= length else text[: length - 1] + "…"
