"""What the levels do in the worker after a step was taken."""

from __future__ import annotations

from typing import Any

from renda.levels.services import relay
from renda.proceedings.models import Event, Proceeding


def relayed(sender: type[Proceeding], *, event: Event, **kwargs: Any) -> None:
    """Enter on the other level what concerns it."""
    relay(event)
