"""The kind of a file by its first bytes: our own list decides, puremagic has to agree."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

import puremagic
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renda.files.checks import office
from renda.files.errors import Refused

PHOTOS = frozenset({"jpg", "png", "webp"})
MIME = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    # Made by the platform; never taken.
    "zip": "application/zip",
}
TAKEN = "JPG PNG WebP PDF DOCX XLSX PPTX TXT"
_HEAD = 4096
_ADVICE = (
    (b"\xd0\xcf\x11\xe0", gettext_lazy("Save it as docx, xlsx or PDF first.")),
    (b"Rar!", gettext_lazy("Archives are not taken; upload the files one by one.")),
    (b"7z\xbc\xaf", gettext_lazy("Archives are not taken; upload the files one by one.")),
    (b"\x1f\x8b", gettext_lazy("Archives are not taken; upload the files one by one.")),
)
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def kind_of(stream: BinaryIO, name: str) -> str:
    """One of the kinds we take. Raises Refused with advice for every other."""
    stream.seek(0)
    head = stream.read(_HEAD)
    kind = _by_signature(head)
    if kind == "zip":
        kind = _by_parts(stream, name)
    if kind and kind != "txt" and not _agrees(head, kind):
        kind = ""
    if not kind:
        raise Refused(
            _("“%(name)s” cannot be taken. %(advice)s") % {"name": name, "advice": _advice(head)}
        )
    return kind


def _by_signature(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    known = any(head.startswith(mark) for mark, _text in _ADVICE) or head[4:8] == b"ftyp"
    return "" if known or b"\0" in head or head.startswith(_PROGRAMS) else "txt"


_PROGRAMS = (b"MZ", b"\x7fELF", b"GIF8", b"BM", b"II*", b"MM", b"#!", b"{\\rtf")


def _by_parts(stream: BinaryIO, name: str) -> str:
    try:
        return office.kind_of(stream)
    except zipfile.BadZipFile:
        raise Refused(_("“%(name)s” is damaged. Save it anew.") % {"name": name}) from None


def _agrees(head: bytes, kind: str) -> bool:
    try:
        found = {match.extension.lstrip(".") for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return False
    return kind in found or (kind in office.MAIN and bool(found & {"zip", *office.MAIN}))


def _advice(head: bytes) -> str:
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return _("Set the camera to “most compatible”, or save the photo as JPG.")
    for mark, text in _ADVICE:
        if head.startswith(mark):
            return str(text)
    return _("Files of these types are taken: %(types)s.") % {"types": TAKEN}
