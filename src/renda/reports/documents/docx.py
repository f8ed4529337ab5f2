"""A document as Word, with the faces of official documents; an office may bring its own template.

A machine without the faces falls back to what is named after them.
"""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from renda.reports.documents.blocks import Break, Heading, Paper, Table, Text

SONG, HEI, KAI, FANG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
_FALLBACKS = {SONG: "宋体", KAI: "楷体", FANG: "仿宋"}
_LEVELS = {1: HEI, 2: KAI, 3: FANG}
_WIDTH = 156  # millimetres between the margins
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(paper: Paper) -> bytes:
    """The docx of a document."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(30)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = paper.office, paper.title, ""
    center = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, paper.title, SONG, 22, align=center)
    if paper.subtitle:
        _line(document, paper.subtitle, KAI, 14, align=center)
    for block in paper.blocks:
        _block(document, block)
    right = WD_ALIGN_PARAGRAPH.RIGHT
    _line(document, "", FANG, 16)
    _line(document, paper.office, FANG, 16, align=right)
    _line(document, paper.day, FANG, 16, align=right)
    _name_fallbacks(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _block(document: Any, block: Any) -> None:
    if isinstance(block, Heading):
        paragraph = _line(document, block.words, _LEVELS[block.level], 16, indent=True)
        paragraph.paragraph_format.keep_with_next = True
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(block.level - 1))
        paragraph._p.get_or_add_pPr().append(outline)
    elif isinstance(block, Text):
        _line(document, block.words, FANG, 12 if block.is_small else 16, indent=True)
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Break):
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _line(place: Any, words: str, face: str, size: float, **more: Any) -> Any:
    paragraph = place.add_paragraph()
    paragraph.alignment = more.get("align")
    paragraph.paragraph_format.line_spacing = Pt(size * 1.75)
    paragraph.paragraph_format.space_after = Pt(0)
    if more.get("indent"):
        paragraph.paragraph_format.first_line_indent = Pt(size * 2)
    _dress(paragraph.add_run(_UNWRITABLE.sub("", words)), face, size)
    return paragraph


def _dress(run: Any, face: str, size: float, *, bold: bool = False) -> None:
    run.font.name, run.font.size, run.font.bold = face, Pt(size), bold
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)


def _table(document: Any, block: Table) -> None:
    if not block.rows:
        return
    size = 9 if len(block.heads) > 8 else 10.5
    table = document.add_table(rows=1, cols=len(block.heads))
    table.style = "Table Grid"
    table.autofit = False
    whole = sum(block.shares())
    widths = [Mm(_WIDTH * share / whole) for share in block.shares()]
    lines = [block.heads, *block.rows]
    for _more in block.rows:
        table.add_row()
    for number, (row, values) in enumerate(zip(table.rows, lines, strict=True)):
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = width
            run = cell.paragraphs[0].add_run(_UNWRITABLE.sub("", str(value)))
            _dress(run, FANG, size, bold=number == 0)
    head = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    _line(document, "", FANG, 9)


def _name_fallbacks(document: Any) -> None:
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith("fontTable.xml"):
            fonts = "".join(
                f'<w:font w:name="{face}"><w:altName w:val="{other}"/></w:font>'
                for face, other in _FALLBACKS.items()
            )
            part._blob = re.sub(rb"</w:fonts>", fonts.encode() + b"</w:fonts>", part.blob)
