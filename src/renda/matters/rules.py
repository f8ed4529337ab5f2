"""Pure rules of the closed loop on loaded rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from renda.matters.enums import AssignmentState, EvaluationState, Grade, Mode
from renda.matters.models import Assignment, Evaluation

_IN_WORK = {
    AssignmentState.ASSIGNED,
    AssignmentState.RECEIVED,
    AssignmentState.HANDED_BACK,
    AssignmentState.SIGNING,
    AssignmentState.CONFIRMING,
}


def all_replied(assignments: Iterable[Assignment]) -> bool:
    """Whether every unit that owes the deputy a reply has given it."""
    owing = [a for a in assignments if a.mode != Mode.JOINT]
    return bool(owing) and all(a.state == AssignmentState.REPLIED for a in owing)


def joint_outstanding(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Joint units whose opinion is still out."""
    return [a for a in assignments if a.mode == Mode.JOINT and a.state in _IN_WORK]


def marks_total(marks: Mapping[str, int], weights: Mapping[str, int]) -> float:
    """The weighted total out of 100; each item is marked out of 100."""
    return sum(marks[item] * weight for item, weight in weights.items()) / sum(weights.values())


def grade_of(total: float, bands: Mapping[str, Any]) -> Grade:
    """The grade of a total by the bands of the rulebook."""
    if total >= bands["satisfied"]:
        return Grade.SATISFIED
    return Grade.BASICALLY if total >= bands["basically"] else Grade.DISSATISFIED


def is_dissatisfied(evaluation: Evaluation, rehandle_on: str) -> bool:
    """Whether a given evaluation sends the matter back under the local rule."""
    grades = (
        [evaluation.result_grade]
        if rehandle_on == "result"
        else [evaluation.process_grade, evaluation.result_grade]
    )
    return Grade.DISSATISFIED in grades


def verdict(evaluations: Iterable[Evaluation], *, decides: str, rehandle_on: str) -> bool | None:
    """True: back to handling; False: concluded; None: not decided yet.

    ``decides`` is the rulebook's: the leading deputy, more than half of all signers, or one
    dissatisfied. Waived evaluations count as not sending back; unanswered ones as nothing.
    """
    rows = [e for e in evaluations if e.state != EvaluationState.MISSED]
    if decides == "lead":
        rows = [e for e in rows if e.is_lead] or rows
    done = [e for e in rows if e.state in (EvaluationState.GIVEN, EvaluationState.WAIVED)]
    bad = [e for e in done if e.state == EvaluationState.GIVEN and is_dissatisfied(e, rehandle_on)]
    if decides == "majority":
        if len(bad) * 2 > len(rows):
            return True
        good = len(done) - len(bad)
        return False if good * 2 >= len(rows) or len(done) == len(rows) else None
    if bad:
        return True
    return False if len(done) == len(rows) else None


def overall_grade(evaluations: Iterable[Evaluation], *, decides: str) -> str:
    """The grade that stands for the matter in lists: the deciding one, the worse of its two."""
    order = [Grade.SATISFIED, Grade.BASICALLY, Grade.DISSATISFIED]
    given = [e for e in evaluations if e.state == EvaluationState.GIVEN]
    if decides == "lead":
        given = [e for e in given if e.is_lead] or given
    worst = [
        max(order.index(Grade(e.process_grade)), order.index(Grade(e.result_grade))) for e in given
    ]
    if not worst:
        return ""
    if decides == "majority":
        return order[sorted(worst)[len(worst) // 2]].value
    return order[max(worst)].value
