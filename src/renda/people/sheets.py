"""Workbooks that go out: every cell is text or a number, never a live formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

# Headings of the roster in the words of the offices; ``roster.COLUMNS`` reads them back.
ROSTER = (
    ("姓名", 12),
    ("性别", 6),
    ("出生年月", 12),
    ("代表团", 20),
    ("选区号", 8),
    ("选区", 20),
    ("工作单位及职务", 32),
    ("手机", 16),
    ("电子邮箱", 22),
    ("代表证号", 14),
)


def workbook(
    title: str, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]
) -> bytes:
    """A sheet with a bold, frozen row of headings. Text that begins with ``=`` stays text."""
    import xlsxwriter  # noqa: PLC0415 -- slow import, only downloads need it

    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(kept, options)
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    # As text, so that a telephone number or a card number keeps its zeros.
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width, plain)
        sheet.write_string(0, column, heading, bold)
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            sheet.write_string(line, column, cell, plain)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    book.close()
    return kept.getvalue()


def roster_template() -> bytes:
    """An empty roster to fill in."""
    return workbook(_("Roster"), ROSTER, [])
