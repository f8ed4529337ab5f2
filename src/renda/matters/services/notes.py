"""Internal notes of a unit."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from renda.kernel import text, time
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid, NotAllowed
from renda.matters.models import Note
from renda.proceedings.models import Proceeding
from renda.records import services as records


def add_note(proceeding: Proceeding, *, actor: Actor, words: str) -> Note:
    """Leave a note that only the writer's own body sees.

    The record keeps that a note was left, not what it says. Raises NotAllowed for deputies.
    """
    if actor.role == "deputy" or not actor.is_signed_in:
        raise NotAllowed(_("Notes are for offices and units."))
    words = text.clean(words, field="text", limit=2000)
    if not words:
        message = _("Please write the note first.")
        raise Invalid(message, fields={"text": message})
    with transaction.atomic():
        note = Note.objects.create(
            proceeding=proceeding,
            body_id=actor.body_id,
            author_name=actor.account_name,
            text=words,
            at=time.now(),
        )
        records.note(
            f"proceeding:{proceeding.pk}",
            verb="note",
            congress_id=proceeding.congress_id,
            actor=actor,
            facts={"note": note.pk},
        )
    return note
