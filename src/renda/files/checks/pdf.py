"""PDF: opened and walked; what runs, carries or hides something is refused.

The bytes are kept as they came: writing a PDF anew would break an electronic seal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf
from django.utils.translation import gettext as _

from renda.files.errors import Refused

_PAGES = 500
_OBJECTS = 300_000
_DEPTH = 40
_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA"}
)
_ACTIONS = frozenset(
    {
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR"),
        *("/Rendition", "/RichMediaExecute", "/EmbeddedFile", "/RichMedia", "/FileAttachment"),
    }
)
_TAIL = 66_000


def checked(stream: BinaryIO, kind: str, name: str) -> BinaryIO:
    """The PDF unchanged. Raises Refused: encrypted, active, carrying files, damaged, too long."""
    _check_ends(stream, name)
    try:
        with pikepdf.open(stream) as document:
            if document.is_encrypted:
                raise Refused(_locked(name))
            if len(document.pages) > _PAGES:
                raise Refused(
                    _("“%(name)s” has more than %(pages)d pages. Split it.")
                    % {"name": name, "pages": _PAGES}
                )
            _check_objects(document, name)
    except pikepdf.PasswordError:
        raise Refused(_locked(name)) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError):
        raise Refused(_("“%(name)s” is damaged. Make the PDF anew.") % {"name": name}) from None
    stream.seek(0)
    return stream


def _locked(name: str) -> str:
    return _("“%(name)s” is protected by a password. Save it without one.") % {"name": name}


def _active(name: str) -> str:
    return _(
        "“%(name)s” holds scripts, forms that run, or other files. Print it to a new PDF and "
        "upload that."
    ) % {"name": name}


def _check_ends(stream: BinaryIO, name: str) -> None:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read()
    stream.seek(0)
    end = tail.rfind(b"%%EOF")
    # A second file behind the end, or a zip around the whole.
    if end < 0 or len(tail[end + 5 :].strip(b"\r\n\t \0")) > 0 or b"PK\x05\x06" in tail:
        raise Refused(_active(name))


def _check_objects(document: pikepdf.Pdf, name: str) -> None:
    for count, each in enumerate(document.objects):
        if count > _OBJECTS:
            raise Refused(_active(name))
        for dictionary in _dictionaries(each, 0):
            kinds = {str(dictionary.get(key, "")) for key in ("/S", "/Type", "/Subtype")}
            if _KEYS & set(dictionary.keys()) or _ACTIONS & kinds:
                raise Refused(_active(name))


def _dictionaries(value: Any, depth: int) -> Iterator[Any]:
    """The dictionaries in an object, the direct ones within it too."""
    if depth > _DEPTH:
        raise RecursionError
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        yield value
        inner = [value[key] for key in value.keys()]  # noqa: SIM118 -- not a mapping
    elif isinstance(value, pikepdf.Array):
        inner = list(value)
    else:
        return
    for each in inner:
        if isinstance(each, pikepdf.Object) and not each.is_indirect:
            yield from _dictionaries(each, depth + 1)
