"""The office's own Word and Excel templates: checked, kept, dropped."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from renda.access.enums import OFFICE_ROLES
from renda.exchange.placeholders import check_docx, check_xlsx, fill_docx, fill_xlsx
from renda.files import services as files
from renda.files.checks import inspect
from renda.files.enums import Purpose
from renda.files.errors import Refused
from renda.files.models import File
from renda.files.rules import limits
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid, NotAllowed
from renda.reports import rules
from renda.reports.models import Template
from renda.reports.words import LINES, LISTS, SCALARS, both_names, vocabulary

OWNER = "report_template"


def replace_template(kind: str, *, format: str, upload: UploadedFile, actor: Actor) -> File:
    """Let the office's documents of a kind be written from its own file, checked first.

    Raises NotAllowed but for the deputies' office, Refused with what is wrong with the file.
    """
    _check(kind, format, actor)
    if not (upload.name or "").lower().endswith(f".{format}"):
        raise Refused(_("A template of this format ends in .%s.") % format)
    stream = cast("BinaryIO", upload)
    # The pipeline first: what it refuses (macros, links, bombs) is never opened as a template.
    inspect(stream, name=upload.name or "", size=upload.size or 0, limits=limits())
    _try(stream, format)
    with transaction.atomic():
        row, _created = Template.objects.get_or_create(
            congress_id=actor.congress_id, kind=kind, format=format
        )
        held = files.hold(upload, actor=actor)
        [kept] = files.settle(
            (OWNER, row.pk),
            ids=[held.public_id],
            actor=actor,
            congress_id=actor.congress_id,
            purpose=Purpose.TEMPLATE,
        )
    return kept


def _try(stream: BinaryIO, format: str) -> None:
    """What it says, and whether it can be filled with one line in each list."""
    check, fill = (check_docx, fill_docx) if format == "docx" else (check_xlsx, fill_xlsx)
    try:
        check(stream, vocabulary())
        stream.seek(0)
        fill(stream, _sample())
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 -- a damaged file fails in a hundred ways
        raise Refused(_("The template cannot be filled: %(fault)s") % {"fault": error}) from None
    finally:
        stream.seek(0)


def _sample() -> dict[str, object]:
    lists = {key: [dict.fromkeys(LINES[key], "样")] for key in LISTS}
    found: dict[str, object] = both_names(dict.fromkeys(SCALARS, "样"), lists)
    return found


def drop_template(kind: str, *, format: str, actor: Actor) -> None:
    """Go back to the shipped form. Raises NotAllowed but for the deputies' office."""
    _check(kind, format, actor)
    row = Template.objects.filter(congress_id=actor.congress_id, kind=kind, format=format).first()
    if row is not None:
        files.settle(
            (OWNER, row.pk),
            ids=[],
            actor=actor,
            congress_id=actor.congress_id,
            purpose=Purpose.TEMPLATE,
        )


def _check(kind: str, format: str, actor: Actor) -> None:
    if actor.role not in OFFICE_ROLES:
        raise NotAllowed(_("Only the deputies' office replaces its templates."))
    if kind not in rules.MADE_OF_CUTS or format not in ("docx", "xlsx"):
        text = _("There is no such kind of document.")
        raise Invalid(text, fields={"kind": text})
