"""Reads of the record: whether it holds, and what was done to something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from renda.kernel.actor import Actor
from renda.kernel.progress import Report
from renda.records import rules, triggers
from renda.records.models import Checkpoint, Entry, Head, Record
from renda.records.sources import Sealed, sources

BATCH = 500


def entries_about(subject: str, *, actor: Actor) -> QuerySet[Entry]:
    """What was done to ``subject`` (``kind:id``) in the actor's congress, newest first."""
    return Entry.objects.filter(congress_id=actor.congress_id, subject=subject)


Mark = tuple[int, str, datetime, str]


@dataclass
class Walk:
    """How far the check of one chain has come."""

    congress_id: int
    seq: int = 0
    hash: str = rules.ZERO
    links: dict[str, int] = field(default_factory=dict)
    passed: dict[int, str] = field(default_factory=dict)

    def at(self, seq: int) -> str:
        """Where a problem is."""
        return f"congress {self.congress_id}, link {seq}"


def problems(report: Report) -> Iterator[str]:
    """One sentence for every place where the record does not hold.

    Looks at the append-only triggers, every link and what it covers, heads, checkpoints in the
    database and in the file. Reads in batches; memory does not grow with the chain.
    """
    yield from triggers.missing()
    heads = {head.pk: head for head in Head.objects.order_by("pk")}
    filed = _filed(Path(settings.CHECKPOINT_FILE))
    total, done = sum(head.seq for head in heads.values()), 0
    for congress_id in _congresses(heads, filed):
        marks = {"checkpoint": _checkpoints(congress_id), "filed": filed.get(congress_id, [])}
        wanted = {seq for each in marks.values() for seq, *_rest in each}
        walk = Walk(congress_id)
        for batch in _links(congress_id):
            yield from _check_batch(walk, batch, wanted)
            done += len(batch)
            report(done, max(total, done))
        yield from _check_end(walk, heads.get(congress_id))
        for what, each in marks.items():
            yield from _check_marks(walk, each, what)
        yield from _check_sources(walk)


def _congresses(heads: Mapping[int, Head], filed: Mapping[int, list[Mark]]) -> list[int]:
    linked = Record.objects.order_by().values_list("congress_id", flat=True).distinct()
    return sorted({*heads, *filed, *linked})


def _checkpoints(congress_id: int) -> list[Mark]:
    rows = Checkpoint.objects.filter(congress_id=congress_id).order_by("seq")
    return list(rows.values_list("seq", "hash", "at", "seal"))


def _filed(path: Path) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    if path.exists():
        for line in path.read_text(encoding="ascii").splitlines():
            congress_id, seq, head, at, seal = line.split(" ")
            mark = (int(seq), head, datetime.fromisoformat(at), seal)
            found.setdefault(int(congress_id), []).append(mark)
    return found


def _links(congress_id: int) -> Iterator[list[Record]]:
    after = 0
    while True:
        rows = Record.objects.filter(congress_id=congress_id, seq__gt=after).order_by("seq")
        batch = list(rows[:BATCH])
        if not batch:
            return
        yield batch
        after = batch[-1].seq


def _check_batch(walk: Walk, batch: Sequence[Record], wanted: set[int]) -> Iterator[str]:
    rows = _covered(walk.congress_id, batch)
    for link in batch:
        where = walk.at(link.seq)
        if link.seq != walk.seq + 1:
            yield f"{where}: links {walk.seq + 1} to {link.seq - 1} are missing"
        elif link.prev != walk.hash:
            yield f"{where}: does not follow from the link before"
        if link.hash != _expected_hash(link):
            yield f"{where}: was changed"
        yield from _check_row(where, link, rows)
        walk.links[link.kind] = walk.links.get(link.kind, 0) + 1
        walk.seq, walk.hash = link.seq, link.hash
        if link.seq in wanted:
            walk.passed[link.seq] = link.hash


def _expected_hash(link: Record) -> str:
    return rules.link_hash(
        link.prev,
        congress_id=link.congress_id,
        seq=link.seq,
        kind=link.kind,
        ref=link.ref,
        digest=link.digest,
        at=link.at,
    )


def _covered(congress_id: int, batch: Sequence[Record]) -> dict[tuple[str, str], Sealed]:
    found: dict[tuple[str, str], Sealed] = {}
    for kind in sorted({link.kind for link in batch}):
        if kind in sources:
            refs = [link.ref for link in batch if link.kind == kind]
            read = sources.get(kind).read(congress_id, refs)
            found |= {(kind, ref): sealed for ref, sealed in read.items()}
    return found


def _check_row(where: str, link: Record, rows: Mapping[tuple[str, str], Sealed]) -> Iterator[str]:
    row = rows.get((link.kind, link.ref))
    if row is None:
        yield f"{where}: {link.kind} {link.ref} is gone"
        return
    if link.digest != rules.link_digest(row.envelope, row.digest):
        yield f"{where}: {link.kind} {link.ref} was changed"
    if row.facts is not None and row.digest != rules.digest_of(row.facts, row.salt):
        yield f"{where}: the facts of {link.kind} {link.ref} were changed"


def _check_end(walk: Walk, head: Head | None) -> Iterator[str]:
    if head is None:
        yield f"congress {walk.congress_id}: the end of the chain is gone"
    elif (head.seq, head.hash) != (walk.seq, walk.hash):
        yield f"congress {walk.congress_id}: the chain ends at {walk.seq}, its head says {head.seq}"


def _check_marks(walk: Walk, marks: Sequence[Mark], what: str) -> Iterator[str]:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    for seq, head, at, seal in marks:
        where = f"congress {walk.congress_id}, {what} at {seq}"
        if walk.passed.get(seq) != head:
            yield f"{where}: the chain is not what it was then"
        ours = [
            rules.seal_of(key, congress_id=walk.congress_id, seq=seq, head=head, at=at)
            for key in keys
        ]
        if seal not in ours:
            yield f"{where}: the seal is not ours"


def _check_sources(walk: Walk) -> Iterator[str]:
    for kind, source in sources:
        rows, links = source.count(walk.congress_id), walk.links.get(kind, 0)
        if rows != links:
            yield f"congress {walk.congress_id}: {rows} rows of {kind}, but {links} links to them"
        yield from source.complaints(walk.congress_id)


class EntrySource:
    """Entries for acts outside proceedings."""

    def read(self, congress_id: int, refs: Sequence[str]) -> dict[str, Sealed]:
        """The entries of these ids."""
        rows = Entry.objects.filter(congress_id=congress_id, pk__in=[int(ref) for ref in refs])
        return {
            str(row.pk): Sealed(
                row.envelope,
                row.digest,
                None if row.facts is None else row.sealed_facts,
                row.salt,
            )
            for row in rows
        }

    def count(self, congress_id: int) -> int:
        """All entries of the congress."""
        return Entry.objects.filter(congress_id=congress_id).count()

    def complaints(self, congress_id: int) -> list[str]:
        """Entries contradict nothing."""
        return []


ENTRIES: Any = EntrySource()
