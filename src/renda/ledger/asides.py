"""What is read before a step of a promise is taken, beside its form."""

from __future__ import annotations

from typing import Any

from renda.files.queries import shown
from renda.kernel.actor import Actor
from renda.ledger.pages import promise_view
from renda.ledger.procedure import KIND
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow


def promise(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """What was promised, what was reported with its evidence, what change is asked for."""
    return {
        "promise": promise_view(proceeding.promise),
        "files": shown(KIND, [proceeding.pk], actor=actor).files,
    }
