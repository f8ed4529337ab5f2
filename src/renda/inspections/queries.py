"""Reads of inspections; every one starts from who is asking."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from renda.inspections.models import Inspection, Question
from renda.inspections.procedure import KIND
from renda.inspections.rules import MOST, SUGGESTION, UNIT_ROLES
from renda.kernel.actor import Actor
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow
from renda.proceedings.queries import visible_proceedings

KEYS = ("-proceeding_id",)


def proceedings(actor: Actor) -> QuerySet[Proceeding]:
    """Inspections the actor may see, as proceedings; the visibility function of the kind."""
    return visible_proceedings(actor, KIND).order_by("-opened_at", "-id")


def inspections(actor: Actor, state: str = "") -> QuerySet[Inspection]:
    """The same as rows, the newest first; narrowed to a state if one is named."""
    seen = visible_proceedings(actor, KIND).order_by().values("pk")
    rows = Inspection.objects.filter(proceeding__in=seen)
    if state:
        rows = rows.filter(proceeding__state=state)
    return rows.select_related("proceeding").order_by(*KEYS)


def questions(actor: Actor) -> QuerySet[Question]:
    """Questions the actor may read: of inspections and suggestions it may see; a unit its own."""
    matters = visible_proceedings(actor, SUGGESTION).order_by().values("pk")
    seen = visible_proceedings(actor, KIND).order_by().values("pk")
    rows = Question.objects.filter(matter__in=matters, inspection__in=seen)
    if actor.role in UNIT_ROLES:
        rows = rows.filter(body_id=actor.body_id or -1)
    return rows.select_related("matter", "body", "inspection__proceeding").order_by("id")


def of_matter(matter: Proceeding, actor: Actor) -> list[Question]:
    """What was asked about a suggestion at inspections, the newest first; one statement."""
    rows = questions(actor).filter(matter=matter).exclude(state="dropped")
    return list(rows.order_by("-id"))


def of_inspections(rows: Iterable[Inspection], actor: Actor) -> dict[int, list[Question]]:
    """The questions of inspections by inspection; one statement."""
    found: dict[int, list[Question]] = {}
    for row in questions(actor).filter(inspection__in=[each.pk for each in rows]):
        found.setdefault(row.inspection_id, []).append(row)
    return found


def matters(actor: Actor, public_ids: Iterable[UUID | str]) -> list[Proceeding]:
    """Suggestions the actor may see by their ids, in the order of their numbers."""
    rows = visible_proceedings(actor, SUGGESTION).filter(public_id__in=list(public_ids))
    found = rows.select_related("lead_body").order_by("year", "serial", "pk")
    return list(found[: MOST + 1])


class QuestionLane:
    """The questions of the agenda."""

    def rows(self, proceeding: Proceeding) -> list[LaneRow]:
        """Questions in the order of the agenda, each of its unit; a dropped one is none."""
        found = Question.objects.filter(inspection_id=proceeding.pk).exclude(state="dropped")
        return [
            LaneRow(each.pk, each.state, f"b{each.body_id}", f"{each.body} · {each.matter}", each)
            for each in found.select_related("matter", "body").order_by("id")
        ]


def find(public_id: UUID, actor: Actor) -> Inspection | None:
    """One inspection the actor may see."""
    rows = inspections(actor).select_related("proceeding__congress")
    return rows.filter(proceeding__public_id=public_id).first()
