"""Finding the headings of a sheet and its rows. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from renda.exchange.registry import Batch, Column, Problem, Row
from renda.kernel import text
from renda.kernel.errors import Invalid

HEADER_WITHIN = 10


@dataclass(slots=True)
class Table:
    """A sheet with its headings understood."""

    headings: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def table_of(lines: Sequence[Sequence[str]], columns: Sequence[Column]) -> Table:
    """Find the headings among the first rows and read what stands below them."""
    table = Table()
    place, places = _find_header(lines, columns)
    missing = [c for c in columns if c.is_required and c.name not in places]
    if missing:
        names = "、".join(str(column.label) for column in missing)
        message = _("There is no column headed %(names)s. Please name the columns in one row.")
        table.problems.append(Problem(place + 1, "", message % {"names": names}))
        return table
    head = lines[place]
    table.headings = {name: head[index] for name, index in places.items()}
    used = set(places.values())
    table.ignored = [c for index, c in enumerate(head) if c and index not in used]
    for number, cells in enumerate(lines[place + 1 :], start=place + 2):
        if any(cells):
            given = {n: cells[i] if i < len(cells) else "" for n, i in places.items()}
            table.rows.append(Row(number, given))
    if not table.rows:
        table.problems.append(Problem(place + 2, "", _("There is no row below the headings.")))
    return table


def _find_header(
    lines: Sequence[Sequence[str]], columns: Sequence[Column]
) -> tuple[int, dict[str, int]]:
    """The row that names the most columns, and where each stands."""
    best: tuple[int, dict[str, int]] = (0, {})
    for place, cells in enumerate(lines[:HEADER_WITHIN]):
        found: dict[str, int] = {}
        for index, cell in enumerate(cells):
            name = _column_of(cell, columns)
            if name:
                found.setdefault(name, index)
        if len(found) > len(best[1]):
            best = place, found
    return best


def _column_of(cell: str, columns: Sequence[Column]) -> str:
    plain = _plain(cell)
    named = (c.name for c in columns if plain in c.words or plain == _plain(str(c.label)))
    return next(named, "") if plain else ""


def _plain(cell: str) -> str:
    return re.sub(r"[\s:：*＊]", "", re.sub(r"[（(].*$", "", cell)).lower()


def check_rows(table: Table, columns: Sequence[Column], batch: Batch) -> list[Problem]:
    """Everything that is wrong with the rows, by row and column; every row is looked at."""
    problems = list(table.problems)
    keys = Counter(batch.key(row) for row in table.rows)
    first: dict[str, int] = {}
    for row in table.rows:
        found = [*_check_cells(row, columns), *batch.check(row)]
        key = batch.key(row)
        if key and keys[key] > 1 and key in first:
            message = _("The same as row %(row)d. Please delete one of them.")
            found.append(("", message % {"row": first[key]}))
        first.setdefault(key, row.line)
        for name, message in found:
            problems.append(Problem(row.line, table.headings.get(name, ""), message))
    return problems


def _check_cells(row: Row, columns: Sequence[Column]) -> list[tuple[str, str]]:
    found = []
    for column in columns:
        value = row[column.name]
        if column.is_required and not value:
            message = _("%(column)s is missing. Please fill it in.") % {"column": column.label}
            found.append((column.name, message))
        try:
            text.clean(value, limit=column.limit)
        except Invalid as error:
            found.append((column.name, error.message))
    return found
