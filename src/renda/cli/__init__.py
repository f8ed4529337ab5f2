"""The command line ``renda``: one file per command; what it does, the apps' services do.

Commands name the services they call, for Django is configured only when a command runs; one
whose service is not built yet is not offered.
"""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from renda.cli.environment import exists
from renda.kernel.errors import DomainError

app = typer.Typer(
    name="renda",
    help="Renda: the work of a local people's congress. Start with: renda up --demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

# name -> (module with `run`, services it cannot do without)
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "up": ("up", ()),
    "demo": ("demo", ("renda.demo.services.build",)),
    "init": (
        "init",
        (
            "renda.congresses.services.create_congress",
            "renda.access.services.create_account",
            "renda.access.services.grant_seat",
            "renda.access.services.issue_slip",
        ),
    ),
    "import": ("import_", ("renda.exchange.services.import_suggestions",)),
    "export": ("export", ("renda.exchange.services.export_list",)),
    "verify": ("verify", ("renda.records.queries.problems",)),
    "check": ("check", ()),
    "upgrade": ("upgrade", ()),
    "bench": ("bench", ("renda.bench.services.measure",)),
    "worker": ("worker", ("renda.jobs.worker.run",)),
}


def build() -> typer.Typer:
    """The application with every command that this installation can run."""
    for name, (module, services) in COMMANDS.items():
        if all(exists(service) for service in services):
            app.command(name)(import_module(f"renda.cli.{module}").run)
    passing = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
    app.command("manage", context_settings=passing)(import_module("renda.cli.manage").run)
    return app


def main() -> None:
    """The entry point of the ``renda`` script. A rule that said no is a sentence, not a trace."""
    try:
        build()()
    except DomainError as error:
        typer.echo(error.message, err=True)
        sys.exit(1)
