"""What the pages of reports show, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from renda.files.models import File
from renda.kernel.actor import Actor
from renda.kernel.time import local_day
from renda.ledger.models import Promise
from renda.ledger.procedure import COMMITMENT
from renda.matters.enums import AssignmentState, Grade, Mode
from renda.matters.models import Assignment, Contact, Evaluation, Reply
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import Chip
from renda.proposals.procedure import SUGGESTION
from renda.reports import figures as declared
from renda.reports.enums import Kind
from renda.reports.figures import FIGURES, STAGES
from renda.reports.models import Document
from renda.reports.queries import Line
from renda.reports.rules import MADE_OF_CUTS, SHARES, Cut, kinds_for
from renda.reports.words import LINES, LISTS, SCALARS

Values = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number that opens its records."""

    n: int
    url: str
    label: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A share, large: the part of the whole, and what it leaves out."""

    label: str
    part: Cell
    whole: Cell
    note: str


# What is bad when it is not zero.
_LATE = frozenset(
    {
        *("overdue", "late", "past", "promise_broken", "escalated", "last_dissatisfied"),
        *("same_minute", "same_text", "unconfirmed", "untalked", "face_corrected"),
        *(
            f"{stage}_dissatisfied{way}"
            for stage in ("first", "renewed", "second")
            for way in ("", "_paper", "_online")
        ),
    }
)


def address(cut: Cut, name: str) -> str:
    """Where the records of a figure stand."""
    # An empty year says that all years are meant.
    return f"{reverse('reports:records')}?{urlencode({'year': '', **cut.query(), 'figure': name})}"


def cell(cut: Cut, values: Values, name: str) -> Cell:
    """A figure of a cut."""
    n = values[name]
    tone = "late" if n and name in _LATE else ""
    return Cell(n, address(cut, name) if n else "", str(FIGURES[name].label), tone)


_SHARE_LABELS = {
    "replied": gettext_lazy("Replied"),
    "in_time": gettext_lazy("Replied in time"),
    "satisfied": gettext_lazy("Satisfied with the result"),
    "solved": gettext_lazy("Solved (class A)"),
    "kept": gettext_lazy("Promises kept"),
}


def share_labels() -> list[str]:
    """The names of the shares, in their order."""
    return [str(_SHARE_LABELS[share.name]) for share in SHARES]


def tiles(cut: Cut, values: Values) -> list[Tile]:
    """The five shares side by side."""
    notes = {
        "replied": _("%(n)s not replied yet") % {"n": values["unanswered"]},
        "in_time": _("%(late)s late, %(over)s overdue")
        % {"late": values["late"], "over": values["overdue"]},
        "satisfied": _("%(n)s not evaluated: counted as nothing") % {"n": values["last_none"]},
        "solved": _("B %(b)s, C %(c)s, D %(d)s")
        % {"b": values["class_b"], "c": values["class_c"], "d": values["class_d"]},
        "kept": _("%(past)s past their day, %(late)s late, %(changed)s moved")
        % {
            "past": values["past"],
            "late": values["promise_late"],
            "changed": values["promise_changed"],
        },
    }
    found = []
    for share in SHARES:
        part, whole = share.of(values)
        label = str(_SHARE_LABELS[share.name])
        cells = [
            Cell(n, address(cut, ",".join(names)) if n else "", label)
            for n, names in ((part, share.part), (whole, share.whole))
        ]
        found.append(Tile(label, cells[0], cells[1], notes[share.name]))
    return found


# --- the table by lines --------------------------------------------------------------------------

COLUMNS = (
    *("received", "assigned", "replied", "parts", "in_time", "late", "overdue"),
    *("class_a", "class_b", "class_c", "class_d"),
    *("last_satisfied", "last_basically", "last_dissatisfied", "last_none"),
    *("promised", "promise_kept", "past"),
)
HEADS: dict[str, Any] = {
    "received": pgettext_lazy("figure", "Received"),
    "assigned": pgettext_lazy("figure", "Assigned"),
    "replied": pgettext_lazy("figure", "Replied"),
    "parts": pgettext_lazy("figure", "Replies owed"),
    "in_time": pgettext_lazy("figure", "In time"),
    "late": pgettext_lazy("figure", "Late"),
    "overdue": pgettext_lazy("figure", "Overdue"),
    "class_a": "A",
    "class_b": "B",
    "class_c": "C",
    "class_d": "D",
    "last_satisfied": pgettext_lazy("figure", "Satisfied"),
    "last_basically": pgettext_lazy("figure", "Basically"),
    "last_dissatisfied": pgettext_lazy("figure", "Dissatisfied"),
    "last_none": pgettext_lazy("figure", "Not evaluated"),
    "promised": pgettext_lazy("figure", "Promises"),
    "promise_kept": pgettext_lazy("figure", "Kept"),
    "past": pgettext_lazy("figure", "Past"),
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of the table, or the sum of all."""

    name: str
    cells: list[Cell]
    shares: list[tuple[int, int]]
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a stacked bar, in percent of the widest line."""

    kind: str
    x: str
    width: str
    n: int
    label: str


_BARS = ("class_a", "class_b", "class_c", "class_d", "class_none", "unanswered", "unassigned")


def added(lines: Sequence[Line]) -> dict[str, int]:
    """The sum of the lines."""
    found = dict.fromkeys(FIGURES, 0)
    for line in lines:
        for name, n in line.values.items():
            found[name] += n
    return found


def table(cut: Cut, lines: Sequence[Line], by: str) -> list[TableRow]:
    """The lines with their bars; no statement."""
    widest = max((sum(line.values[name] for name in _BARS) for line in lines), default=0)
    return [
        _row(line.name or _unnamed(by), cut.narrowed(by, line.key), line.values, widest)
        for line in lines
    ]


def total(cut: Cut, values: Values) -> TableRow:
    """The sum below the table."""
    return _row("", cut, values, 0)


def _unnamed(by: str) -> str:
    return {
        "unit": _("No unit yet"),
        "delegation": _("No delegation"),
        "field": _("No field yet"),
        "session": _("In recess"),
        "year": _("Not registered yet"),
    }[by]


def _row(name: str, cut: Cut, values: Values, widest: int) -> TableRow:
    return TableRow(
        name,
        [cell(cut, values, column) for column in COLUMNS],
        [share.of(values) for share in SHARES],
        _bars(values, widest),
    )


def _bars(values: Values, widest: int) -> list[Bar]:
    found, x = [], 0.0
    for name in _BARS:
        width = round(values[name] / widest * 100, 2) if widest else 0.0
        if width:
            label = str(FIGURES[name].label)
            found.append(Bar(name, f"{x:.2f}", f"{width:.2f}", values[name], label))
            x += width
    return found


# --- the other tables ----------------------------------------------------------------------------

_LISTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        gettext_lazy("Course"),
        (
            *("received", "in_session", "motions", "keys", "merged", "refused", "taken"),
            *("unassigned", "assigned", "unanswered", "replied", "again", "concluded"),
            *("escalated", "gone"),
        ),
    ),
    (
        gettext_lazy("Replies of units"),
        (
            *("parts", "parts_replied", "in_time", "late", "undated", "overdue", "running"),
            *("joint", "joint_given"),
        ),
    ),
    (
        gettext_lazy("Classes of those replied"),
        ("class_a", "class_b", "class_c", "class_d", "class_none"),
    ),
    (
        gettext_lazy("Promises"),
        (
            *("promised", "owed", "past", "promise_kept", "promise_changed", "promise_late"),
            *("promise_broken", "promise_struck"),
        ),
    ),
    (
        gettext_lazy("Talks"),
        ("talks", "face", "face_confirmed", "face_stated", "face_corrected"),
    ),
)
ODD = ("same_minute", "same_text", "unconfirmed", "untalked")


def lists(cut: Cut, values: Values) -> list[tuple[str, list[Cell]]]:
    """The figures in groups, each opening its records."""
    return [(str(label), [cell(cut, values, name) for name in names]) for label, names in _LISTS]


def odd(cut: Cut, values: Values) -> list[Cell]:
    """What should be looked into."""
    return [cell(cut, values, name) for name in ODD]


@dataclass(frozen=True, slots=True)
class StageRow:
    """Evaluations of one stage that came by one way."""

    label: str
    way: str
    cells: list[Cell]


_WAY_LABELS = {
    "": gettext_lazy("All"),
    "_online": gettext_lazy("Electronic"),
    "_paper": gettext_lazy("Paper"),
}
STAGE_HEADS = (
    pgettext_lazy("figure", "Evaluated"),
    pgettext_lazy("figure", "Satisfied"),
    pgettext_lazy("figure", "Basically"),
    pgettext_lazy("figure", "Dissatisfied"),
    pgettext_lazy("figure", "Satisfied with the process"),
    pgettext_lazy("figure", "Not evaluated yet"),
    pgettext_lazy("figure", "Time over"),
    pgettext_lazy("figure", "Waived"),
)


def stages(cut: Cut, values: Values) -> list[StageRow]:
    """First evaluation, after handling again, second one: electronic and paper apart."""
    found = []
    for stage, _source, _base, label in STAGES:
        for way, words in _WAY_LABELS.items():
            names = [f"{stage}_given{way}", *(f"{stage}_{grade}{way}" for grade in Grade)]
            names.append(f"{stage}_process{way}")
            if not way:
                names += [f"{stage}_{what}" for what in ("waiting", "missed", "waived")]
            cells = [cell(cut, values, name) for name in names]
            found.append(StageRow(str(label) if not way else "", str(words), cells))
    return found


# --- records -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """A record behind a figure: the matter, the unit, what it is, where it stands."""

    number: str
    title: str
    url: str
    unit: str
    detail: str
    on: Any
    pk: int
    public_id: Any


# What to load with the records of a table.
RELATED = {
    declared.MATTERS: ("lead_body",),
    declared.GONE: ("lead_body",),
    declared.PARTS: ("proceeding", "body"),
    declared.JOINT: ("proceeding", "body"),
    declared.EVALUATIONS: ("reply__proceeding", "reply__assignment__body", "person"),
    declared.SECOND: ("reply__proceeding", "reply__assignment__body", "person"),
    declared.PROMISES: ("proceeding", "commitment", "matter", "body"),
    declared.TALKS: ("proceeding", "assignment__body", "person"),
    declared.REPLIES: ("proceeding", "assignment__body"),
}


def records(rows: Iterable[Any], source: str) -> list[Record]:
    """Rows of a figure's list; no statement when ``RELATED`` was loaded."""
    return [_RECORDS[source](row) for row in rows]


