"""Effects of the steps on both levels."""

from __future__ import annotations

from django.utils.translation import gettext as _

from renda.congresses.models import Body
from renda.kernel.errors import Invalid
from renda.levels import facts as own
from renda.levels.queries import units
from renda.proceedings.services import Change


def end_below(change: Change) -> None:
    """It is no longer with the level above; it may be passed up again."""
    row = change.proceeding.passed_up
    row.is_live = False
    if isinstance(change.facts, own.TurnedBack):
        row.turned_back = change.facts.reason
    row.save(update_fields=["is_live", "turned_back"])


def answer(change: Change) -> None:
    """The answer has come; the office tells the deputy."""
    facts, row = change.facts, change.proceeding.passed_up
    assert isinstance(facts, own.Answer)  # noqa: S101
    row.answer, row.answered_by, row.answered_on = facts.text, facts.unit, facts.answered_on
    row.save(update_fields=["answer", "answered_by", "answered_on"])
    change.start_clock("settle")


def settle(change: Change) -> None:
    """The deputy was told."""
    facts, row = change.facts, change.proceeding.passed_up
    assert isinstance(facts, own.Settle)  # noqa: S101
    if facts.told_on > change.today:
        text = _("This day is still to come.")
        raise Invalid(text, fields={"told_on": text})
    if row.answered_on and facts.told_on < row.answered_on:
        text = _("The answer came on a later day.")
        raise Invalid(text, fields={"told_on": text})
    row.told_on, row.remark = facts.told_on, facts.remark
    row.save(update_fields=["told_on", "remark"])


def again(change: Change) -> None:
    """More is asked for; the answer so far stays in the history."""
    row = change.proceeding.passed_up
    row.answer, row.answered_by, row.answered_on = "", "", None
    row.save(update_fields=["answer", "answered_by", "answered_on"])


def end_above(change: Change) -> None:
    """Turned back: nothing waits here any more."""
    for name in ("accept", "answer"):
        change.stop_clock(name)


def assign(change: Change) -> None:
    """A unit of this level handles it."""
    facts, row = change.facts, change.proceeding.from_below
    assert isinstance(facts, own.Assign)  # noqa: S101
    if str(facts.unit) not in {pk for pk, _label in units(change.proceeding, change.actor)}:
        text = _("Please choose one of the offered answers.")
        raise Invalid(text, fields={"unit": text})
    body = Body.objects.get(pk=facts.unit)
    row.unit = body
    row.save(update_fields=["unit"])
    change.proceeding.lead_body = body
    change.add_party("undertaker", f"b{body.pk}", label=body.name)


def take_back(change: Change) -> None:
    """To be assigned anew; the unit so far no longer takes part."""
    row = change.proceeding.from_below
    row.unit, row.reply, row.answer = None, "", ""
    row.save(update_fields=["unit", "reply", "answer"])
    change.proceeding.lead_body = None
    change.end_parties("undertaker")


def reply(change: Change) -> None:
    """The unit's reply waits for the office of its level."""
    facts, row = change.facts, change.proceeding.from_below
    assert isinstance(facts, own.Reply)  # noqa: S101
    row.reply = facts.text
    row.save(update_fields=["reply"])


def send_back(change: Change) -> None:
    """The unit replies anew; its time goes on as if it had not replied."""
    change.resume_clock("answer")


def deliver(change: Change) -> None:
    """What goes down; the other half is entered by the worker."""
    facts, row = change.facts, change.proceeding.from_below
    assert isinstance(facts, own.Deliver)  # noqa: S101
    row.answer = facts.text
    row.save(update_fields=["answer"])
