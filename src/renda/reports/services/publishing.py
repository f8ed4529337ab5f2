"""The handling report is published (代表法 §51: 应当予以公开; SUG-11)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from renda.access.enums import Role
from renda.files import services as files
from renda.files.enums import Purpose
from renda.files.queries import current
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.kernel.errors import Conflict, NotAllowed, WrongState
from renda.records import services as records
from renda.reports.enums import DocumentState, Kind
from renda.reports.models import Document
from renda.reports.services.making import OWNER


def publish(document: Document, *, actor: Actor) -> Document:
    """Let everybody read the handling report.

    Raises NotAllowed but for the head of the deputies' office, WrongState for another kind or one
    that is not ready, Conflict when somebody published it before.
    """
    return _set(document, actor, is_public=True)


def unpublish(document: Document, *, actor: Actor) -> Document:
    """Take a published report back. Raises as ``publish``."""
    return _set(document, actor, is_public=False)


@transaction.atomic
def _set(document: Document, actor: Actor, *, is_public: bool) -> Document:
    row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if actor.role != Role.OFFICE_HEAD or actor.congress_id != row.congress_id:
        raise NotAllowed(_("Only the head of the deputies' office publishes the report."))
    if row.kind != Kind.HANDLING or row.state != DocumentState.READY:
        raise WrongState(_("Only a handling report that is ready is published."))
    if (row.published_at is not None) == is_public:
        raise Conflict(_("Somebody else has done this already."))
    row.published_at = time.now() if is_public else None
    row.published_by = actor.account_name if is_public else ""
    row.save(update_fields=["published_at", "published_by"])
    for file in current(OWNER, row.pk, Purpose.LETTER):
        # The files follow: what is published are the papers, not the working sheet.
        if file.is_public != is_public and file.kind in ("pdf", "docx"):
            files.follow_owner(file, actor=actor, is_public=is_public)
    verb = "report.published" if is_public else "report.unpublished"
    facts = {"title": row.title}
    records.note(
        f"report:{row.pk}", verb=verb, congress_id=row.congress_id, actor=actor, facts=facts
    )
    return row
