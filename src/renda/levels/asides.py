"""What is read beside the form of a step."""

from __future__ import annotations

from typing import Any

from renda.kernel.actor import Actor
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow


def passed(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """What was asked of the level above, and its answer."""
    return {"passed": proceeding.passed_up}


def asked(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """What the level below asks for, and the unit's reply."""
    return {"asked": proceeding.from_below}
