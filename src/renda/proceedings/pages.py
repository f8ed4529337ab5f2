"""What a proceeding's page shows, as plain data: chips, stepper, clocks, history, actions.

Pure on loaded rows; templates draw it and ask nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renda.access.enums import OFFICE_ROLES
from renda.kernel.actor import Actor
from renda.kernel.time import local_day, today
from renda.law import localrules
from renda.law.calendar import Calendar
from renda.law.deadlines import DayMark, Deadline, Unit, compute, remaining
from renda.law.procedure import Procedure, StateType, Step
from renda.proceedings import queries
from renda.proceedings.facts import Facts, asked
from renda.proceedings.models import Clock, Event, Proceeding
from renda.proceedings.procedure import Binding, binding_of
from renda.proceedings.queries import Action
from renda.proceedings.rules import OPEN, Standing
from renda.proceedings.services.change import period_of


@dataclass(frozen=True, slots=True)
class Chip:
    """A word with a colour; the meaning is never in the colour alone."""

    tone: str
    text: str
    icon: str = ""


def state_chip(procedure: Procedure, state: str) -> Chip:
    """The chip of a state."""
    found = procedure.state(state)
    return Chip(found.tone, str(found.label))


def due_chip(
    due_on: date, *, today: date, calendar: Calendar, unit: Unit = Unit.working_day, soon: int = 2
) -> Chip:
    """How much time is left, in words: "2 working days left", "due today", "1 day late"."""
    left = remaining(due_on, today, calendar, unit)
    if due_on < today:
        late = max(1, -left)
        return Chip("late solid", _late(late, unit), "alert-triangle")
    if due_on == today:
        return Chip("soon", _("Due today"), "clock")
    tone = "soon" if left <= soon else "run"
    return Chip(tone, _left(left, unit), "clock" if left <= soon else "calendar")


def _late(amount: int, unit: Unit) -> str:
    if unit is Unit.working_day:
        return ngettext("%(n)d working day late", "%(n)d working days late", amount) % {"n": amount}
    return ngettext("%(n)d day late", "%(n)d days late", amount) % {"n": amount}


def _left(amount: int, unit: Unit) -> str:
    if unit is Unit.working_day:
        return ngettext("%(n)d working day left", "%(n)d working days left", amount) % {"n": amount}
    return ngettext("%(n)d day left", "%(n)d days left", amount) % {"n": amount}


def period_text(period: dict[str, Any]) -> str:
    """A rulebook period in words."""
    amount = int(period["amount"])
    texts = {
        "working_day": ngettext("%(n)d working day", "%(n)d working days", amount),
        "day": ngettext("%(n)d day", "%(n)d days", amount),
        "month": ngettext("%(n)d month", "%(n)d months", amount),
    }
    return texts[period["unit"]] % {"n": amount}


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the stepper: done, now, next or bad."""

    label: str
    mark: str
    day: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A round of the stepper."""

    number: int
    since: date | None
    stages: list[Stage]


# States that a dissatisfied evaluation leads to.
SENT_BACK = ("rehandling", "escalated")


def flow(procedure: Procedure, proceeding: Proceeding, events: Iterable[Event]) -> list[Round]:
    """The stepper by rounds; a later round begins at assignment."""
    by_round: dict[int, dict[str, Event]] = {}
    for event in sorted(events, key=lambda each: each.seq):
        if procedure.has_step(event.step):
            stage = procedure.step(event.step).stage
            by_round.setdefault(event.round, {}).setdefault(stage or event.step, event)
        elif event.step == OPEN and procedure.state(procedure.initial).type is not StateType.DRAFT:
            # What begins without a draft has its first stage behind it with the opening.
            first = procedure.stages[0][0]
            by_round.setdefault(event.round, {}).setdefault(first, event)
    last = proceeding.round
    if proceeding.state in SENT_BACK and procedure.state(proceeding.state).type is StateType.OPEN:
        # Sent back and not assigned again yet: the next round has begun.
        last += 1
    return [
        _round(procedure, proceeding, number, by_round.get(number, {}), is_last=number == last)
        for number in range(1, last + 1)
    ]


def _round(
    procedure: Procedure,
    proceeding: Proceeding,
    number: int,
    taken: dict[str, Event],
    *,
    is_last: bool,
) -> Round:
    names = [name for name, _label in procedure.stages]
    first = "assign" if number > 1 and "assign" in names else names[0]
    stages = list(_stages(procedure, proceeding, taken, names.index(first), is_last=is_last))
    since = min((local_day(event.at) for event in taken.values()), default=None)
    return Round(number, since, stages)


def _stages(
    procedure: Procedure,
    proceeding: Proceeding,
    taken: dict[str, Event],
    skip: int,
    *,
    is_last: bool,
) -> Iterator[Stage]:
    state = procedure.state(proceeding.state)
    closed = state.type is StateType.CLOSED
    for name, label in procedure.stages[skip:]:
        event = taken.get(name)
        if name == "conclude" and not is_last:
            continue
        if is_last and closed and name == "conclude" and proceeding.closed_at:
            bad = state.tone == "late"
            day = local_day(proceeding.closed_at)
            yield Stage(str(state.label), "bad" if bad else "done", day)
        elif is_last and not closed and name == state.stage:
            yield Stage(str(label), "now", proceeding.next_due_on, str(state.label))
        elif event is not None:
            sent_back = event.to_state in SENT_BACK
            yield Stage(str(label), "bad" if sent_back else "done", local_day(event.at))
        else:
            yield Stage(str(label), "next")


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock with its working, as the page draws it."""

    title: str
    who: str
    chip: Chip
    due_on: date
    started_on: date
    original_due_on: date
    period: str
    basis: str
    rule_url: str
    skipped: str
    extended_by: str
    extended_on: date | None
    provisional: bool
    is_running: bool
    stopped_on: date | None
    weeks: list[list[Cell]]
    says: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the drawn calendar: its number, how it looks, what it says when pointed at."""

    text: str
    look: str
    title: str


def clock_view(
    clock: Clock, procedure: Procedure, calendar: Calendar, *, today: date, who: str = ""
) -> ClockView:
    """A clock as the page draws it; the calendar of weeks from its start to its end."""
    period = period_of(clock.period)
    pauses = [(pause.since, pause.until or today) for pause in clock.pauses.all()]
    deadline = compute(clock.started_on, period, calendar, pauses=pauses)
    shown = Deadline(
        clock.started_on,
        clock.original_due_on,
        clock.due_on,
        period,
        tuple(pauses),
        clock.provisional,
        calendar,
    )
    rule = localrules.definition(clock.rule) if clock.rule else None
    return ClockView(
        title=str(procedure.clock(clock.name).label),
        who=who,
        chip=_clock_chip(clock, calendar, today, period.unit),
        due_on=clock.due_on,
        started_on=clock.started_on,
        original_due_on=clock.original_due_on,
        period=period_text(clock.period),
        basis=clock.basis or str(rule.article if rule else ""),
        rule_url=f"{reverse('rulebook:rulebook')}?group={rule.group}#{rule.key}" if rule else "",
        skipped=_skipped(deadline),
        extended_by=clock.extended_by,
        extended_on=local_day(clock.extended_at) if clock.extended_at else None,
        provisional=clock.provisional,
        is_running=clock.stopped_at is None,
        stopped_on=local_day(clock.stopped_at) if clock.stopped_at else None,
        weeks=_weeks(shown, today) if period.unit is Unit.working_day else [],
        says=_says(clock, period_text(clock.period)),
    )


def _says(clock: Clock, period: str) -> str:
    return _("From %(start)s, %(period)s, until %(due)s") % {
        "start": f"{clock.started_on:%Y-%m-%d}",
        "period": period,
        "due": f"{clock.due_on:%Y-%m-%d}",
    }


def _clock_chip(clock: Clock, calendar: Calendar, today: date, unit: Unit) -> Chip:
    if clock.stopped_at is None:
        return due_chip(clock.due_on, today=today, calendar=calendar, unit=unit)
    if clock.late_days:
        return Chip("late", _late(clock.late_days, unit), "alert-triangle")
    return Chip("done", _("In time"), "check")


def _skipped(deadline: Deadline) -> str:
    if deadline.period.unit is not Unit.working_day:
        return ""
    parts = [f"{name} {count}" for name, count in deadline.holidays.items()]
    weekend = deadline.count("weekend")
    if weekend:
        parts.append(_("weekends %(n)d") % {"n": weekend})
    return "、".join(parts)


# How the roles of days look in the calendar.
_LOOKS = {
    "off": "void",
    "base": "base",
    "counted": "",
    "weekend": "off",
    "holiday": "hol",
    "makeup": "mk",
    "pause": "hol",
    "extension": "ext",
    "due": "end",
}


def _weeks(deadline: Deadline, today: date) -> list[list[Cell]]:
    marks = list(deadline.days())
    if len(marks) > 70:
        return []
    cells = [Cell("", "void", "")] * marks[0].day.weekday()
    cells += [_cell(mark, today, is_first=mark is marks[0]) for mark in marks]
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def _cell(mark: DayMark, today: date, *, is_first: bool) -> Cell:
    day = mark.day
    text = f"{day.month}/{day.day}" if is_first or day.day == 1 else str(day.day)
    look = "today" if day == today and mark.role != "due" else _LOOKS[mark.role]
    return Cell(text, look, f"{day:%Y-%m-%d} {mark.name}".strip())


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One line of the history."""

    at: datetime
    stated_at: datetime | None
    who: str
    acting_for: str
    on_behalf_of: str
    seat: str
    label: str
    channel: str
    details: list[tuple[str, str]]
    tone: str


