"""Exporting a list: only what the actor sees, and it is written down who took what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from renda.congresses.models import Congress
from renda.exchange.errors import TooLong
from renda.exchange.registry import listings, may_export
from renda.exchange.sheets import Row, write_sheet
from renda.kernel.actor import Actor
from renda.kernel.errors import Missing, NotAllowed
from renda.kernel.progress import Report, silent
from renda.records import services as records

MOST_ROWS = 100_000


def export_list(
    what: str,
    *,
    path: Path,
    congress: Congress,
    actor: Actor,
    query: Mapping[str, str] | None = None,
    progress: Report = silent,
) -> int:
    """Write a registered list to ``path`` (xlsx, csv, tsv); returns the number of rows.

    Rows and columns are those the actor may see. Raises Missing for an unknown list, NotAllowed
    for a role that may not export it, TooLong beyond 100,000 rows. The export is recorded.
    """
    if what not in listings:
        raise Missing(_("There is no such list."))
    listing = listings.get(what)
    if not may_export(listing, actor) or actor.congress_id != congress.pk:
        raise NotAllowed(_("Your seat may not export this list."))
    reader = _reader(actor)
    columns = [column for column in listing.columns if column.to(reader)]
    rows = (
        [column.value(each) for column in columns] for each in listing.rows(reader, query or {})
    )
    count = write_sheet(
        path,
        title=str(listing.label),
        headings=[str(column.label) for column in columns],
        rows=_counted(rows, progress),
    )
    facts = {"rows": count, "format": path.suffix.lstrip("."), "query": dict(query or {})}
    records.note(
        f"list:{what}", verb="list.export", congress_id=congress.pk, actor=actor, facts=facts
    )
    return count


def _reader(actor: Actor) -> Actor:
    """The command line reads as the deputies' office: who runs it holds the database anyway."""
    if actor.role != "system":
        return actor
    return replace(actor, role="office_clerk", account_id=0, seat_id=0)


def _counted(rows: Iterable[Row], progress: Report) -> Iterator[Row]:
    done: Any = 0
    for done, row in enumerate(rows, start=1):
        if done > MOST_ROWS:
            raise TooLong(
                _("The list has more than %(limit)d rows. Please narrow it and export again.")
                % {"limit": MOST_ROWS}
            )
        if done % 500 == 0:
            progress(done, done)
        yield row
    progress(done, done)
