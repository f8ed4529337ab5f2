"""Word and Excel templates that an office brings itself: what they may say, and filling them.

A template may use known fields, and repeat over known lists; nothing else. It is checked when it
comes in, so that a document never fails on it later: an unknown field is named with the nearest
known one.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator

from renda.files.errors import Refused

_LOOP = frozenset({"index", "index0", "first", "last", "length"})
_FILTERS = ("default", "d", "join", "length", "trim", "upper", "e", "escape")
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For),
    *(nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.Const, nodes.Not, nodes.And),
    *(nodes.Or, nodes.Filter, nodes.Keyword),
)
_MARK = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_MOST_CELLS = 200_000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a template may say: fields, and lists with the fields of their lines.

    A list without fields holds plain words.
    """

    fields: frozenset[str]
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def nearest(self, word: str, known: Iterable[str]) -> str:
        """``word（是否为“…”）`` when something known is near, else the word."""
        # Of two Chinese signs one alike is near; of a Latin word more has to be.
        cutoff = 0.6 if word.isascii() else 0.5
        found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=cutoff)
        if not found:
            return f"“{word}”"
        return _("“%(word)s” (did you mean “%(near)s”?)") % {"word": word, "near": found[0]}


class Environment(ImmutableSandboxedEnvironment):
    """Data and a few filters; no functions, no methods."""

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}


# --- Word ----------------------------------------------------------------------------------------


def check_docx(template: BinaryIO, vocabulary: Vocabulary) -> None:
    """Read what a Word template says. Raises Refused: unknown fields, faults, forbidden code."""
    template.seek(0)
    try:
        _check_words(_words(template), vocabulary)
    except TemplateError as error:
        raise Refused(
            _("The template has a fault: %(fault)s") % {"fault": error.message or error}
        ) from None
    finally:
        template.seek(0)


def fill_docx(template: BinaryIO | str, data: Mapping[str, Any]) -> bytes:
    """A checked Word template with its data."""
    document = DocxTemplate(template)
    document.render(dict(data), jinja_env=Environment(), autoescape=True)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _words(template: BinaryIO) -> str:
    document = DocxTemplate(template)
    document.init_docx()
    parts = [document.patch_xml(document.get_xml())]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _key, part in document.get_headers_footers(uri):
            parts.append(document.patch_xml(part.blob.decode("utf-8", "replace")))
    return "\n".join(parts)


def _check_words(words: str, vocabulary: Vocabulary) -> None:
    tree = Environment().parse(words)
    for node in _all_nodes(tree):
        if not isinstance(node, _ALLOWED):
            raise Refused(
                _("The template uses “%(what)s”; only fields, “for” and “if” are allowed.")
                % {"what": type(node).__name__}
            )
    known = {*vocabulary.fields, *vocabulary.lists}
    unknown = [
        vocabulary.nearest(word, known)
        for word in sorted(meta.find_undeclared_variables(tree) - known)
    ]
    unknown += _unknown_parts(tree, vocabulary)
    if unknown:
        raise Refused(
            _("The template uses fields that are not known: %(unknown)s.")
            % {"unknown": "、".join(dict.fromkeys(unknown))}
        )


def _unknown_parts(tree: nodes.Template, vocabulary: Vocabulary) -> list[str]:
    """Parts of lines that are not known: ``u.name`` within the loop over its list.

    Raises Refused for a loop over something else, or one within another.
    """
    found, looked = [], set()
    for loop in tree.find_all(nodes.For):
        source = loop.iter
        if not isinstance(source, nodes.Name) or source.name not in vocabulary.lists:
            raise Refused(
                _("Only these lists can be repeated: %(lists)s.")
                % {"lists": "、".join(sorted(vocabulary.lists))}
            )
        if any(inner is not loop for inner in loop.find_all(nodes.For)):
            raise Refused(_("A “for” within a “for” is not allowed."))
        line = loop.target.name if isinstance(loop.target, nodes.Name) else ""
        known = {line: vocabulary.lists[source.name], "loop": _LOOP}
        for each in loop.find_all(nodes.Getattr):
            looked.add(id(each))
            found += _unknown_part(each, known, vocabulary)
    for each in tree.find_all(nodes.Getattr):
        if id(each) not in looked:
            found += _unknown_part(each, {}, vocabulary)
    return found


def _unknown_part(
    each: nodes.Getattr, lines: Mapping[str, frozenset[str]], vocabulary: Vocabulary
) -> list[str]:
    name = each.node.name if isinstance(each.node, nodes.Name) else ""
    known = lines.get(name, frozenset())
    if each.attr in known:
        return []
    near = vocabulary.nearest(each.attr, known)
    return [f"{name} · {near}" if name else near]


def _all_nodes(node: nodes.Node) -> list[nodes.Node]:
    found = [node]
    for child in node.iter_child_nodes():
        found += _all_nodes(child)
    return found


# --- Excel ---------------------------------------------------------------------------------------


