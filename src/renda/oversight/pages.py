"""What the pages of key suggestions show, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from renda.congresses.queries import calendar_of
from renda.kernel.actor import Actor
from renda.matters.pages import party_lines
from renda.oversight import queries as room
from renda.oversight import rules
from renda.oversight.models import KeySuggestion
from renda.oversight.procedure import KEY
from renda.proceedings import pages, queries
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import Chip


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    key: KeySuggestion
    state: Chip


def rows(keys: Iterable[KeySuggestion]) -> list[Row]:
    """Lines of the list; no statement."""
    return [Row(each, pages.state_chip(KEY, each.proceeding.state)) for each in keys]


def of_matter(matter: Proceeding, actor: Actor) -> dict[str, Any]:
    """The key suggestion on the page of its suggestion, or whether it may be put forward."""
    if matter.state_type == "draft":
        return {"row": None, "may_propose": False}
    found = room.of_matter(matter, actor)
    return {
        "row": rows([found])[0] if found else None,
        "may_propose": found is None and rules.may_propose(matter, actor),
    }


def detail(row: KeySuggestion, actor: Actor) -> dict[str, Any]:
    """Everything the page of a key suggestion shows to this actor."""
    proceeding = row.proceeding
    standing = queries.standing_of(proceeding)
    return {
        **pages.frame(proceeding, actor, standing),
        "key": row,
        "matter": row.matter,
        "milestones": list(row.milestones.all()),
        "clocks": pages.clock_views(proceeding, calendar_of(proceeding.congress)),
        "parties": party_lines(standing),
    }