def timeline(
    binding: Binding,
    events: Iterable[Event],
    *,
    is_office: bool,
    is_told: Callable[[Event], bool] = lambda event: False,
) -> list[TimelineItem]:
    """The history for a reader; internal steps for the congress's offices only.

    ``is_told`` says whether the reader may read what was answered in a private step.
    """
    return [
        _item(binding, event, is_told=is_office or _knows(binding.procedure, event, is_told))
        for event in events
        if is_office or not _is_internal(binding.procedure, event)
    ]


def _knows(procedure: Procedure, event: Event, is_told: Callable[[Event], bool]) -> bool:
    return procedure.has_step(event.step) and is_told(event)


def _is_internal(procedure: Procedure, event: Event) -> bool:
    return procedure.has_step(event.step) and procedure.step(event.step).is_internal


def _item(binding: Binding, event: Event, *, is_told: bool) -> TimelineItem:
    known = binding.procedure.has_step(event.step)
    step = binding.procedure.step(event.step) if known else None
    details: list[tuple[str, str]] = []
    if step is not None and step.facts and event.facts and _is_open(step, is_told=is_told):
        details = list(told(binding.facts[step.facts], event.facts))
    bad = event.to_state in ("rehandling", "escalated", "returned", "refused")
    return TimelineItem(
        at=event.at,
        stated_at=event.stated_at,
        who=event.actor_name,
        acting_for=event.acting_for_name,
        on_behalf_of=event.on_behalf_of,
        seat=event.seat_label,
        label=str(step.label) if step else _opened(binding.procedure),
        channel=event.get_channel_display() if event.channel != "web" else "",
        details=details,
        tone="bad" if bad and event.from_state != event.to_state else "",
    )


