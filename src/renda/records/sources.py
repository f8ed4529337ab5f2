"""Whoever keeps rows that the chain covers says here how to read them again.

A kind's source gives back, for references of links, what the rows now say; ``count`` is how many
rows there are, so that a row without a link shows; ``complaints`` looks at what only the room can
know (a proceeding whose last step has no event).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from renda.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Sealed:
    """A row as it stands: ``facts`` is empty when it was erased, with its salt, by right."""

    envelope: tuple[Any, ...]
    digest: str
    facts: Mapping[str, Any] | None
    salt: str


class Source(Protocol):
    """Reads the rows behind links of one kind, in batches."""

    def read(self, congress_id: int, refs: Sequence[str]) -> Mapping[str, Sealed]:
        """The rows of these references that are still there."""

    def count(self, congress_id: int) -> int:
        """How many rows of the congress ought to have a link."""

    def complaints(self, congress_id: int) -> Iterable[str]:
        """One sentence per contradiction within the room's own tables."""


sources: Registry[Source] = Registry("record source")
