"""Into which group of the desk a deadline falls. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from renda.waiting.enums import Group

_SUNDAY = 6


def week_end(day: date) -> date:
    """The Sunday of the day's week."""
    return day + timedelta(days=_SUNDAY - day.weekday())


def group_of(due_on: date | None, today: date) -> Group:
    """The group of a step due on that day: late, today, this week, later, without."""
    if due_on is None:
        return Group.NONE
    if due_on < today:
        return Group.LATE
    if due_on == today:
        return Group.TODAY
    return Group.WEEK if due_on <= week_end(today) else Group.LATER
