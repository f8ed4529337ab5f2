"""Deadlines and their working, so that a page can show how a day was found.

The statutes do not say how the first day counts: as in civil practice the day of the event does
not count, and the time ends with the end of its last day (Asia/Shanghai).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from renda.law.calendar import ONE_DAY, Calendar, DayType, add_months


class Unit(StrEnum):
    """How a period is counted."""

    natural_day = "natural_day"
    working_day = "working_day"
    month = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """So many units."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day of the drawn calendar: its part in the deadline and its running number."""

    day: date
    role: str  # off, base, counted, weekend, holiday, makeup, pause, extension, due
    number: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due day with its working. ``due`` is the last day, to its end."""

    start: date
    original_due: date
    due: date
    period: Period
    pauses: tuple[tuple[date, date], ...]
    provisional: bool
    calendar: Calendar

    @property
    def holidays(self) -> dict[str, int]:
        """Names of skipped holidays with how many of their days were skipped."""
        found: dict[str, int] = {}
        for mark in self.days():
            if mark.role == "holiday":
                found[mark.name] = found.get(mark.name, 0) + 1
        return found

    def count(self, role: str) -> int:
        """How many days played a part."""
        return sum(mark.role == role for mark in self.days())

    def days(self) -> Iterator[DayMark]:
        """Every day from the start to the due day."""
        yield DayMark(self.start, "base")
        number, day = 0, self.start
        while day < self.due:
            day += ONE_DAY
            mark = self._mark(day, number + 1)
            number = mark.number or number
            yield mark

    def _mark(self, day: date, number: int) -> DayMark:
        kind = self.calendar.day(day)
        if any(since <= day <= until for since, until in self.pauses):
            return DayMark(day, "pause")
        if self.period.unit is Unit.working_day and not kind.is_working:
            return DayMark(day, kind.type.value, name=kind.name)
        if day == self.due:
            return DayMark(day, "due", number)
        if day > self.original_due:
            return DayMark(day, "extension", number)
        is_makeup = kind.type is DayType.makeup and self.period.unit is Unit.working_day
        return DayMark(day, "makeup" if is_makeup else "counted", number, kind.name)


def compute(
    start: date,
    period: Period,
    calendar: Calendar,
    *,
    pauses: Iterable[tuple[date, date]] = (),
    extension: Period | None = None,
) -> Deadline:
    """When a period that starts with an event on ``start`` is over.

    Days within ``pauses`` (first and last day included) do not count. An extension is counted
    from the original end. ``provisional`` if a year it touches has no published schedule.
    """
    closed = tuple(sorted(pauses))
    original = _end(start, period, calendar, closed)
    due = _end(original, extension, calendar, closed) if extension else original
    years = range(start.year, due.year + 1)
    provisional = period.unit is Unit.working_day and any(
        calendar.is_provisional(year) for year in years
    )
    return Deadline(start, original, due, period, closed, provisional, calendar)


def _end(
    start: date, period: Period, calendar: Calendar, pauses: tuple[tuple[date, date], ...]
) -> date:
    if period.unit is Unit.month:
        return _push(start, add_months(start, period.amount), pauses)
    left, day = period.amount, start
    while left > 0:
        day += ONE_DAY
        paused = any(since <= day <= until for since, until in pauses)
        counts = period.unit is Unit.natural_day or calendar.is_working(day)
        left -= counts and not paused
    return day


def _push(start: date, end: date, pauses: tuple[tuple[date, date], ...]) -> date:
    """Move an end by the paused days before it, those that moving brings in included."""
    for since, until in pauses:
        first = max(since, start + ONE_DAY)
        if first <= end and until >= first:
            end += timedelta(days=(until - first).days + 1)
    return end


def remaining(due: date, today: date, calendar: Calendar, unit: Unit) -> int:
    """Days left (working days for a working-day period); 0 on the last day, negative when late."""
    if unit is Unit.working_day:
        return calendar.working_days_between(today, due)
    return (due - today).days
