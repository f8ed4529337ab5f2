"""``renda upgrade``: after a new release was installed."""

from __future__ import annotations

from typing import Annotated

import typer

from renda.cli import check as check_command
from renda.cli.environment import exists, home, manage, service, start
from renda.cli.up import collect_static

BACKUP = """Before an upgrade: stop web and worker, and keep a copy of
  the database   {database}
  the files      {files}
  the key        {key}  (without it encrypted columns cannot be read)"""


def backup_note() -> str:
    """What has to be copied, by name, without any password."""
    database = service("django.conf.settings").DATABASES["default"]
    return BACKUP.format(
        database=f"{database['ENGINE'].rpartition('.')[2]} {database['NAME']}",
        files=home() / "files",
        key=home() / "secret.key",
    )


def run(
    yes: Annotated[bool, typer.Option("--yes", help="A copy has been made; do not ask.")] = False,
) -> None:
    """Bring database and static files to this release, then check the installation."""
    start()
    typer.echo(backup_note())
    if not yes:
        typer.confirm("Is there a copy?", abort=True)
    manage("migrate", verbosity=1, interactive=False)
    manage("createcachetable", verbosity=0)
    # Table rebuilds on SQLite drop triggers without a word.
    if exists("renda.records.triggers.install"):
        service("renda.records.triggers.install")()
    collect_static()
    check_command.report()
