"""One visibility function per kind of thing; every output asks it and nothing else.

Lists, details, counts, search, snippets, exports, feeds, mail, autocomplete and the API all
start from ``visible(kind, actor)``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from renda.kernel.actor import Actor

Rule = Callable[[Actor], QuerySet[Any]]
_rules: dict[str, Rule] = {}


def register(kind: str, rule: Rule) -> None:
    """Name the visibility function of a kind, once, in ``apps.ready()``."""
    if _rules.get(kind, rule) is not rule:
        message = f"visibility of {kind!r} is registered twice"
        raise ValueError(message)
    _rules[kind] = rule


def visible(kind: str, actor: Actor) -> QuerySet[Any]:
    """The rows of ``kind`` that ``actor`` may see."""
    return _rules[kind](actor)


def kinds() -> tuple[str, ...]:
    """All registered kinds, sorted."""
    return tuple(sorted(_rules))
