"""Effects of the steps of an inspection."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from renda.inspections import facts as own
from renda.inspections.models import Question
from renda.kernel.errors import Invalid
from renda.proceedings.models import Party
from renda.proceedings.services import Change


def _refuse(field: str, text: str) -> None:
    raise Invalid(text, fields={field: text})


def announce(change: Change) -> None:
    """Units that are asked and the leading deputies learn of it from now on."""
    facts, row = change.facts, change.proceeding.inspection
    assert isinstance(facts, own.Announce)  # noqa: S101
    row.notice = facts.text
    row.save(update_fields=["notice"])
    questions = row.questions.exclude(state="dropped").select_related("body")
    for question in questions:
        change.add_party("undertaker", f"b{question.body_id}", label=question.body.name)
    authors = Party.objects.filter(
        proceeding__in=[question.matter_id for question in questions],
        relation="author",
        until__isnull=True,
    )
    for party in authors.order_by("id"):
        change.add_party("author", party.addressee, label=party.label)


def hold(change: Change) -> None:
    """It was held on a day that has come."""
    facts, row = change.facts, change.proceeding.inspection
    assert isinstance(facts, own.Hold)  # noqa: S101
    if facts.held_on > change.today:
        _refuse("held_on", _("This day is still to come."))
    row.held_on, row.deputies = facts.held_on, facts.deputies
    row.save(update_fields=["held_on", "deputies"])


def record(change: Change) -> None:
    """The question and its answer stay with the suggestion."""
    facts = change.facts
    assert isinstance(facts, own.Record)  # noqa: S101
    _keep(_question(change), facts)


def record_owed(change: Change) -> None:
    """The unit owes the answer until a day."""
    facts = change.facts
    assert isinstance(facts, own.RecordOwed)  # noqa: S101
    _check_day(change, facts.due_on)
    question = _question(change)
    question.due_on = facts.due_on
    _keep(question, facts)
    _run_to_next(change, question, is_owed=True)


def _keep(question: Question, facts: own.Record | own.RecordOwed) -> None:
    for name in ("asked_by", "question", "officer", "officer_post", "answer"):
        setattr(question, name, getattr(facts, name))
    question.save()


def answer(change: Change) -> None:
    """What the unit answers afterwards, on the day it does."""
    facts, question = change.facts, _question(change)
    assert isinstance(facts, own.Answer)  # noqa: S101
    question.later, question.later_on = facts.text, change.today
    question.save(update_fields=["later", "later_on"])
    _run_to_next(change, question, is_owed=False)


def accept(change: Change) -> None:
    """The office takes the answer."""
    question = _question(change)
    question.sent_back = ""
    question.save(update_fields=["sent_back"])


def send_back(change: Change) -> None:
    """The answer was none; a better one is owed until another day."""
    facts, question = change.facts, _question(change)
    assert isinstance(facts, own.SendBack)  # noqa: S101
    _check_day(change, facts.due_on)
    question.sent_back, question.due_on, question.later_on = facts.reason, facts.due_on, None
    question.save(update_fields=["sent_back", "due_on", "later_on"])
    _run_to_next(change, question, is_owed=True)


def conclude(change: Change) -> None:
    """What it came to stays with it."""
    facts, row = change.facts, change.proceeding.inspection
    assert isinstance(facts, own.Conclude)  # noqa: S101
    row.result = facts.text
    row.save(update_fields=["result"])


def _question(change: Change) -> Question:
    assert change.row is not None  # noqa: S101 -- the engine checked the lane
    row = change.row.row
    assert isinstance(row, Question)  # noqa: S101
    return row


def _check_day(change: Change, day: date) -> None:
    if day < change.today:
        _refuse("due_on", _("This day is over."))


def _run_to_next(change: Change, question: Question, *, is_owed: bool) -> None:
    """The clock runs to the answer owed next; the step's own row is moved after its effect."""
    rows = Question.objects.filter(inspection_id=change.proceeding.pk, state="owed")
    days = [row.due_on for row in rows.exclude(pk=question.pk) if row.due_on is not None]
    if is_owed and question.due_on is not None:
        days.append(question.due_on)
    if days:
        change.start_clock_until("answer", min(days))
    else:
        change.stop_clock("answer")
