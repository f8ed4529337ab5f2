"""What must be done next, by whom and until when, written to the desk's table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from renda.law.procedure import StateType, Step
from renda.proceedings.models import Clock, Proceeding
from renda.proceedings.procedure import Binding, LaneRow
from renda.proceedings.rules import Standing, exists_here
from renda.proceedings.services.change import Change
from renda.waiting.models import Waiting


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that the desk should hold."""

    step: str
    lane_row: int
    addressee: str
    detail: str
    due_on: date | None


def lane_rows(binding: Binding, proceeding: Proceeding) -> dict[str, list[LaneRow]]:
    """The rows of each lane in which somebody must do something here."""
    needed = {step.lane for step in binding.procedure.steps_from(proceeding.state) if step.lane}
    return {name: binding.lanes[name].rows(proceeding) for name in sorted(needed)}


def project(change: Change) -> None:
    """Make the desk's rows of the proceeding what the procedure now asks; three statements."""
    proceeding, standing = change.proceeding, change.standing
    rows = lane_rows(change.binding, proceeding)
    wanted = {
        (each.step, each.lane_row, each.addressee): each for each in _wanted(standing, rows, change)
    }
    existing = {
        (row.step, row.lane_row, row.addressee): row
        for row in Waiting.objects.filter(subject=proceeding.pk)
    }
    stale = [
        row.pk
        for key, row in existing.items()
        if key not in wanted or _differs(row, wanted[key], proceeding)
    ]
    if stale:
        Waiting.objects.filter(pk__in=stale).delete()
    fresh = [
        _row(proceeding, each, change)
        for key, each in wanted.items()
        if key not in existing or existing[key].pk in stale
    ]
    if fresh:
        Waiting.objects.bulk_create(fresh)
    proceeding.next_due_on = _nearest(change.clocks)


def _wanted(
    standing: Standing, rows: Mapping[str, list[LaneRow]], change: Change
) -> Iterator[Wanted]:
    # Once it is closed nobody owes it anything but its publication.
    closed = standing.proceeding.state_type == StateType.CLOSED
    for step in change.binding.procedure.steps_from(standing.proceeding.state):
        if not step.is_must or step.is_automatic or (closed and step.lane):
            continue
        for row in rows.get(step.lane, []) if step.lane and step.lane_sources else [None]:
            if exists_here(step, standing.proceeding, row) and not _guarded(step, row, change):
                yield from _for_step(step, row, standing, change)


def _for_step(
    step: Step, row: LaneRow | None, standing: Standing, change: Change
) -> Iterator[Wanted]:
    lane_row = row.id if row else 0
    clock = change.clock(step.due_clock, lane_row=lane_row) or change.clock(step.due_clock)
    due_on = clock.due_on if clock is not None and clock.stopped_at is None else None
    # The first relation has to act; the others may.
    for addressee in sorted(standing.tokens(step.relations[0], row)):
        yield Wanted(step.name, lane_row, addressee, row.label if row else "", due_on)


def _guarded(step: Step, row: LaneRow | None, change: Change) -> bool:
    guards = (change.binding.guards[name] for name in step.guards)
    return any(guard(change.proceeding, change.actor, row) for guard in guards)


def _differs(row: Waiting, wanted: Wanted, proceeding: Proceeding) -> bool:
    return (row.due_on, row.detail, row.title, row.number) != (
        wanted.due_on,
        wanted.detail[:200],
        proceeding.title,
        proceeding.number,
    )


def _row(proceeding: Proceeding, wanted: Wanted, change: Change) -> Waiting:
    return Waiting(
        congress_id=proceeding.congress_id,
        subject=proceeding.pk,
        kind=proceeding.kind,
        public_id=proceeding.public_id,
        number=proceeding.number,
        title=proceeding.title,
        step=wanted.step,
        lane_row=wanted.lane_row,
        addressee=wanted.addressee,
        detail=wanted.detail[:200],
        since=change.at,
        due_on=wanted.due_on,
    )


def _nearest(clocks: list[Clock]) -> date | None:
    return min((clock.due_on for clock in clocks if clock.stopped_at is None), default=None)
