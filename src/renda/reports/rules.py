"""Who reads figures, of what, and which shares are made of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from renda.access.enums import CONGRESS_READERS, OFFICE_ROLES, Role
from renda.kernel.actor import Actor
from renda.reports.enums import Kind

UNIT_ROLES = frozenset({Role.UNDERTAKER_ADMIN, Role.HANDLER, Role.SIGNER})
READERS = frozenset(
    {
        *OFFICE_ROLES,
        *UNIT_ROLES,
        *(Role.VICE_CHAIR, Role.PRESIDIUM, Role.COMMITTEE, Role.HANDLING_OFFICE),
        Role.DELEGATION,
    }
)
DIMENSIONS = ("unit", "delegation", "field", "session", "year")


@dataclass(frozen=True, slots=True)
class Cut:
    """What the figures are narrowed to: the suggestions of a year, a session, a delegation, a
    field; the parts of a unit. Empty means everything.

    ``none`` names the dimension in which only records without a value count (unit not named yet).
    """

    year: int | None = None
    session: int | None = None
    unit: int | None = None
    delegation: int | None = None
    field: str = ""
    none: str = ""

    def query(self) -> dict[str, str]:
        """As the parameters of an address; what is empty is left out."""
        names = (*DIMENSIONS, "none")
        return {name: str(getattr(self, name)) for name in names if getattr(self, name)}

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Cut:
        """The cut of what ``query`` has kept."""
        numbers = {
            name: int(query[name])
            for name in ("year", "session", "unit", "delegation")
            if query.get(name)
        }
        return cls(**numbers, field=query.get("field", ""), none=query.get("none", ""))

    def narrowed(self, dimension: str, key: int | str | None) -> Cut:
        """This cut narrowed to one line of a table."""
        if key in (None, ""):
            return replace(self, none=dimension)
        return replace(self, **{dimension: key})  # type: ignore[arg-type]


def own(cut: Cut, actor: Actor) -> Cut:
    """The cut that the actor gets: a unit its own parts, a delegation its own suggestions."""
    if actor.role in UNIT_ROLES:
        return replace(cut, unit=actor.body_id or -1, none="" if cut.none == "unit" else cut.none)
    if actor.role == Role.DELEGATION:
        none = "" if cut.none == "delegation" else cut.none
        return replace(cut, delegation=actor.body_id or -1, none=none)
    return cut


def dimensions(actor: Actor) -> tuple[str, ...]:
    """By what the actor's figures can be laid out."""
    if actor.role in UNIT_ROLES:
        return tuple(each for each in DIMENSIONS if each != "unit")
    if actor.role == Role.DELEGATION:
        return tuple(each for each in DIMENSIONS if each != "delegation")
    return DIMENSIONS


def sees_odd(actor: Actor) -> bool:
    """What should be looked into is for the congress's own offices; units are not warned."""
    return actor.role in CONGRESS_READERS


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, as figures: ``part`` and ``whole`` are sums of figures by name."""

    name: str
    part: tuple[str, ...]
    whole: tuple[str, ...]

    def of(self, values: Mapping[str, int]) -> tuple[int, int]:
        """(part, whole) of these figures."""
        return sum(values[n] for n in self.part), sum(values[n] for n in self.whole)


_GRADES = ("last_satisfied", "last_basically", "last_dissatisfied")
# Side by side, because none of them stands for another: satisfied is not solved, solved on paper
# is not a promise kept. Who has not evaluated counts as neither.
SHARES = (
    Share("replied", ("replied",), ("assigned",)),
    Share("in_time", ("in_time",), ("parts_replied", "overdue")),
    Share("satisfied", ("last_satisfied",), _GRADES),
    Share("solved", ("class_a",), ("replied",)),
    Share(
        "kept",
        ("promise_kept",),
        ("past", "promise_kept", "promise_changed", "promise_late", "promise_broken"),
    ),
)


# --- documents -----------------------------------------------------------------------------------

MADE_OF_CUTS = (Kind.BULLETIN, Kind.COMPILATION, Kind.UNITS, Kind.HANDLING)
# They speak for the congress.
OF_OFFICES = frozenset({Kind.BULLETIN, Kind.HANDLING})


def is_congress_wide(actor: Actor) -> bool:
    """Whether the actor sees the whole congress, so that its documents are the congress's."""
    return actor.role in CONGRESS_READERS


def kinds_for(actor: Actor) -> list[Kind]:
    """What the actor can have made of a cut."""
    return [kind for kind in MADE_OF_CUTS if kind not in OF_OFFICES or is_congress_wide(actor)]
