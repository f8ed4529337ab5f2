"""What the pages of key suggestions show, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from renda.congresses.queries import calendar_of
from renda.kernel.actor import Actor
from renda.kernel.time import today
from renda.law.calendar import Calendar
from renda.law.deadlines import Unit
from renda.law.procedure import StateType
from renda.matters.pages import party_lines
from renda.oversight import queries as room
from renda.oversight import rules
from renda.oversight.models import KeySuggestion, Milestone
from renda.oversight.procedure import KEY
from renda.proceedings import pages, queries
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import Chip


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone of the plan and how it stands."""

    milestone: Milestone
    chip: Chip


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: the key suggestion, how far its plan is and what comes next."""

    key: KeySuggestion
    state: Chip
    reached: int
    planned: int
    next: MilestoneLine | None


def rows(keys: Iterable[KeySuggestion], calendar: Calendar) -> list[Row]:
    """Lines of the list; no statement when the milestones are prefetched."""
    return [_row(each, calendar) for each in keys]


def _row(key: KeySuggestion, calendar: Calendar) -> Row:
    lines = milestones(key, calendar)
    due = [line for line in lines if line.milestone.reached_on is None]
    is_running = key.proceeding.state == "running"
    return Row(
        key=key,
        state=pages.state_chip(KEY, key.proceeding.state),
        reached=len(lines) - len(due),
        planned=len(lines),
        next=due[0] if due and is_running else None,
    )


def milestones(key: KeySuggestion, calendar: Calendar) -> list[MilestoneLine]:
    """The milestones by their day, each with a chip: reached, reached late, or how long is left."""
    is_over = key.proceeding.state_type == StateType.CLOSED.value
    return [MilestoneLine(each, _chip(each, calendar, is_over)) for each in key.milestones.all()]


def _chip(milestone: Milestone, calendar: Calendar, is_over: bool) -> Chip:
    if milestone.reached_on is not None:
        if milestone.reached_on > milestone.due_on:
            return Chip("soon", _("Reached late"), "check")
        return Chip("done", _("Reached"), "check")
    if is_over:
        return Chip("idle", _("Not reached"))
    return pages.due_chip(
        milestone.due_on, today=today(), calendar=calendar, unit=Unit.natural_day, soon=15
    )


def of_matter(matter: Proceeding, actor: Actor) -> dict[str, Any]:
    """The key suggestion on the page of its suggestion, or whether it may be put forward."""
    if matter.state_type == "draft":
        return {"row": None, "may_propose": False}
    found = room.of_matter(matter, actor)
    return {
        "row": _row(found, calendar_of(matter.congress)) if found else None,
        "may_propose": found is None and rules.may_propose(matter, actor),
    }


def detail(row: KeySuggestion, actor: Actor) -> dict[str, Any]:
    """Everything the page of a key suggestion shows to this actor."""
    proceeding = row.proceeding
    standing = queries.standing_of(proceeding)
    calendar = calendar_of(proceeding.congress)
    return {
        **pages.frame(proceeding, actor, standing),
        "key": row,
        "matter": row.matter,
        "milestones": milestones(row, calendar),
        "clocks": pages.clock_views(proceeding, calendar),
        "parties": party_lines(standing),
    }
