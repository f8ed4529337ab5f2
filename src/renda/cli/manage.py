"""``renda manage``: a command of Django, for instance ``renda manage shell``."""

from __future__ import annotations

import os

import typer

from renda.cli.environment import SETTINGS, service


def run(context: typer.Context) -> None:
    """Pass the rest of the line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    service("django.core.management.execute_from_command_line")(["renda manage", *context.args])
