"""What may be a key suggestion and when it may be concluded. Pure on loaded rows."""

from __future__ import annotations

from django.utils.translation import ngettext

from renda.access.enums import OFFICE_ROLES
from renda.kernel.actor import Actor
from renda.law.procedure import StateType
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow

SUGGESTION = "suggestion"


def may_propose(matter: Proceeding, actor: Actor) -> bool:
    """The deputies' office of its congress, while a suggestion is in hand."""
    return (
        actor.role in OFFICE_ROLES
        and matter.congress_id == actor.congress_id
        and matter.kind == SUGGESTION
        and matter.state_type == StateType.OPEN.value
    )


def all_reached(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> str | None:
    """Every milestone was reached."""
    left = proceeding.key.milestones.filter(state="due").count()
    if left:
        return ngettext(
            "%(n)d milestone has not been reached.", "%(n)d milestones have not been reached.", left
        ) % {"n": left}
    return None


GUARDS = {"all_reached": all_reached}
