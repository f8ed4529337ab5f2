"""The side navigation: apps register their entries in ``apps.ready()``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from renda.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry: shown to seats of ``roles`` (empty: to every seat), by ``order`` in its group."""

    label: Any
    url_name: str
    icon: str
    order: int
    roles: frozenset[str] = frozenset()
    group: Any = ""
    query: str = ""


items: Registry[NavItem] = Registry("navigation entry")
# Functions that count what waits for each seat: seat ids to {seat id: number}.
seat_counts: Registry[Callable[[list[int]], dict[int, int]]] = Registry("count of seats")


def entries(role: str) -> list[NavItem]:
    """The entries of a role, in order."""
    shown = [item for _name, item in items if not item.roles or role in item.roles]
    return sorted(shown, key=lambda item: item.order)
