"""Office documents: a zip that is opened without unpacking it to disk, and read to its end."""

from __future__ import annotations

import re
import stat
import zipfile
from typing import BinaryIO

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from renda.files.errors import Refused

_WORD = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": f"{_WORD}wordprocessingml.document.main+xml",
    "xlsx": f"{_WORD}spreadsheetml.sheet.main+xml",
    "pptx": f"{_WORD}presentationml.presentation.main+xml",
}
_TYPES = "[Content_Types].xml"
_ENTRIES = 1000
_TOTAL = 100 * 1024 * 1024
_RATIO = 100
_FREE = 1024 * 1024  # below this size the ratio says nothing
_SMALL = 4 * 1024 * 1024
_CHUNK = 256 * 1024
_ACTIVE = re.compile(
    r"(vbaproject\.bin|vbadata\.xml|/activex/|oleobject|/externallinks/|\.exe$|\.js$|\.vbs$)", re.I
)
_ARCHIVE = re.compile(r"\.(zip|rar|7z|gz|bz2|xz|tar|jar|docx|xlsx|pptx|docm|xlsm)$", re.I)
_ENTITY = [
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
]
_OVERLAP = 32


def kind_of(stream: BinaryIO) -> str:
    """docx, xlsx or pptx by the main part; empty for any other zip. Raises BadZipFile."""
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        entry = next((e for e in archive.infolist() if e.filename == _TYPES), None)
        if entry is None or entry.file_size > _SMALL or entry.flag_bits & 1:
            return ""
        text = archive.read(entry).decode("utf-8", "replace")
    return next((kind for kind, main in MAIN.items() if f'"{main}"' in text), "")


def checked(stream: BinaryIO, kind: str, name: str) -> BinaryIO:
    """The document unchanged. Raises Refused for bombs, macros, nested files, outside links."""
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_directory(entries, name)
            _check_names(entries, name)
            for entry in entries:
                _check_entry(archive, entry, name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError):
        raise Refused(_("“%(name)s” is damaged. Save it anew.") % {"name": name}) from None
    except (RuntimeError, ElementTree.ParseError, DefusedXmlException):
        raise Refused(_hidden(name)) from None
    stream.seek(0)
    return stream


def _hidden(name: str) -> str:
    return _(
        "“%(name)s” holds macros, embedded files or links to other places. Save it as PDF."
    ) % {"name": name}


def _check_directory(entries: list[zipfile.ZipInfo], name: str) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if (
        len(entries) > _ENTRIES
        or total > _TOTAL
        or (total > _FREE and total / packed > _RATIO)
        or len({entry.filename for entry in entries}) != len(entries)
    ):
        raise Refused(
            _("“%(name)s” unpacks to far more than it seems. Save it as PDF.") % {"name": name}
        )


def _check_names(entries: list[zipfile.ZipInfo], name: str) -> None:
    for entry in entries:
        path = entry.filename
        strange = path.startswith("/") or "\\" in path or ".." in path.split("/")
        link = stat.S_ISLNK(entry.external_attr >> 16)
        if strange or link or entry.flag_bits & 1:
            raise Refused(_hidden(name))
        if _ACTIVE.search(path) or _ARCHIVE.search(path):
            raise Refused(_hidden(name))


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    is_xml = entry.filename.endswith((".xml", ".rels"))
    if is_xml and (entry.filename == _TYPES or entry.filename.endswith(".rels")):
        _check_part(archive, entry, name)
    tail = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            if not tail and chunk.startswith((b"PK\x03\x04", b"MZ", b"\xd0\xcf\x11\xe0", b"Rar!")):
                raise Refused(_hidden(name))
            seen = tail + chunk
            if is_xml and any(mark in seen for mark in _ENTITY):
                raise Refused(_hidden(name))
            tail = seen[-_OVERLAP:]


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    if entry.file_size > _SMALL:
        raise Refused(_hidden(name))
    root = ElementTree.fromstring(archive.read(entry))
    for node in root.iter():
        if "macroenabled" in node.get("ContentType", "").lower():
            raise Refused(_hidden(name))
        outside = node.get("TargetMode", "").lower() == "external"
        if outside and not node.get("Type", "").endswith("/hyperlink"):
            raise Refused(_hidden(name))
