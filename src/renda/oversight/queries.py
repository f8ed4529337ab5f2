"""Reads of key suggestions; every one starts from who is asking."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from renda.kernel.actor import Actor
from renda.oversight.models import KeySuggestion, Milestone
from renda.oversight.procedure import KIND
from renda.people.queries import supervisors
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow
from renda.proceedings.queries import visible_proceedings

KEYS = ("-proceeding_id",)


def proceedings(actor: Actor) -> QuerySet[Proceeding]:
    """Key suggestions the actor may see, as proceedings; the visibility function of the kind."""
    return (
        visible_proceedings(actor, KIND).select_related("lead_body").order_by("-opened_at", "-id")
    )


def keys(actor: Actor, state: str = "") -> QuerySet[KeySuggestion]:
    """The same as rows, the newest first; narrowed to a state if one is named."""
    seen = visible_proceedings(actor, KIND).order_by().values("pk")
    rows = KeySuggestion.objects.filter(proceeding__in=seen)
    if state:
        rows = rows.filter(proceeding__state=state)
    rows = rows.select_related("proceeding__lead_body", "matter", "supervisor")
    return rows.prefetch_related("milestones").order_by(*KEYS)


def of_matter(matter: Proceeding, actor: Actor) -> KeySuggestion | None:
    """The matter as a candidate or key suggestion, if it is one and the actor may see that."""
    return keys(actor).filter(matter=matter, is_live=True).first()


def matter(actor: Actor, public_id: UUID) -> Proceeding | None:
    """A matter the actor may see."""
    return visible_proceedings(actor).filter(public_id=public_id).first()


def is_chosen(matter_id: int) -> bool:
    """Whether the chairpersons' meeting has chosen the matter."""
    rows = KeySuggestion.objects.filter(matter_id=matter_id, is_live=True)
    return rows.filter(decided_on__isnull=False).exists()


def vice_chairs(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """Who may supervise, for a form."""
    return supervisors(proceeding.congress_id)


class MilestoneLane:
    """The milestones of the plan."""

    def rows(self, proceeding: Proceeding) -> list[LaneRow]:
        """Milestones by their day; whoever may take the step takes it on any."""
        found = Milestone.objects.filter(key_id=proceeding.pk).order_by("due_on", "id")
        return [LaneRow(each.pk, each.state, "", each.what, each) for each in found]
