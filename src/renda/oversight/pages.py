"""What the pages of key suggestions show, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from renda.congresses.queries import calendar_of
from renda.kernel.actor import Actor
from renda.kernel.time import today
from renda.oversight import queries as room
from renda.oversight import rules
from renda.oversight.models import KeySuggestion
from renda.oversight.procedure import KEY
from renda.proceedings import pages, queries
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import Chip
from renda.proceedings.procedure import binding_of


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    key: KeySuggestion
    state: Chip


_RELATIONS = {each.party: each.label for each in KEY.relations if each.party}


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
    binding = binding_of(proceeding)
    standing = queries.standing_of(proceeding)
    events = list(queries.history(proceeding))
    calendar = calendar_of(proceeding.congress)
    actions = pages.action_views(proceeding, queries.actions(proceeding, actor, standing))
    open_actions = [a for a in actions if not a.refusal]
    return {
        "proceeding": proceeding,
        "key": row,
        "matter": row.matter,
        "milestones": list(row.milestones.all()),
        "state": pages.state_chip(binding.procedure, proceeding.state),
        "rounds": pages.flow(binding.procedure, proceeding, events),
        "now": [a for a in open_actions if a.is_must],
        "others": [a for a in open_actions if not a.is_must],
        "refused": [a for a in actions if a.refusal],
        "clocks": [
            pages.clock_view(each, binding.procedure, calendar, today=today())
            for each in queries.clocks_of(proceeding)
        ],
        "parties": [
            (str(_RELATIONS[party.relation]), party.label)
            for party in standing.parties
            if party.label and party.relation in _RELATIONS
        ],
        "timeline": pages.timeline(
            binding,
            events,
            is_office=actor.role in rules.OFFICE,
            is_told=lambda event: (
                (event.account_id is not None and event.account_id == actor.account_id)
                or any(
                    actor.answers_to(standing.tokens(name, None))
                    for name in (*KEY.step(event.step).relations, *KEY.step(event.step).tells)
                )
            ),
        ),
    }
