"""Reading a roster as an office keeps it: pure, no database.

A sheet has title rows, one header row in the office's own words, then one deputy a row. What is
not in ``COLUMNS`` (nationality, party, education, identity number) is not taken over and not
kept anywhere; the preview says so.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO

from django.utils.translation import gettext as _

from renda.kernel import text
from renda.kernel.errors import Invalid

MOST_ROWS = 5000
HEADER_WITHIN = 10
MOST_COLUMNS = 60
MOST_BYTES = 60_000_000  # unpacked

COLUMNS: dict[str, frozenset[str]] = {
    "name": frozenset({"姓名", "代表姓名", "名字", "name"}),
    "gender": frozenset({"性别", "gender", "sex"}),
    "birth_year": frozenset({"出生年月", "出生日期", "出生年月日", "生日", "出生年份", "born"}),
    "delegation": frozenset({"代表团", "所属代表团", "所在代表团", "团组", "delegation"}),
    "constituency": frozenset({"选区", "选区名称", "所在选区", "选举单位", "constituency"}),
    "constituency_number": frozenset({"选区号", "选区编号", "选区序号"}),
    "employer": frozenset(
        {"单位及职务", "工作单位及职务", "单位职务", "工作单位", "单位", "职务", "employer"}
    ),
    "phone": frozenset({"手机", "手机号", "手机号码", "联系电话", "电话", "移动电话", "phone"}),
    "email": frozenset({"邮箱", "电子邮箱", "电子邮件", "email"}),
    "card_number": frozenset({"证号", "代表证号", "代表证编号", "代表证号码", "card"}),
}
LIMITS = {
    "name": 60,
    "delegation": 100,
    "constituency": 100,
    "constituency_number": 10,
    "employer": 120,
    "phone": 30,
    "email": 200,
    "card_number": 30,
}
_GENDERS = {"男": "m", "女": "f", "m": "m", "f": "f", "male": "m", "female": "f", "": ""}


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One deputy as the sheet says. ``line`` is the sheet's row, counted from 1."""

    line: int
    name: str
    gender: str = ""
    birth_year: int | None = None
    delegation: str = ""
    constituency: str = ""
    constituency_number: str = ""
    employer: str = ""
    phone: str = ""
    email: str = ""
    card_number: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell and what to do; ``column`` is the sheet's own heading."""

    line: int
    column: str
    message: str


