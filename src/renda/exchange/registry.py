"""What can be imported and exported; the apps above register it in ``apps.ready()``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from renda.congresses.models import Congress
from renda.kernel.actor import Actor
from renda.kernel.registry import Registry

OFFICE = frozenset({"administrator", "office_clerk", "office_head"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an import: the words offices head it with, and how long a cell may be."""

    name: str
    label: Any
    words: frozenset[str]
    is_required: bool = False
    limit: int = 200
    help: Any = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its line counted from 1, and its cells by column name."""

    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell (or, without a column, with the row), and what to do."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"{self.line} · {self.column}" if self.column else str(self.line)
        return f"{place}: {self.message}"


class Batch(Protocol):
    """The work on one file: looks up once what every row needs."""

    def check(self, row: Row) -> Iterable[tuple[str, str]]:
        """What is wrong with a row, as (column name, sentence); reads nothing."""

    def key(self, row: Row) -> str:
        """What makes the row known again in a later file."""

    def to_create(self, rows: Sequence[Row]) -> Sequence[tuple[str, str]]:
        """What else the rows would create: (what, name)."""

    def begin(self, rows: Sequence[Row]) -> None:
        """Create that."""

    def write(self, row: Row) -> int:
        """Take a row; returns the id of what it made."""


@dataclass(frozen=True, slots=True)
class Importer:
    """Something that can be imported. ``batch(congress, actor, file_name)`` begins a file."""

    name: str
    label: Any
    help: Any
    columns: tuple[Column, ...]
    batch: Callable[[Congress, Actor, str], Batch]
    roles: frozenset[str] = OFFICE
    # What the importer takes for granted with this file, told in the preview.
    assumes: Callable[[str], Any] = field(default=lambda _file_name: "")


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of an export; ``to`` says who gets it (by default who may export at all)."""

    label: Any
    value: Callable[[Any], Any]
    to: Callable[[Actor], bool] = field(default=lambda _actor: True)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be exported.

    ``rows(actor, query)`` starts from the kind's visibility and takes the filters of the list's
    page (its query string as a mapping).
    """

    name: str
    label: Any
    columns: tuple[Shown, ...]
    rows: Callable[[Actor, Mapping[str, str]], Iterable[Any]]
    roles: frozenset[str] = frozenset()


importers: Registry[Importer] = Registry("importer")
listings: Registry[Listing] = Registry("list to export")


def importers_for(actor: Actor) -> list[Importer]:
    """What the actor may import."""
    return [each for _name, each in importers if may_import(each, actor)]


def listings_for(actor: Actor) -> list[Listing]:
    """What the actor may export."""
    return [each for _name, each in listings if may_export(each, actor)]


def may_import(importer: Importer, actor: Actor) -> bool:
    """Whether the actor's role may import this; the platform itself may."""
    return actor.role == "system" or (actor.is_signed_in and actor.role in importer.roles)


def may_export(listing: Listing, actor: Actor) -> bool:
    """Whether the actor's role may export this; a list without roles is everybody's."""
    if actor.role == "system":
        return True
    return actor.is_signed_in and (not listing.roles or actor.role in listing.roles)
