"""What the pages of the levels show, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from renda.congresses.queries import calendar_of
from renda.kernel.actor import Actor
from renda.levels import queries as room
from renda.levels import rules
from renda.levels.models import FromBelow, PassedUp, YearReport
from renda.levels.procedure import FROM_BELOW, PASSED_UP
from renda.levels.sources import FIGURES, count
from renda.matters.pages import party_lines
from renda.proceedings import pages, queries
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import Chip


@dataclass(frozen=True, slots=True)
class PassedLine:
    """A line of what was passed up."""

    passed: PassedUp
    state: Chip


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line of what came from below."""

    asked: FromBelow
    state: Chip


def passed_lines(rows: Iterable[PassedUp]) -> list[PassedLine]:
    """Lines of the list; no statement."""
    return [PassedLine(row, pages.state_chip(PASSED_UP, row.proceeding.state)) for row in rows]


def asked_lines(rows: Iterable[FromBelow]) -> list[AskedLine]:
    """Lines of the list; no statement."""
    return [AskedLine(row, pages.state_chip(FROM_BELOW, row.proceeding.state)) for row in rows]


def passed(row: PassedUp, actor: Actor) -> dict[str, Any]:
    """The page of what was passed up, on the level below."""
    return {**_frame(row.proceeding, actor), "passed": row, "matter": row.matter}


def asked(row: FromBelow, actor: Actor) -> dict[str, Any]:
    """The page of what came from below, on the level above."""
    return {**_frame(row.proceeding, actor), "asked": row}


def _frame(proceeding: Proceeding, actor: Actor) -> dict[str, Any]:
    standing = queries.standing_of(proceeding)
    return {
        **pages.frame(proceeding, actor, standing),
        "clocks": pages.clock_views(proceeding, calendar_of(proceeding.congress)),
        "parties": party_lines(standing),
    }


def of_matter(matter: Proceeding, actor: Actor) -> dict[str, Any]:
    """What was passed up on the page of its suggestion, or whether it may be."""
    if matter.state_type == "draft":
        return {"line": None, "may_pass_up": False}
    found = room.of_matter(matter, actor)
    is_free = found is None or not found.is_live
    return {
        "line": passed_lines([found])[0] if found else None,
        "may_pass_up": is_free
        and rules.may_pass_up(matter, actor)
        and matter.congress.parent_id is not None,
    }


# --- yearly figures -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and, where it is a part of another, its share between 0 and 1."""

    amount: int
    share: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A congress's line of the table."""

    name: str
    cells: list[Cell]
    report: YearReport | None = None
    is_sum: bool = False
    is_missing: bool = False


def figures(actor: Actor, year: int, *, name: str) -> dict[str, Any]:
    """The year's table: the congress itself as counted now, each below as reported, the sum."""
    own = count(actor.congress_id, year)
    lines = room.below(actor.congress_id, year)
    below = room.sum_below(lines)
    table = [FigureLine(name, cells(own))]
    for line in lines:
        is_missing = line.report is None
        shown = [] if is_missing else cells(line.figures)
        table.append(
            FigureLine(line.congress.short_name, shown, line.report, is_missing=is_missing)
        )
    if lines:
        table.append(FigureLine("", cells(rules.total([own, below])), is_sum=True))
    reports = room.reports_of(actor.congress_id, year)
    last = reports[0] if reports else None
    return {
        "columns": [label for _name, label, _whole in FIGURES],
        "table": table,
        "missing": sum(line.is_missing for line in table),
        "reports": reports,
        "last": last,
        "is_changed": last is None or (last.own, last.below) != (own, below),
    }


def cells(amounts: Mapping[str, int]) -> list[Cell]:
    """Figures in the order of the columns."""
    found = []
    for name, _label, whole in FIGURES:
        part = rules.share(amounts, name, whole) if whole else None
        found.append(Cell(amounts.get(name, 0), "" if part is None else f"{part:.1%}"))
    return found
