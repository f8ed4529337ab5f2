"""Effects of handling: contact with the deputy, joint opinions, more time (SUG-5, 6, 10)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from renda.kernel.errors import Invalid
from renda.law.deadlines import compute
from renda.matters.enums import ContactState, ExtensionState
from renda.matters.facts import (
    AnswerContact,
    AskExtension,
    DecideExtension,
    GiveOpinion,
    StateContact,
)
from renda.matters.models import Contact, Extension
from renda.matters.services.assigning import assignment_of
from renda.proceedings.models import Clock
from renda.proceedings.services import Change
from renda.proceedings.services.change import period_of

_AUTHORS = ("author", "cosigner")
_LONGEST = "suggestion.reply_difficult"


def state_contact(change: Change) -> None:
    """The unit states a talk: when it happened is its word, when it was recorded the server's."""
    assignment, facts = assignment_of(change), change.facts
    assert isinstance(facts, StateContact)  # noqa: S101
    if facts.happened_at > change.at:
        text = _("This moment is still to come. Record the talk after it took place.")
        raise Invalid(text, fields={"happened_at": text})
    if not change.proceeding.parties.filter(
        addressee=f"p{facts.person}", relation__in=_AUTHORS, until__isnull=True
    ).exists():
        text = _("Please choose one of the authors.")
        raise Invalid(text, fields={"person": text})
    Contact.objects.create(
        proceeding=change.proceeding,
        assignment=assignment,
        round=change.proceeding.round,
        person_id=facts.person,
        way=facts.way,
        happened_at=facts.happened_at,
        recorded_at=change.at,
        place=facts.place,
        who=facts.who,
        summary=facts.summary,
    )
    change.stop_clock("contact", lane_row=assignment.pk)


def answer_contact(change: Change) -> None:
    """The deputy confirms or corrects; his word stands beside the unit's."""
    assert change.row is not None  # noqa: S101
    contact, facts = change.row.row, change.facts
    assert isinstance(contact, Contact)  # noqa: S101
    assert isinstance(facts, AnswerContact)  # noqa: S101
    contact.state = ContactState.CONFIRMED if facts.is_right == "yes" else ContactState.CORRECTED
    contact.answer, contact.answered_at = facts.answer, change.at
    contact.save(update_fields=["state", "answer", "answered_at"])


def give_opinion(change: Change) -> None:
    """A joint unit's opinion reaches the lead."""
    assignment, facts = assignment_of(change), change.facts
    assert isinstance(facts, GiveOpinion)  # noqa: S101
    assignment.opinion, assignment.done_at = facts.opinion, change.at
    assignment.save(update_fields=["opinion", "done_at"])


def ask_opinion_again(change: Change) -> None:
    """The lead sends a joint opinion back; a short clock of its own runs."""
    assignment = assignment_of(change)
    assignment.done_at = None
    assignment.save(update_fields=["done_at"])
    change.start_clock("joint", lane_row=assignment.pk, rule="suggestion.joint_again")


def ask_extension(change: Change) -> None:
    """Ask for more time; granted at once where the local rule asks no consent."""
    assignment, facts = assignment_of(change), change.facts
    assert isinstance(facts, AskExtension)  # noqa: S101
    clock = change.clock("reply", lane_row=assignment.pk)
    if clock is None or facts.until <= clock.due_on:
        text = _("Please choose a day after the present end of the time.")
        raise Invalid(text, fields={"until": text})
    latest = _latest_end(change, clock)
    if latest is not None and facts.until > latest:
        text = _("More time is possible until %(day)s at the latest (%(basis)s).") % {
            "day": f"{latest:%Y-%m-%d}",
            "basis": change.rule(_LONGEST).basis,
        }
        raise Invalid(text, fields={"until": text})
    extension = Extension.objects.create(
        proceeding=change.proceeding,
        assignment=assignment,
        round=change.proceeding.round,
        until=facts.until,
        reason=facts.reason,
        asked_at=change.at,
    )
    if not change.rule("suggestion.difficult_consent").value:
        _grant(change, extension)


def _latest_end(change: Change, clock: Clock) -> date | None:
    """In all not beyond the time of a broad or difficult one (SUG-5); a later round has its own."""
    if change.proceeding.round > 1:
        return None
    longest = period_of(change.rule(_LONGEST).value)
    return compute(clock.started_on, longest, change.calendar).due


def decide_extension(change: Change) -> None:
    """Consent, or not; the deputy sees both."""
    assert change.row is not None  # noqa: S101
    extension, facts = change.row.row, change.facts
    assert isinstance(extension, Extension)  # noqa: S101
    assert isinstance(facts, DecideExtension)  # noqa: S101
    extension.answer = facts.answer
    if facts.decision == "grant":
        _grant(change, extension)
        return
    if not facts.answer:
        text = _("Please write why not; the unit and the deputy read it.")
        raise Invalid(text, fields={"answer": text})
    _decide(change, extension, ExtensionState.REFUSED)


def _grant(change: Change, extension: Extension) -> None:
    change.extend_clock("reply", extension.until, lane_row=extension.assignment_id)
    _decide(change, extension, ExtensionState.GRANTED)


def _decide(change: Change, extension: Extension, state: ExtensionState) -> None:
    extension.state, extension.decided_at = state, change.at
    extension.decided_by = change.actor.account_name
    extension.save(update_fields=["state", "decided_at", "decided_by", "answer"])
