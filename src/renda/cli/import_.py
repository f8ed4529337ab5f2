"""``renda import``: read a file that an office has, after showing what it would do."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from renda.cli.environment import service, start
from renda.cli.progress import bar


class What(StrEnum):
    """What can be read."""

    SUGGESTIONS = "suggestions"


def show(result: Any) -> None:
    """Each bad row with what to do, then the sum."""
    for problem in result.problems:
        typer.echo(str(problem))
    typer.echo(str(result))


def run(
    what: Annotated[What, typer.Argument(help="What the file holds.")],
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A xlsx, csv or tsv file.")
    ],
    congress: Annotated[str, typer.Option(help="Region code of the congress, as 330102.")],
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Write; without it the file is only checked.")
    ] = False,
) -> None:
    """Check a file row by row; with --confirm, take in all of it or nothing."""
    start()
    actor = service("renda.kernel.actor.system")
    found = service("renda.congresses.queries.by_region")(congress)
    with bar(file.name) as report:
        result = service("renda.exchange.services.import_file")(
            what.value,
            file,
            congress=found,
            actor=actor(found.pk),
            dry_run=not confirm,
            progress=report,
        )
    show(result)
    if result.problems:
        raise typer.Exit(1)
    if not confirm:
        typer.echo("Nothing was written. Add --confirm to take it in.")
