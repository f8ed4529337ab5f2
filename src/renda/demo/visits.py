"""What deputies saw and asked on inspections, and the papers that the office had made (A4, K3).

The words stand in ``data/inspections.toml``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from renda.access.enums import Role
from renda.demo.cast import Cast
from renda.demo.content import Asked, Visit
from renda.demo.walk import NOTHING, Walk
from renda.inspections import facts as own
from renda.inspections.models import Inspection
from renda.inspections.services import plan
from renda.kernel import time
from renda.kernel.registry import Registry
from renda.matters import facts as shared
from renda.proceedings.facts import Facts
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow
from renda.reports.enums import Kind
from renda.reports.rules import Cut
from renda.reports.services import ask, ask_dossier, make, publish

Scene = tuple[date, int, Callable[[], None]]  # the day, the minutes of that day, what happens
Told = Callable[[Asked, date], tuple[str, Facts]]
verbs: Registry[Told] = Registry("verb of a question on an inspection")
ANSWERED_AFTER = timedelta(days=8)
FOLLOWED_AFTER = timedelta(days=10)


class Trip:
    """One inspection as it comes about."""

    def __init__(
        self, cast: Cast, visit: Visit, walks: Mapping[str, Walk], *, held_on: date, today: date
    ) -> None:
        self.cast = cast
        self.visit = visit
        self.walks = walks
        self.held_on = held_on
        self.today = today

    def scenes(self) -> Iterator[Scene]:
        """What has happened by today, each with its moment."""
        planned = self.held_on - timedelta(days=self.visit.planned)
        yield planned, 500, self._plan
        yield planned + timedelta(days=4), 500, self._announce
        if self.held_on >= self.today:
            return
        yield self.held_on, 560, self._hold
        for asked in self.visit.questions:
            for number, verb in enumerate(asked.goes):
                day = self.held_on + (timedelta(), ANSWERED_AFTER, FOLLOWED_AFTER)[number]
                if day < self.today:
                    yield day, 570 + number, lambda a=asked, v=verb: self._tell(a, v)  # type: ignore[misc]
        if self.visit.concluded:
            yield self.held_on + timedelta(days=self.visit.concluded), 560, self._conclude

    def _plan(self) -> None:
        matters = [self.walks[asked.text].proceeding for asked in self.visit.questions]
        facts = own.Plan(
            title=self.visit.title,
            held_on=self.held_on,
            place=self.visit.place,
            led_by=self.visit.led_by,
        )
        clerk = self.cast.of_role(Role.OFFICE_CLERK)
        with self.cast.clock.tick():
            plan(matters, actor=clerk, facts=facts)

    def _announce(self) -> None:
        self._walk().take("announce", own.Announce(text=self.visit.notice))

    def _hold(self) -> None:
        facts = own.Hold(held_on=self.held_on, deputies=self.visit.deputies)
        self._walk().take("hold", facts)

    def _tell(self, asked: Asked, verb: str) -> None:
        step, facts = verbs.get(verb)(asked, self.held_on)
        walk = self._walk()
        walk.take(step, facts, row=self._row(walk, asked, step))

    def _conclude(self) -> None:
        self._walk().take("conclude", own.Conclude(text=self.visit.result))

    def _walk(self) -> Walk:
        found = Inspection.objects.select_related("proceeding").get(
            proceeding__congress=self.cast.congress, proceeding__title=self.visit.title
        )
        chance = random.Random(self.visit.title)  # noqa: S311 -- invented histories
        walk = Walk(self.cast, chance, proceeding=found.proceeding)
        walk.reload()
        return walk

    def _row(self, walk: Walk, asked: Asked, step: str) -> LaneRow:
        matter = self.walks[asked.text].proceeding
        return next(row for row in walk.rows(step) if row.row.matter_id == matter.pk)


def _verb(function: Told) -> Told:
    verbs.register(function.__name__, function)
    return function


@_verb
def record(asked: Asked, held_on: date) -> tuple[str, Facts]:
    """Asked and answered on the spot."""
    return "record", own.Record(**_spoken(asked))


@_verb
def owe(asked: Asked, held_on: date) -> tuple[str, Facts]:
    """Asked, and the answer is owed until a day."""
    due_on = held_on + timedelta(days=asked.days)
    return "record_owed", own.RecordOwed(**_spoken(asked), due_on=due_on)


@_verb
def drop(asked: Asked, held_on: date) -> tuple[str, Facts]:
    """There was no time for it."""
    return "drop", shared.Reason(reason="当日时间不够，改在代表小组活动时询问。")


@_verb
def answer(asked: Asked, held_on: date) -> tuple[str, Facts]:
    """The unit answers afterwards."""
    return "answer", own.Answer(text=asked.later)


@_verb
def accept(asked: Asked, held_on: date) -> tuple[str, Facts]:
    """The office takes the answer."""
    return "accept", NOTHING


@_verb
def send_back(asked: Asked, held_on: date) -> tuple[str, Facts]:
    """The office sends the answer back."""
    due_on = held_on + timedelta(days=asked.more)
    return "send_back", own.SendBack(reason=asked.back, due_on=due_on)


def _spoken(asked: Asked) -> dict[str, str]:
    names = ("asked_by", "question", "officer", "officer_post", "answer")
    return {name: getattr(asked, name) for name in names}


def make_papers(cast: Cast, closed: Proceeding) -> None:
    """The office's papers of the finished and the running year; the report is public (K3)."""
    clerk, head = cast.of_role(Role.OFFICE_CLERK), cast.of_role(Role.OFFICE_HEAD)
    year = time.local_day(cast.clock.now).year
    with cast.clock.tick():
        report = ask(Kind.HANDLING, actor=clerk, cut=Cut(year=year - 1))
        papers = [
            report,
            ask(Kind.BULLETIN, actor=clerk, cut=Cut(year=year)),
            ask(Kind.UNITS, actor=clerk, cut=Cut(year=year)),
            ask_dossier(closed, actor=clerk),
        ]
        for paper in papers:
            make(paper.pk)
    report.refresh_from_db()
    with cast.clock.tick():
        publish(report, actor=head)
