"""Reads of files; every one starts from who asks and from the owner's own visibility."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from renda.files.enums import FileState, Purpose
from renda.files.models import File
from renda.kernel import visibility
from renda.kernel.actor import Actor
from renda.kernel.errors import Missing

_OWN = "file"


def _seen(actor: Actor, kinds: Iterable[str]) -> Q:
    """The files whose owner the actor may see; strangers see only what is marked public."""
    seen = Q(pk__in=[])
    for kind in kinds:
        owners = visibility.visible(kind, actor).order_by().values("pk")
        seen |= Q(owner_kind=kind, owner_id__in=owners)
    if not actor.is_signed_in:
        return seen & Q(is_public=True)
    return seen & Q(congress_id=actor.congress_id)


def files(actor: Actor) -> QuerySet[File]:
    """The attached files the actor may see; the visibility function of the kind."""
    kinds = [kind for kind in visibility.kinds() if kind != _OWN]
    return File.objects.filter(_seen(actor, kinds), state=FileState.ATTACHED).order_by("id")


def find(public_id: uuid.UUID, *, actor: Actor) -> File:
    """A file the actor may fetch. Raises Missing for every other, removed ones too."""
    file = File.objects.filter(public_id=public_id).first()
    if file is None or file.state == FileState.REMOVED:
        raise Missing("no such file")
    if file.state == FileState.HELD:
        visible = file.seat_id is not None and file.seat_id == actor.seat_id
    else:
        known = file.owner_kind in visibility.kinds()
        visible = (
            known and File.objects.filter(_seen(actor, [file.owner_kind]), pk=file.pk).exists()
        )
    if not visible:
        raise Missing("no such file")
    return file


def of_owner(kind: str, ids: Iterable[int], *, actor: Actor) -> list[File]:
    """Files of owners of a kind that the actor may see, tombstones too; one statement."""
    rows = File.objects.filter(_seen(actor, [kind]), owner_kind=kind, owner_id__in=list(ids))
    return list(rows.exclude(state=FileState.HELD).order_by("id"))


def listed(ids: Iterable[str], *, actor: Actor) -> list[File]:
    """The files behind a form's list of ids, in its order: the seat's held ones and those it may
    see; unknown ids are left out.
    """
    wanted = [each for each in (_uuid(text) for text in ids) if each is not None]
    rows = File.objects.filter(public_id__in=wanted)
    held = rows.filter(state=FileState.HELD, seat_id=actor.seat_id or 0)
    kinds = rows.filter(state=FileState.ATTACHED).values_list("owner_kind", flat=True)
    known = set(kinds.distinct().order_by()) & set(visibility.kinds())
    attached = rows.filter(_seen(actor, sorted(known)), state=FileState.ATTACHED)
    found = {row.public_id: row for row in [*held, *attached]}
    return [found[each] for each in dict.fromkeys(wanted) if each in found]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Shown:
    """The files of a page: those to fetch, and tombstones of removed ones."""

    files: list[File]
    removed: list[File]


def shown(kind: str, ids: Iterable[int], *, actor: Actor) -> Shown:
    """What the fragment ``files/_files.html`` shows; made letters and templates are elsewhere."""
    rows = of_owner(kind, ids, actor=actor)
    plain = [row for row in rows if row.purpose in (Purpose.ENCLOSURE, Purpose.SCAN)]
    return Shown(
        [row for row in plain if row.state == FileState.ATTACHED],
        [row for row in plain if row.state == FileState.REMOVED],
    )


def current(kind: str, owner_id: int, purpose: str) -> QuerySet[File]:
    """The attached files of one owner with one purpose; for services of the owner's app."""
    return File.objects.filter(
        owner_kind=kind, owner_id=owner_id, purpose=purpose, state=FileState.ATTACHED
    ).order_by("id")
