"""What can be found; the rooms above register their kinds in ``apps.ready()``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from renda.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be found of one matter by one audience.

    ``title`` (number and title) is shown by itself; the snippet comes from ``texts``.
    ``addressees`` are the tokens of its parties; ``readings`` are words it is found by that the
    snippet does not show (pinyin of names).
    """

    subject: int
    audience: str
    congress_id: int
    title: str
    texts: tuple[str, ...]
    addressees: frozenset[str] = frozenset()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findable:
    """A kind of matter that is searched.

    ``entries(ids)`` reads what is to be found now of some matters (those that are to be found no
    more are left out); ``after(pk, n)`` are the next ids, for a rebuild. ``key`` sorts newest
    first by columns of the kind's visible rows, the last of them unique.
    """

    kind: str
    label: Any
    entries: Callable[[Sequence[int]], Iterable[Entry]]
    after: Callable[[int, int], list[int]]
    states: tuple[tuple[str, Any], ...] = ()
    url_name: str = ""
    key: tuple[str, ...] = ("-opened_at", "-id")
    labels: dict[str, Any] = field(default_factory=dict)


findables: Registry[Findable] = Registry("kind to be found")
