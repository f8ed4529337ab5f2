"""Files without live formulas, row by row.

xlsx cells are written with the text type whatever they look like; in csv and tsv, which know no
types, a text that a spreadsheet would compute is led by an apostrophe (CSV injection).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

from django.utils.timezone import localtime

from renda.exchange.reading import kind_of

# What a spreadsheet takes for the beginning of a formula, full-width forms too.
LIVE = re.compile("^[\\s\x00]*[=+\\-@＝＋－＠\t\r\x00]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CELL = 32_767  # characters a spreadsheet's cell holds

Row = Sequence[Any]


def write_sheet(path: Path, *, title: str, headings: Sequence[str], rows: Iterable[Row]) -> int:
    """Write a table to a xlsx, csv or tsv file by its ending; returns the number of rows."""
    kind = kind_of(path.name)
    if kind == "xlsx":
        return _write_xlsx(path, title, headings, rows)
    with path.open("w", encoding="utf-8", newline="") as out:
        return write_text(out, headings, rows, delimiter="\t" if kind == "tsv" else ",")


def safe_text(value: object) -> str:
    """A cell's text for csv and tsv: what looks like a formula is led by an apostrophe."""
    words = shown(value)
    return f"'{words}" if isinstance(value, str) and LIVE.match(words) else words


def shown(value: object) -> str:
    """A cell's text: days as 2026-06-12, moments with minutes, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return _UNWRITABLE.sub("", str(value))[:_CELL]


def write_text(
    out: TextIO, headings: Sequence[str], rows: Iterable[Row], *, delimiter: str = ","
) -> int:
    """Write a table as csv or tsv; returns the number of rows.

    A mark leads, or spreadsheets read Chinese in the machine's old encoding.
    """
    count = 0
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([safe_text(each) for each in headings])
    for row in rows:
        writer.writerow([safe_text(each) for each in row])
        count += 1
    return count


def _write_xlsx(path: Path, title: str, headings: Sequence[str], rows: Iterable[Row]) -> int:
    from xlsxwriter import Workbook  # noqa: PLC0415 -- slow import

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with Workbook(str(path), options) as book:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or None)
        bold = book.add_format({"bold": True, "bg_color": "#EEF2F7", "border": 1})
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, min(50, max(10, 2 * len(heading) + 4)))
            sheet.write_string(0, column, shown(heading), bold)
        for row in rows:
            count += 1
            for column, value in enumerate(row):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(count, column, value)
                else:
                    sheet.write_string(count, column, shown(value))
        if count:
            sheet.autofilter(0, 0, count, max(len(headings) - 1, 0))
    return count