def _of(matter: Proceeding, row: Any, unit: Any, detail: str, on: Any, url: str = "") -> Record:
    to = url or reverse("proposals:detail", kwargs={"public_id": matter.public_id})
    name = str(unit or "")
    return Record(matter.number, matter.title, to, name, detail, on, row.pk, matter.public_id)


def _matter(row: Proceeding) -> Record:
    label = str(SUGGESTION.state(row.state).label)
    return _of(row, row, row.lead_body, label, local_day(row.opened_at))


def _part(row: Assignment) -> Record:
    words = f"{Mode(row.mode).label} · {AssignmentState(row.state).label}"
    if row.received_at:
        at = date_format(localtime(row.received_at), "Y-m-d H:i")
        words += " · " + _("received %(at)s") % {"at": at}
    late = getattr(row, "late_days", None)
    if late:
        words += " · " + _("%(n)s days late") % {"n": late}
    return _of(row.proceeding, row, row.body, words, local_day(row.assigned_at))


def _evaluation(row: Evaluation) -> Record:
    matter, unit = row.reply.proceeding, row.reply.assignment.body
    words = [row.person.name, str(row.get_state_display())]
    if row.process_grade and row.given_at:
        words.append(
            _("process: %(process)s, result: %(result)s")
            % {
                "process": Grade(row.process_grade).label,
                "result": Grade(row.result_grade).label,
            }
        )
        words.append(str(_("paper") if row.channel == "paper" else _("electronic")))
    on = local_day(row.given_at) if row.given_at else None
    return _of(matter, row, unit, " · ".join(words), on)