def _opened(procedure: Procedure) -> str:
    is_draft = procedure.state(procedure.initial).type is StateType.DRAFT
    return _("Draft opened") if is_draft else _("Taken up")


def _is_open(step: Step, *, is_told: bool) -> bool:
    return not (step.is_blind or step.is_quiet) and (is_told or not step.is_private)


def told(facts: type[Facts], values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What was answered, as (label, words); references to rows are shown elsewhere."""
    for each in asked(facts):
        value = values.get(each.name)
        refers = each.is_list or isinstance(each.ask.choices, str)
        if value in (None, "", [], False) or (refers and each.ask.choices != "classes"):
            continue
        labels = dict(each.ask.choices) if isinstance(each.ask.choices, tuple) else {}
        shown = value.value if isinstance(value, Enum) else value
        yield str(each.ask.label), str(labels.get(shown, _("Yes") if shown is True else shown))


@dataclass(frozen=True, slots=True)
class ActionView:
    """A step offered on the page."""

    label: str
    url: str
    row_label: str
    refusal: str
    is_must: bool
    is_grave: bool
    on_behalf: bool
    action: Action


def action_views(proceeding: Proceeding, actions: Iterable[Action]) -> list[ActionView]:
    """Steps as links, the required ones first."""
    return [
        ActionView(
            label=str(action.step.label),
            url=step_url(proceeding, action.step.name, action.row.id if action.row else 0),
            row_label=action.row.label if action.row else "",
            refusal=action.refusal,
            is_must=action.step.is_must and not action.on_behalf,
            is_grave=action.step.is_grave,
            on_behalf=action.on_behalf,
            action=action,
        )
        for action in actions
    ]


def frame(
    proceeding: Proceeding,
    actor: Actor,
    standing: Standing,
    *,
    is_worth: Callable[[ActionView], bool] = lambda action: True,
    is_told: Callable[[Event], bool] | None = None,
) -> dict[str, Any]:
    """What every proceeding's page shows of the engine: state, stages, actions, history.

    ``is_worth`` says which refusals tell anybody anything, ``is_told`` who may read what was
    answered in a private step (whom the step concerns).
    """
    binding = binding_of(proceeding)
    events = list(queries.history(proceeding))
    views = action_views(proceeding, queries.actions(proceeding, actor, standing))
    allowed = [each for each in views if not each.refusal]
    return {
        "proceeding": proceeding,
        "state": state_chip(binding.procedure, proceeding.state),
        "rounds": flow(binding.procedure, proceeding, events),
        "now": [each for each in allowed if each.is_must],
        "others": [each for each in allowed if not each.is_must and not each.on_behalf],
        "on_behalf": [each for each in allowed if each.on_behalf],
        "refused": [
            each for each in views if each.refusal and not each.on_behalf and is_worth(each)
        ],
        "timeline": timeline(
            binding,
            events,
            is_office=actor.role in OFFICE_ROLES,
            is_told=is_told or partial(standing.concerns, actor=actor),
        ),
    }


def clock_views(proceeding: Proceeding, calendar: Calendar) -> list[ClockView]:
    """All clocks of a proceeding that has no parallel work; two statements."""
    procedure = binding_of(proceeding).procedure
    return [
        clock_view(each, procedure, calendar, today=today())
        for each in queries.clocks_of(proceeding)
    ]


def step_url(proceeding: Proceeding, step: str, row: int) -> str:
    """Where a step is taken."""
    kwargs: dict[str, Any] = {"public_id": proceeding.public_id, "step": step}
    if row:
        kwargs["row"] = row
    return reverse("proceedings:step", kwargs=kwargs)
