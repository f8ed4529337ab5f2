"""``renda verify``: recompute every chained record and say where it was tampered with."""

from __future__ import annotations

from typing import Any

import typer

from renda.cli.environment import service, start
from renda.cli.progress import bar


def problems(found: Any) -> list[str]:
    """One sentence per break, whatever shape the records app reports them in."""
    return [str(problem) for problem in (found or ())]


def run() -> None:
    """Check the whole record against its chain; status 1 when it does not hold."""
    start()
    with bar("record") as report:
        found = problems(service("renda.records.queries.problems")(report))
    for problem in found:
        typer.echo(problem)
    if found:
        typer.echo(f"The record does not hold: {len(found)} problems.", err=True)
        raise typer.Exit(1)
    typer.echo("The record holds.")
