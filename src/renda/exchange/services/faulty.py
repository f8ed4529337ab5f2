"""The sheets handed to an office: its own faulty rows to correct, and an empty one to fill."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from renda.exchange.models import ImportRun
from renda.exchange.reading import read_table
from renda.exchange.registry import Importer, importers
from renda.exchange.rules import check_rows, table_of
from renda.exchange.sheets import write_sheet
from renda.kernel.actor import Actor


def write_faulty(run: ImportRun, *, path: Path, actor: Actor) -> int:
    """Write the faulty rows of a run's file with the problems beside them; returns how many.

    Headings are the office's own, so that the corrected sheet can be uploaded as it is.
    """
    importer = importers.get(run.importer)
    with run.file.open("rb") as kept:
        table = table_of(read_table(kept.read(), name=run.file_name), importer.columns)
    batch = importer.batch(run.congress, actor, run.file_name)
    found: dict[int, list[str]] = {}
    for problem in check_rows(table, importer.columns, batch):
        place = f"{problem.column}：" if problem.column else ""
        found.setdefault(problem.line, []).append(f"{place}{problem.message}")
    names = list(table.headings)
    rows = [
        [*(row[name] for name in names), row.line, "\n".join(found[row.line])]
        for row in table.rows
        if row.line in found
    ]
    headings = [*table.headings.values(), _("Row in the file"), _("What to correct")]
    return write_sheet(path, title=_("Rows to correct"), headings=headings, rows=rows)


def write_template(importer: Importer, *, path: Path) -> None:
    """Write an empty sheet with an import's headings, and a row that says what goes where."""
    headings = [str(column.label) for column in importer.columns]
    write_sheet(path, title=str(importer.label), headings=headings, rows=[])
