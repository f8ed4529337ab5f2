"""Every change of files: hold, attach, remove, make public, clear."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, BinaryIO, cast

import structlog
from django.core.files import File as Content
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from renda.files import queries, rules
from renda.files.checks import inspect
from renda.files.enums import FileState, Purpose
from renda.files.errors import Refused
from renda.files.models import File
from renda.kernel import text, time, visibility
from renda.kernel.actor import PUBLIC, Actor
from renda.kernel.errors import Conflict, Invalid, Missing, NotAllowed, TooMany
from renda.records import services as records

# How long an uploaded file waits for the form it belongs to.
KEPT_HELD = timedelta(days=7)
_CHUNK = 256 * 1024

log = structlog.get_logger(__name__)


def store() -> Storage:
    """Where the bytes are kept."""
    return storages["files"]


def hold(upload: UploadedFile, *, actor: Actor) -> File:
    """Check an upload and keep it for the actor's seat until its form is sent.

    Raises Refused (nothing is written), TooMany when a seat hoards, NotAllowed without a seat.
    """
    if actor.seat_id is None:
        raise NotAllowed(_("Please sign in to upload files."))
    limits = rules.limits()
    if File.objects.filter(seat_id=actor.seat_id, state=FileState.HELD).count() >= limits.held:
        raise TooMany(
            _("Too many uploaded files wait to be sent. Remove some, or send the form first.")
        )
    found = inspect(
        cast("BinaryIO", upload), name=upload.name or "", size=upload.size or 0, limits=limits
    )
    row = File(congress_id=actor.congress_id, name=found.name, kind=found.kind)
    with transaction.atomic():
        return _keep(row, found.content, actor)


@transaction.atomic
def keep_made(
    content: BinaryIO,
    *,
    actor: Actor,
    congress_id: int,
    name: str,
    kind: str,
    owner: tuple[str, int],
    purpose: str,
    mark: str,
) -> File:
    """Keep a file that the platform made, in place of the former one of its kind.

    The same ``mark`` again answers the file that is there.
    """
    former = list(queries.current(*owner, purpose).filter(kind=kind).select_for_update())
    for row in former:
        if row.mark == mark:
            return row
    for row in former:
        _bury(row, actor, reason=_("Made anew"))
    made = File(
        congress_id=congress_id,
        name=name,
        kind=kind,
        owner_kind=owner[0],
        owner_id=owner[1],
        purpose=purpose,
        mark=mark,
        state=FileState.ATTACHED,
    )
    _keep(made, content, actor)
    _note(made, "file.made", actor)
    return made


def _keep(row: File, content: BinaryIO, actor: Actor) -> File:
    row.account_id, row.seat_id = actor.account_id, actor.seat_id
    row.uploaded_by, row.uploaded_at = actor.account_name, time.now()
    row.size, row.sha256 = _measured(content)
    row.key = f"{row.congress_id}/{row.uploaded_at:%Y/%m}/{secrets.token_hex(16)}"
    row.save()
    try:
        store().save(row.key, Content(content))
    except OSError as error:
        log.error("file not stored", error=repr(error))
        raise Refused(_("The file could not be stored just now. Please try again later.")) from None
    return row


def _measured(content: BinaryIO) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    content.seek(0)
    return size, digest.hexdigest()


def let_go(file: File, *, actor: Actor) -> None:
    """Drop a held file at once; an attached one only leaves with its form (``settle``)."""
    with transaction.atomic():
        row = File.objects.select_for_update().get(pk=file.pk)
        if rules.is_held_by(row, actor):
            _erase(row)


def settle(
    owner: tuple[str, int],
    *,
    ids: Sequence[uuid.UUID | str],
    actor: Actor,
    congress_id: int,
    field: str = "files",
    purpose: str = Purpose.ENCLOSURE,
) -> list[File]:
    """Let an owner have exactly these files: held ones are attached, missing ones removed.

    Raises Invalid at ``field`` for a file that is somebody else's or gone; nothing is written.
    """
    wanted = list(dict.fromkeys(str(each) for each in ids))
    limit = rules.limits().count
    if len(wanted) > limit:
        raise _at(field, _("At most %(count)d files.") % {"count": limit})
    with transaction.atomic():
        rows = {
            str(row.public_id): row
            for row in File.objects.select_for_update().filter(public_id__in=wanted)
        }
        for public_id in wanted:
            _check_mine(rows.get(public_id), owner, actor, field)
        for row in queries.current(*owner, purpose).exclude(public_id__in=wanted):
            _bury(row, actor, reason=_("Taken out by its sender"))
        for public_id in wanted:
            if rows[public_id].state == FileState.HELD:
                _attach(rows[public_id], owner, actor, congress_id, purpose)
    return [rows[public_id] for public_id in wanted]


def _check_mine(row: File | None, owner: tuple[str, int], actor: Actor, field: str) -> None:
    if row is not None and rules.is_held_by(row, actor):
        return
    if row is not None and (row.state, row.owner_kind, row.owner_id) == (
        FileState.ATTACHED,
        *owner,
    ):
        return
    raise _at(field, _("A file is no longer there. Please upload it again."))


def _at(field: str, message: str) -> Invalid:
    return Invalid(message, fields={field: message})


def _attach(
    row: File, owner: tuple[str, int], actor: Actor, congress_id: int, purpose: str
) -> None:
    row.owner_kind, row.owner_id = owner
    row.congress_id, row.purpose, row.state = congress_id, purpose, FileState.ATTACHED
    row.save(update_fields=["owner_kind", "owner_id", "congress", "purpose", "state"])
    _note(row, "file.attached", actor)


@transaction.atomic
def attach_now(
    upload: UploadedFile, *, actor: Actor, congress_id: int, owner: tuple[str, int], purpose: str
) -> File:
    """Check an upload and attach it at once, beside what is there. Raises Refused."""
    if queries.current(*owner, purpose).count() >= rules.limits().count:
        raise Refused(_("At most %(count)d files.") % {"count": rules.limits().count})
    row = hold(upload, actor=actor)
    _attach(row, owner, actor, congress_id, purpose)
    return row


@transaction.atomic
def remove(file: File, *, actor: Actor, reason: str) -> File:
    """Take a file out of the record with a reason; its bytes go, a tombstone stays.

    Raises NotAllowed but for the deputies' office, Invalid without a reason, Conflict when gone.
    """
    if not rules.may_keep(actor):
        raise NotAllowed(_("Only the deputies' office removes files."))
    words = text.clean(reason, field="reason", limit=200)
    if len(words) < 2:
        raise _at("reason", _("Please write why the file is removed."))
    row = _locked(file)
    _bury(row, actor, reason=words)
    return row


def _locked(file: File) -> File:
    row = File.objects.select_for_update().get(pk=file.pk)
    if row.state != FileState.ATTACHED:
        raise Conflict(_("The file was removed by somebody else."))
    return row


@transaction.atomic
def set_public(file: File, *, actor: Actor, is_public: bool) -> File:
    """Let strangers fetch the file, or not. Raises NotAllowed, or Missing of a published owner.

    Public is what the office marks *and* whose owner is published; either alone is not enough.
    """
    if not rules.may_keep(actor):
        raise NotAllowed(_("Only the deputies' office makes files public."))
    row = _locked(file)
    if is_public and not _is_published(row):
        raise NotAllowed(_("Publish the matter first; then its files can be made public."))
    if row.is_public != is_public:
        row.is_public = is_public
        row.save(update_fields=["is_public"])
        _note(row, "file.public" if is_public else "file.private", actor)
    return row


@transaction.atomic
def follow_owner(file: File, *, actor: Actor, is_public: bool) -> File:
    """Let a made file be as public as its owner, whose app has checked who decides that."""
    row = _locked(file)
    row.is_public = is_public
    row.save(update_fields=["is_public"])
    _note(row, "file.public" if is_public else "file.private", actor)
    return row


def _is_published(row: File) -> bool:
    return visibility.visible(row.owner_kind, PUBLIC).filter(pk=row.owner_id).exists()


def _bury(row: File, actor: Actor, *, reason: str) -> None:
    row.state, row.is_public = FileState.REMOVED, False
    row.removed_by, row.removed_at, row.removed_reason = actor.account_name, time.now(), reason
    row.save(update_fields=["state", "is_public", "removed_by", "removed_at", "removed_reason"])
    _note(row, "file.removed", actor, reason=reason)
    transaction.on_commit(partial(_forget, row.key))


def _erase(row: File) -> None:
    row.delete()
    transaction.on_commit(partial(_forget, row.key))


def _forget(key: str) -> None:
    try:
        store().delete(key)
    except OSError as error:
        log.error("file not deleted", key=key, error=repr(error))


def _note(row: File, verb: str, actor: Actor, **facts: Any) -> None:
    records.note(
        f"file:{row.pk}",
        verb=verb,
        congress_id=row.congress_id,
        actor=actor,
        facts={
            "name": row.name,
            "sha256": row.sha256,
            "size": row.size,
            "owner": f"{row.owner_kind}:{row.owner_id}",
            **facts,
        },
    )


def clear_held() -> int:
    """Drop what was uploaded and never sent, after a week; work of the platform."""
    old = File.objects.filter(state=FileState.HELD, uploaded_at__lt=time.now() - KEPT_HELD)
    count = 0
    for row in old.order_by("id")[:1000]:
        with transaction.atomic():
            locked = File.objects.select_for_update().filter(pk=row.pk, state=FileState.HELD)
            for each in locked:
                _erase(each)
                count += 1
    return count


def opened(file: File) -> BinaryIO:
    """The bytes of a file. Raises Missing when the store has lost them."""
    try:
        return store().open(file.key, "rb")  # type: ignore[return-value]
    except FileNotFoundError:
        log.error("file lost", id=file.pk, key=file.key)
        raise Missing("the store has lost the file") from None


def let_go_ids(ids: Iterable[str], *, actor: Actor) -> None:
    """Drop the held ones among these ids."""
    for row in queries.listed(ids, actor=actor):
        let_go(row, actor=actor)
