"""Progress of long work on the terminal; without a terminal, a line now and then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from renda.kernel.progress import Report


@contextmanager
def bar(title: str) -> Iterator[Report]:
    """A bar; yields the function that services call with done, total and what is done now."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(title, total=None)

        def report(done: int, total: int, what: str = "") -> None:
            progress.update(task, completed=done, total=total, description=what or title)

        yield report
