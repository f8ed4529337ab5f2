"""Templates to begin one's own from: short, complete, with every list once."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from docx import Document

from renda.reports.documents.wording import title_of
from renda.reports.enums import Kind

_FIGURES = (
    *("收到", "已交办", "已答复", "应答复件次", "按期答复", "逾期答复", "逾期未答复"),
    *("A类", "B类", "C类", "D类", "满意", "基本满意", "不满意", "未评价"),
    *("承诺事项", "承诺兑现", "承诺已过期"),
)
_SHARES = ("答复率", "按期率", "满意率", "解决率", "兑现率")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "各单位": ("名称", "收到", "已答复", "按期答复", "A类", "B类", "满意", "承诺兑现"),
    "各建议": ("编号", "标题", "领衔代表", "主办单位", "办理状态", "办理类别", "结果评价"),
    "各承诺": ("建议编号", "承诺内容", "承办单位", "责任人", "期限", "状态"),
    "各办理件": ("编号", "标题", "承办单位", "办理方式", "答复期限", "办理状态"),
}
_OF_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.BULLETIN: ("各单位", "各承诺"),
    Kind.COMPILATION: ("各建议",),
    Kind.UNITS: ("各办理件",),
    Kind.HANDLING: ("各单位", "各承诺"),
}


def docx(kind: Kind) -> bytes:
    """A Word template."""
    document = Document()
    document.core_properties.author = ""
    document.add_heading(title_of(kind, "{{ 统计范围 }}"), level=1)
    document.add_paragraph("（数据截至{{ 截止日期 }}）")
    figures = "，".join(f"{name}{{{{ {name} }}}}" for name in _FIGURES)
    document.add_paragraph(f"{figures}。")
    shares = "，".join(f"{name}{{{{ {name} }}}}" for name in _SHARES)
    document.add_paragraph(f"{shares}。")
    for name in _OF_KIND[kind]:
        _repeated(document, name, _COLUMNS[name])
    document.add_paragraph("{{ 制发单位 }}")
    document.add_paragraph("{{ 截止日期 }}")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _repeated(document: Any, name: str, columns: tuple[str, ...]) -> None:
    document.add_heading(name, level=2)
    table = document.add_table(rows=4, cols=len(columns))
    table.style = "Table Grid"
    rows = (
        columns,
        (f"{{%tr for 行 in {name} %}}",),
        tuple(f"{{{{ 行.{column} }}}}" for column in columns),
        ("{%tr endfor %}",),
    )
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=False):
            cell.text = text


def xlsx(kind: Kind) -> bytes:
    """An Excel template: a sheet of figures, and one for each list with its repeated line."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True, "border": 1})
    cell = book.add_format({"border": 1})
    sheet = book.add_worksheet("指标")
    sheet.set_column(0, 1, 24)
    sheet.write_string(0, 0, "{{ 标题 }}", book.add_format({"bold": True, "font_size": 14}))
    for line, name in enumerate((*_FIGURES, *_SHARES, "截止日期"), start=2):
        sheet.write_string(line, 0, name, head)
        sheet.write_string(line, 1, f"{{{{ {name} }}}}", cell)
    for name in _OF_KIND[kind]:
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(_COLUMNS[name]) - 1, 18)
        for column, words in enumerate(_COLUMNS[name]):
            sheet.write_string(0, column, words, head)
            sheet.write_string(1, column, f"{{{{ {name}.{words} }}}}", cell)
    book.close()
    return written.getvalue()


WRITERS = {"docx": docx, "xlsx": xlsx}
