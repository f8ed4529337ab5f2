"""What may stand on the agenda and when an inspection may be concluded. Pure on loaded rows."""

from __future__ import annotations

from django.utils.translation import ngettext

from renda.access.enums import OFFICE_ROLES, Role
from renda.kernel.actor import Actor
from renda.law.procedure import StateType
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow

SUGGESTION = "suggestion"
MOST = 50
UNIT_ROLES = frozenset({Role.UNDERTAKER_ADMIN, Role.HANDLER, Role.SIGNER})
OPEN = ("planned", "owed", "given")
_OUT = ("voided", "withdrawn", "refused")


def may_plan(actor: Actor) -> bool:
    """The deputies' office plans inspections."""
    return actor.role in OFFICE_ROLES


def fits(matter: Proceeding) -> bool:
    """A suggestion that a unit has, replied or not; a confidential one is asked about nowhere."""
    return (
        matter.kind == SUGGESTION
        and matter.state_type != StateType.DRAFT.value
        and matter.state not in _OUT
        and matter.visibility != Visibility.CONFIDENTIAL
        and matter.lead_body_id is not None
    )


def all_settled(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> str | None:
    """Every question was answered, or not asked."""
    left = proceeding.inspection.questions.filter(state__in=OPEN).count()
    if left:
        return ngettext(
            "%(n)d question is not answered yet.", "%(n)d questions are not answered yet.", left
        ) % {"n": left}
    return None


GUARDS = {"all_settled": all_settled}
