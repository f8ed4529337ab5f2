"""Names of files: the last part of the path, without what deceives or breaks."""

from __future__ import annotations

import re
import unicodedata

_LIMIT = 120
# Controls and NUL, lone surrogates, zero-width and direction marks; then what some systems refuse.
_DROPPED = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_REPLACED = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def cleaned(name: str) -> str:
    """A name that may be shown and offered for download; rare characters stay as they are."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    text = _DROPPED.sub("", unicodedata.normalize("NFC", last))
    text = re.sub(r"\s+", " ", _REPLACED.sub("_", text)).strip(" .")
    if _RESERVED.match(text):
        text = f"_{text}"
    return _shortened(text) if text else "file"


def _shortened(text: str) -> str:
    if len(text) <= _LIMIT:
        return text
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 8:
        return text[:_LIMIT]
    return f"{stem[: _LIMIT - len(ending) - 1]}.{ending}"
