"""An office's file as rows of text: xlsx, csv or tsv in the encodings met in practice. Pure.

Formulas are never read, only the values a spreadsheet kept; the file's sheets after the first
are left alone.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import PurePath

from django.utils.translation import gettext as _

from renda.exchange.errors import BadFile

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 100
MOST_CHARACTERS = 20_000
KINDS = ("xlsx", "csv", "tsv")

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ("\t", ",", ";", "，")


def kind_of(name: str) -> str:
    """``xlsx``, ``csv`` or ``tsv`` by the file's ending. Raises BadFile for anything else."""
    kind = PurePath(name).suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise BadFile(_("Please save the list as xlsx, csv or tsv and choose it again."))
    return kind


def read_table(data: bytes, *, name: str) -> list[list[str]]:
    """All rows of a file's first sheet as trimmed texts. Raises BadFile with what to do."""
    kind = kind_of(name)
    if len(data) > MOST_BYTES:
        raise BadFile(
            _("The file is larger than %(limit)d MB. Please split it into several.")
            % {"limit": MOST_BYTES // 1024 // 1024}
        )
    if not data.strip():
        raise BadFile(_("The file is empty."))
    rows = _from_xlsx(data) if kind == "xlsx" else _from_text(data, kind)
    return _checked(rows)


def _checked(rows: Iterable[Sequence[object]]) -> list[list[str]]:
    found: list[list[str]] = []
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS + 1:
            raise BadFile(
                _("The list has more than %(limit)d rows. Please split it into several.")
                % {"limit": MOST_ROWS}
            )
        cells = [_text(cell) for cell in row]
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise BadFile(
                _("Row %(row)d has more than %(limit)d columns.")
                % {"row": number, "limit": MOST_COLUMNS}
            )
        _check_length(cells, number)
        found.append(cells[:MOST_COLUMNS])
    return found


def _check_length(cells: list[str], number: int) -> None:
    if any(len(cell) > MOST_CHARACTERS for cell in cells):
        raise BadFile(
            _("A cell in row %(row)d has more than %(limit)d characters.")
            % {"row": number, "limit": MOST_CHARACTERS}
        )


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    return str(cell).strip()


def _from_xlsx(data: bytes) -> Sequence[Sequence[object]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 -- slow import

    broken = _("This is not a readable xlsx file. Please save it anew with your spreadsheet.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise BadFile(_("The file unpacks to too much. Please copy the list to a new file."))
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError, ValueError, IndexError):
        raise BadFile(broken) from None


def _from_text(data: bytes, kind: str) -> list[list[str]]:
    words = decode(data)
    delimiter = "\t" if kind == "tsv" else _delimiter(words)
    try:
        return list(csv.reader(io.StringIO(words, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise BadFile(
            _("The file's quotation marks do not close (%(error)s). Please save it as xlsx.")
            % {"error": error}
        ) from None


def decode(data: bytes) -> str:
    """The text of a file: by its mark, else UTF-8, else GB18030. Raises BadFile with the row."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in words:
            break
        return words
    raise BadFile(
        _("Row %(row)d cannot be read as UTF-8 or GB18030. Please save the list as xlsx.")
        % {"row": _bad_row(data)}
    )


def _bad_row(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return data.count(b"\n", 0, max(data.find(b"\x00"), 0)) + 1


def _delimiter(words: str) -> str:
    head = words[:4000].splitlines()[:3]
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in head))
