"""Keeping what is typed for a step until it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from renda.kernel import time
from renda.kernel.actor import Actor
from renda.proceedings.models import Proceeding, StepDraft

_LIMIT = 200_000


def keep_draft(
    proceeding: Proceeding,
    *,
    actor: Actor,
    step: str,
    lane_row: int,
    data: Mapping[str, list[str]],
) -> datetime:
    """Keep a form's fields for the actor's seat; returns when. Too large ones are cut off."""
    now = time.now()
    fields = {
        name: values
        for name, values in data.items()
        if not name.startswith(("csrf", "_")) and sum(map(len, values)) < _LIMIT
    }
    StepDraft.objects.update_or_create(
        proceeding=proceeding,
        seat_id=actor.seat_id or 0,
        step=step,
        lane_row=lane_row,
        defaults={"data": fields, "saved_at": now},
    )
    return now


def drop_draft(proceeding: Proceeding, *, actor: Actor, step: str, lane_row: int) -> None:
    """The step was taken: its draft is done with."""
    StepDraft.objects.filter(
        proceeding=proceeding, seat_id=actor.seat_id or 0, step=step, lane_row=lane_row
    ).delete()
