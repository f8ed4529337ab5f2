"""What a seat worked on last."""

from __future__ import annotations

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from renda.desk.models import Recent
from renda.proceedings.enums import Channel
from renda.proceedings.models import Event

KEPT = 30


def remember(event: Event) -> None:
    """Keep a step among its seat's last ones; the platform does it after each step.

    Imports and the platform's own steps are nobody's work on a desk. One statement.
    """
    if event.channel != Channel.WEB or event.seat_id is None:
        return
    row = Recent(
        seat_id=event.seat_id, proceeding_id=event.proceeding_id, step=event.step, at=event.at
    )
    Recent.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["seat_id", "proceeding"],
        update_fields=["step", "at"],
    )


def forget_old() -> int:
    """Let the platform drop what lies behind the last thirty of each seat; how many there were."""
    place = Window(
        RowNumber(), partition_by=[F("seat_id")], order_by=[F("at").desc(), F("id").desc()]
    )
    old = Recent.objects.annotate(place=place).filter(place__gt=KEPT).values_list("pk", flat=True)
    return Recent.objects.filter(pk__in=list(old)).delete()[0]
