"""PDF by typst from the forms beside this file, with the shipped font: no system font is needed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import segno
import typst

from renda.files import fonts
from renda.proposals.letters.content import Data

FOLDER = Path(__file__).parent


def typeset(form: str, data: Data) -> bytes:
    """The PDF of ``<form>.typ`` with its data; the QR leads to ``data["feedback_url"]``."""
    values = {**data, "qr": qr_svg(data["feedback_url"])}
    made: bytes = typst.compile(
        str(FOLDER / f"{form}.typ"),
        root=str(FOLDER),
        font_paths=fonts.folders(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
    )
    return made


def qr_svg(address: str) -> str:
    """A QR code as SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()


def qr_png(address: str) -> io.BytesIO:
    """A QR code as PNG, for docx."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="png", border=2, scale=8)
    drawn.seek(0)
    return drawn
