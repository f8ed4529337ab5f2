"""What the desk hears from the engine, in the worker."""

from __future__ import annotations

from django.dispatch import receiver

from renda.desk.services import remember
from renda.proceedings.events import step_settled
from renda.proceedings.models import Event


@receiver(step_settled, dispatch_uid="desk.remember")
def keep_recent(sender: object, event: Event, **kwargs: object) -> None:
    """A step was taken: its seat finds the matter again on its desk."""
    remember(event)
