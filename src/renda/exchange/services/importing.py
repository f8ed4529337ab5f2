"""Importing a file: checked whole, shown, confirmed, then all of it or nothing.

A repeat takes nothing twice: each row has a key, kept with what it made. A killed run leaves
nothing behind and is simply run again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from renda.access.models import Account, Seat
from renda.access.queries import actor_for, seats_of
from renda.congresses.models import Congress
from renda.exchange import queries, rules
from renda.exchange.enums import RunState
from renda.exchange.errors import NotWaiting
from renda.exchange.models import ImportKey, ImportRun
from renda.exchange.reading import read_table
from renda.exchange.registry import Batch, Importer, Problem, Row, importers, may_import
from renda.exchange.rules import Table
from renda.jobs.services import defer
from renda.kernel import text, time
from renda.kernel.actor import Actor
from renda.kernel.errors import DomainError, Missing, NotAllowed
from renda.kernel.progress import Report, silent
from renda.records import services as records

JOB = "exchange.import"
SHOWN_ROWS = 10
KEPT_PROBLEMS = 500
_STEP = 200  # rows between two notes of progress


@dataclass(slots=True)
class Outcome:
    """What a file holds, or brought."""

    rows: int = 0
    created: int = 0
    known: int = 0
    to_create: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    assumes: str = ""

    def __str__(self) -> str:
        if self.problems:
            count = len({problem.line for problem in self.problems})
            words = _("%(bad)d of %(rows)d rows cannot be taken; nothing was imported.")
            return words % {"bad": count, "rows": self.rows}
        words = _("%(rows)d rows: %(created)d new, %(known)d known already.")
        lines = [words % {"rows": self.rows, "created": self.created, "known": self.known}]
        if self.assumes:
            lines.insert(0, self.assumes)
        if self.to_create:
            names = "、".join(f"{name}（{what}）" for what, name in self.to_create)
            lines.append(_("Created along with them: %(names)s") % {"names": names})
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Work:
    """A file read and checked."""

    importer: Importer
    batch: Batch
    table: Table
    fresh: list[Row]
    outcome: Outcome


def import_file(
    what: str,
    file: Path,
    *,
    congress: Congress,
    actor: Actor,
    dry_run: bool = True,
    progress: Report = silent,
) -> Outcome:
    """Check a file and, unless ``dry_run``, take all of it or (with a problem) nothing."""
    importer = _importer(what, actor, congress)
    work = _prepare(importer, file.read_bytes(), file.name, congress, actor, progress)
    if not dry_run and not work.outcome.problems:
        with transaction.atomic():
            _write(work, congress, actor, progress)
    return work.outcome


def check_file(what: str, *, name: str, data: bytes, congress: Congress, actor: Actor) -> ImportRun:
    """Keep an uploaded file with what the check found; nothing of it is imported yet.

    Raises BadFile for a file that cannot be read; nothing is kept then.
    """
    importer = _importer(what, actor, congress)
    work = _prepare(importer, data, name, congress, actor, silent)
    run = ImportRun(
        congress=congress,
        importer=what,
        file_name=text.clean(Path(name).name)[-200:],
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        account_id=actor.account_id,
        seat_id=actor.seat_id,
        actor_name=actor.account_name,
        at=time.now(),
    )
    _keep(run, work)
    # The name given is kept for show only; on disk it gets one of ours.
    run.file.save(f"{run.public_id}{Path(name).suffix.lower()}", ContentFile(data), save=False)
    run.save()
    return run


def _keep(run: ImportRun, work: _Work) -> None:
    """Write what the check found onto the run."""
    outcome, table = work.outcome, work.table
    run.state = RunState.FAULTY if outcome.problems else RunState.READY
    run.rows, run.created, run.known = outcome.rows, outcome.created, outcome.known
    names = list(table.headings)
    run.preview = {
        "headings": [table.headings[name] for name in names],
        "first": [[row.line, *(row[n] for n in names)] for row in table.rows[:SHOWN_ROWS]],
        "ignored": table.ignored,
        "to_create": _by_kind(outcome.to_create),
        "to_create_count": len(outcome.to_create),
        "bad_rows": len({problem.line for problem in outcome.problems}),
        "assumes": outcome.assumes,
    }
    run.problems = [[p.line, p.column, p.message] for p in outcome.problems[:KEPT_PROBLEMS]]


def _by_kind(to_create: Sequence[tuple[str, str]]) -> list[list[Any]]:
    """Names under what they are, in the order met."""
    grouped: dict[str, list[str]] = {}
    for what, name in to_create:
        grouped.setdefault(what, []).append(name)
    return [[what, names] for what, names in grouped.items()]


def confirm(run: ImportRun, *, actor: Actor) -> ImportRun:
    """Let a checked import run in the background. Raises NotWaiting the second time."""
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        _importer(locked.importer, actor, locked.congress)
        if locked.state not in (RunState.READY, RunState.FAILED):
            raise NotWaiting(_("This import was confirmed already, or has rows to be corrected."))
        locked.state, locked.confirmed_at, locked.error = RunState.QUEUED, time.now(), ""
        locked.account_id, locked.seat_id = actor.account_id, actor.seat_id
        locked.actor_name = actor.account_name
        locked.save()
        defer(JOB, congress_id=locked.congress_id, run_id=locked.pk)
    return locked


def run_import(run_id: int) -> None:
    """Do a confirmed import; may run again after a worker was killed in the middle."""
    run = ImportRun.objects.select_related("congress").get(pk=run_id)
    if run.state not in (RunState.QUEUED, RunState.RUNNING):
        return
    _begin(run)
    try:
        outcome = _run(run)
    except DomainError as error:
        _end(run, RunState.FAILED, error=error.message[:300])
        return
    if outcome.problems:
        _end(run, RunState.FAULTY)


def _run(run: ImportRun) -> Outcome:
    actor = _actor_of(run)
    importer = _importer(run.importer, actor, run.congress)
    with run.file.open("rb") as kept:
        data = kept.read()

    def progress(done: int, total: int, what: str = "") -> None:
        _note_progress(run.pk, done, total)

    # Checked anew: bodies and rows may have come or gone since the preview.
    work = _prepare(importer, data, run.file_name, run.congress, actor, silent)
    if work.outcome.problems:
        _keep(run, work)
        run.save(update_fields=["rows", "created", "known", "preview", "problems"])
        return work.outcome
    with transaction.atomic():
        _write(work, run.congress, actor, progress)
        run.created, run.known = work.outcome.created, work.outcome.known
        _end(run, RunState.DONE)
    default_storage.delete(queries.progress_name(run.pk))
    return work.outcome


def _begin(run: ImportRun) -> None:
    run.state = RunState.RUNNING
    run.save(update_fields=["state"])


def _end(run: ImportRun, state: RunState, *, error: str = "") -> None:
    run.state, run.error, run.finished_at = state, error, time.now()
    run.save(update_fields=["state", "error", "finished_at", "created", "known"])


def _actor_of(run: ImportRun) -> Actor:
    account = Account.objects.filter(pk=run.account_id or 0, is_active=True).first()
    seat: Seat | None = (
        seats_of(account).filter(pk=run.seat_id or 0, congress_id=run.congress_id).first()
        if account
        else None
    )
    if account is None or seat is None:
        raise NotAllowed(_("Who confirmed this import has no seat any more. Please confirm anew."))
    return actor_for(seat, account)


def _note_progress(run_id: int, done: int, total: int) -> None:
    name = queries.progress_name(run_id)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(f"{done}/{total}"))


def _importer(what: str, actor: Actor, congress: Congress) -> Importer:
    if what not in importers:
        raise Missing(_("There is no such import."))
    importer = importers.get(what)
    if not may_import(importer, actor) or actor.congress_id != congress.pk:
        raise NotAllowed(_("Your seat may not import this."))
    return importer


def _prepare(
    importer: Importer,
    data: bytes,
    name: str,
    congress: Congress,
    actor: Actor,
    progress: Report,
) -> _Work:
    progress(0, 1, _("Reading"))
    table = rules.table_of(read_table(data, name=name), importer.columns)
    batch = importer.batch(congress, actor, name)
    problems = rules.check_rows(table, importer.columns, batch)
    known = queries.known_keys(congress.pk, importer.name)
    fresh = [row for row in table.rows if batch.key(row) not in known]
    outcome = Outcome(
        rows=len(table.rows),
        created=0 if problems else len(fresh),
        known=len(table.rows) - len(fresh),
        to_create=[] if problems else list(batch.to_create(fresh)),
        problems=problems,
        assumes=str(importer.assumes(name)),
    )
    return _Work(importer, batch, table, fresh, outcome)


def _write(work: _Work, congress: Congress, actor: Actor, progress: Report) -> None:
    """Take every new row; the caller's transaction makes it all or nothing."""
    # Two imports of one congress run one after the other, so that keys are read once.
    Congress.objects.select_for_update().get(pk=congress.pk)
    known = queries.known_keys(congress.pk, work.importer.name)
    fresh = [row for row in work.fresh if work.batch.key(row) not in known]
    work.batch.begin(fresh)
    keys = _take(work, fresh, congress, progress)
    ImportKey.objects.bulk_create(keys, batch_size=500)
    outcome = work.outcome
    outcome.created, outcome.known = len(fresh), outcome.rows - len(fresh)
    _record(work, congress, actor)
    progress(len(fresh), len(fresh))


def _take(
    work: _Work, fresh: Sequence[Row], congress: Congress, progress: Report
) -> list[ImportKey]:
    keys = []
    for done, row in enumerate(fresh):
        if done % _STEP == 0:
            progress(done, len(fresh))
        made = work.batch.write(row)
        keys.append(
            ImportKey(
                congress=congress,
                importer=work.importer.name,
                key=work.batch.key(row),
                object_id=made,
            )
        )
    return keys


def _record(work: _Work, congress: Congress, actor: Actor) -> None:
    outcome = work.outcome
    facts: dict[str, Any] = {"rows": outcome.rows, "new": outcome.created}
    records.note(
        f"import:{work.importer.name}",
        verb="list.import",
        congress_id=congress.pk,
        actor=actor,
        facts=facts | {"created": [name for _what, name in outcome.to_create]},
    )
