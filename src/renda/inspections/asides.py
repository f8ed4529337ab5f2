"""What is read before a step of an inspection is taken, beside its form."""

from __future__ import annotations

from typing import Any

from renda.inspections import pages, queries
from renda.inspections.models import Question
from renda.kernel.actor import Actor
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow


def agenda(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The questions of the agenda."""
    found = queries.questions(actor).filter(inspection_id=proceeding.pk)
    return {"inspection": proceeding.inspection, "questions": pages.questions(found)}


def question(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The suggestion that is asked about and what was answered so far."""
    assert row is not None  # noqa: S101 -- the step is taken on a row
    assert isinstance(row.row, Question)  # noqa: S101
    return {"line": pages.questions([row.row])[0]}