@dataclass(slots=True)
class Preview:
    """What a sheet holds before anything is written."""

    columns: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    rows: list[RosterRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether the rows can be imported as they are."""
        return bool(self.rows) and not self.problems


def read_sheet(file: IO[bytes]) -> list[tuple[object, ...]]:
    """The rows of a workbook's first sheet. Raises Invalid when it cannot be read.

    Rows and columns are bounded and read one by one: a small file may claim a huge sheet.
    """
    import openpyxl  # noqa: PLC0415 -- slow import, only uploads need it

    refused = Invalid(_("This file cannot be read. Please save it as xlsx and upload it again."))
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise Invalid(_("This workbook is too large. Please keep only the roster in it."))
        file.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            most = MOST_ROWS + HEADER_WITHIN + 1
            cells = sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS, values_only=True)
            rows: list[tuple[object, ...]] = [*cells]
            book.close()
    except Invalid:
        raise
    except Exception as error:
        raise refused from error
    return rows


def parse_roster(table: Iterable[Sequence[object]]) -> Preview:
    """Read a sheet (rows of cells as a spreadsheet library gives them) into typed rows.

    Never raises for what the sheet holds: everything wrong is a problem with row and column.
    """
    lines = [[_text(cell) for cell in row] for row in table]
    preview = Preview()
    found = _find_header(lines)
    if found is None:
        message = _("No row with headings was found; there must be a column for the name.")
        preview.problems.append(Problem(1, "", message))
        return preview
    place, headings = found
    preview.columns = {column: lines[place][index] for column, index in headings.items()}
    preview.ignored = _ignored(lines[place], set(headings.values()))
    for number, cells in enumerate(lines[place + 1 :], start=place + 2):
        if any(cells):
            _take(preview, number, headings, cells)
    _check_whole(preview)
    return preview


def heading_of(cell: str) -> str:
    """The column a heading names, empty when it names none."""
    plain = re.sub(r"[（(].*$", "", cell)
    plain = re.sub(r"[\s:：*＊]", "", plain).lower()
    return next((column for column, words in COLUMNS.items() if plain in words), "")


def year_of(cell: str) -> int | None:
    """The year in ``1968.03``, ``1968年3月``, ``1968-03-05``, ``196803`` or ``1968``.

    Raises ValueError when there is none.
    """
    if not cell:
        return None
    match = re.match(r"(19|20)\d{2}", cell)
    if match is None:
        raise ValueError(cell)
    return int(match.group())


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    return str(cell).strip()


def _find_header(lines: list[list[str]]) -> tuple[int, dict[str, int]] | None:
    for place, cells in enumerate(lines[:HEADER_WITHIN]):
        headings: dict[str, int] = {}
        for index, cell in enumerate(cells):
            column = heading_of(cell)
            if column:
                headings.setdefault(column, index)
        if "name" in headings and len(headings) > 1:
            return place, headings
    return None


def _ignored(cells: list[str], used: set[int]) -> list[str]:
    return [cell for index, cell in enumerate(cells) if cell and index not in used]


def _take(preview: Preview, number: int, headings: dict[str, int], cells: list[str]) -> None:
    given = {c: cells[i] if i < len(cells) else "" for c, i in headings.items()}
    values: dict[str, str | int | None] = {}
    for column, cell in given.items():
        try:
            values[column] = _READERS.get(column, _plain)(column, cell)
        except Invalid as error:
            preview.problems.append(Problem(number, preview.columns[column], error.message))
    if len(values) == len(given):
        preview.rows.append(RosterRow(line=number, **values))  # type: ignore[arg-type]


def _plain(column: str, cell: str) -> str:
    return text.clean(cell, limit=LIMITS[column])


def _name(column: str, cell: str) -> str:
    # Two-character names are often padded to line up with three: 王 强.
    name = re.sub(
        r"(?<=[㐀-鿿\U00020000-\U0003ffff])[\s　]+(?=[㐀-鿿\U00020000-\U0003ffff])", "", cell
    )
    if not name:
        raise Invalid(_("The name is missing."))
    return _plain(column, name)


def _gender(_column: str, cell: str) -> str:
    if cell.lower() not in _GENDERS:
        raise Invalid(_("Please enter 男 or 女, or leave it empty."))
    return _GENDERS[cell.lower()]


def _birth(_column: str, cell: str) -> int | None:
    try:
        return year_of(cell)
    except ValueError:
        raise Invalid(_("Please enter the date of birth like 1968-03 or 1968年3月.")) from None


def _phone(column: str, cell: str) -> str:
    plain = re.sub(r"[\s\-—]", "", cell)
    if plain and not re.fullmatch(r"\+?\d{7,15}", plain):
        raise Invalid(_("Please enter one telephone number; 11 digits for a mobile one."))
    return _plain(column, plain)


_READERS: dict[str, Callable[[str, str], str | int | None]] = {
    "name": _name,
    "gender": _gender,
    "birth_year": _birth,
    "phone": _phone,
}


def _check_whole(preview: Preview) -> None:
    if not preview.rows and not preview.problems:
        preview.problems.append(Problem(1, "", _("There is no row below the headings.")))
    if len(preview.rows) > MOST_ROWS:
        message = _("A roster has at most %(limit)d rows.") % {"limit": MOST_ROWS}
        preview.problems.append(Problem(MOST_ROWS, "", message))
    for column in ("phone", "card_number"):
        _check_once(preview, column)
    _check_same_person(preview)


def _check_once(preview: Preview, column: str) -> None:
    seen: dict[str, int] = {}
    for row in preview.rows:
        value = getattr(row, column)
        if value and value in seen:
            message = _("The same as in row %(line)d.") % {"line": seen[value]}
            preview.problems.append(Problem(row.line, preview.columns[column], message))
        seen.setdefault(value, row.line)


def _check_same_person(preview: Preview) -> None:
    """Two deputies may share a name, but then year of birth or telephone must tell them apart."""
    seen: dict[tuple[str, int | None, str], int] = {}
    for row in preview.rows:
        key = (row.name, row.birth_year, row.phone)
        if key in seen:
            message = _("The same person as in row %(line)d.") % {"line": seen[key]}
            preview.problems.append(Problem(row.line, preview.columns["name"], message))
        seen.setdefault(key, row.line)
