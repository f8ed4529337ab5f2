"""A document's tables as a workbook: a sheet for each, numbers as numbers, no live formulas."""

from __future__ import annotations

import io
import re

import xlsxwriter

from renda.exchange.sheets import shown
from renda.reports.documents.blocks import Paper, Table

_NAME = re.compile(r"[\[\]:*?/\\']")


def write(paper: Paper) -> bytes:
    """The workbook of a document."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    title = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#EEF1F5"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    names: set[str] = set()
    for number, table in enumerate(paper.tables(), start=1):
        sheet = book.add_worksheet(_sheet_name(table, number, names))
        sheet.write_string(0, 0, f"{paper.title}：{table.name}", title)
        sheet.write_string(1, 0, f"{paper.subtitle} {paper.office} {paper.day}".strip())
        widest = max(table.shares())
        for column, (words, share) in enumerate(zip(table.heads, table.shares(), strict=True)):
            sheet.set_column(column, column, max(8, 40 * share / widest))
            sheet.write_string(3, column, words, head)
        for line, row in enumerate(table.rows, start=4):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(line, column, value, cell)
                else:
                    sheet.write_string(line, column, shown(value), cell)
        sheet.freeze_panes(4, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
    book.close()
    return written.getvalue()


def _sheet_name(table: Table, number: int, names: set[str]) -> str:
    plain = _NAME.sub("", table.name)[:28] or str(number)
    name = plain if plain.lower() not in names else f"{plain[:24]}{number}"
    names.add(name.lower())
    return name
