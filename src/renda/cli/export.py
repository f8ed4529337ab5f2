"""``renda export``: a list as a file, without live formulas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from renda.cli.environment import service, start
from renda.cli.progress import bar


def run(
    what: Annotated[str, typer.Argument(help="Which list, for instance suggestions.")],
    file: Annotated[Path, typer.Argument(dir_okay=False, help="Where to; xlsx, csv or tsv.")],
    congress: Annotated[str, typer.Option(help="Region code of the congress, as 330102.")],
) -> None:
    """Write a list of a congress to a file."""
    start()
    found = service("renda.congresses.queries.by_region")(congress)
    with bar(file.name) as report:
        rows = service("renda.exchange.services.export_list")(
            what,
            path=file,
            congress=found,
            actor=service("renda.kernel.actor.system")(found.pk),
            progress=report,
        )
    typer.echo(f"{file}: {rows} rows")
