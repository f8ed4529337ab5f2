"""Keyset paging: a page starts after a row, never at an offset, and no table is counted."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

Key = tuple[str, ...]  # "-opened_at", "-id": a leading minus sorts downwards


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page with the cursors of its neighbours (empty: there is none)."""

    rows: list[Any]
    newer: str
    older: str


def page(rows: QuerySet[Any], key: Key, *, cursor: str = "", size: int = 20) -> Page:
    """One page of ``rows`` in the order of ``key``, whose last field must be unique.

    ``cursor`` comes from a page before; a broken one shows the first page.
    """
    place = _decode(cursor, key)
    backwards = place is not None and place[0] == "before"
    order = [_flip(name) for name in key] if backwards else list(key)
    if place:
        rows = rows.filter(_beyond(order, place[1]))
    found = list(rows.order_by(*order)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_newer = bool(place) if not backwards else more
    has_older = more if not backwards else True
    return Page(
        found,
        _encode("before", found[0], key) if found and has_newer else "",
        _encode("after", found[-1], key) if found and has_older else "",
    )


def counted(rows: QuerySet[Any], *, limit: int = 1000) -> tuple[int, bool]:
    """How many rows, counting no further than ``limit``; whether there are more."""
    found = rows.order_by().values("pk")[: limit + 1].count()
    return min(found, limit), found > limit


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after ``values`` in ``order``; the leading bound lets an index range start there."""
    first, value = order[0], values[0]
    name = first.lstrip("-")
    down = first.startswith("-")
    strictly = Q(**{f"{name}__{'lt' if down else 'gt'}": value})
    if len(order) == 1:
        return strictly
    bound = Q(**{f"{name}__{'lte' if down else 'gte'}": value})
    return bound & (strictly | _beyond(order[1:], values[1:]))


def _encode(side: str, row: Any, key: Key) -> str:
    values = [_text(getattr(row, name.lstrip("-"))) for name in key]
    packed = json.dumps([side, values], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else value


def _value(packed: Any) -> Any:
    if isinstance(packed, dict):
        kind, text = next(iter(packed.items()))
        return datetime.fromisoformat(text) if kind == "t" else date.fromisoformat(text)
    return packed


def _decode(cursor: str, key: Key) -> tuple[str, list[Any]] | None:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        side, values = json.loads(base64.urlsafe_b64decode(padded))
        place = [_value(each) for each in values]
    except (ValueError, TypeError, StopIteration, AttributeError):
        return None
    if side not in ("before", "after") or len(place) != len(key):
        return None
    return side, place
