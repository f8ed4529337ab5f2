"""What the pages of the ledger show, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from renda.congresses.queries import calendar_of
from renda.files.queries import shown
from renda.files.rules import may_keep
from renda.kernel.actor import Actor
from renda.kernel.time import local_day, today
from renda.law.calendar import Calendar
from renda.law.deadlines import Unit
from renda.ledger import queries as room
from renda.ledger.models import Promise
from renda.ledger.procedure import COMMITMENT, KIND
from renda.ledger.rules import BANDS
from renda.matters.enums import EvaluationState, Grade
from renda.matters.models import Evaluation
from renda.matters.pages import grade_chip, party_lines
from renda.proceedings import pages, queries
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import Chip


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise as it stands: what was promised, what holds now, what was reported."""

    what: str
    amount: str
    owner: str
    unit: str
    due_on: date | None
    condition: str
    day: date
    first_day: date
    changes: str
    delivered_on: date | None
    report: str
    document: str
    asked: dict[str, Any] | None


def promise_view(promise: Promise) -> PromiseView:
    """One promise as plain data."""
    commitment = promise.commitment
    changes = ngettext(
        "changed %(n)d time with approval", "changed %(n)d times with approval", promise.changes
    )
    asked = promise.asked
    return PromiseView(
        what=commitment.what,
        amount=commitment.amount,
        owner=commitment.owner,
        unit=promise.body.name,
        due_on=promise.due_on,
        condition=promise.condition,
        day=promise.day,
        first_day=promise.first_day,
        changes=changes % {"n": promise.changes} if promise.changes else "",
        delivered_on=promise.delivered_on,
        report=promise.report,
        document=promise.document,
        asked=_asked(asked) if asked else None,
    )


def _asked(asked: Mapping[str, Any]) -> dict[str, Any]:
    days = {
        name: date.fromisoformat(asked[name]) if asked.get(name) else None
        for name in ("due_on", "review_on")
    }
    return {**asked, **days}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    promise: Promise
    what: str
    amount: str
    matter: str
    unit: str
    state: Chip
    day: date
    due: Chip | None
    moved_from: date | None
    first: Chip | None
    second: Chip | None


def rows(promises: Iterable[Promise], calendar: Calendar) -> list[Row]:
    """Lines of the list; no statement."""
    return [_row(each, calendar) for each in promises]


def _row(promise: Promise, calendar: Calendar) -> Row:
    proceeding = promise.proceeding
    return Row(
        promise=promise,
        what=promise.commitment.what,
        amount=promise.commitment.amount,
        matter=promise.matter.title,
        unit=str(promise.body),
        state=pages.state_chip(COMMITMENT, proceeding.state),
        day=promise.day,
        due=due_chip(promise, calendar),
        moved_from=promise.first_day if promise.first_day != promise.day else None,
        first=grade_chip(promise.first_grade),
        second=grade_chip(promise.second_grade),
    )


def due_chip(promise: Promise, calendar: Calendar) -> Chip | None:
    """How long it is still owed, in days; nothing once it is delivered or given up."""
    if promise.proceeding.state not in room.OWED:
        return None
    return pages.due_chip(
        promise.day, today=today(), calendar=calendar, unit=Unit.natural_day, soon=30
    )


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One deputy's evaluation of the reply and of the delivery (A7)."""

    person: str
    is_lead: bool
    first_process: Chip | None
    first_result: Chip | None
    first_on: date | None
    second_process: Chip | None
    second_result: Chip | None
    second_on: date | None
    second_state: str
    comment: str
    turn: str


def side_by_side(evaluations: Iterable[Evaluation]) -> list[SideBySide]:
    """First and second evaluations by deputy, the leading one first."""
    by_person: dict[int, dict[str, Evaluation]] = {}
    for each in evaluations:
        kind = "first" if each.stage == "reply" else "second"
        by_person.setdefault(each.person_id, {})[kind] = each
    return [_side(pair.get("first"), pair.get("second")) for pair in by_person.values()]


def _side(first: Evaluation | None, second: Evaluation | None) -> SideBySide:
    either = first or second
    assert either is not None  # noqa: S101
    return SideBySide(
        person=either.person.name,
        is_lead=either.is_lead,
        first_process=_grade(first, "process_grade"),
        first_result=_grade(first, "result_grade"),
        first_on=local_day(first.given_at) if first and first.given_at else None,
        second_process=_grade(second, "process_grade"),
        second_result=_grade(second, "result_grade"),
        second_on=local_day(second.given_at) if second and second.given_at else None,
        second_state=_second_state(second),
        comment=second.comment if second and second.state == EvaluationState.GIVEN else "",
        turn=_turn(first, second),
    )


def _second_state(second: Evaluation | None) -> str:
    if second is None:
        return str(_("Not asked yet"))
    if second.state == EvaluationState.OPENED:
        return str(_("Asked, not evaluated"))
    return str(EvaluationState(second.state).label)