def _promise(row: Promise) -> Record:
    label = str(COMMITMENT.state(row.proceeding.state).label)
    to = reverse("ledger:detail", kwargs={"public_id": row.proceeding.public_id})
    return _of(row.matter, row, row.body, f"{row.commitment.what} · {label}", row.day, to)


def _talk(row: Contact) -> Record:
    words = f"{row.get_way_display()} · {row.person.name} · {row.get_state_display()}"
    return _of(row.proceeding, row, row.assignment.body, words, local_day(row.happened_at))


def _reply(row: Reply) -> Record:
    words = f"{row.document_number} · {row.text[:60]}"
    on = local_day(row.delivered_at) if row.delivered_at else None
    return _of(row.proceeding, row, row.assignment.body, words, on)


_RECORDS: dict[str, Any] = {
    declared.MATTERS: _matter,
    declared.GONE: _matter,
    declared.PARTS: _part,
    declared.JOINT: _part,
    declared.EVALUATIONS: _evaluation,
    declared.SECOND: _evaluation,
    declared.PROMISES: _promise,
    declared.TALKS: _talk,
    declared.REPLIES: _reply,
}


# --- documents -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KindLine:
    """A document that can be made, and what it is for."""

    kind: str
    label: str
    help: str


_KIND_HELP = {
    Kind.BULLETIN: gettext_lazy("How every unit stands: replies, classes, evaluations, promises."),
    Kind.COMPILATION: gettext_lazy("Every suggestion in full, with its reply."),
    Kind.UNITS: gettext_lazy("What each unit has in hand, joint parts too, with the days."),
    Kind.HANDLING: gettext_lazy("For the standing committee and the congress; to be published."),
}


