"""The repair of what waits: every row is worked out again from the proceedings."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from renda.kernel import time
from renda.kernel.actor import system
from renda.law.procedure import StateType, Step
from renda.proceedings.enums import Channel
from renda.proceedings.facts import Nothing
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import binding_of
from renda.proceedings.services import Change, project
from renda.waiting.models import Waiting

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Repaired:
    """How many proceedings were looked at, and how many waiting rows changed."""

    proceedings: int
    added: int
    removed: int


def rebuild_waiting(congress_id: int) -> Repaired:
    """Make the waiting rows of a congress what its procedures ask now; done by the platform.

    One transaction for each proceeding, so that the congress can go on working. Rows of
    proceedings that are gone are removed. Run twice, it changes nothing the second time.
    """
    before = _keys(congress_id)
    seen = 0
    last = 0
    while batch := _batch(congress_id, last):
        for pk in batch:
            _rebuild(pk)
        last, seen = batch[-1], seen + len(batch)
    _drop_orphans(congress_id)
    after = _keys(congress_id)
    return Repaired(seen, len(after - before), len(before - after))


def _keys(congress_id: int) -> set[tuple[object, ...]]:
    rows = Waiting.objects.filter(congress_id=congress_id)
    return set(rows.values_list("subject", "step", "lane_row", "addressee", "due_on"))


def _batch(congress_id: int, after: int) -> list[int]:
    rows = Proceeding.objects.filter(congress_id=congress_id, pk__gt=after).order_by("pk")
    # Closed ones may still owe their publication.
    return list(rows.values_list("pk", flat=True)[:_BATCH])


def _rebuild(pk: int) -> None:
    with transaction.atomic():
        locked = Proceeding.objects.select_for_update(of=("self",)).select_related("congress")
        proceeding = locked.get(pk=pk)
        due_before = proceeding.next_due_on
        project(_change(proceeding))
        if proceeding.next_due_on != due_before:
            proceeding.save(update_fields=["next_due_on"])


def _change(proceeding: Proceeding) -> Change:
    """A change that changes nothing: what the projection needs to know."""
    closed = proceeding.state_type == StateType.CLOSED
    clocks = list(proceeding.clocks.filter(round=proceeding.round))
    return Change(
        proceeding=proceeding,
        binding=binding_of(proceeding),
        step=Step("repair", ""),
        actor=system(proceeding.congress_id),
        facts=Nothing(),
        row=None,
        from_state=proceeding.state,
        at=(proceeding.last_step_at or time.now()) if closed else time.now(),
        channel=Channel.SYSTEM,
        parties=list(proceeding.parties.filter(until__isnull=True)),
        clocks=clocks,
    )


def _drop_orphans(congress_id: int) -> None:
    alive = Proceeding.objects.filter(congress_id=congress_id).values("pk")
    Waiting.objects.filter(congress_id=congress_id).exclude(subject__in=alive).delete()
