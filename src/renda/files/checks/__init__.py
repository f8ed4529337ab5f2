"""What a file really is, told from its content; nothing is taken on its name's word.

``inspect`` is the only way in. It reads, never writes; what it hands back is safe to keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from renda.files.checks import images, names, office, pdf, plain, signatures
from renda.files.errors import Refused
from renda.files.rules import MIB, Limits

_LOOK = {
    "jpg": images.rewritten,
    "png": images.rewritten,
    "webp": images.rewritten,
    "pdf": pdf.checked,
    "docx": office.checked,
    "xlsx": office.checked,
    "pptx": office.checked,
    "txt": plain.checked,
}
_SAME = {"jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its cleaned name, its kind, and its bytes (photos rewritten)."""

    name: str
    kind: str
    content: BinaryIO


def inspect(stream: BinaryIO, *, name: str, size: int, limits: Limits) -> Inspected:
    """Look at a file from its first byte to its last. Raises Refused, saying what to do."""
    shown = names.cleaned(name)
    ending = PurePosixPath(shown).suffix.lower().lstrip(".")
    if size == 0:
        raise Refused(_("“%(name)s” is empty.") % {"name": shown})
    _check_size(shown, size, limits.document)
    kind = signatures.kind_of(stream, shown)
    if _SAME.get(ending, ending) != kind:
        raise Refused(
            _("“%(name)s” says “%(ending)s” but is %(kind)s. Save it anew and upload it again.")
            % {"name": shown, "ending": ending or "?", "kind": kind.upper()}
        )
    if kind in signatures.PHOTOS:
        _check_size(shown, size, limits.photo)
    stream.seek(0)
    return Inspected(shown, kind, _LOOK[kind](stream, kind, shown))


def _check_size(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise Refused(too_large(name, limit))


def too_large(name: str, limit: int) -> str:
    """The sentence for a file beyond ``limit`` bytes."""
    return _("“%(name)s” is larger than %(limit)d MB. Make it smaller or split it.") % {
        "name": names.cleaned(name),
        "limit": limit // MIB,
    }
