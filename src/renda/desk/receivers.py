"""What the desk hears from the engine, after the commit."""

from __future__ import annotations

from django.dispatch import receiver

from renda.desk.services import remember
from renda.proceedings.events import step_taken


@receiver(step_taken, dispatch_uid="desk.remember")
def keep_recent(sender: object, event_id: int, **kwargs: object) -> None:
    """A step was taken: its seat finds the matter again on its desk."""
    remember(event_id)
