"""Effects of replying: handler, signing leader, handling office, delivery (SUG-14; A15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from renda.files.services import settle
from renda.kernel.errors import Invalid
from renda.matters import rules
from renda.matters.facts import ConfirmClass, SubmitReply
from renda.matters.models import Assignment, Commitment, Evaluation, Reply
from renda.matters.services.assigning import assignment_of
from renda.people.models import Person
from renda.proceedings.models import Proceeding
from renda.proceedings.services import Change


def submit_reply(change: Change) -> None:
    """The handler's reply goes to the signing leader, with its promises as rows."""
    assignment, facts = assignment_of(change), change.facts
    assert isinstance(facts, SubmitReply)  # noqa: S101
    reply, _created = Reply.objects.update_or_create(
        assignment=assignment,
        defaults={
            "proceeding": change.proceeding,
            "round": change.proceeding.round,
            "document_number": facts.document_number,
            "proposed_class": facts.outcome_class,
            "outcome_class": "",
            "class_reason": "",
            "text": facts.text,
            "reason": facts.reason,
            "review_on": facts.review_on,
            "contact_name": facts.contact_name,
            "contact_phone": facts.contact_phone,
            "signed_at": None,
        },
    )
    settle(
        ("reply", reply.pk),
        ids=facts.files,
        actor=change.actor,
        congress_id=change.proceeding.congress_id,
    )
    reply.commitments.all().delete()
    Commitment.objects.bulk_create(
        Commitment(
            reply=reply,
            proceeding=change.proceeding,
            body_id=assignment.body_id,
            order=order,
            **promise.model_dump(),
        )
        for order, promise in enumerate(facts.commitments)
    )


def sign_reply(change: Change) -> None:
    """The leader signs; the unit's clock stops here, before the class is confirmed."""
    assignment = assignment_of(change)
    reply = assignment.reply
    actor = change.actor
    reply.signer_name = actor.acting_for_name or actor.account_name
    reply.signer_post = actor.seat_label
    reply.signed_at = change.at
    reply.save(update_fields=["signer_name", "signer_post", "signed_at"])
    change.stop_clock("reply", lane_row=assignment.pk)
    change.start_clock("confirm_class", lane_row=assignment.pk)


def return_reply(change: Change) -> None:
    """The leader returns the reply to the handler; the clock was never stopped."""


def send_back_reply(change: Change) -> None:
    """The handling office sends a signed reply back; the unit's clock goes on."""
    assignment = assignment_of(change)
    assignment.reply.signed_at = None
    assignment.reply.save(update_fields=["signed_at"])
    change.stop_clock("confirm_class", lane_row=assignment.pk)
    change.resume_clock("reply", lane_row=assignment.pk)


def confirm_class(
    change: Change,
    *,
    receivers: Callable[[Proceeding], Iterable[tuple[Person, bool]]],
    replied: str,
) -> None:
    """Fix the class and deliver the reply to its receivers, each with an evaluation of his own.

    ``receivers`` names the deputies and who of them leads. When every unit has replied the
    matter goes to ``replied``.
    """
    assignment, facts = assignment_of(change), change.facts
    assert isinstance(facts, ConfirmClass)  # noqa: S101
    reply = assignment.reply
    if facts.outcome_class != reply.proposed_class and not facts.class_reason:
        text = _("Please write why you change the class; the unit reads it.")
        raise Invalid(text, fields={"class_reason": text})
    _check_promises(reply, facts)
    reply.outcome_class, reply.class_reason = facts.outcome_class, facts.class_reason
    reply.delivered_at = change.at
    reply.save(update_fields=["outcome_class", "class_reason", "delivered_at"])
    assignment.done_at = change.at
    assignment.save(update_fields=["done_at"])
    Evaluation.objects.bulk_create(
        Evaluation(
            proceeding=change.proceeding,
            reply=reply,
            round=change.proceeding.round,
            person=person,
            is_lead=is_lead,
        )
        for person, is_lead in receivers(change.proceeding)
    )
    change.start_clock("feedback")
    change.stop_clock("contact", lane_row=assignment.pk)
    round_ = Assignment.objects.filter(proceeding=change.proceeding, round=change.proceeding.round)
    done = rules.all_replied(round_.exclude(state="withdrawn"))
    if done:
        # Nobody waits for an opinion that the lead went without.
        for other in rules.joint_outstanding(round_):
            for name in ("receive", "joint"):
                change.stop_clock(name, lane_row=other.pk)
        change.go(replied)


def _check_promises(reply: Reply, facts: ConfirmClass) -> None:
    if facts.outcome_class in ("B", "C") and not reply.commitments.exists():
        text = _("This class needs a promise with a day; send the reply back instead.")
        raise Invalid(text, fields={"outcome_class": text})
