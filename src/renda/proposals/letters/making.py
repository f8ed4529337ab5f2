"""Making a letter and keeping it; the template of a unit."""

from __future__ import annotations

import hashlib
import io
import json
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from renda.access.enums import OFFICE_ROLES, Role
from renda.congresses.models import Body
from renda.files import services as files
from renda.files.checks import inspect
from renda.files.checks.names import cleaned
from renda.files.enums import Purpose
from renda.files.errors import Refused
from renda.files.models import File
from renda.files.queries import current
from renda.files.rules import limits
from renda.kernel.actor import Actor
from renda.kernel.errors import NotAllowed
from renda.matters.models import Reply
from renda.proposals.letters import docx, pdf
from renda.proposals.letters.content import reply_letter

TEMPLATE_ROLES = (Role.UNDERTAKER_ADMIN, Role.HANDLING_OFFICE)
_SCAN_ROLES = (Role.UNDERTAKER_ADMIN, Role.HANDLER, Role.SIGNER)


def make(reply: Reply, *, actor: Actor) -> list[File]:
    """The letter of a reply the actor may see, as docx and PDF. Nothing new is made from the same.

    Two at once: the second waits for the reply's row and finds the first one's files.
    """
    data = reply_letter(reply)
    template = template_of(reply.assignment.body)
    mark = _mark(data, template)
    made = _typeset(reply, mark, data, template)
    with transaction.atomic():
        Reply.objects.select_for_update().get(pk=reply.pk)
        return [
            files.keep_made(
                io.BytesIO(content),
                actor=actor,
                congress_id=reply.proceeding.congress_id,
                name=cleaned(f"{reply.document_number} 答复函.{kind}"),
                kind=kind,
                owner=("reply", reply.pk),
                purpose=Purpose.LETTER,
                mark=mark,
            )
            for kind, content in made
        ]


def _typeset(
    reply: Reply, mark: str, data: dict[str, object], template: File | None
) -> list[tuple[str, bytes]]:
    known = set(
        current("reply", reply.pk, Purpose.LETTER).filter(mark=mark).values_list("kind", flat=True)
    )
    if known == {"docx", "pdf"}:
        return [("docx", b""), ("pdf", b"")]
    return [("docx", _filled(template, data)), ("pdf", pdf.typeset("reply", data))]


def _filled(template: File | None, data: dict[str, object]) -> bytes:
    if template is None:
        return docx.fill(None, data)
    with files.opened(template) as opened:
        return docx.fill(io.BytesIO(opened.read()), data)


def _mark(data: dict[str, object], template: File | None) -> str:
    forms = [pdf.FOLDER / "reply.typ", pdf.FOLDER / "common.typ", docx.DEFAULT]
    digest = hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode())
    digest.update(template.sha256.encode() if template else b"")
    for form in forms:
        digest.update(form.read_bytes())
    return digest.hexdigest()


def template_of(unit: Body) -> File | None:
    """The unit's own template, else its handling office's; None is the shipped one."""
    owners = [unit.pk, *([unit.handling_office_id] if unit.handling_office_id else [])]
    for owner in owners:
        found = current("body", owner, Purpose.TEMPLATE).last()
        if found is not None:
            return found
    return None


def replace_template(upload: UploadedFile, *, actor: Actor) -> File:
    """Let the actor's unit write its letters from its own docx, checked first.

    Raises NotAllowed but for a unit's administrator, Refused with what is wrong.
    """
    if actor.role not in TEMPLATE_ROLES or actor.body_id is None:
        raise NotAllowed(_("Only the administrator of a unit replaces its template."))
    if not (upload.name or "").lower().endswith(".docx"):
        raise Refused(_("A template is a docx document."))
    stream = cast("BinaryIO", upload)
    # The pipeline first: what it refuses is never opened as a template.
    inspect(stream, name=upload.name or "", size=upload.size or 0, limits=limits())
    docx.check(stream)
    with transaction.atomic():
        held = files.hold(upload, actor=actor)
        [kept] = files.settle(
            ("body", actor.body_id),
            ids=[held.public_id],
            actor=actor,
            congress_id=actor.congress_id,
            purpose=Purpose.TEMPLATE,
        )
    return kept


def drop_template(*, actor: Actor) -> None:
    """Go back to the shipped template."""
    if actor.role not in TEMPLATE_ROLES or actor.body_id is None:
        raise NotAllowed(_("Only the administrator of a unit replaces its template."))
    files.settle(
        ("body", actor.body_id),
        ids=[],
        actor=actor,
        congress_id=actor.congress_id,
        purpose=Purpose.TEMPLATE,
    )


def may_scan(reply: Reply, actor: Actor) -> bool:
    """The unit itself, or the deputies' office, adds the stamped scan once the leader signed."""
    own = actor.role in _SCAN_ROLES and actor.body_id == reply.assignment.body_id
    return reply.signed_at is not None and (own or actor.role in OFFICE_ROLES)


def add_scan(upload: UploadedFile, *, reply: Reply, actor: Actor) -> File:
    """Attach the stamped scan of a signed reply. Raises NotAllowed or Refused."""
    if not may_scan(reply, actor):
        raise NotAllowed(_("The stamped scan is added by the unit, after the leader has signed."))
    return files.attach_now(
        upload,
        actor=actor,
        congress_id=reply.proceeding.congress_id,
        owner=("reply", reply.pk),
        purpose=Purpose.SCAN,
    )
