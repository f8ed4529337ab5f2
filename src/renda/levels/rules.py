"""What may be passed up, and how figures of several congresses add up. Pure on loaded rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from renda.access.enums import OFFICE_ROLES
from renda.kernel.actor import Actor
from renda.law.procedure import StateType
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Proceeding

SUGGESTION = "suggestion"
Figures = Mapping[str, int]


def may_pass_up(matter: Proceeding, actor: Actor) -> bool:
    """The deputies' office, of a suggestion in hand that is not confidential (K4)."""
    return (
        actor.role in OFFICE_ROLES
        and matter.congress_id == actor.congress_id
        and matter.kind == SUGGESTION
        and matter.state_type == StateType.OPEN.value
        and matter.visibility != Visibility.CONFIDENTIAL
    )


def total(rows: Iterable[Figures]) -> dict[str, int]:
    """The sum of figures by name; a name that a row lacks counts as nothing (K4)."""
    found: dict[str, int] = {}
    for row in rows:
        for name, amount in row.items():
            found[name] = found.get(name, 0) + amount
    return found


def share(figures: Figures, part: str, whole: str) -> float | None:
    """A share between 0 and 1, or None where there is nothing to divide by."""
    base = figures.get(whole, 0)
    return figures.get(part, 0) / base if base else None
