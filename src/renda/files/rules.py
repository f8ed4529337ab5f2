"""Who may do what with a file; limits of the installation."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from renda.access.enums import OFFICE_ROLES
from renda.files.enums import FileState
from renda.files.models import File
from renda.kernel.actor import Actor

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one upload may be, in bytes and files."""

    document: int
    photo: int
    form: int
    count: int
    held: int


def limits() -> Limits:
    """The limits of this installation (settings)."""
    return Limits(
        document=settings.FILES_DOCUMENT_MIB * MIB,
        photo=settings.FILES_PHOTO_MIB * MIB,
        form=settings.FILES_FORM_MIB * MIB,
        count=settings.FILES_COUNT,
        held=settings.FILES_HELD,
    )


def may_keep(actor: Actor) -> bool:
    """The deputies' office removes files from the record and marks them public."""
    return actor.role in OFFICE_ROLES


def is_held_by(file: File, actor: Actor) -> bool:
    """A held file is its uploading seat's alone."""
    return file.state == FileState.HELD and file.seat_id == actor.seat_id is not None
