"""The single measurements: processor time of a page, its statements, steps in a second."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory

from renda.access.middleware import BEGAN, EPOCH, SEAT
from renda.access.models import Seat
from renda.congresses.models import Congress
from renda.kernel.time import now

REPEATS = 30


@dataclass(frozen=True, slots=True)
class Cost:
    """Median processor time of a request in milliseconds, and its statements."""

    milliseconds: float
    statements: int


class Counter:
    """Counts the statements that pass."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        """Let one through."""
        self.statements += 1
        return execute(*arguments)


def cost(ask: Callable[[], object], *, repeats: int = REPEATS) -> Cost:
    """What one call costs, warm; database time of another process is not in it."""
    ask()
    counter = Counter()
    with connection.execute_wrapper(counter):
        ask()
    taken = []
    for _ in range(repeats):
        started = time.process_time()
        ask()
        taken.append((time.process_time() - started) * 1000)
    return Cost(statistics.median(taken), counter.statements)


def floor_view(request: HttpRequest) -> HttpResponse:
    """One query, twenty rows in a template: what Django itself costs."""
    rows = Congress.objects.order_by("pk")[:20]
    return render(request, "bench/floor.html", {"rows": rows})


def floor() -> Cost:
    """The floor of this machine in this run."""
    request = RequestFactory().get("/")
    return cost(lambda: floor_view(request))


def signed_in(seat: Seat) -> Client:
    """A client that acts from a seat, through the whole stack."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(seat.account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    session = client.session
    session[BEGAN], session[EPOCH] = now().timestamp(), seat.account.session_epoch
    session[SEAT] = seat.pk
    session.save()
    return client


def page(client: Client, path: str) -> Cost:
    """A page that must answer 200."""

    def ask() -> None:
        status = client.get(path).status_code
        if status != 200:
            message = f"{path} answered {status}"
            raise RuntimeError(message)

    return cost(ask)


def rate(work: list[Callable[[], object]], *, workers: int = 2) -> float:
    """Pieces of work done in a second by so many threads, each with a connection of its own."""

    def run(piece: Callable[[], object]) -> None:
        piece()

    started = time.monotonic()
    with ThreadPoolExecutor(workers, initializer=connections.close_all) as pool:
        for _done in pool.map(run, work):
            pass
    return len(work) / (time.monotonic() - started)


@dataclass(frozen=True, slots=True)
class Start:
    """A process from nothing to its first page."""

    seconds: float
    mebibytes: float


_FIRST_PAGE = """
import django; django.setup()
from django.test import Client
answer = Client(SERVER_NAME="localhost").get("/login/")
assert answer.status_code == 200, answer.status_code
import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def cold_start() -> Start:
    """Start a process, answer one page, and say how long it took and what memory it holds."""
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", _FIRST_PAGE], capture_output=True, text=True, check=True
    )
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Start(time.monotonic() - started, int(done.stdout.split()[-1]) / unit)


def own_memory() -> float:
    """Mebibytes this process holds at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
