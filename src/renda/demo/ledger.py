"""The simulator's own count, kept by hand beside the work and never read from the database.

It knows what people did and on which day, counts days in its own way, and so can contradict the
lists, the clocks and the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

GRADES = ("satisfied", "basically", "dissatisfied")
CLOSED = frozenset(
    {"concluded", "escalated", "motion_taken", "merged", "refused", "withdrawn", "voided"}
)
IsWorking = Callable[[date], bool]


def working_days_after(day: date, amount: int, is_working: IsWorking) -> date:
    """The ``amount``-th working day after a day."""
    later = (day + timedelta(days=number) for number in range(1, amount * 4 + 30))
    return [each for each in later if is_working(each)][amount - 1]


def months_after(day: date, amount: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = day.year, day.month + amount
    while month > 12:
        year, month = year + 1, month - 12
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


@dataclass
class Line:
    """One suggestion in the ledger."""

    key: int
    state: str
    round: int = 1
    outcome_class: str = ""
    grade: str = ""
    dispatched_on: date | None = None
    dissatisfied_on: date | None = None
    running: dict[tuple[str, int], date] = field(default_factory=dict)
    reply_dues: dict[int, date] = field(default_factory=dict)
    late_replies: dict[int, bool] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something."""
        return self.state not in CLOSED and self.state != "draft"

    def start(self, name: str, due: date, part: int = 0) -> None:
        """A time begins, for the whole or for a unit's part."""
        self.running[name, part] = due

    def stop(self, name: str, day: date, part: int = 0) -> None:
        """A time ends; of a reply it is kept whether it came late."""
        due = self.running.pop((name, part), None)
        if due is not None and name == "reply":
            self.reply_dues[part], self.late_replies[part] = due, day > due

    def resume_reply(self, part: int) -> None:
        """A reply was sent back: its time goes on as if it had never ended."""
        self.running["reply", part] = self.reply_dues[part]
        self.late_replies.pop(part)

    def close(self, state: str, day: date) -> None:
        """It is over; no time runs on."""
        for name, part in list(self.running):
            self.stop(name, day, part)
        self.state = state

    def is_late(self, day: date) -> bool:
        """Whether a time is over for something that is still owed."""
        return self.is_open and any(due < day for due in self.running.values())

    def conclude(self, day: date, rounds: int) -> None:
        """Draw the conclusion once the leading deputy has given all marks of the round."""
        given = [mark for mark in self.marks.values() if mark]
        bad = "dissatisfied" in given
        if not bad and (not self.marks or any(mark == "" for mark in self.marks.values())):
            return
        grades = [mark for mark in given if mark in GRADES]
        if grades:
            self.grade = max(grades, key=GRADES.index)
        self.stop("feedback", day)
        if not bad:
            self.close("concluded", day)
        elif self.round > rounds:
            self.close("escalated", day)
        else:
            self.state, self.dissatisfied_on = "rehandling", day


@dataclass
class Ledger:
    """All suggestions of a simulated year and the figures that follow from them."""

    lines: dict[int, Line] = field(default_factory=dict)
    steps: Counter[str] = field(default_factory=Counter)

    def by_state(self) -> dict[str, int]:
        """How many stand where."""
        return _counted(line.state for line in self.lines.values())

    def by_class(self) -> dict[str, int]:
        """How many have a last delivered reply of which class."""
        return _counted(line.outcome_class for line in self.lines.values())

    def by_grade(self) -> dict[str, int]:
        """How many stand with which grade."""
        return _counted(line.grade for line in self.lines.values())

    def late(self, day: date) -> int:
        """How many are open with a time that is over."""
        return sum(line.is_late(day) for line in self.lines.values())

    def late_replies(self) -> int:
        """How many units replied after their time."""
        return sum(sum(line.late_replies.values()) for line in self.lines.values())

    def rehandled(self) -> int:
        """How many were handled a second time."""
        return sum(line.round > 1 for line in self.lines.values())


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(name for name in names if name).items()))
