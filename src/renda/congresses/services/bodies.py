"""Bodies: create, edit, rename, abolish, merge, with their days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from renda.congresses import events, rules
from renda.congresses.enums import BodyKind, System
from renda.congresses.errors import BodyBusy, BodyEnded, Circular, LevelMismatch, NameTaken
from renda.congresses.models import Body, Congress, FormerName
from renda.congresses.services.common import note, require_administrator, require_not_future
from renda.kernel import text
from renda.kernel.actor import Actor


@transaction.atomic
def create_body(
    congress: Congress,
    *,
    kind: str,
    name: str,
    actor: Actor,
    system: str = System.CONGRESS,
    short_name: str = "",
    code: str = "",
    parent: Body | None = None,
    handling_office: Body | None = None,
    order: int = 100,
    valid_from: date | None = None,
) -> Body:
    """Create a body of a kind that the congress's level has."""
    require_administrator(actor, congress.pk)
    if kind not in rules.body_kinds(congress.level):
        message = _("A congress of this level has no such body.")
        raise LevelMismatch(message, fields={"kind": message})
    body = Body(
        congress=congress,
        kind=kind,
        system=system,
        name=_free_name(congress.pk, name),
        short_name=text.clean(short_name, field="short_name", limit=40),
        code=text.clean(code, field="code", limit=40),
        order=order,
        valid_from=valid_from,
    )
    _place(body, parent, handling_office)
    body.save()
    note(body, "create", congress.pk, actor, kind=kind, name=body.name)
    return body


@transaction.atomic
def edit_body(
    body: Body,
    *,
    short_name: str,
    code: str,
    system: str,
    parent: Body | None,
    handling_office: Body | None,
    order: int,
    actor: Actor,
) -> Body:
    """Change everything but name and kind; a name changes by ``rename_body`` with its day."""
    locked = _lock(body.pk, actor)
    before = {"parent": locked.parent_id, "handling_office": locked.handling_office_id}
    locked.short_name = text.clean(short_name, field="short_name", limit=40)
    locked.code = text.clean(code, field="code", limit=40)
    locked.system, locked.order = system, order
    _place(locked, parent, handling_office)
    locked.save()
    after = {"parent": locked.parent_id, "handling_office": locked.handling_office_id}
    note(locked, "edit", locked.congress_id, actor, before=before, after=after)
    return locked


@transaction.atomic
def rename_body(
    body: Body, *, name: str, on: date, actor: Actor, short_name: str = "", basis: str = ""
) -> Body:
    """Give the body a new name from a day on; its work, seats and history go on unchanged."""
    require_not_future(on)
    locked = _lock(body.pk, actor)
    old, new = locked.name, _free_name(locked.congress_id, name, besides=locked.pk)
    if new == old:
        return locked
    locked.name, locked.short_name = new, text.clean(short_name, field="short_name", limit=40)
    locked.save(update_fields=["name", "short_name"])
    FormerName.objects.create(
        body=locked, name=old, until=on, basis=text.clean(basis, field="basis", limit=120)
    )
    note(locked, "rename", locked.congress_id, actor, old=old, new=new, on=on, basis=basis)
    events.after_commit(events.body_renamed, body_id=locked.pk)
    return locked


@transaction.atomic
def abolish_body(body: Body, *, on: date, actor: Actor, basis: str = "") -> Body:
    """End a body without a successor. Raises BodyBusy while anything of it is still open."""
    require_not_future(on)
    locked = _lock(body.pk, actor)
    _require_idle(locked)
    _end(locked, on, None)
    note(locked, "abolish", locked.congress_id, actor, on=on, basis=basis)
    events.after_commit(events.body_abolished, body_id=locked.pk)
    return locked


@transaction.atomic
def merge_bodies(
    bodies: Iterable[Body], *, into: Body, on: date, actor: Actor, basis: str = ""
) -> Body:
    """End ``bodies`` and let ``into`` succeed them: parts, departments and open work pass on.

    What the apps above hold (assignments, seats, deputies) follows on ``body_succeeded``.
    """
    require_not_future(on)
    ids = sorted({body.pk for body in bodies})
    locked = {pk: _lock(pk, actor) for pk in sorted({*ids, into.pk})}
    successor = locked[into.pk]
    if into.pk in ids:
        raise Circular(_("A body cannot be merged into itself."))
    for pk in ids:
        _succeed(locked[pk], successor, on)
        facts = {"successor": successor.pk, "on": on, "basis": basis}
        note(locked[pk], "merge", successor.congress_id, actor, **facts)
        events.after_commit(events.body_succeeded, body_id=pk, successor_id=successor.pk)
    return successor


def _lock(pk: int, actor: Actor) -> Body:
    locked = Body.objects.select_for_update().get(pk=pk)
    require_administrator(actor, locked.congress_id)
    if locked.valid_until is not None:
        raise BodyEnded(
            _("%(name)s ended on %(day)s.") % {"name": locked.name, "day": locked.valid_until}
        )
    return locked


def _free_name(congress_id: int, name: str, *, besides: int | None = None) -> str:
    cleaned = text.clean(name, field="name", limit=100)
    if not cleaned:
        message = _("Please enter a name.")
        raise NameTaken(message, fields={"name": message})
    same = Body.objects.filter(congress_id=congress_id, name=cleaned, valid_until__isnull=True)
    if same.exclude(pk=besides or 0).exists():
        message = _("Another body has this name now.")
        raise NameTaken(message, fields={"name": message})
    return cleaned


def _place(body: Body, parent: Body | None, handling_office: Body | None) -> None:
    """Hang the body into the tree. Raises Circular or LevelMismatch."""
    for field, other in (("parent", parent), ("handling_office", handling_office)):
        if other is not None and other.congress_id != body.congress_id:
            message = _("This body belongs to another congress.")
            raise LevelMismatch(message, fields={field: message})
    _require_no_circle(body, parent)
    if handling_office is not None and handling_office.kind != BodyKind.HANDLING_OFFICE:
        message = _("Please choose a handling office.")
        raise LevelMismatch(message, fields={"handling_office": message})
    body.parent, body.handling_office = parent, handling_office


def _require_no_circle(body: Body, parent: Body | None) -> None:
    """Climbs from ``parent``; one statement a floor, and trees have four or five."""
    above = parent
    while above is not None:
        if body.pk is not None and above.pk == body.pk:
            message = _("A body cannot stand under itself or its own parts.")
            raise Circular(message, fields={"parent": message})
        above = above.parent


def _require_idle(body: Body) -> None:
    parts = body.parts.filter(valid_until__isnull=True).exists()
    if parts or body.departments.filter(valid_until__isnull=True).exists():
        raise BodyBusy(
            _("It still has parts or departments. Please move them, or merge it into another body.")
        )
    left = sum(count(body.pk) for _name, count in rules.open_work)
    if left:
        raise BodyBusy(
            _("%(count)d matters are still open here. Please merge it into the body that goes on.")
            % {"count": left}
        )


def _end(body: Body, on: date, successor: Body | None) -> None:
    body.valid_until, body.successor = on, successor
    body.save(update_fields=["valid_until", "successor"])


def _succeed(body: Body, successor: Body, on: date) -> None:
    if body.congress_id != successor.congress_id:
        raise LevelMismatch(_("This body belongs to another congress."))
    _require_no_circle(body, successor.parent)
    for part in body.parts.filter(valid_until__isnull=True).exclude(pk=successor.pk):
        part.parent = successor
        part.save(update_fields=["parent"])
    for department in body.departments.filter(valid_until__isnull=True):
        department.handling_office = successor
        department.save(update_fields=["handling_office"])
    _end(body, on, successor)
