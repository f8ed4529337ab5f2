"""Effects of a promise's steps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from renda.files.services import settle as settle_files
from renda.kernel.errors import Invalid
from renda.kernel.text import refuse_personal_numbers
from renda.law.deadlines import compute
from renda.ledger import rules
from renda.ledger.facts import AskChange, Confirm, DecideChange, Report, Review
from renda.ledger.models import Promise
from renda.ledger.procedure import KIND
from renda.matters import services as matters
from renda.matters.enums import CommitmentState, EvaluationState
from renda.matters.models import Evaluation
from renda.matters.services import evaluating
from renda.proceedings.services import Change
from renda.proceedings.services.change import period_of


def _note(change: Change, **columns: Any) -> Promise:
    """Keep columns of the promise, on the object that guards look at too."""
    promise: Promise = change.proceeding.promise
    for name, value in columns.items():
        setattr(promise, name, value)
    promise.save(update_fields=list(columns))
    return promise


def _commit(change: Change, **columns: Any) -> None:
    commitment = change.proceeding.promise.commitment
    for name, value in columns.items():
        setattr(commitment, name, value)
    commitment.save(update_fields=list(columns))


def _not_in_future(change: Change, day: date) -> None:
    if day > change.today:
        text = _("This day is still to come.")
        raise Invalid(text, fields={"delivered_on": text})


def _to_come(change: Change, day: date | None, field: str) -> None:
    if day is not None and day <= change.today:
        text = _("Please name a day that is still to come.")
        raise Invalid(text, fields={field: text})


def report(change: Change) -> None:
    """Reported delivered, with the evidence; the day is not believed before the office looked."""
    facts, proceeding = change.facts, change.proceeding
    assert isinstance(facts, Report)  # noqa: S101
    _not_in_future(change, facts.delivered_on)
    settle_files(
        (KIND, proceeding.pk),
        ids=facts.files,
        actor=change.actor,
        congress_id=proceeding.congress_id,
    )
    proceeding.closed_at = None
    _commit(change, state=CommitmentState.OPEN)
    _note(
        change,
        delivered_on=facts.delivered_on,
        report=facts.text,
        document=facts.document,
    )


def owed_state(change: Change) -> str:
    """Where a promise stands that is owed again."""
    promise: Promise = change.proceeding.promise
    grace = compute(promise.day, period_of(change.rule("promise.grace").value), change.calendar)
    return rules.owed_state(
        promise.day,
        is_conditional=promise.due_on is None,
        today=change.today,
        late_from=grace.due + timedelta(days=1),
    )


def _owe(change: Change) -> None:
    """It is owed (again): its clock runs to its day, and it stands where the days put it."""
    promise: Promise = change.proceeding.promise
    name, other = ("keep", "review") if promise.due_on else ("review", "keep")
    change.stop_clock(other)
    clock = change.clock(name)
    if clock is None or clock.due_on != promise.day:
        change.start_clock_until(name, promise.day)
    else:
        change.resume_clock(name)
    change.go(owed_state(change))


def send_back(change: Change) -> None:
    """Not delivered: it is owed as before, and its day was never moved."""
    _note(change, delivered_on=None)
    _owe(change)


def ask_change(change: Change) -> None:
    """Keep what is asked until it is decided; the clock runs on."""
    facts = change.facts
    assert isinstance(facts, AskChange)  # noqa: S101
    _to_come(change, facts.due_on, "due_on")
    if facts.due_on is None:
        _to_come(change, facts.review_on, "review_on")
        # The public reads a new condition without another check for secrecy.
        refuse_personal_numbers(facts.condition, field="condition")
    _note(change, asked=facts.model_dump(mode="json"))


def decide_change(change: Change) -> None:
    """Granted: the new day holds, the first one stays on record. Refused: nothing moves."""
    facts, promise = change.facts, change.proceeding.promise
    assert isinstance(facts, DecideChange)  # noqa: S101
    if facts.decision == "grant":
        asked = AskChange.model_validate(promise.asked)
        day = asked.due_on or asked.review_on
        _note(
            change,
            due_on=asked.due_on,
            condition="" if asked.due_on else asked.condition,
            day=day,
            changes=promise.changes + 1,
            asked=None,
        )
    elif facts.answer:
        _note(change, asked=None)
    else:
        text = _("Please write why it is refused; the unit reads it.")
        raise Invalid(text, fields={"answer": text})
    _owe(change)


def review(change: Change) -> None:
    """The condition is met and has a day now; or it is looked at again later."""
    facts, promise = change.facts, change.proceeding.promise
    assert isinstance(facts, Review)  # noqa: S101
    met = facts.is_met == "yes"
    day = facts.due_on if met else facts.review_on
    _to_come(change, day, "due_on" if met else "review_on")
    if met:
        # The first day that anybody promised is the one it is measured by.
        _note(
            change,
            due_on=day,
            condition="",
            day=day,
            first_day=day,
            reviews=promise.reviews + 1,
        )
        change.start_clock_until("keep", facts.due_on or change.today)
    else:
        _note(change, day=day, reviews=promise.reviews + 1)
        change.start_clock_until("review", facts.review_on or change.today)


def confirm(change: Change) -> None:
    """The office has looked: the day counts, and whoever got the reply evaluates again (A7)."""
    facts, promise = change.facts, change.proceeding.promise
    assert isinstance(facts, Confirm)  # noqa: S101
    _not_in_future(change, facts.delivered_on)
    _note(change, delivered_on=facts.delivered_on)
    end = rules.outcome(
        facts.delivered_on,
        first_day=promise.first_day,
        day=promise.day,
        changes=promise.changes,
    )
    _commit(change, state=end)
    asked = _ask_again(change)
    if not asked:
        change.go(end.value)
        return
    change.start_clock("evaluate")
    change.go("delivered")


def _ask_again(change: Change) -> int:
    """Open a second evaluation for every receiver of the reply; returns how many."""
    commitment = change.proceeding.promise.commitment
    stage = f"p{commitment.pk}"
    first = Evaluation.objects.filter(reply_id=commitment.reply_id, stage="reply")
    made = Evaluation.objects.bulk_create(
        Evaluation(
            proceeding=change.proceeding,
            reply_id=commitment.reply_id,
            round=change.proceeding.round,
            stage=stage,
            person_id=each.person_id,
            is_lead=each.is_lead,
            state=EvaluationState.OPENED,
        )
        for each in first.order_by("id")
    )
    return len(made)


def evaluate(change: Change) -> None:
    """The deputy's second grades; the last one closes the promise."""
    matters.evaluate(change)
    _conclude(change)


