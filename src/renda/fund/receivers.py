"""What the fund does in the worker after a step of a suggestion was taken."""

from __future__ import annotations

from typing import Any

from renda.fund.rules import SUGGESTION
from renda.fund.services import follow
from renda.proceedings.models import Event, Proceeding


def followed(sender: type[Proceeding], *, event: Event, **kwargs: Any) -> None:
    """Let a project be seen as its suggestion is."""
    if event.proceeding.kind == SUGGESTION:
        follow(event.proceeding)