def _grade(row: Evaluation | None, name: str) -> Chip | None:
    if row is None or row.state != EvaluationState.GIVEN:
        return None
    return grade_chip(getattr(row, name))


_ORDER = [Grade.DISSATISFIED, Grade.BASICALLY, Grade.SATISFIED]


def _turn(first: Evaluation | None, second: Evaluation | None) -> str:
    """Better, worse or the same, by the result grades; nothing while one is missing."""
    given = [
        row for row in (first, second) if row is not None and row.state == EvaluationState.GIVEN
    ]
    if len(given) < 2:
        return ""
    before, after = (_ORDER.index(Grade(row.result_grade)) for row in given)
    if after == before:
        return str(_("unchanged"))
    return str(_("better") if after > before else _("worse"))


@dataclass(frozen=True, slots=True)
class FollowedView:
    """A promise on the page of its suggestion, with both evaluations of every deputy."""

    row: Row
    sides: list[SideBySide]


def of_matter(matter: Proceeding, actor: Actor, calendar: Calendar) -> list[FollowedView]:
    """What became of the promises of a suggestion (A7); two statements."""
    found = room.of_matter(matter, actor)
    given = room.evaluations(found) if found else {}
    return [
        FollowedView(_row(each, calendar), side_by_side(given.get(each.pk, []))) for each in found
    ]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the ageing table and the list behind it (empty: zero)."""

    n: int
    query: str
    tone: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class AgedRow:
    """A unit's line, or the sum of all (without a name)."""

    name: str
    figures: list[Figure]


def ageing(aged: Sequence[room.Aged]) -> dict[str, Any]:
    """The ageing table with the sum below; no statement."""
    labels = [str(label) for label in _HEADS.values()]
    total = room.Aged(
        unit=0,
        name="",
        owed=sum(each.owed for each in aged),
        bands={band.name: sum(each.bands[band.name] for each in aged) for band in BANDS},
        ended={state: sum(each.ended[state] for each in aged) for state in room.ENDED},
    )
    return {
        "heads": labels,
        "rows": [_aged_row(each) for each in aged],
        "total": _aged_row(total),
        "day": today(),
    }


def _aged_row(aged: room.Aged) -> AgedRow:
    unit = {"unit": aged.unit} if aged.unit else {}
    found = [_figure("owed", aged.owed, {**unit, "state": "owed"})]
    for band in BANDS:
        since, until = band.days(today())
        days = {"due_from": since, "due": until}
        query = {**unit, **{name: f"{day}" for name, day in days.items() if day}}
        late = (band.until or 0) < 0
        found.append(_figure(band.name, aged.bands[band.name], query, "late" if late else ""))
    for state in room.ENDED:
        tone = "late" if state == "broken" else ""
        found.append(_figure(state, aged.ended[state], {**unit, "end": state}, tone))
    return AgedRow(aged.name, found)


def _figure(name: str, n: int, query: dict[str, Any], tone: str = "") -> Figure:
    return Figure(n, urlencode(query) if n else "", tone if n else "", str(_HEADS[name]))


_HEADS = {
    "owed": gettext_lazy("Still owed"),
    "over_90": gettext_lazy("More than 90 days past"),
    "over_30": gettext_lazy("31 to 90 days past"),
    "over_1": gettext_lazy("Up to 30 days past"),
    "in_30": gettext_lazy("Due in 30 days"),
    "in_60": gettext_lazy("in 31 to 60"),
    "in_90": gettext_lazy("in 61 to 90"),
    "later": gettext_lazy("later"),
    "kept": gettext_lazy("Kept"),
    "late": gettext_lazy("Kept late"),
    "changed": gettext_lazy("Changed with approval"),
    "broken": gettext_lazy("Not kept"),
}


# Refusals that only say "this is for another kind" tell nobody anything.
_TWINS = ("report", "report_also", "review", "decide_change", "decide_change_leader")


def detail(proceeding: Proceeding, actor: Actor) -> dict[str, Any]:
    """Everything the page of a promise shows to this actor."""
    promise, calendar = proceeding.promise, calendar_of(proceeding.congress)
    standing = queries.standing_of(proceeding)
    evaluations = room.evaluations([promise]).get(promise.pk, [])
    return {
        **pages.frame(
            proceeding, actor, standing, is_worth=lambda a: a.action.step.name not in _TWINS
        ),
        "promise": promise_view(promise),
        "matter": promise.matter,
        "due": due_chip(promise, calendar),
        "clocks": pages.clock_views(proceeding, calendar),
        "sides": side_by_side(evaluations),
        "parties": party_lines(standing),
        "files": shown(KIND, [proceeding.pk], actor=actor),
        "may_keep_files": may_keep(actor),
    }
