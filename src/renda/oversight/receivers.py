"""What oversight does in the worker after a step of a matter was taken."""

from __future__ import annotations

from typing import Any

from renda.oversight.rules import SUGGESTION
from renda.oversight.services import follow
from renda.proceedings.models import Event, Proceeding


def followed(sender: type[Proceeding], *, event: Event, **kwargs: Any) -> None:
    """Let a key suggestion be seen as its matter is."""
    if event.proceeding.kind == SUGGESTION:
        follow(event.proceeding)
