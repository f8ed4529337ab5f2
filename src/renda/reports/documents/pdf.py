"""A document as PDF by typst, with the shipped font: no system font is needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from renda.files import fonts
from renda.reports.documents.blocks import Break, Heading, Paper, Table, Text

FOLDER = Path(__file__).parent


def write(paper: Paper) -> bytes:
    """The PDF of a document."""
    data = {
        "office": paper.office,
        "title": paper.title,
        "subtitle": paper.subtitle,
        "day": paper.day,
        "blocks": [_block(each) for each in paper.blocks],
    }
    made: bytes = typst.compile(
        str(FOLDER / "paper.typ"),
        root=str(FOLDER),
        font_paths=fonts.folders(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return made


def _block(block: Any) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "words": block.words, "level": block.level}
    if isinstance(block, Text):
        return {"kind": "text", "words": block.words, "small": block.is_small}
    if isinstance(block, Table):
        return {
            "kind": "table",
            "heads": list(block.heads),
            "rows": [[str(cell) for cell in row] for row in block.rows],
            "widths": block.shares(),
        }
    assert isinstance(block, Break)  # noqa: S101
    return {"kind": "break"}
