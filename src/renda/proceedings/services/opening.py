"""Opening a proceeding: the first event of its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from renda.kernel import time
from renda.kernel.actor import Actor
from renda.law.procedure import Step
from renda.proceedings.facts import Facts
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import current_binding
from renda.proceedings.rules import OPEN
from renda.proceedings.services.change import Change
from renda.proceedings.services.projection import project
from renda.proceedings.services.steps import WEB, Origin, remember, write_event


def open_proceeding(
    kind: str,
    *,
    congress_id: int,
    actor: Actor,
    facts: Facts,
    title: str,
    setup: Callable[[Change], None],
    origin: Origin = WEB,
    key: str = "",
    **fields: Any,
) -> Proceeding:
    """Open a proceeding of a kind in its procedure's first state.

    ``setup`` makes the room's own row and parties, inside the transaction. ``fields`` are further
    columns of the proceeding. ``key`` is the request's idempotency key: a repeat that comes at the
    same time fails on its constraint and writes nothing.
    """
    binding = current_binding(kind)
    procedure = binding.procedure
    at = time.now()
    with transaction.atomic():
        proceeding = Proceeding.objects.create(
            congress_id=congress_id,
            kind=kind,
            version=procedure.version,
            title=title,
            state=procedure.initial,
            state_type=procedure.state(procedure.initial).type.value,
            opened_at=at,
            last_step=OPEN,
            last_step_at=at,
            row_version=1,
            **fields,
        )
        change = Change(
            proceeding=proceeding,
            binding=binding,
            step=Step(OPEN, ""),
            actor=actor,
            facts=facts,
            row=None,
            from_state="",
            at=at,
            channel=origin.channel,
            parties=[],
            clocks=[],
        )
        setup(change)
        project(change)
        proceeding.save()
        event = write_event(change, origin)
        remember(event, actor=actor, key=key, mark=OPEN)
    return proceeding
