"""What the pages of inspections show, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from renda.congresses.queries import calendar_of
from renda.inspections import queries as room
from renda.inspections.models import Inspection, Question
from renda.inspections.procedure import INSPECTION, LANES
from renda.kernel.actor import Actor
from renda.matters.pages import party_lines
from renda.proceedings import pages, queries
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import Chip

_TONES = {
    "planned": "idle",
    "answered": "done",
    "owed": "soon",
    "given": "ask",
    "settled": "done",
    "dropped": "idle",
}
_LABELS = {state.name: state.label for state in LANES[0].states}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of the agenda and how it stands."""

    question: Question
    chip: Chip


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: the inspection and how far its questions are."""

    inspection: Inspection
    state: Chip
    asked: int
    open: int


def questions(found: Iterable[Question]) -> list[QuestionLine]:
    """Questions with their chips; no statement."""
    return [QuestionLine(row, Chip(_TONES[row.state], str(_LABELS[row.state]))) for row in found]


def rows(found: Iterable[Inspection], asked: Mapping[int, list[Question]]) -> list[Row]:
    """Lines of the list; no statement."""
    return [_row(each, asked.get(each.pk, [])) for each in found]


def _row(inspection: Inspection, found: list[Question]) -> Row:
    return Row(
        inspection=inspection,
        state=pages.state_chip(INSPECTION, inspection.proceeding.state),
        asked=sum(row.state != "dropped" for row in found),
        open=sum(row.state in ("planned", "owed", "given") for row in found),
    )


def of_matter(matter: Proceeding, actor: Actor) -> list[QuestionLine]:
    """What was asked about a suggestion, on its page; one statement."""
    if matter.state_type == "draft":
        return []
    return questions(room.of_matter(matter, actor))


def detail(row: Inspection, actor: Actor) -> dict[str, Any]:
    """Everything the page of an inspection shows to this actor."""
    proceeding = row.proceeding
    standing = queries.standing_of(proceeding)
    calendar = calendar_of(proceeding.congress)
    return {
        **pages.frame(proceeding, actor, standing),
        "inspection": row,
        "questions": questions(room.questions(actor).filter(inspection=row)),
        "clocks": pages.clock_views(proceeding, calendar),
        "parties": party_lines(standing),
    }
