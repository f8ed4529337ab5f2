"""The command line from the outside."""

from __future__ import annotations

import socket

from typer.testing import CliRunner

from renda.cli import COMMANDS, build
from renda.cli.environment import exists

runner = CliRunner()


def test_every_command_that_can_run_has_help() -> None:
    app = build()

    for name, (_, services) in COMMANDS.items():
        result = runner.invoke(app, [name, "--help"])
        assert result.exit_code == (0 if all(map(exists, services)) else 2), result.output


def test_the_demo_is_refused_on_an_address_that_others_reach() -> None:
    result = runner.invoke(build(), ["up", "--demo", "--host", "0.0.0.0"])  # noqa: S104 -- refused

    assert result.exit_code == 2
    assert "answers this machine only" in result.output


def test_a_taken_port_is_named_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = runner.invoke(build(), ["up", "--port", str(port)])

    assert result.exit_code == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in result.output