def kinds(actor: Actor) -> list[KindLine]:
    """The documents that the actor can have made of a cut."""
    return [KindLine(kind, str(kind.label), str(_KIND_HELP[kind])) for kind in kinds_for(actor)]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document of the list with its files."""

    document: Document
    chip: Chip
    files: list[File]


_TONES = {"queued": "idle", "running": "run", "ready": "done", "failed": "late"}


def documents(rows: Iterable[Document], files: Mapping[int, list[File]]) -> list[DocumentLine]:
    """Lines of the list; no statement."""
    return [
        DocumentLine(row, Chip(_TONES[row.state], row.get_state_display()), files.get(row.pk, []))
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A kind and format, and the office's own template of it, if there is one."""

    kind: str
    label: str
    format: str
    file: File | None


def templates(in_use: Mapping[tuple[str, str], File]) -> list[TemplateLine]:
    """Every kind in Word and Excel."""
    return [
        TemplateLine(kind, str(kind.label), name, in_use.get((kind, name)))
        for kind in MADE_OF_CUTS
        for name in ("docx", "xlsx")
    ]


def fields() -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """What a template may say: list (or nothing), its Chinese name, its fields with meanings."""
    found = [("", "", _fields(SCALARS))]
    found += [(key, words, _fields(LINES[key])) for key, words in LISTS.items()]
    return found


def _fields(words: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [
        (chinese, name, str(FIGURES[name].label) if name in FIGURES else "")
        for name, chinese in words.items()
    ]


# What is written into a template just so, by the name under which the text on it speaks of it.
WRITTEN = {
    "field": "{{ 收到 }}",
    "above": "{%tr for 行 in 各单位 %}",
    "below": "{%tr endfor %}",
    "within": "{{ 行.名称 }}",
    "cell": "{{ 各单位.名称 }}",
}


def how_to() -> SafeString:
    """How a template is written."""
    return format_html(
        _(
            "Write a field between two curly brackets: {field}. In Word, repeat a line of a table "
            "over a list with {above} above it and {below} below, and {within} within it. "
            "In Excel, a line with {cell} is repeated by itself."
        ),
        **{name: format_html("<code>{}</code>", text) for name, text in WRITTEN.items()},
    )
