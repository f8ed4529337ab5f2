"""The same step with the same facts on many proceedings (K1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from renda.kernel.actor import Actor
from renda.kernel.errors import DomainError
from renda.proceedings.facts import Facts
from renda.proceedings.models import Proceeding
from renda.proceedings.services import take_step


@dataclass(frozen=True, slots=True)
class Item:
    """A proceeding, and the row of the step's lane (0: none)."""

    proceeding: Proceeding
    lane_row: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one item: taken, or refused with the reason."""

    item: Item
    refusal: str = ""


def take_together(
    items: Iterable[Item], *, step: str, actor: Actor, facts: Facts, key: str
) -> list[Outcome]:
    """Take the step on each item, one transaction each; a refused one stops no other.

    ``key`` is the request's: a repeat answers the same and writes nothing.
    """
    return [_take(item, step, actor, facts, key) for item in items]


def _take(item: Item, step: str, actor: Actor, facts: Facts, key: str) -> Outcome:
    own_key = f"{key}:{item.proceeding.pk}:{item.lane_row}"
    try:
        take_step(
            item.proceeding, step, actor=actor, facts=facts, lane_row=item.lane_row, key=own_key
        )
    except DomainError as error:
        return Outcome(item, _reason(error))
    return Outcome(item)


def _reason(error: DomainError) -> str:
    sentences = dict.fromkeys(error.fields.values())
    return " ".join(sentences) or error.message
