"""Reads of what waits: by addressee tokens, nearest first; every one is an index scan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from renda.kernel import time
from renda.kernel.actor import Actor
from renda.waiting.enums import Group
from renda.waiting.models import Waiting
from renda.waiting.rules import week_end

# Nobody reads further on one page, and counting stops here.
LIMIT = 1000


def _open(congress_ids: Iterable[int], tokens: Iterable[str]) -> QuerySet[Waiting]:
    still = Q(expires_at__isnull=True) | Q(expires_at__gt=time.now())
    return Waiting.objects.filter(
        still, addressee__in=sorted(tokens), congress_id__in=sorted(congress_ids)
    )


def waiting_for(actor: Actor) -> QuerySet[Waiting]:
    """Rows for the actor's tokens in his congress; late first, undated last."""
    rows = _open([actor.congress_id], actor.tokens)
    return rows.order_by(F("due_on").asc(nulls_last=True), "id")


def once(rows: list[Waiting]) -> list[Waiting]:
    """A step that two of the actor's tokens answer for is one line."""
    seen: dict[tuple[int, str, int], Waiting] = {}
    for row in rows:
        seen.setdefault((row.subject, row.step, row.lane_row), row)
    return list(seen.values())


@dataclass(frozen=True, slots=True)
class Entry:
    """A waiting step without its words: enough for counts, groups and filters."""

    pk: int
    due_on: date | None
    kind: str
    step: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits for a seat, nearest first; ``more`` when it is cut at the limit."""

    entries: list[Entry]
    more: bool


def overview(actor: Actor, *, kind: str = "", step: str = "", limit: int = LIMIT) -> Overview:
    """The nearest steps that wait, of all kinds or of one; one statement."""
    rows = waiting_for(actor)
    if step:
        rows = rows.filter(kind=kind, step=step)
    columns = ("subject", "lane_row", "pk", "due_on", "kind", "step")
    found = list(rows.values_list(*columns)[: limit + 1])
    seen: dict[tuple[Any, ...], Entry] = {}
    for subject, lane_row, *rest in found[:limit]:
        entry = Entry(*rest)
        # A step that two of the actor's tokens answer for is counted once.
        seen.setdefault((subject, entry.step, lane_row), entry)
    return Overview(list(seen.values()), len(found) > limit)


def rows_of(actor: Actor, pks: Iterable[int]) -> list[Waiting]:
    """These rows, if they wait for the actor, nearest first; one statement."""
    return list(waiting_for(actor).filter(pk__in=sorted(pks)))


GROUP_KEYS: Mapping[Group, tuple[str, ...]] = {
    Group.LATE: ("due_on", "id"),
    Group.TODAY: ("due_on", "id"),
    Group.WEEK: ("due_on", "id"),
    Group.LATER: ("due_on", "id"),
    Group.NONE: ("id",),
}


def in_group(
    actor: Actor, group: Group, *, today: date, kind: str = "", step: str = ""
) -> QuerySet[Waiting]:
    """The rows of one group, for keyset paging by ``GROUP_KEYS``."""
    rows = _open([actor.congress_id], actor.tokens).filter(_range(group, today))
    if step:
        rows = rows.filter(kind=kind, step=step)
    return rows.order_by(*GROUP_KEYS[group])


def _range(group: Group, today: date) -> Q:
    end = week_end(today)
    ranges = {
        Group.LATE: Q(due_on__lt=today),
        Group.TODAY: Q(due_on=today),
        Group.WEEK: Q(due_on__gt=today, due_on__lte=end),
        Group.LATER: Q(due_on__gt=end),
        Group.NONE: Q(due_on__isnull=True),
    }
    return ranges[group]


def counts_of_seats(actors: Mapping[int, Actor], *, limit: int = LIMIT) -> dict[int, int]:
    """How many steps wait for each of several seats; one statement, bounded.

    ``actors`` are one account's, by seat.
    """
    tokens = frozenset[str]().union(*(actor.tokens for actor in actors.values()))
    rows = _open({actor.congress_id for actor in actors.values()}, tokens)
    columns = ("congress_id", "addressee", "subject", "step", "lane_row")
    found = list(rows.order_by().values_list(*columns)[:limit])
    return {
        seat: len(
            {
                tuple(what)
                for congress_id, addressee, *what in found
                if congress_id == actor.congress_id and addressee in actor.tokens
            }
        )
        for seat, actor in actors.items()
    }
