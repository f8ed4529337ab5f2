"""What a document consists of; every format sets the same blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Cell = str | int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    words: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a small one for remarks."""

    words: str
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its name (the sheet of a workbook), heads and relative widths of columns."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = field(default=())

    def shares(self) -> list[int]:
        """The widths, one for each column."""
        return list(self.widths) or [1] * len(self.heads)


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Block = Heading | Text | Table | Break


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: who issues it, what it is called, as of which day, its blocks."""

    office: str
    title: str
    subtitle: str
    day: str
    blocks: list[Block]

    def tables(self) -> list[Table]:
        """Its tables in their order."""
        return [each for each in self.blocks if isinstance(each, Table)]
