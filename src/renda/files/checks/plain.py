"""Plain text: readable characters only, kept as UTF-8."""

from __future__ import annotations

import io
import re
from typing import BinaryIO

from django.utils.translation import gettext as _

from renda.files.errors import Refused

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"<\s*(!doctype|html|head|body|script|svg|\?xml|iframe|object)", re.IGNORECASE)


def checked(stream: BinaryIO, kind: str, name: str) -> BinaryIO:
    """The text in UTF-8. Raises Refused for anything that is a program, page or binary."""
    text = _decoded(stream.read())
    if text is None or _CONTROLS.search(text):
        raise Refused(_("“%(name)s” is not plain text.") % {"name": name})
    if _MARKUP.search(text[:4096]):
        raise Refused(
            _("“%(name)s” is a web page or picture script. Save it as PDF.") % {"name": name}
        )
    return io.BytesIO(text.encode())


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
