"""Photos: decoded, turned upright and written anew, so that nothing but the picture is kept."""

from __future__ import annotations

import io
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from renda.files.errors import Refused

_PIXELS = 40_000_000
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "optimize": True},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 88},
}


def rewritten(stream: BinaryIO, kind: str, name: str) -> BinaryIO:
    """The picture alone: no EXIF, place, thumbnail, profile, comment or trailing bytes.

    Raises Refused for a picture that cannot be decoded or has too many pixels.
    """
    form = _FORMATS[kind]
    try:
        with Image.open(stream, formats=[form]) as opened:
            picture = _upright(_of_bearable_size(opened, name))
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_too_many(name)) from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise Refused(
            _("“%(name)s” is damaged; the picture cannot be read.") % {"name": name}
        ) from None
    written = io.BytesIO()
    picture.save(written, form, **_OPTIONS[form])
    written.seek(0)
    return written


def _too_many(name: str) -> str:
    return _("“%(name)s” has more than %(millions)d million pixels. Make it smaller.") % {
        "name": name,
        "millions": _PIXELS // 1_000_000,
    }


def _of_bearable_size(picture: Image.Image, name: str) -> Image.Image:
    width, height = picture.size
    if width * height > _PIXELS:
        # A JPEG of a good telephone is decoded at half its size; that costs no memory.
        picture.draft("RGB", (width // 2, height // 2))
    if picture.size[0] * picture.size[1] > _PIXELS:
        raise Refused(_too_many(name))
    return picture


def _upright(opened: Image.Image) -> Image.Image:
    picture = ImageOps.exif_transpose(opened)
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if has_alpha and opened.format != "JPEG" else "RGB"
    converted = picture.convert(mode)
    # A fresh picture carries nothing of the old one's information along.
    fresh = Image.new(mode, converted.size)
    fresh.paste(converted)
    return fresh
