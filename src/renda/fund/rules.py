"""When a sum fits, what may be a micro-project, who may decide. Pure on loaded rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from renda.access.enums import CONGRESS_READERS, OFFICE_ROLES
from renda.kernel.actor import Actor
from renda.law.procedure import StateType
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow
from renda.proceedings.queries import is_overdue

SUGGESTION = "suggestion"


def room_for(amount: int, bound: int, *, before: int = 0) -> int:
    """What a project that binds ``before`` may bind of a pot at most (fen)."""
    return amount - bound + before


def fits(new: int, *, amount: int, bound: int, before: int = 0) -> bool:
    """Whether a project may bind ``new`` instead of ``before``; giving back always fits."""
    return new <= before or new <= room_for(amount, bound, before=before)


@dataclass(frozen=True, slots=True)
class Bar:
    """A pot in its parts (fen): set, bound, of that paid, and what is left."""

    amount: int
    bound: int
    paid: int

    @property
    def left(self) -> int:
        """What is not bound yet."""
        return self.amount - self.bound

    @property
    def unpaid(self) -> int:
        """What is bound and not paid."""
        return self.bound - self.paid


def total(amounts: Iterable[int]) -> int:
    """The sum of lines (fen); a total never comes from a form."""
    return sum(amounts)


def may_keep_pot(actor: Actor) -> bool:
    """The deputies' office sets the pot and records the final list."""
    return actor.role in OFFICE_ROLES


def reads_pot(actor: Actor) -> bool:
    """Whoever reads every project of the congress reads what is left of the pot."""
    return actor.role in CONGRESS_READERS


def may_propose(matter: Proceeding, actor: Actor) -> bool:
    """The deputies' office of its congress, while a unit handles a suggestion that is no secret."""
    return (
        actor.role in OFFICE_ROLES
        and matter.congress_id == actor.congress_id
        and matter.kind == SUGGESTION
        and matter.state_type == StateType.OPEN.value
        and matter.lead_body_id is not None
        and matter.visibility != Visibility.CONFIDENTIAL
    )


def deputy_was_heard(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> str | None:
    """The deputy found it as planned; or said nothing in the time for it."""
    verdict = proceeding.project.verdict
    if verdict == "done":
        return None
    if verdict == "lacking":
        return _("The deputy found it not yet as planned.")
    if is_overdue(proceeding, "accept"):
        return None
    return _("The deputy has not said yet what he found on the spot.")


def no_payment_waits(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> str | None:
    """Every recorded payment is confirmed or struck."""
    if proceeding.project.payments.filter(state="recorded").exists():
        return _("A recorded payment waits for its confirmation.")
    return None


GUARDS = {"deputy_was_heard": deputy_was_heard, "no_payment_waits": no_payment_waits}
