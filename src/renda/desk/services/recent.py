"""What a seat worked on last."""

from __future__ import annotations

from renda.desk.models import Recent
from renda.proceedings.enums import Channel
from renda.proceedings.models import Event

KEPT = 30


def remember(event_id: int) -> None:
    """Keep the step of an event among its seat's last ones; the platform does it after each step.

    Imports and the platform's own steps are nobody's work on a desk.
    """
    event = Event.objects.filter(pk=event_id, channel=Channel.WEB).first()
    if event is None or event.seat_id is None:
        return
    Recent.objects.update_or_create(
        seat_id=event.seat_id,
        proceeding_id=event.proceeding_id,
        defaults={"step": event.step, "at": event.at},
    )
    kept = Recent.objects.filter(seat_id=event.seat_id).order_by("-at", "-id")
    stale = list(kept.values_list("pk", flat=True)[KEPT : KEPT * 2])
    if stale:
        Recent.objects.filter(pk__in=stale).delete()
