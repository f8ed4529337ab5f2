"""What the ledger does in the worker after a step of a matter was taken."""

from __future__ import annotations

from typing import Any

from renda.ledger import queries
from renda.ledger.procedure import KIND
from renda.ledger.services import follow
from renda.proceedings.models import Event, Proceeding


def followed(sender: type[Proceeding], *, event: Event, **kwargs: Any) -> None:
    """Open the promises of a delivered reply and let them be seen as their matter is."""
    matter = event.proceeding
    if matter.kind != KIND and queries.has_promised(matter):
        follow(matter)
