"""Writes to the record: link, note, number, checkpoint. Always inside the caller's transaction."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from renda.kernel import time
from renda.kernel.actor import Actor
from renda.records import rules
from renda.records.models import Checkpoint, Entry, Head, Record, Series


def new_salt() -> str:
    """128 random bits that keep a digest from being guessed once its facts are erased."""
    return secrets.token_hex(16)


def append(
    congress_id: int,
    *,
    kind: str,
    ref: str,
    envelope: rules.Envelope,
    digest: str,
    at: datetime,
) -> Record:
    """Add a link to the congress's chain; locks its head, so call it last in a transaction.

    ``envelope`` are the row's impersonal columns, ``digest`` the salted digest of the rest.
    """
    head = _locked_head(congress_id)
    seq = head.seq + 1
    linked = rules.link_digest(envelope, digest)
    ends = rules.link_hash(
        head.hash, congress_id=congress_id, seq=seq, kind=kind, ref=ref, digest=linked, at=at
    )
    record = Record.objects.create(
        congress_id=congress_id,
        seq=seq,
        kind=kind,
        ref=ref,
        at=at,
        digest=linked,
        prev=head.hash,
        hash=ends,
    )
    Head.objects.filter(congress_id=congress_id).update(seq=seq, hash=ends)
    return record


def _locked_head(congress_id: int) -> Head:
    # The first link of a chain makes the head; a race on it is settled by the primary key.
    head = Head.objects.select_for_update().filter(congress_id=congress_id).first()
    if head is None:
        Head.objects.get_or_create(congress_id=congress_id)
        head = Head.objects.select_for_update().get(congress_id=congress_id)
    return head


@transaction.atomic
def note(
    subject: str, *, verb: str, congress_id: int, actor: Actor, facts: Mapping[str, Any]
) -> Entry:
    """Write down an act outside proceedings and link it. ``subject`` is ``kind:id``."""
    salt = new_salt()
    entry = Entry(
        congress_id=congress_id,
        verb=verb,
        subject=subject,
        actor_name=actor.account_name,
        account_id=actor.account_id,
        seat_label=actor.seat_label,
        acting_for_name=actor.acting_for_name,
        at=time.now(),
        facts=dict(facts),
        salt=salt,
    )
    entry.digest = rules.digest_of(entry.sealed_facts, salt)
    entry.save()
    append(
        congress_id,
        kind="entry",
        ref=str(entry.pk),
        envelope=entry.envelope,
        digest=entry.digest,
        at=entry.at,
    )
    return entry


def next_number(congress_id: int, *, kind: str, series: str, year: int) -> int:
    """The next number of the series, without gaps; the row stays locked until the commit."""
    key: dict[str, Any] = {"congress_id": congress_id, "kind": kind, "series": series, "year": year}
    Series.objects.get_or_create(**key)
    row = Series.objects.select_for_update().get(**key)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def write_checkpoints() -> int:
    """Seal where every chain stands, if it moved since; returns how many were sealed.

    Each is written to the database and, as a line, to a file outside it: a cut tail, with head
    and checkpoints cut off too, still contradicts the file. Copy the file elsewhere (docs).
    """
    return sum(_checkpoint(pk) for pk in Head.objects.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _checkpoint(congress_id: int) -> bool:
    head = _locked_head(congress_id)
    if head.seq == 0 or Checkpoint.objects.filter(congress_id=congress_id, seq=head.seq).exists():
        return False
    at = time.now()
    seal = rules.seal_of(
        settings.SECRET_KEY, congress_id=congress_id, seq=head.seq, head=head.hash, at=at
    )
    row = Checkpoint.objects.create(
        congress_id=congress_id, seq=head.seq, hash=head.hash, at=at, seal=seal
    )
    # Only what is committed may be held against the database later.
    transaction.on_commit(lambda: _write_line(row))
    return True


def checkpoint_file() -> Path:
    """Where checkpoints are kept outside the database."""
    return Path(settings.CHECKPOINT_FILE)


def _write_line(row: Checkpoint) -> None:
    path = checkpoint_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"{row.congress_id} {row.seq} {row.hash} {time.utc_text(row.at)} {row.seal}\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(line)
