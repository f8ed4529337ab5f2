"""``renda bench``: the numbers of docs/benchmarks.md, as ratios to a floor of the same run."""

from __future__ import annotations

from typing import Annotated

import typer

from renda.cli.environment import ensure_secret_key, service, start
from renda.cli.progress import bar
from renda.cli.up import collect_static


def run(
    matters: Annotated[
        list[int] | None, typer.Option(help="Sizes to seed; by default those of the document.")
    ] = None,
) -> None:
    """Seed a throwaway database and measure. Never point it at a database that is in use."""
    ensure_secret_key()
    start()
    collect_static()
    with bar("bench") as report:
        result = service("renda.bench.services.measure")(matters, progress=report)
    typer.echo(str(result))
