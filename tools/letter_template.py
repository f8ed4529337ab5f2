"""Makes the shipped Word template of reply letters: ``python tools/letter_template.py``.

The type faces are the ones of official documents (方正小标宋, 仿宋); a machine without them falls
back to what the font table names (宋体, 仿宋). An office replaces the template on its own page.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).resolve().parents[1] / "src/renda/proposals/letters/reply.docx"
SONG, FANGSONG = "方正小标宋简体", "仿宋_GB2312"
FALLBACKS = {SONG: "宋体", FANGSONG: "仿宋"}
RED = RGBColor(0xC0, 0, 0)
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def dress(run: Any, face: str, size: float, *, red: bool = False) -> None:
    """Give a run its face for Chinese and Latin letters."""
    run.font.name, run.font.size = face, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)
    if red:
        run.font.color.rgb = RED


def line(place: Any, words: str, *, face: str = FANGSONG, size: float = 16, **more: Any) -> Any:
    """A paragraph. ``align``, ``indent`` (two characters), ``red``."""
    paragraph = place.add_paragraph()
    paragraph.alignment = more.get("align")
    paragraph.paragraph_format.line_spacing = Pt(size * 1.75)
    paragraph.paragraph_format.space_after = Pt(0)
    if more.get("indent"):
        paragraph.paragraph_format.first_line_indent = Pt(size * 2)
    dress(paragraph.add_run(words), face, size, red=more.get("red", False))
    return paragraph


def rule_below(paragraph: Any, color: str, eighths: int) -> None:
    """A line under a paragraph."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", color)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def promises(document: Any) -> None:
    """The table of promises: one row repeated."""
    heads = ("序号", "事项", "数量", "责任人", "完成时限")
    table = document.add_table(rows=4, cols=len(heads))
    table.style = "Table Grid"
    cells = (
        heads,
        ("{%tr for c in commitments %}", "", "", "", ""),
        (
            "{{ c.number }}",
            "{{ c.what }}",
            "{{ c.amount or '—' }}",
            "{{ c.owner }}",
            "{{ c.due_on }}{% if c.condition %}{{ c.condition }}；{{ c.review_on }}{% endif %}",
        ),
        ("{%tr endfor %}", "", "", "", ""),
    )
    for row, words in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            dress(cell.paragraphs[0].add_run(text), FANGSONG, 12)


def head(document: Any) -> None:
    """Unit, red line, class and number."""
    line(document, "{%p if is_draft %}", size=12)
    line(document, "草稿 · 尚未签发", size=12, align=RIGHT, red=True)
    line(document, "{%p endif %}", size=12)
    title = line(document, "{{ office }}", face=SONG, size=28, align=CENTER, red=True)
    rule_below(title, "C00000", 16)
    line(document, "类别：{{ outcome_class }}（{{ class_meaning }}）")
    line(document, "{{ document_number }}", align=RIGHT)
    line(document, "{%p if signer %}")
    line(document, "签发人：{{ signer }}", align=RIGHT)
    line(document, "{%p endif %}")
    line(
        document,
        "对{{ congress }}{% if number %}第{{ number }}{% endif %}{{ form }}的答复",
        face=SONG,
        size=22,
        align=CENTER,
    )


def text(document: Any) -> None:
    """Address, reply, promises, thanks."""
    line(document, "{{ receivers }}代表：")
    line(document, "您提出的《{{ title }}》收悉。经研究办理，现答复如下：", indent=True)
    line(document, "{%p for words in paragraphs %}")
    line(document, "{{ words }}", indent=True)
    line(document, "{%p endfor %}")
    line(document, "{%p if reason %}")
    line(document, "暂时不能解决的原因：{{ reason }}", indent=True)
    line(document, "我单位将于{{ review_on }}对此事项复核并告知您。", indent=True)
    line(document, "{%p endif %}")
    line(document, "{%p if commitments %}")
    line(document, "承诺事项：", indent=True)
    promises(document)
    line(document, "{%p endif %}")
    line(document, "感谢您对我们工作的关心和支持。", indent=True)


def foot(document: Any) -> None:
    """Unit and day, contact, copies, QR."""
    line(document, "{{ office }}", align=RIGHT)
    line(document, "{{ signed_on }}", align=RIGHT)
    line(document, "{%p if contact_name or contact_phone %}")
    line(document, "（联系人：{{ contact_name }}，联系电话：{{ contact_phone }}）")
    line(document, "{%p endif %}")
    rule_below(line(document, "抄送：{{ copies | join('，') }}。", size=14), "000000", 6)
    line(document, "请扫码登录后直接评价，评价不经承办单位：", size=12)
    line(document, "{{ qr }}", size=12)
    line(document, "{{ feedback_url }}", size=9)


def name_fallbacks(document: Any) -> None:
    """Let the font table say what stands in for a missing face."""
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith("fontTable.xml"):
            fonts = "".join(
                f'<w:font w:name="{face}"><w:altName w:val="{other}"/></w:font>'
                for face, other in FALLBACKS.items()
            )
            part._blob = re.sub(rb"</w:fonts>", fonts.encode() + b"</w:fonts>", part.blob)


def build() -> Any:
    """The template as a document."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(30)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", "答复函", ""
    head(document)
    text(document)
    foot(document)
    name_fallbacks(document)
    return document


def main() -> int:
    """Write the template."""
    build().save(str(TARGET))
    print(TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
