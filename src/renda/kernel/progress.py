"""How long work tells where it is, whoever listens: a terminal, a job's page, nobody."""

from __future__ import annotations

from typing import Protocol


class Report(Protocol):
    """Called with items done, items in all and, when it changes, what is being done."""

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Take note."""


def silent(done: int, total: int, what: str = "") -> None:
    """The listener for work that nobody watches."""
