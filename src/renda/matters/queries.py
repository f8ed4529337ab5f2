"""Reads of the closed loop; the lanes of parallel work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from renda.kernel.actor import Actor, person_token
from renda.matters.enums import AssignmentState, EvaluationState
from renda.matters.models import Assignment, Contact, Evaluation, Extension, Note, Reply
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow
from renda.proceedings.queries import visible_proceedings


class AssignmentLane:
    """The units at work in this round."""

    def rows(self, proceeding: Proceeding) -> list[LaneRow]:
        """Assignments of the round that were not withdrawn.

        Guards ask each for ``has_contact`` and for the others it came ``together`` with.
        """
        found = (
            Assignment.objects.filter(proceeding=proceeding, round=proceeding.round)
            .exclude(state=AssignmentState.WITHDRAWN)
            .select_related("body")
            .annotate(has_contact=Exists(Contact.objects.filter(assignment=OuterRef("pk"))))
            .order_by("id")
        )
        together = list(found)
        for each in together:
            each.together = together  # type: ignore[attr-defined]
        return [LaneRow(a.pk, a.state, f"b{a.body_id}", str(a.body), a) for a in together]


class EvaluationLane:
    """The deputies who evaluate the replies of this round."""

    def rows(self, proceeding: Proceeding) -> list[LaneRow]:
        """Evaluations of the round."""
        found = (
            Evaluation.objects.filter(proceeding=proceeding, round=proceeding.round)
            .select_related("person", "reply__assignment__body")
            .order_by("-is_lead", "id")
        )
        return [LaneRow(e.pk, e.state, person_token(e.person_id), e.person.name, e) for e in found]


class ContactLane:
    """Stated contacts that a deputy confirms or corrects."""

    def rows(self, proceeding: Proceeding) -> list[LaneRow]:
        """Contacts of the round."""
        found = (
            Contact.objects.filter(proceeding=proceeding, round=proceeding.round)
            .select_related("assignment__body")
            .order_by("id")
        )
        return [
            LaneRow(c.pk, c.state, person_token(c.person_id), str(c.assignment.body), c)
            for c in found
        ]


class ExtensionLane:
    """Requests for more time."""

    def rows(self, proceeding: Proceeding) -> list[LaneRow]:
        """Requests of the round."""
        found = (
            Extension.objects.filter(proceeding=proceeding, round=proceeding.round)
            .select_related("assignment__body")
            .order_by("id")
        )
        return [
            LaneRow(e.pk, e.state, f"b{e.assignment.body_id}", str(e.assignment.body), e)
            for e in found
        ]


@dataclass(frozen=True, slots=True)
class Loop:
    """Everything of a matter's closed loop that its page shows, in one read each."""

    assignments: list[Assignment]
    contacts: list[Contact]
    evaluations: list[Evaluation]
    extensions: list[Extension]
    notes: list[Note]


def loop_of(proceeding: Proceeding, actor: Actor) -> Loop:
    """The loop of a visible proceeding; five statements and one for the commitments."""
    assignments: QuerySet[Any] = (
        proceeding.assignments.select_related("body", "reply", "proposed")
        .prefetch_related("reply__commitments")
        .order_by("round", "id")
    )
    return Loop(
        list(assignments),
        list(proceeding.contacts.select_related("person", "assignment__body")),
        list(proceeding.evaluations.select_related("person", "reply__assignment__body")),
        list(proceeding.extensions.select_related("assignment__body")),
        list(visible_notes(proceeding, actor)),
    )


def visible_replies(actor: Actor) -> QuerySet[Reply]:
    """The replies the actor may read: of visible matters; deputies and the public only delivered
    ones, and a deputy not before opening his own.
    """
    replies = Reply.objects.filter(
        proceeding_id__in=visible_proceedings(actor).order_by().values("pk"), void_reason=""
    ).order_by("id")
    if actor.is_signed_in and actor.role != "deputy":
        return replies
    sealed = Evaluation.objects.filter(person_id=actor.person_id or 0, state=EvaluationState.SENT)
    return replies.filter(delivered_at__isnull=False).exclude(pk__in=sealed.values("reply_id"))


def visible_notes(proceeding: Proceeding, actor: Actor) -> QuerySet[Note]:
    """Internal notes of the actor's own body (the congress's offices share one)."""
    if not actor.is_signed_in or actor.role == "deputy":
        return Note.objects.none()
    notes = Note.objects.filter(proceeding=proceeding).order_by("-id")
    return notes.filter(body_id=actor.body_id) if actor.body_id else notes.filter(body=None)


def unanswered(congress_id: int) -> QuerySet[Evaluation]:
    """The call list: replies delivered and not yet evaluated, oldest first."""
    waiting = [EvaluationState.SENT, EvaluationState.OPENED, EvaluationState.HALF]
    return (
        Evaluation.objects.filter(
            proceeding__congress_id=congress_id, state__in=waiting, stage="reply"
        )
        .select_related("person", "proceeding", "reply")
        .order_by("id")
    )
