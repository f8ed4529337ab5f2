"""Reads of proceedings: what may be seen, which steps may be taken, the history."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from renda.access.enums import CONGRESS_READERS, OFFICE_ROLES
from renda.kernel.actor import Actor
from renda.kernel.time import today
from renda.law.procedure import Step
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Clock, Event, Idempotency, Party, Proceeding, StepDraft
from renda.proceedings.procedure import Binding, LaneRow, binding_of
from renda.proceedings.rules import OPEN, Standing, actor_key, exists_here


def visible_proceedings(actor: Actor, kind: str = "") -> QuerySet[Proceeding]:
    """The proceedings (of a kind) that the actor may see; the one wall of every output.

    The public sees what is published; offices of the congress all of their congress but drafts
    (and confidential ones only the deputies' office); everybody else what he is a party of.
    """
    rows = Proceeding.objects.filter(kind=kind) if kind else Proceeding.objects.all()
    if not actor.is_signed_in:
        return rows.filter(visibility=Visibility.PUBLIC)
    if actor.role in CONGRESS_READERS:
        hidden = [Visibility.PARTIES]
        if actor.role not in OFFICE_ROLES:
            hidden.append(Visibility.CONFIDENTIAL)
        return rows.filter(congress_id=actor.congress_id).exclude(visibility__in=hidden)
    mine = Party.objects.filter(addressee__in=sorted(actor.tokens), until__isnull=True)
    return rows.filter(congress_id=actor.congress_id, pk__in=mine.values("proceeding_id"))


@dataclass(frozen=True, slots=True)
class Action:
    """A step on the page: for which row, and why not if it may not be taken now."""

    step: Step
    row: LaneRow | None
    refusal: str = ""
    on_behalf: bool = False


def standing_of(proceeding: Proceeding) -> Standing:
    """The proceeding with its open parties; one statement."""
    parties = tuple(proceeding.parties.filter(until__isnull=True).order_by("id"))
    return Standing(proceeding, binding_of(proceeding).procedure, parties)


def actions(proceeding: Proceeding, actor: Actor, standing: Standing) -> list[Action]:
    """The steps the actor may take now, the required ones first; refusals say why not.

    One statement per lane that has steps here.
    """
    binding, found = binding_of(proceeding), []
    rows: dict[str, list[LaneRow]] = {}
    for step in binding.procedure.steps_from(proceeding.state):
        if step.is_automatic:
            continue
        if step.lane and step.lane not in rows:
            rows[step.lane] = binding.lanes[step.lane].rows(proceeding)
        for row in rows[step.lane] if step.lane_sources else [None]:
            action = _action(binding, step, row, actor, standing)
            if action is not None:
                found.append(action)
    return sorted(found, key=lambda action: (bool(action.refusal), not action.step.is_must))


def _action(
    binding: Binding, step: Step, row: LaneRow | None, actor: Actor, standing: Standing
) -> Action | None:
    if not exists_here(step, standing.proceeding, row):
        return None
    own = actor.answers_to(standing.step_tokens(step, row))
    if not own and not standing.may_enter_on_behalf(step, actor):
        return None
    guards = (binding.guards[name] for name in step.guards)
    refusals = (guard(standing.proceeding, actor, row) for guard in guards)
    return Action(step, row, next((str(r) for r in refusals if r), ""), on_behalf=not own)


def history(proceeding: Proceeding) -> QuerySet[Event]:
    """All steps taken, the newest first."""
    return Event.objects.filter(proceeding=proceeding).order_by("-seq")


def clocks_of(proceeding: Proceeding) -> list[Clock]:
    """All clocks with their pauses, the running and nearest first; two statements."""
    rows = proceeding.clocks.select_related("rule_value").prefetch_related("pauses")
    return sorted(rows, key=lambda clock: (clock.stopped_at is not None, clock.due_on, clock.pk))


def is_overdue(proceeding: Proceeding, clock_name: str, *, lane_row: int = 0) -> bool:
    """Whether a running clock of this round is past its day."""
    return proceeding.clocks.filter(
        name=clock_name,
        lane_row=lane_row,
        round=proceeding.round,
        stopped_at__isnull=True,
        due_on__lt=today(),
    ).exists()


def answered(proceeding: Proceeding, actor: Actor, step: str, key: str) -> bool:
    """Whether this request took the step already: a double click, or a page sent again."""
    return (
        bool(key)
        and Idempotency.objects.filter(
            congress_id=proceeding.congress_id,
            actor=actor_key(actor),
            key=key,
            event__proceeding=proceeding,
            event__step=step,
        ).exists()
    )


def opened_by(actor: Actor, key: str) -> Proceeding | None:
    """The proceeding that this request opened already."""
    known = Idempotency.objects.filter(
        congress_id=actor.congress_id, actor=actor_key(actor), key=key, event__step=OPEN
    ).select_related("proceeding")
    found = known.first() if key else None
    return found.proceeding if found else None


def draft_of(proceeding: Proceeding, actor: Actor, step: str, lane_row: int) -> StepDraft | None:
    """What the actor has typed for a step and not sent yet."""
    return StepDraft.objects.filter(
        proceeding=proceeding, seat_id=actor.seat_id or 0, step=step, lane_row=lane_row
    ).first()
