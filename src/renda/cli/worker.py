"""``renda worker``: does the work of the outbox until it is told to stop."""

from __future__ import annotations

from renda.cli.environment import service, start


def run() -> None:
    """Work off what was deferred. Ctrl-C or SIGTERM: the job at hand is finished first."""
    start()
    service("renda.jobs.worker.run")()
