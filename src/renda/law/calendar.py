"""The working-day calendar: dates with a type, holidays and make-up working days included.

The State Council publishes a year's schedule late in the year before. The kept library
``holidays`` brings what is published; a congress may enter days of its own. A year without
make-up days is not published yet: deadlines in it are provisional.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

ONE_DAY = timedelta(days=1)


class DayType(StrEnum):
    """What a day is."""

    workday = "workday"
    weekend = "weekend"
    holiday = "holiday"
    makeup = "makeup"


@dataclass(frozen=True, slots=True)
class Day:
    """A day's type and, for holidays and make-up days, its name."""

    type: DayType
    name: str = ""

    @property
    def is_working(self) -> bool:
        """Whether offices work."""
        return self.type in (DayType.workday, DayType.makeup)


@lru_cache(maxsize=32)
def published(year: int) -> Mapping[date, Day]:
    """Holidays and make-up days of a year as far as they are published."""
    import holidays  # noqa: PLC0415 -- slow import

    china = holidays.country_holidays("CN", years=year, language="zh_CN")
    named: dict[date, Day] = {}
    for day, text in sorted(china.items()):
        # Days off by exchange carry a remark instead of the festival they belong to.
        name = text.split("（")[0]
        before = named.get(day - ONE_DAY) or named.get(day - 2 * ONE_DAY)
        festival = before.name if name == "休息日" and before else name
        named[day] = Day(DayType.holiday, festival)
    named |= {
        day + ONE_DAY: entry
        for day, entry in named.items()
        if day + ONE_DAY not in named and day + 2 * ONE_DAY in named
    }
    return named | {day: Day(DayType.makeup) for day in _makeup_days(china, year)}


def _makeup_days(china: object, year: int) -> Iterator[date]:
    marked: set[date] = getattr(china, "weekend_workdays", set())
    return (day for day in marked if day.year == year)


@dataclass(frozen=True)
class Calendar:
    """The calendar of one congress: ``overrides`` win over what is published."""

    overrides: Mapping[date, Day] = field(default_factory=dict)

    def day(self, day: date) -> Day:
        """The type and name of a day."""
        if day in self.overrides:
            return self.overrides[day]
        known = published(day.year).get(day)
        if known is not None:
            return known
        return Day(DayType.weekend if day.weekday() >= 5 else DayType.workday)

    def is_working(self, day: date) -> bool:
        """Whether offices work on the day."""
        return self.day(day).is_working

    def is_provisional(self, year: int) -> bool:
        """Whether the year's schedule is still unpublished here."""
        own = any(
            day.year == year and entry.type == DayType.makeup
            for day, entry in self.overrides.items()
        )
        return not own and not any(
            entry.type == DayType.makeup for entry in published(year).values()
        )

    def next_working_day(self, day: date) -> date:
        """The day itself if offices work, else the next on which they do."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def add_working_days(self, start: date, amount: int) -> date:
        """The ``amount``-th working day after ``start`` (which does not count)."""
        day = start
        while amount > 0:
            day += ONE_DAY
            amount -= self.is_working(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative backwards."""
        if end < start:
            return -self.working_days_between(end, start)
        span = (end - start).days
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, span + 1))


def add_months(day: date, amount: int) -> date:
    """The same day ``amount`` months on, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + amount
    year, month = divmod(index, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - ONE_DAY).day
    return date(year, month + 1, min(day.day, last))