def check_xlsx(template: BinaryIO, vocabulary: Vocabulary) -> None:
    """Read what an Excel template says. Raises Refused with the cell of each fault."""
    template.seek(0)
    book = load_workbook(template)
    faults, cells, marks = [], 0, 0
    for sheet in book.worksheets:
        repeated = 0
        for row in sheet.iter_rows():
            cells += len(row)
            if cells > _MOST_CELLS:
                raise Refused(_("The template has too many cells."))
            used = set()
            for cell in row:
                place = f"{sheet.title}!{cell.coordinate}"
                if repeated and cell.data_type == "f":
                    faults.append(
                        _("%(place)s: a formula below a repeated line; put it above")
                        % {"place": place}
                    )
                if cell.data_type == "f" and _marks(cell.value):
                    faults.append(_("%(place)s: a field within a formula") % {"place": place})
                for word in _marks(cell.value):
                    marks += 1
                    name, _dot, _part = word.partition(".")
                    fault = _fault(word, vocabulary)
                    if fault:
                        faults.append(f"{place}: {fault}")
                    elif name in vocabulary.lists:
                        used.add(name)
            if len(used) > 1:
                faults.append(
                    _("%(sheet)s, line %(row)s: two lists in one line")
                    % {"sheet": sheet.title, "row": row[0].row}
                )
            repeated = repeated or len(used)
    template.seek(0)
    if faults:
        raise Refused("；".join(faults[:10]))
    if not marks:
        raise Refused(
            _("The template holds no field; write one like {{ %s }} into a cell.") % "day"
        )


def _marks(value: Any) -> list[str]:
    return _MARK.findall(value) if isinstance(value, str) else []


def _fault(word: str, vocabulary: Vocabulary) -> str:
    name, dot, part = word.partition(".")
    if not dot:
        if word in vocabulary.fields:
            return ""
        return vocabulary.nearest(word, vocabulary.fields)
    if name not in vocabulary.lists:
        return vocabulary.nearest(name, vocabulary.lists)
    if part in vocabulary.lists[name]:
        return ""
    return f"{name}.{vocabulary.nearest(part, vocabulary.lists[name])}"


def fill_xlsx(template: BinaryIO, data: Mapping[str, Any]) -> bytes:
    """A checked Excel template with its data: a line with a list's fields is repeated."""
    book = load_workbook(template)
    for sheet in book.worksheets:
        for number in range(sheet.max_row, 0, -1):
            _fill_row(sheet, number, data)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill_row(sheet: Any, number: int, data: Mapping[str, Any]) -> None:
    row = list(sheet[number])
    words = [word for cell in row for word in _marks(cell.value)]
    names = {word.partition(".")[0] for word in words if "." in word}
    if not words:
        return
    lines: Sequence[Any] = data[names.pop()] if names else [None]
    forms = [(cell.column, cell.value, copy(cell._style)) for cell in row]
    if len(lines) > 1:
        _make_room(sheet, number, len(lines) - 1)
    if not lines:
        for cell in row:
            if _marks(cell.value):
                cell.value = None
    for offset, line in enumerate(lines):
        for column, form, style in forms:
            cell = sheet.cell(number + offset, column)
            cell._style = copy(style)
            _put(cell, row[column - row[0].column].coordinate, form, data, line)


def _make_room(sheet: Any, number: int, count: int) -> None:
    """Move what stands below downwards, merged cells and heights with it."""
    below = [each for each in sheet.merged_cells.ranges if each.min_row > number]
    for each in below:
        sheet.unmerge_cells(str(each))
    heights = {
        at: dimension.height
        for at, dimension in sheet.row_dimensions.items()
        if at > number and dimension.height
    }
    sheet.insert_rows(number + 1, count)
    for at in heights:
        sheet.row_dimensions[at].height = None
    for at, height in heights.items():
        sheet.row_dimensions[at + count].height = height
    for each in below:
        each.shift(row_shift=count)
        sheet.merge_cells(str(each))


def _moved(form: Any, origin: str, place: str) -> Any:
    """The template's own content in a repeated line; its formulas look at their own line."""
    if isinstance(form, str) and form.startswith("="):
        return Translator(form, origin=origin).translate_formula(place)
    return form


def _put(cell: Any, origin: str, form: Any, data: Mapping[str, Any], line: Any) -> None:
    words = _marks(form)
    if not words:
        if line is not None:
            cell.value = _moved(form, origin, cell.coordinate)
        return
    if len(words) == 1 and _MARK.fullmatch(form.strip()):
        _write(cell, _value(words[0], data, line))
        return
    _write(cell, _MARK.sub(lambda match: _text(_value(match[1], data, line)), form))


def _value(word: str, data: Mapping[str, Any], line: Any) -> Any:
    name, dot, part = word.partition(".")
    return line[part] if dot else data[name]


def _text(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def _write(cell: Any, value: Any) -> None:
    """What looks like a formula stays a text: data never computes."""
    cell.value = _clean(value)
    if cell.data_type == "f":
        cell.data_type = "s"


_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _clean(value: Any) -> Any:
    return _UNWRITABLE.sub("", value)[:32_767] if isinstance(value, str) else value


def used(template: BinaryIO, kind: str) -> Iterator[str]:
    """The words that a template uses, for its page."""
    template.seek(0)
    if kind == "xlsx":
        for sheet in load_workbook(template).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    yield from _marks(cell.value)
        return
    tree = Environment().parse(_words(template))
    yield from sorted(meta.find_undeclared_variables(tree))
