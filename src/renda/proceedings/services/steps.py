"""Taking a step: rule, lock, change, record, clocks and to-dos, event on commit.

A refusal writes nothing. A repeat with the same idempotency key answers the same event.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from renda.jobs.services import defer
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.kernel.errors import DomainError
from renda.law.procedure import StateType, Step
from renda.proceedings import errors
from renda.proceedings.enums import Channel
from renda.proceedings.facts import Facts
from renda.proceedings.models import Event, Idempotency, Proceeding
from renda.proceedings.procedure import Binding, LaneRow, binding_of
from renda.proceedings.rules import Standing, actor_key, exists_here
from renda.proceedings.services.change import Change
from renda.proceedings.services.projection import project
from renda.records import services as records
from renda.records.rules import digest_of


@dataclass(frozen=True, slots=True)
class Origin:
    """By which way a step comes, for whom it is entered, and when it happened if not now."""

    channel: str = Channel.WEB
    on_behalf_of: str = ""
    behalf_token: str = ""
    stated_at: datetime | None = None


WEB = Origin()


def take_step(
    proceeding: Proceeding,
    step_name: str,
    *,
    actor: Actor,
    facts: Facts,
    lane_row: int = 0,
    version: int | None = None,
    key: str = "",
    origin: Origin = WEB,
) -> Event:
    """Take a step of the proceeding's procedure and record it.

    ``version`` is the row version the page was made from; ``key`` the request's idempotency key.
    Raises StepTaken when somebody was quicker, StepMissing, NotYours, Guarded, Invalid; nothing
    is written then.
    """
    mark = fingerprint(proceeding, step_name, lane_row, facts)
    try:
        with transaction.atomic():
            change = _prepare(_lock(proceeding), step_name, actor, facts, lane_row, version, origin)
            _apply(change)
            event = _record(change, origin)
            remember(event, actor=actor, key=key, mark=mark)
    except (DomainError, IntegrityError):
        # Refused or taken twice: perhaps this very request was answered before.
        answered = _answered(proceeding, actor, key, mark)
        if answered is None:
            raise
        return answered
    return event


def _lock(proceeding: Proceeding) -> Proceeding:
    rows = Proceeding.objects.select_for_update(of=("self",))
    return rows.select_related("congress__parent__parent__parent").get(pk=proceeding.pk)


def _prepare(
    locked: Proceeding,
    step_name: str,
    actor: Actor,
    facts: Facts,
    lane_row: int,
    version: int | None,
    origin: Origin,
) -> Change:
    binding = binding_of(locked)
    _check_version(locked, version, binding)
    step = _existing_step(binding, step_name, locked)
    _check_facts(binding, step, facts)
    row = _lane_row(binding, step, locked, lane_row)
    if not exists_here(step, locked, row):
        raise _moved_on(locked, binding)
    change = Change(
        proceeding=locked,
        binding=binding,
        step=step,
        actor=actor,
        facts=facts,
        row=row,
        from_state=locked.state,
        at=time.now(),
        channel=origin.channel,
        parties=list(locked.parties.filter(until__isnull=True)),
        clocks=list(locked.clocks.filter(round=locked.round)),
    )
    _check_actor(change.standing, step, row, actor, origin)
    _check_guards(change)
    return change


def _check_version(locked: Proceeding, version: int | None, binding: Binding) -> None:
    if version is not None and version != locked.row_version:
        raise _moved_on(locked, binding)


def _existing_step(binding: Binding, name: str, proceeding: Proceeding) -> Step:
    if not binding.procedure.has_step(name):
        raise errors.StepMissing(_("There is no such step."))
    return binding.procedure.step(name)


def _check_facts(binding: Binding, step: Step, facts: Facts) -> None:
    wanted = binding.facts[step.facts] if step.facts else Facts
    if not isinstance(facts, wanted):
        message = f"{step.name} asks for {wanted.__name__}, not {type(facts).__name__}"
        raise TypeError(message)


def _lane_row(
    binding: Binding, step: Step, proceeding: Proceeding, lane_row: int
) -> LaneRow | None:
    if not step.lane or not step.lane_sources:
        return None
    for row in binding.lanes[step.lane].rows(proceeding):
        if row.id == lane_row:
            return row
    raise _moved_on(proceeding, binding)


def _moved_on(proceeding: Proceeding, binding: Binding) -> errors.StepTaken | errors.StepMissing:
    last = proceeding.events.order_by("-seq").first()
    if last is None:
        return errors.StepMissing(_("This step does not exist here."))
    label = (
        binding.procedure.step(last.step).label
        if binding.procedure.has_step(last.step)
        else last.step
    )
    return errors.StepTaken(
        _(
            "%(who)s took the step “%(step)s” on %(when)s, so yours was not carried out. "
            "What you typed is kept below; please check where the matter stands now."
        )
        % {
            "who": last.actor_name,
            "step": label,
            "when": date_format(timezone.localtime(last.at), "DATETIME_FORMAT"),
        }
    )


def _check_actor(
    standing: Standing, step: Step, row: LaneRow | None, actor: Actor, origin: Origin
) -> None:
    if step.is_automatic and actor.role == "system":
        return
    tokens = standing.step_tokens(step, row)
    on_behalf = bool(origin.behalf_token)
    if on_behalf and origin.behalf_token in tokens and standing.may_enter_on_behalf(step, actor):
        return
    if on_behalf or not actor.answers_to(tokens):
        raise errors.NotYours(_("This step is not yours to take."))


def _check_guards(change: Change) -> None:
    for name in change.step.guards:
        reason = change.binding.guards[name](change.proceeding, change.actor, change.row)
        if reason:
            raise errors.Guarded(str(reason))


def _apply(change: Change) -> None:
    step, proceeding = change.step, change.proceeding
    fixed = len(step.targets) == 1 and not step.is_open_ended
    change.target = step.targets[0] if fixed else proceeding.state
    lane_row = change.row.id if change.row else 0
    for name in step.stops:
        change.stop_clock(name, lane_row=lane_row)
    if change.row is not None and step.lane_target:
        change.move(change.row, step.lane_target)
    before = list(change.clocks)
    if step.effect:
        change.binding.effects[step.effect](change)
    proceeding.state = change.target
    state = change.binding.procedure.state(change.target)
    proceeding.state_type = state.type.value
    if state.type is StateType.CLOSED and proceeding.closed_at is None:
        proceeding.closed_at = change.at
        # What the closing itself starts (publication) runs on.
        for clock in before:
            change.stop_clock(clock.name, lane_row=clock.lane_row)
    for name in step.starts:
        change.start_clock(name, lane_row=lane_row)
    project(change)


def _record(change: Change, origin: Origin) -> Event:
    proceeding = change.proceeding
    proceeding.row_version += 1
    proceeding.last_step, proceeding.last_step_at = change.step.name, change.at
    proceeding.save()
    return write_event(change, origin)


def write_event(change: Change, origin: Origin) -> Event:
    """The event of a change and its link in the chain; the chain's head is locked last."""
    proceeding, actor = change.proceeding, change.actor
    event = Event(
        proceeding=proceeding,
        seq=proceeding.row_version,
        step=change.step.name,
        round=proceeding.round,
        lane_row=change.row.id if change.row else 0,
        from_state=change.from_state,
        to_state=proceeding.state,
        account_id=actor.account_id,
        actor_name=actor.account_name,
        seat_id=actor.seat_id,
        seat_label=actor.seat_label,
        acting_for_name=actor.acting_for_name,
        on_behalf_of=origin.on_behalf_of,
        channel=origin.channel,
        at=change.at,
        stated_at=origin.stated_at,
        facts=change.facts.model_dump(mode="json"),
        salt=records.new_salt(),
    )
    event.digest = digest_of(event.sealed_facts, event.salt)
    event.save()
    defer("proceedings.after_step", congress_id=proceeding.congress_id, event_id=event.pk)
    records.append(
        proceeding.congress_id,
        kind="event",
        ref=f"{proceeding.pk}/{event.seq}",
        envelope=event.envelope,
        digest=event.digest,
        at=change.at,
    )
    return event


def fingerprint(proceeding: Proceeding, step: str, lane_row: int, facts: Facts) -> str:
    """What a request asked for, so that its key is not used for something else."""
    text = f"{proceeding.pk}|{step}|{lane_row}|{facts.model_dump_json()}"
    return hashlib.sha256(text.encode()).hexdigest()


def _answered(proceeding: Proceeding, actor: Actor, key: str, mark: str) -> Event | None:
    if not key:
        return None
    known = (
        Idempotency.objects.filter(
            congress_id=proceeding.congress_id, actor=actor_key(actor), key=key
        )
        .select_related("event")
        .first()
    )
    if known is None:
        return None
    if known.fingerprint != mark:
        raise errors.KeyReused(_("This request number was used for something else."))
    return known.event


def remember(event: Event, *, actor: Actor, key: str, mark: str) -> None:
    """Keep the key of an answered request with its answer."""
    if key:
        Idempotency.objects.create(
            congress_id=event.proceeding.congress_id,
            actor=actor_key(actor),
            key=key,
            fingerprint=mark,
            event=event,
            proceeding_id=event.proceeding_id,
            at=event.at,
        )
