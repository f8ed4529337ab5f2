"""The single measurements: processor time of a page, its statements, steps in a second."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
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


def rate(program: str, shares: Sequence[Sequence[str]]) -> float:
    """Pieces of work done in a second by several processes that start together.

    ``program`` is a module; each process gets its share as arguments, says that it is ready,
    waits for a line, works, and leaves.
    """
    hands = [
        subprocess.Popen(  # noqa: S603 -- our own program
            [sys.executable, "-m", program, *share],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for share in shares
    ]
    for hand in hands:
        if not hand.stdout or hand.stdout.readline().strip() != "ready":
            message = f"{program} did not start"
            raise RuntimeError(message)
    started = time.monotonic()
    for hand in hands:
        hand.communicate("go\n")
    spent = time.monotonic() - started
    if any(hand.returncode for hand in hands):
        message = f"{program} failed"
        raise RuntimeError(message)
    return sum(len(share) - 1 for share in shares) / spent


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
# The maximum since exec: ru_maxrss would be the parent's, from which this process was forked.
print(next(l.split()[1] for l in open("/proc/self/status") if l.startswith("VmHWM")))
"""


def cold_start() -> Start:
    """Start a process, answer one page, and say how long it took and what memory it holds."""
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", _FIRST_PAGE], capture_output=True, text=True, check=True
    )
    return Start(time.monotonic() - started, int(done.stdout.split()[-1]) / 1024)
