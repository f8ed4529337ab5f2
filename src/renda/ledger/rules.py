"""Where a promise stands by its days, and who may decide. Pure on loaded rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from renda.kernel.actor import Actor
from renda.matters.enums import CommitmentState
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow
from renda.proceedings.queries import is_overdue
from renda.rulebook.queries import rule_in_force


def outcome(delivered_on: date, *, first_day: date, day: date, changes: int) -> CommitmentState:
    """How a delivered promise ends: kept by the day of the reply, by the approved one, or late.

    A day moved with approval never counts as kept in time.
    """
    if delivered_on <= first_day:
        return CommitmentState.KEPT
    if changes and delivered_on <= day:
        return CommitmentState.CHANGED
    return CommitmentState.LATE


def owed_state(day: date, *, is_conditional: bool, today: date, late_from: date) -> str:
    """The state of a promise that is still owed; ``late_from`` is the first late day."""
    if is_conditional:
        return "review" if day <= today else "open"
    return "overdue" if late_from <= today else "open"


def reminder(day: date, today: date, *, reaches: date, rounds: int) -> str:
    """Which reminder a promise calls for today: none, soon, on its day, or the n-th after it.

    ``reaches`` is how far the time of reminding before reaches from today, ``rounds`` how often
    the time of reminding after has passed since the day.
    """
    if today < day:
        return "soon" if reaches >= day else ""
    if today == day:
        return "day"
    return f"late-{rounds}" if rounds else ""


@dataclass(frozen=True, slots=True)
class Band:
    """A column of the ageing table: days from today, both included; None has no end."""

    name: str
    since: int | None
    until: int | None

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first and last day of the band."""
        since, until = (
            None if offset is None else today + timedelta(days=offset)
            for offset in (self.since, self.until)
        )
        return since, until


# Every day is in exactly one.
BANDS = (
    Band("over_90", None, -91),
    Band("over_30", -90, -31),
    Band("over_1", -30, -1),
    Band("in_30", 0, 30),
    Band("in_60", 31, 60),
    Band("in_90", 61, 90),
    Band("later", 91, None),
)


def has_day(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> str | None:
    """A promise with a day."""
    if proceeding.promise.due_on is None:
        return _("It depends on a condition.")
    return None


def no_day_runs(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> str | None:
    """A promise on a condition, or one that was given up."""
    if proceeding.state != "broken" and proceeding.promise.due_on is not None:
        return _("Its day is running; report it in the ordinary way.")
    return None


def is_conditional(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> str | None:
    """A promise on a condition."""
    if proceeding.promise.due_on is not None:
        return _("It has a day and no condition.")
    return None


def _leader_decides(proceeding: Proceeding) -> bool:
    if rule_in_force(proceeding.congress, "promise.change_by").value != "vice_chair":
        return False
    return proceeding.parties.filter(relation="supervisor", until__isnull=True).exists()


def head_decides(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> str | None:
    """The head of the deputies' office, by local rule or where nobody supervises."""
    if _leader_decides(proceeding):
        return _("Here the supervising vice-chair decides.")
    return None


def leader_decides(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> str | None:
    """The supervising vice-chair, by local rule."""
    if not _leader_decides(proceeding):
        return _("Here the head of the deputies' office decides.")
    return None


def evaluation_overdue(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> str | None:
    """Only after the time for the second evaluation."""
    if not is_overdue(proceeding, "evaluate"):
        return _("The time for evaluating is not over yet.")
    return None


GUARDS = {
    "has_day": has_day,
    "no_day_runs": no_day_runs,
    "is_conditional": is_conditional,
    "head_decides": head_decides,
    "leader_decides": leader_decides,
    "evaluation_overdue": evaluation_overdue,
}
