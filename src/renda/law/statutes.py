"""Numbers of national law for mandates, recall, motions, suggestions and meetings, by article.

One row per rule of the statute table; its id is what tests and pages name. ``values`` holds the
numbers, by level where they differ (P province, M city, C county or district, T town). What a
place may settle for itself stands in ``localrules``, which takes its defaults from here.

Short names: DL 代表法 (2025-03-11), OL 地方组织法 (2022-03-11), EL 选举法 (2020-10-17),
SL 监督法 (2024-11-08), PDL 公职人员政务处分法 (2020-06-20).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

LEVELS = "PMCT"
ABOVE_TOWN = "PMC"
DIRECT = "CT"


class Scope(StrEnum):
    """Who may change a number."""

    FIXED = "F"
    TIGHTEN = "F+"
    LOCAL = "L"


@dataclass(frozen=True, slots=True)
class Statute:
    """A rule of national law with its numbers."""

    id: str
    article: str
    levels: str = LEVELS
    scope: Scope = Scope.FIXED
    values: Mapping[str, Any] = field(default_factory=dict)
    by_level: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def value(self, name: str, level: str) -> Any:
        """The number ``name`` at a level. Raises LookupError where there is none."""
        if level not in self.levels:
            message = f"{self.id} does not hold at level {level}"
            raise LookupError(message)
        own = self.by_level.get(level, {})
        if name not in own and name not in self.values:
            message = f"{self.id} has no {name} at level {level}"
            raise LookupError(message)
        return own.get(name, self.values.get(name))


def _each(levels: str, **values: Any) -> dict[str, Mapping[str, Any]]:
    return dict.fromkeys(levels, values)


_STATUTES = (
    # 1. Mandates
    Statute("MAN-1", "DL 2; OL 9, 38", values={"term_years": 5}),
    Statute("MAN-2", "EL 3; OL 8", by_level=_each("PM", direct=False) | _each("CT", direct=True)),
    Statute(
        "MAN-3",
        "EL 12",
        by_level={
            "P": {"base": 350, "per": 150_000, "most": 1_000, "municipality_per": 25_000},
            "M": {"base": 240, "per": 25_000, "most": 650, "most_above": 10_000_000},
            "C": {"base": 140, "per": 5_000, "most": 450, "most_above": 1_550_000, "small": 50_000},
            "T": {"base": 45, "per": 1_500, "most": 160, "small": 2_000},
        },
        values={"extra": Fraction(5, 100)},
    ),
    Statute("MAN-5", "EL 25", DIRECT, values={"seats_least": 1, "seats_most": 3}),
    Statute("MAN-6", "EL 48"),
    Statute("MAN-7", "EL 47, 57"),
    Statute("MAN-8", "OL 56, 37"),
    Statute("MAN-9", "DL 61", values={"grounds": 2}),
    Statute("MAN-10", "DL 62", values={"grounds": 7, "sessions_absent": 2}),
    Statute(
        "MAN-11",
        "DL 63",
        by_level=_each("PMC", organ="standing_committee") | _each("T", organ="congress"),
    ),
    Statute(
        "MAN-16",
        "DL 39",
        by_level=_each("PMC", permission=True) | _each("T", permission=False),
    ),
    Statute("MAN-17", "PDL 50"),
    Statute(
        "ELE-1",
        "EL 28, 29",
        DIRECT,
        values={"list_days": 20, "objection_days": 5, "decision_days": 3, "lawsuit_days": 5},
    ),
    Statute("ELE-2", "EL 30, 32", values={"nominators": 10, "preliminary": 15, "final": 7}),
    Statute(
        "ELE-3",
        "EL 31",
        by_level=_each("CT", margin_least=Fraction(1, 3), margin_most=Fraction(1))
        | _each("PM", margin_least=Fraction(1, 5), margin_most=Fraction(1, 2)),
    ),
    Statute("ELE-4", "EL 45", values={"rerun_share": Fraction(1, 3)}),
    Statute("ELE-5", "EL 42, 44", DIRECT, values={"proxies_most": 3}),
    Statute("ELE-6", "EL 32", "PM", values={"days_least": 2}),
    # 2. Recall and resignation
    Statute(
        "REC-1",
        "EL 50, 52, 53",
        DIRECT,
        by_level={"C": {"voters": 50}, "T": {"voters": 30}},
    ),
    Statute(
        "REC-2",
        "EL 51, 53; OL 44",
        "PM",
        values={"deputies": Fraction(1, 10), "members": Fraction(1, 5)},
    ),
    Statute("REC-3", "EL 50, 51; DL 60"),
    Statute(
        "REC-4",
        "OL 31; DL 21",
        by_level=_each("PMC", deputies=Fraction(1, 10)) | _each("T", deputies=Fraction(1, 5)),
    ),
    Statute("REC-5", "OL 11(6), 13, 32", ABOVE_TOWN),
    Statute("REC-6", "SL 60–62; OL 50(17)", ABOVE_TOWN, values={"members": Fraction(1, 5)}),
    Statute(
        "RES-1",
        "EL 55",
        by_level=_each("PMC", organ="standing_committee") | _each("T", organ="congress"),
    ),
    Statute("RES-2", "EL 54, 56"),
    Statute("RES-3", "OL 32"),
    # 3. Motions
    Statute(
        "MOT-1",
        "OL 22; DL 15",
        by_level=_each("PMC", deputies=10) | _each("T", deputies=5),
    ),
    Statute("MOT-2", "OL 22"),
    Statute(
        "MOT-4",
        "OL 52",
        ABOVE_TOWN,
        by_level=_each("PM", members=5) | _each("C", members=3),
    ),
    Statute("MOT-5", "DL 15; OL 22"),
    Statute("MOT-6", "DL 50"),
    # 4. Suggestions
    Statute("SUG-1", "DL 24, 36", values={"deputies": 1}),
    Statute("SUG-3", "DL 51; OL 42"),
    Statute("SUG-4", "DL 51", scope=Scope.TIGHTEN, values={"months": 3}),
    Statute("SUG-5", "DL 51", scope=Scope.TIGHTEN, values={"months": 6}),
    Statute("SUG-6", "DL 51"),
    Statute("SUG-11", "DL 51; OL 42"),
    Statute("SUG-13", "DL 52"),
    # 7. Meetings and votes
    Statute(
        "MTG-1",
        "OL 14",
        by_level=_each("PMC", sessions=1) | _each("T", sessions=2),
    ),
    Statute("MTG-2", "OL 14; DL 32", values={"deputies": Fraction(1, 5)}),
    Statute("MTG-3", "OL 14", values={"quorum": Fraction(2, 3)}),
    Statute("MTG-4", "OL 20", values={"months": 2}),
    Statute("MTG-6", "OL 51", ABOVE_TOWN, values={"every_months": 2}),
    Statute("MTG-8", "SL 15", ABOVE_TOWN, values={"days_before": 7}),
    Statute(
        "MTG-9",
        "OL 47, 54",
        ABOVE_TOWN,
        by_level={
            "P": {"least": 45, "most": 75, "large_most": 95, "large_above": 80_000_000},
            "M": {"least": 29, "most": 51, "large_most": 61, "large_above": 8_000_000},
            "C": {"least": 15, "most": 35, "large_most": 45, "large_above": 1_000_000},
        },
    ),
    Statute("MTG-10", "OL 47, 18"),
    Statute("MTG-11", "OL 18, 19", "T"),
    Statute("VOT-1", "OL 25"),
    Statute("VOT-2", "OL 51", ABOVE_TOWN),
    Statute("VOT-5", "DL 17, 23; OL 28"),
    Statute("VOT-6", "OL 28; EL 40, 52; SL 62"),
)

_BY_ID = {each.id: each for each in _STATUTES}


def all_statutes() -> Iterator[Statute]:
    """Every rule in the order of the table."""
    return iter(_STATUTES)


def statute(rule_id: str) -> Statute:
    """The rule of that id. Raises LookupError."""
    try:
        return _BY_ID[rule_id]
    except KeyError:
        message = f"no statute {rule_id!r}"
        raise LookupError(message) from None


def number(rule_id: str, name: str, level: str) -> Any:
    """A number of national law at a level: ``number("MOT-1", "deputies", "T")`` is 5."""
    return statute(rule_id).value(name, level)


def deputies_seats(level: str, population: int, *, municipality: bool = False) -> tuple[int, int]:
    """(base number, the largest with the extra 5 %) of deputies' seats (MAN-3; 选举法 §12).

    ``municipality``: a province-level 直辖市. Below the small population the number may be under
    the base; the base is returned, the decision is the standing committee's.
    """
    rule = statute("MAN-3")
    numbers = rule.by_level[level]
    per = numbers["municipality_per"] if municipality else numbers["per"]
    seats = min(numbers["base"] + population // per, numbers["most"])
    return seats, int(seats * (1 + rule.values["extra"]))


def committee_size(level: str, population: int) -> tuple[int, int]:
    """(least, most) members of a standing committee (MTG-9; 地方组织法 §47)."""
    numbers = statute("MTG-9").by_level[level]
    is_large = population > numbers["large_above"]
    return numbers["least"], numbers["large_most" if is_large else "most"]
