"""``renda check``: whether this installation can be trusted with work."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import typer

from renda.cli.environment import exists, home, manage, service, start

LEAST_FREE = 2 * 1024**3  # bytes
SILENT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``problem`` is empty when it is in order."""

    what: str
    problem: str = ""
    must: bool = True


def settings_finding() -> Finding:
    """Django's own checks, for a server that strangers can reach."""
    try:
        manage("check", deploy=True, fail_level="ERROR")
    except service("django.core.management.base.SystemCheckError") as error:
        return Finding("settings", str(error).strip())
    return Finding("settings")


def migration_finding() -> Finding:
    """Whether the database stands where the code does."""
    connection = service("django.db.connection")
    executor = service("django.db.migrations.executor.MigrationExecutor")(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding("database", f"{len(plan)} migrations to run: renda upgrade" if plan else "")


def record_finding() -> Finding:
    """The chained record, and the triggers that keep it append-only."""
    silent = service("renda.kernel.progress.silent")
    problems = list(service("renda.records.queries.problems")(silent) or ())
    text = f"{len(problems)} breaks, first: {problems[0]}; see renda verify" if problems else ""
    return Finding("record", text)


def keys_finding() -> Finding:
    """Whether the keys read and find the personal columns, the oldest and the newest of them."""
    persons = service("renda.people.models.Person").objects.exclude(phone_index="")
    blind_index = service("renda.kernel.crypto.blind_index")
    plain_phone = service("renda.people.services.persons.plain_phone")
    for order in ("pk", "-pk"):
        try:
            person = persons.order_by(order).first()
        except LookupError as error:
            return Finding("keys", str(error.args[0]))
        if person is not None and blind_index(plain_phone(person.phone)) != person.phone_index:
            text = "telephones are read but not found: the last of RENDA_FIELD_KEYS has changed"
            return Finding("keys", text)
    return Finding("keys")


def worker_finding() -> Finding:
    """Whether somebody works off the outbox: nothing may have been due for long."""
    now = service("renda.kernel.time.now")()
    jobs: Any = service("renda.jobs.models.Job")
    late = jobs.objects.filter(state="queued", run_at__lt=now - SILENT).count()
    return Finding("worker", f"{late} jobs are waiting: is a worker running?" if late else "")


def disk_finding() -> Finding:
    """Room for the database and the files."""
    free = shutil.disk_usage(home() if home().exists() else home().parent).free
    short = free < LEAST_FREE
    return Finding("disk", f"only {free // 1024**2} MiB free in {home()}" if short else "")


def provisional(year: int) -> list[str]:
    """Congresses whose working days of ``year`` are neither published nor entered."""
    rows = service("renda.congresses.models.Congress").objects.order_by("slug")
    calendar_for = service("renda.congresses.queries.calendar_for")
    return [row.slug for row in rows if calendar_for(row.pk).is_provisional(year)]


def calendar_finding() -> Finding:
    """Whether the working days of this year are known, and in December those of the next."""
    today = service("renda.kernel.time.today")()
    if missing := provisional(today.year):
        text = f"the working days of {today.year} are missing in {', '.join(missing)}"
        return Finding("calendar", text)
    if today.month == 12 and (missing := provisional(today.year + 1)):
        text = f"the working days of {today.year + 1} are not there yet: dates are provisional"
        return Finding("calendar", text, must=False)
    return Finding("calendar")


def findings() -> Iterator[Finding]:
    """Everything that can be looked at in this installation, the cheap first.

    Ends at a database that does not fit the code: nothing after it could be read.
    """
    looks: list[tuple[Callable[[], Finding], str]] = [
        (settings_finding, "django.core.management.call_command"),
        (disk_finding, "shutil.disk_usage"),
        (migration_finding, "django.db.connection"),
        (keys_finding, "renda.people.models.Person"),
        (calendar_finding, "renda.congresses.queries.calendar_for"),
        (worker_finding, "renda.jobs.models.Job"),
        (record_finding, "renda.records.queries.problems"),
    ]
    for look, needs in looks:
        if not exists(needs):
            continue
        finding = look()
        yield finding
        if look is migration_finding and finding.problem:
            return


def report() -> None:
    """Print every finding; ends the program with status 1 when one of them must be mended."""
    bad = False
    for finding in findings():
        mark = "ok" if not finding.problem else "FAIL" if finding.must else "note"
        typer.echo(f"{mark:5} {finding.what}" + (f": {finding.problem}" if finding.problem else ""))
        bad = bad or mark == "FAIL"
    if bad:
        raise typer.Exit(1)


def run() -> None:
    """Look at settings, disk, database, keys, calendar, worker and record."""
    start()
    report()
