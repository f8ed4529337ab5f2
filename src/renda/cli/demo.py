"""``renda demo``: the invented district in a database of its own, for this machine only."""

from __future__ import annotations

import json
import os
from typing import Annotated

import typer

from renda.cli.environment import ensure_secret_key, home, is_loopback, manage, service, start, stop
from renda.cli.progress import bar


def refuse_strangers(hosts: list[str]) -> None:
    """Demo accounts have known passwords: never where another machine could reach them."""
    open_to = [host for host in hosts if not is_loopback(host.strip("[]"))]
    if open_to:
        stop(
            "The demo has known passwords and answers this machine only. "
            f"Take {', '.join(open_to)} out of RENDA_HOSTS.",
            code=2,
        )


def refuse_real_work() -> None:
    """A database with a real congress in it never gets invented people."""
    if service("renda.congresses.models.Congress").objects.filter(is_demo=False).exists():
        stop("This database holds a real congress. Use another RENDA_HOME or DATABASE_URL.", code=2)


def build() -> None:
    """Migrate and build what is missing of the district; call after the key is there."""
    os.environ["RENDA_DEMO"] = "1"
    start()
    refuse_strangers(service("django.conf.settings").ALLOWED_HOSTS)
    manage("migrate", verbosity=0, interactive=False)
    manage("createcachetable", verbosity=0)
    refuse_real_work()
    with bar("demo district") as report:
        service("renda.demo.services.build")(report)


def run(
    as_json: Annotated[bool, typer.Option("--json", help="The accounts for a program.")] = False,
) -> None:
    """Build the demo district; a second run adds only what is missing."""
    if ensure_secret_key():
        typer.echo(f"A secret key was written to {home() / 'secret.key'}.", err=True)
    build()
    if as_json:
        typer.echo(json.dumps(rows_of_accounts(), ensure_ascii=False))
        return
    typer.echo(accounts())
    typer.echo("Start it with: renda up --demo")


def rows_of_accounts() -> list[tuple[str, ...]]:
    """Role, name, login name and password of one account per role."""
    return [tuple(map(str, row)) for row in service("renda.demo.queries.accounts")()]


def accounts() -> str:
    """The accounts as a table; empty when there are none."""
    rows = rows_of_accounts()
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