def waive(change: Change) -> None:
    """No second evaluation needed."""
    matters.waive(change)
    _conclude(change)


def enter_paper(change: Change) -> None:
    """A paper form; it counts with the second entry."""
    if matters.enter_paper(change):
        _conclude(change)


def close_unanswered(change: Change) -> None:
    """The time is over: what is missing is counted as missing."""
    evaluating.close_unanswered(change)
    _conclude(change)


def _conclude(change: Change) -> None:
    """Nobody is asked any more: the promise ends as its day said."""
    rows = list(
        Evaluation.objects.filter(
            proceeding=change.proceeding, round=change.proceeding.round
        ).order_by("-is_lead", "id")
    )
    lead = next((each for each in rows if each.is_lead), None)
    if lead is not None and lead.state == EvaluationState.GIVEN:
        _note(change, second_grade=lead.result_grade)
        change.proceeding.outcome = lead.result_grade
    waiting = (EvaluationState.SENT, EvaluationState.OPENED, EvaluationState.HALF)
    if any(each.state in waiting for each in rows):
        return
    change.stop_clock("evaluate")
    change.go(change.proceeding.promise.commitment.state)


def break_promise(change: Change) -> None:
    """Not kept, with the reason in the event."""
    _commit(change, state=CommitmentState.BROKEN)


def strike(change: Change) -> None:
    """Off the ledger: it was no promise, or its matter is void."""
    _commit(change, state=CommitmentState.STRUCK)
