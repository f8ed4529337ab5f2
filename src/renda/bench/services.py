"""``renda bench``: P1–P4, P10 and P13 of the targets, as ratios to the floor of the same run."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from renda.bench import probes, seed
from renda.bench.probes import Cost
from renda.congresses.models import Congress
from renda.kernel import time
from renda.kernel.errors import NotAllowed
from renda.kernel.paging import _encode
from renda.kernel.progress import Report, silent
from renda.matters.facts import Receive
from renda.proceedings.models import Proceeding
from renda.proceedings.services import take_step

SIZES = {"postgresql": (10_000, 1_000_000), "sqlite": (10_000, 100_000)}
DEEP = 100_000
STEPS = 600


@dataclass(frozen=True, slots=True)
class Line:
    """One target: what was found, what was wanted, whether it was met."""

    id: str
    what: str
    found: str
    wanted: str
    met: bool


@dataclass
class Result:
    """All lines with machine and date; printed as the table of docs/benchmarks.md."""

    lines: list[Line] = field(default_factory=list)

    def add(self, target: str, what: str, found: str, wanted: str, *, met: bool) -> None:
        """One more line."""
        self.lines.append(Line(target, what, found, wanted, met))

    def __str__(self) -> str:
        head = (
            f"{time.today()} · {platform.machine()}, {os.cpu_count()} cores · "
            f"{connection.vendor} · Python {platform.python_version()}\n\n"
            "| id | what | found | target | met |\n|---|---|---|---|---|\n"
        )
        return head + "\n".join(
            f"| {each.id} | {each.what} | {each.found} | {each.wanted} "
            f"| {'yes' if each.met else '**no**'} |"
            for each in self.lines
        )


def measure(matters: list[int] | None = None, *, progress: Report = silent) -> Result:
    """The platform seeds an empty throwaway database and measures it.

    Raises NotAllowed when there is already a congress: this is never done to a database in use.
    """
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if Congress.objects.exists():
        message = "There are congresses in this database. The bench needs an empty one."
        raise NotAllowed(message)
    sizes = matters or list(SIZES[connection.vendor])
    result, ground = Result(), seed.lay_ground()
    client = probes.signed_in(ground.clerk)
    floor = probes.floor()
    result.add("floor", "one query, 20 rows", f"{floor.milliseconds:.2f} ms CPU", "—", met=True)
    pages: dict[int, Cost] = {}
    for size in sizes:
        seed.seed(ground, size, progress)
        pages[size] = probes.page(client, reverse("proposals:list"))
    _lists(result, ground, pages, floor, client)
    _others(result, ground, floor, client)
    _steps(result, ground)
    _start(result)
    return result


def _ratio(cost: Cost, base: Cost) -> float:
    return cost.milliseconds / base.milliseconds


def _lists(
    result: Result, ground: seed.Ground, pages: dict[int, Cost], floor: Cost, client: Client
) -> None:
    smallest, largest = min(pages), max(pages)
    first = pages[largest]
    ratio = _ratio(first, floor)
    result.add(
        "P1",
        f"list of a clerk, {largest:,} matters",
        f"{first.statements} statements, {ratio:.1f} × floor",
        "≤ 8 statements, ≤ 4 × floor",
        met=first.statements <= 8 and ratio <= 4,
    )
    rows = Proceeding.objects.filter(congress=ground.congress).order_by("-opened_at", "-id")
    depth = min(DEEP, rows.count() - 30)
    row = rows[depth : depth + 1].get()
    cursor = _encode("after", row, ("-opened_at", "-id"))
    deep = probes.page(client, f"{reverse('proposals:list')}?after={cursor}")
    deeper = _ratio(deep, first)
    result.add(
        "P1",
        f"the same after {depth:,} rows",
        f"{deeper:.2f} × the first page",
        "≤ 1.2",
        met=deeper <= 1.2,
    )
    growth = _ratio(first, pages[smallest])
    result.add(
        "P2",
        f"list at {largest:,} to {smallest:,} matters",
        f"{growth:.2f}",
        "≤ 1.3",
        met=growth <= 1.3,
    )


def _others(result: Result, ground: seed.Ground, floor: Cost, client: Client) -> None:
    busy = seed.busy_matter(ground)
    shape = f"{busy.events.count()} events, {busy.replies.count()} replies"
    path = reverse("proposals:detail", args=[busy.public_id])
    matter = probes.page(client, path)
    ratio = _ratio(matter, floor)
    result.add(
        "P3",
        f"page of a matter with 3 units, {shape}",
        f"{matter.statements} statements, {ratio:.1f} × floor",
        "≤ 14 statements, ≤ 5 × floor",
        met=matter.statements <= 14 and ratio <= 5,
    )
    desk = probes.page(probes.signed_in(ground.handler), reverse("desk:home"))
    result.add(
        "P13",
        f"desk with {seed.WAITING} waiting",
        f"{desk.statements} statements, {_ratio(desk, floor):.1f} × floor",
        "≤ 6 statements",
        met=desk.statements <= 6,
    )


def _steps(result: Result, ground: seed.Ground) -> None:
    rows = [seed.another(ground) for _ in range(STEPS + 1)]
    spent = rows.pop()
    counter, lane_row = probes.Counter(), spent.assignments.values_list("pk", flat=True)[0]
    facts = Receive(handler_name="林")
    with connection.execute_wrapper(counter):
        take_step(spent, "receive", actor=ground.actors["handler"], facts=facts, lane_row=lane_row)
    shares = [[str(row.pk) for row in rows[place::2]] for place in range(2)]
    per_second = probes.rate(
        "renda.bench.hands", [[str(ground.handler.pk), *share] for share in shares]
    )
    result.add(
        "P4",
        "a step taken, 2 worker processes",
        f"{per_second:.0f} /s, {counter.statements} statements",
        "≥ 100 /s, ≤ 20 statements",
        met=per_second >= 100 and counter.statements <= 20,
    )


def _start(result: Result) -> None:
    start = probes.cold_start()
    result.add(
        "P10",
        "cold start to first page; memory",
        f"{start.seconds:.1f} s, {start.mebibytes:.0f} MiB",
        "≤ 2 s, ≤ 120 MiB",
        met=start.seconds <= 2 and start.mebibytes <= 120,
    )
