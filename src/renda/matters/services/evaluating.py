"""Effects of evaluating: open, grade, waive, paper twice entered, calls, silence (A5, A6).

The grades come straight from the deputy to the congress, never through the undertaker.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from renda.kernel.errors import Invalid, NotAllowed
from renda.matters import rules
from renda.matters.enums import EvaluationState, Grade
from renda.matters.facts import Call, EnterPaper, EnterPaperMarks, Evaluate, EvaluateMarks
from renda.matters.models import Evaluation
from renda.proceedings.services import Change


def evaluation_of(change: Change) -> Evaluation:
    """The evaluation on which the step is taken."""
    assert change.row is not None  # noqa: S101
    row = change.row.row
    assert isinstance(row, Evaluation)  # noqa: S101
    return row


def open_reply(change: Change) -> None:
    """The deputy opens the reply; only then may he grade it."""
    evaluation = evaluation_of(change)
    evaluation.opened_at = change.at
    evaluation.save(update_fields=["opened_at"])


def evaluate(change: Change) -> None:
    """Keep both grades as the deputy gave them."""
    facts = change.facts
    assert isinstance(facts, Evaluate)  # noqa: S101
    _give(change, evaluation_of(change), facts)


def evaluate_marks(change: Change) -> None:
    """Keep the marks; the total and the grade are the server's sum by the rulebook's bands."""
    evaluation, facts = evaluation_of(change), change.facts
    assert isinstance(facts, EvaluateMarks)  # noqa: S101
    _give_marks(change, evaluation, facts)


def _give_marks(change: Change, evaluation: Evaluation, facts: EvaluateMarks) -> None:
    scheme = change.rule("suggestion.marks").value
    marks = {
        "attitude": facts.attitude,
        "timeliness": facts.timeliness,
        "content": facts.content,
    }
    total = rules.marks_total(marks, scheme["reply"])
    grade = rules.grade_of(total, scheme["bands"])
    if grade == Grade.DISSATISFIED and not facts.comment:
        text = _("Please write in a sentence why you are dissatisfied.")
        raise Invalid(text, fields={"comment": text})
    evaluation.marks, evaluation.total = marks, round(total, 2)
    evaluation.process_grade = evaluation.result_grade = grade
    _store(change, evaluation, facts.comment)


def _give(change: Change, evaluation: Evaluation, facts: Evaluate) -> None:
    evaluation.process_grade = facts.process_grade
    evaluation.result_grade = facts.result_grade
    _store(change, evaluation, facts.comment)


def _store(change: Change, evaluation: Evaluation, comment: str) -> None:
    evaluation.comment = comment
    evaluation.channel, evaluation.given_at = change.channel, change.at
    evaluation.state = EvaluationState.GIVEN
    evaluation.first_entry = None
    evaluation.save()


def waive(change: Change) -> None:
    """ "No reply needed": counted apart, neither satisfied nor dissatisfied."""
    evaluation = evaluation_of(change)
    evaluation.given_at, evaluation.channel = change.at, change.channel
    evaluation.save(update_fields=["given_at", "channel"])


def enter_paper(change: Change) -> bool:
    """A clerk enters a paper form. True when the second blind entry agreed and it counts.

    Raises NotAllowed when the same clerk enters both, Invalid when the entries differ: nothing
    is kept then, and the first entry stands until it is cleared.
    """
    evaluation, facts = evaluation_of(change), change.facts
    assert isinstance(facts, EnterPaper | EnterPaperMarks)  # noqa: S101
    entry = facts.model_dump(mode="json")
    if evaluation.first_entry is None:
        evaluation.first_entry = entry
        evaluation.first_entry_by = change.actor.account_id
        evaluation.first_entry_name = change.actor.account_name
        evaluation.state = EvaluationState.HALF
        evaluation.save()
        return False
    if evaluation.first_entry_by == change.actor.account_id:
        raise NotAllowed(_("The second entry must be made by another clerk."))
    differing = [
        name
        for name in entry
        if name != "comment" and entry[name] != evaluation.first_entry.get(name)
    ]
    if differing:
        text = _("This differs from the first entry. Look at the form again, both of you.")
        raise Invalid(text, fields=dict.fromkeys(differing, text))
    evaluation.second_entry_name = change.actor.account_name
    evaluation.opened_at = evaluation.opened_at or change.at
    change.channel = "paper"
    if isinstance(facts, EnterPaperMarks):
        _give_marks(change, evaluation, facts)
    else:
        _give(change, evaluation, facts)
    return True


def clear_paper(change: Change) -> None:
    """Clear a first entry that was wrong; both are made anew."""
    evaluation = evaluation_of(change)
    evaluation.first_entry = None
    evaluation.first_entry_by = None
    evaluation.first_entry_name = ""
    evaluation.save(update_fields=["first_entry", "first_entry_by", "first_entry_name"])


def contest(change: Change) -> None:
    """A deputy contests what was entered for him; the office and he settle it."""
    evaluation = evaluation_of(change)
    evaluation.contested = True
    evaluation.save(update_fields=["contested"])


def call_deputy(change: Change) -> None:
    """A call to a deputy who has not answered."""
    evaluation, facts = evaluation_of(change), change.facts
    assert isinstance(facts, Call)  # noqa: S101
    evaluation.last_call, evaluation.last_call_at = facts.result, change.at
    evaluation.save(update_fields=["last_call", "last_call_at"])


def close_unanswered(change: Change) -> None:
    """The time for evaluating is over: what is missing is counted as missing, never as good."""
    Evaluation.objects.filter(
        proceeding=change.proceeding,
        round=change.proceeding.round,
        state__in=[EvaluationState.SENT, EvaluationState.OPENED, EvaluationState.HALF],
    ).update(state=EvaluationState.MISSED)


def settle(change: Change, *, concluded: str, again: str, fixed: str) -> None:
    """Draw the conclusion of what has been graded so far, by the local rules.

    Dissatisfied: ``again`` while rounds are left (its clock runs from today, the receipt of the
    dissatisfaction), else ``fixed``. All decided: ``concluded``. Else it stays.
    """
    proceeding = change.proceeding
    rows = list(Evaluation.objects.filter(proceeding=proceeding, round=proceeding.round))
    decides = change.rule("suggestion.grade_decides").value
    verdict = rules.verdict(
        rows, decides=decides, rehandle_on=change.rule("suggestion.rehandle_on").value
    )
    if verdict is None:
        return
    proceeding.outcome = rules.overall_grade(rows, decides=decides) or proceeding.outcome
    change.stop_clock("feedback")
    if not verdict:
        change.go(concluded)
    elif proceeding.round > change.rule("suggestion.rehandle_rounds").value:
        change.go(fixed)
    else:
        change.go(again)
        change.start_clock("reassign")
