"""What is read before a step of a key suggestion is taken, beside its form."""

from __future__ import annotations

from typing import Any

from renda.congresses.queries import calendar_of
from renda.kernel.actor import Actor
from renda.oversight import pages
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow


def key(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """Why it was put forward, who leads and supervises, the plan."""
    calendar = calendar_of(proceeding.congress)
    return {"key": proceeding.key, "milestones": pages.milestones(proceeding.key, calendar)}
