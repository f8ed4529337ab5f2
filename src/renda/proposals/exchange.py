"""Suggestions in files: the list an office keeps comes in, the list on the page goes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renda.congresses.enums import BodyKind, System
from renda.congresses.models import Body, Congress, FormerName
from renda.congresses.rules import body_kinds
from renda.congresses.services import create_body
from renda.exchange.registry import Column, Importer, Listing, Row, Shown
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.kernel.actor import system as platform
from renda.matters.enums import Grade, Outcome
from renda.people.enums import MandateState
from renda.people.models import Mandate, Person
from renda.people.services import create_person
from renda.proceedings.models import Proceeding
from renda.proposals import queries
from renda.proposals.enums import Field, Form
from renda.proposals.forms import FilterForm
from renda.proposals.procedure import SUGGESTION
from renda.proposals.services import ImportedSuggestion, import_suggestion

# Who stands for the author where a list names none; no mandate, so nobody can act as him.
NOBODY = "原表未列代表"

FIELDS = {
    "城建环保": Field.URBAN,
    "城乡建设": Field.URBAN,
    "财政经济": Field.FINANCE,
    "教科文卫": Field.EDUCATION,
    "农业农村": Field.AGRICULTURE,
    "社会建设": Field.SOCIAL,
    "政治法律": Field.LEGAL,
    "监察司法": Field.LEGAL,
    "监察法制": Field.LEGAL,
    "其他": Field.OTHER,
}
_SUGGESTIONS = frozenset({"", "建议", "代表建议", "建议批评意见", "建议、批评和意见"})
_CLASSES = {"": "", **{f"{letter}{end}": letter for letter in "ABCD" for end in ("", "类")}}
_IN_SESSION = {"大会期间": True, "会议期间": True, "会中": True, "闭会期间": False, "平时": False}

COLUMNS = (
    Column(
        "number",
        gettext_lazy("Number"),
        frozenset({"案号", "编号", "建议编号", "建议号", "序号", "号", "number"}),
        is_required=True,
        limit=40,
        help=gettext_lazy("As in the old list; known again by it in a later file."),
    ),
    Column("form", gettext_lazy("Kind"), frozenset({"案别", "类型", "种类", "kind"}), limit=20),
    Column(
        "title",
        gettext_lazy("Title"),
        frozenset({"案由", "标题", "题目", "建议标题", "建议题目", "建议名称", "title"}),
        is_required=True,
    ),
    Column(
        "field",
        gettext_lazy("Field"),
        frozenset({"性质类别", "类别", "分类", "建议分类", "领域", "内容分类", "field"}),
        limit=30,
    ),
    Column(
        "lead_unit",
        gettext_lazy("Lead unit"),
        frozenset({"主办单位", "承办单位", "主办", "牵头单位", "leadunit"}),
        is_required=True,
        limit=100,
        help=gettext_lazy("Exactly one; more go into the next column."),
    ),
    Column(
        "joint_units",
        gettext_lazy("Joint units"),
        frozenset({"协办单位", "会办单位", "协办", "会办", "jointunits"}),
        limit=2000,
        help=gettext_lazy("Several with a semicolon between them."),
    ),
    Column(
        "outcome_class",
        gettext_lazy("Class"),
        frozenset({"类别标记", "办理类别", "答复类别", "办理结果", "分类结果", "class"}),
        limit=10,
        help=gettext_lazy("A, B, C or D; empty while it is being handled."),
    ),
    Column(
        "session",
        gettext_lazy("In or out of session"),
        frozenset({"状态", "提出时段", "会议期间", "时段"}),
        limit=20,
    ),
    Column(
        "deputy",
        gettext_lazy("Leading deputy"),
        frozenset({"领衔代表", "提出代表", "代表", "代表姓名", "提出人", "领衔人", "第一提案人"}),
        limit=60,
    ),
    Column("cosigners", gettext_lazy("Signatures"), frozenset({"附议人数", "联名人数"}), limit=5),
    Column("year", gettext_lazy("Year"), frozenset({"年度", "年份", "年", "year"}), limit=5),
    Column(
        "made_on", gettext_lazy("Made on"), frozenset({"提出日期", "提出时间", "日期"}), limit=20
    ),
    Column(
        "assigned_on", gettext_lazy("Assigned on"), frozenset({"交办日期", "交办时间"}), limit=20
    ),
    Column(
        "text",
        gettext_lazy("Text"),
        frozenset({"内容", "正文", "建议内容", "主要内容"}),
        limit=20_000,
    ),
)


def year_in(file_name: str) -> int | None:
    """The year that a file's name tells, for lists that have no column for it."""
    found = re.search(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)", file_name)
    return int(found.group()) if found else None


def assumption(file_name: str) -> str:
    """What is taken for granted with a list, told before it is imported."""
    year = year_in(file_name) or time.today().year
    return _(
        "Rows without a year count as of %(year)d. Rows without a class are taken over as being "
        "handled, those with one as replied; days the list does not give stay empty."
    ) % {"year": year}


def day_of(cell: str) -> date | None:
    """A day written like 2017-02-28, 2017.2.28 or 2017年2月28日. Raises ValueError."""
    if not cell:
        return None
    plain = re.sub(r"[年月./]", "-", cell).rstrip("日 ").split(" ")[0]
    return datetime.strptime(plain, "%Y-%m-%d").date()  # noqa: DTZ007 -- a day, not a moment


def unit_key(name: str) -> str:
    """A unit's name without blanks and with one kind of brackets."""
    return re.sub(r"\s", "", name).replace("(", "（").replace(")", "）")


def split_units(cell: str) -> list[str]:
    """The units of a cell, each once, in order; 统战部（侨办、台办） stays one."""
    outside = r"[;；、,，\n](?![^（(]*[）)])"
    parts = (unit_key(part) for part in re.split(outside, cell))
    return list(dict.fromkeys(part for part in parts if part))


class SuggestionBatch:
    """One file of suggestions: units and deputies looked up once, then row by row."""

    def __init__(self, congress: Congress, actor: Actor, file_name: str) -> None:
        self.congress, self.actor = congress, actor
        self.year = year_in(file_name) or time.today().year
        self.bodies = self._known_bodies()
        self.mandates: dict[str, list[Mandate]] = {}
        active = Mandate.objects.filter(congress=congress, state=MandateState.ACTIVE)
        for mandate in active.select_related("person", "delegation").order_by("id"):
            self.mandates.setdefault(mandate.person.name, []).append(mandate)
        self.nobody = Person.objects.filter(
            congress=congress, name=NOBODY, mandates__isnull=True
        ).first()

    def _known_bodies(self) -> dict[str, Body]:
        """Bodies that exist now by name, short name and former name; the name wins."""
        now = Body.objects.filter(congress=self.congress, valid_until__isnull=True)
        found: dict[str, Body] = {}
        former = FormerName.objects.filter(body__in=now).select_related("body").order_by("id")
        found |= {unit_key(each.name): each.body for each in former}
        bodies = list(now.order_by("id"))
        found |= {unit_key(body.short_name): body for body in bodies if body.short_name}
        return found | {unit_key(body.name): body for body in bodies}

    # --- checks: pure -------------------------------------------------------------------------

    def key(self, row: Row) -> str:
        """Year and number; the same one in a later file is the same suggestion."""
        number = row["number"]
        plain = str(int(number)) if number.isascii() and number.isdigit() else number
        return f"{self._year(row)}:{plain}"[:120] if number else ""

    def _year(self, row: Row) -> int:
        given = row["year"].removesuffix("年")
        return int(given) if given.isascii() and given.isdigit() else self.year

    def check(self, row: Row) -> Iterator[tuple[str, str]]:
        """Everything wrong with a row, each with what to do."""
        yield from self._check_form(row)
        yield from _check_words(row)
        yield from self._check_units(row)
        yield from self._check_deputy(row)
        yield from _check_days(row)

    def _check_form(self, row: Row) -> Iterator[tuple[str, str]]:
        form, title = row["form"].replace(" ", ""), row["title"]
        if form not in _SUGGESTIONS and "议案" in form:
            yield (
                "form",
                _(
                    "A motion does not belong in this list. If it was handled as a suggestion, "
                    "write 建议; otherwise delete the row."
                ),
            )
        elif form not in _SUGGESTIONS:
            yield (
                "form",
                _("“%(word)s” is no kind of suggestion. Please write 建议.") % {"word": form},
            )
        elif title.endswith("议案") and form:
            yield (
                "title",
                _(
                    "The title says motion (议案) but the row says suggestion. "
                    "Please correct the one that is wrong."
                ),
            )
        if title and len(title) < 4:
            yield "title", _("The title is too short. Please write the whole of it.")

    def _check_units(self, row: Row) -> Iterator[tuple[str, str]]:
        lead, joint = split_units(row["lead_unit"]), split_units(row["joint_units"])
        if len(lead) > 1:
            yield (
                "lead_unit",
                _("There are %(count)d lead units. Leave one; the others are joint units.")
                % {"count": len(lead)},
            )
        elif lead and lead[0] in joint:
            message = _("%(unit)s is lead and joint unit at once. Please delete one of them.")
            yield "joint_units", message % {"unit": lead[0]}
        for unit in joint:
            if len(unit) > 100:
                yield "joint_units", _("A unit's name is too long: %(unit)s") % {"unit": unit[:30]}

    def _check_deputy(self, row: Row) -> Iterator[tuple[str, str]]:
        name = row["deputy"]
        found = self.mandates.get(name, [])
        if name and not found:
            message = _(
                "There is no deputy %(name)s with an active mandate. Import the roster first, "
                "correct the name, or leave the cell empty."
            )
            yield "deputy", message % {"name": name}
        elif len(found) > 1:
            message = _("There are %(count)d deputies named %(name)s. Please leave the cell empty.")
            yield "deputy", message % {"count": len(found), "name": name}

    # --- what the rows bring ------------------------------------------------------------------

    def _new_units(self, rows: Sequence[Row]) -> list[str]:
        wanted: dict[str, None] = {}
        for row in rows:
            wanted |= dict.fromkeys(split_units(row["lead_unit"]) + split_units(row["joint_units"]))
        return [name for name in wanted if name not in self.bodies]

    def _needs_nobody(self, rows: Sequence[Row]) -> bool:
        return self.nobody is None and any(not row["deputy"] for row in rows)

    def to_create(self, rows: Sequence[Row]) -> list[tuple[str, str]]:
        """Units that are not there yet, and the person who stands for unnamed deputies."""
        found = [
            (str(BodyKind(kind_of_unit(name, self.congress.level)).label), name)
            for name in self._new_units(rows)
        ]
        if self._needs_nobody(rows):
            found.append((_("Stands for deputies the list does not name"), NOBODY))
        return found

    def begin(self, rows: Sequence[Row]) -> None:
        """Create them; the office confirmed the list of them, the platform enters them."""
        actor = platform(self.congress.pk, name=self.actor.account_name)
        offices = {
            body.system: body
            for body in self.bodies.values()
            if body.kind == BodyKind.HANDLING_OFFICE
        }
        for name in self._new_units(rows):
            system = system_of_unit(name)
            self.bodies[name] = create_body(
                self.congress,
                kind=kind_of_unit(name, self.congress.level),
                name=name,
                system=system,
                handling_office=offices.get(system),
                actor=actor,
            )
        if self._needs_nobody(rows):
            self.nobody = create_person(self.congress, name=NOBODY, actor=actor)

    def write(self, row: Row) -> int:
        """Take over a checked row."""
        mandate = next(iter(self.mandates.get(row["deputy"], [])), None)
        person = mandate.person if mandate else self.nobody
        assert person is not None  # noqa: S101 -- `begin` made him
        proceeding = import_suggestion(
            self.congress,
            facts=self._facts(row),
            person=person,
            mandate=mandate,
            actor=self.actor,
        )
        return proceeding.pk

    def _facts(self, row: Row) -> ImportedSuggestion:
        values: dict[str, Any] = {
            "year": self._year(row),
            "number": row["number"],
            "title": row["title"],
            "field": FIELDS[row["field"]] if row["field"] else "",
            "in_session": _IN_SESSION.get(row["session"], False),
            "lead_unit": self.bodies[split_units(row["lead_unit"])[0]].pk,
            "joint_units": [self.bodies[name].pk for name in split_units(row["joint_units"])],
            "cosigners": int(row["cosigners"] or 0),
            "outcome_class": _CLASSES[row["outcome_class"].upper().replace(" ", "")],
            "made_on": day_of(row["made_on"]),
            "assigned_on": day_of(row["assigned_on"]),
            "text": row["text"],
        }
        return ImportedSuggestion(**values)


def _check_words(row: Row) -> Iterator[tuple[str, str]]:
    if row["field"] and row["field"] not in FIELDS:
        message = _("“%(word)s” is not known. Please write one of: %(words)s.")
        yield "field", message % {"word": row["field"], "words": "、".join(FIELDS)}
    if row["outcome_class"].upper().replace(" ", "") not in _CLASSES:
        message = _("“%(word)s” is no class. Please write A, B, C or D, or leave it empty.")
        yield "outcome_class", message % {"word": row["outcome_class"]}
    if row["session"] and row["session"] not in _IN_SESSION:
        yield "session", _("Please write 大会期间 or 闭会期间, or leave it empty.")
    if row["cosigners"] and not (row["cosigners"].isascii() and row["cosigners"].isdigit()):
        yield "cosigners", _("Please write a number, or leave it empty.")
    year = row["year"].removesuffix("年")
    if year and not re.fullmatch(r"(19[5-9]|20\d)\d", year):
        yield "year", _("Please write the year like 2017.")


def _check_days(row: Row) -> Iterator[tuple[str, str]]:
    for name in ("made_on", "assigned_on"):
        try:
            day = day_of(row[name])
        except ValueError:
            yield name, _("Please write the day like 2017-02-28.")
            continue
        if day is not None and day > time.today():
            yield name, _("This day lies ahead. Please correct it.")


def kind_of_unit(name: str, level: str) -> str:
    """Town and street governments by their name, everything else a department."""
    is_town = name.endswith(("镇", "乡", "街道", "街道办", "街道办事处", "镇政府", "乡政府"))
    kind = BodyKind.TOWN_GOVERNMENT if is_town else BodyKind.DEPARTMENT
    return kind if kind in body_kinds(level) else BodyKind.DEPARTMENT


def system_of_unit(name: str) -> str:
    """The system of organs that a unit's name tells; the government's where it tells none."""
    if name.endswith("法院"):
        return System.COURT
    if name.endswith("检察院"):
        return System.PROCURATORATE
    if "人大" in name:
        return System.CONGRESS
    if re.match(r"^[省市县区州旗]?(委(?!员)|纪委|编委)", name):
        return System.PARTY
    return System.GOVERNMENT


SUGGESTIONS = Importer(
    name="suggestions",
    label=gettext_lazy("Suggestions"),
    help=gettext_lazy(
        "Suggestions from an old system or a list, with their units. They are marked as imported."
    ),
    columns=COLUMNS,
    batch=SuggestionBatch,
    assumes=assumption,
)


# --- export -------------------------------------------------------------------------------------


def rows(actor: Actor, query: Mapping[str, str]) -> Iterator[Proceeding]:
    """The list as the page shows it: the same filters, the same order, all its rows."""
    given = QueryDict(mutable=True)
    given.update(query)
    place = Proceeding(congress_id=actor.congress_id)
    form = FilterForm(
        given,
        units=queries.departments(place, actor),
        sessions=queries.sessions(actor.congress_id),
    )
    filters = form.filters()
    found = queries.filtered(actor, filters).order_by(*queries.SORTS[filters.sort])
    return _with_joint(found.iterator(chunk_size=500))


def _with_joint(found: Iterable[Proceeding]) -> Iterator[Proceeding]:
    """Each with the names of its joint units; one statement for 500 rows."""
    block: list[Proceeding] = []
    for proceeding in found:
        block.append(proceeding)
        if len(block) == 500:
            yield from _named(block)
            block = []
    yield from _named(block)


def _named(block: list[Proceeding]) -> Iterator[Proceeding]:
    joint = queries.joint_bodies(block) if block else {}
    for proceeding in block:
        proceeding.joint_names = "；".join(joint.get(proceeding.pk, []))  # type: ignore[attr-defined]
        yield proceeding


def _label(choices: type[Any], value: str) -> str:
    return str(choices(value).label) if value else ""


LIST = Listing(
    name="suggestions",
    label=gettext_lazy("Suggestions"),
    columns=(
        Shown(gettext_lazy("Number"), lambda p: p.number),
        Shown(gettext_lazy("Kind"), lambda p: _label(Form, p.suggestion.form)),
        Shown(gettext_lazy("Title"), lambda p: p.title),
        Shown(gettext_lazy("Leading deputy"), lambda p: p.lead_name),
        Shown(gettext_lazy("Delegation"), lambda p: str(p.suggestion.delegation or "")),
        Shown(gettext_lazy("Field"), lambda p: _label(Field, p.field)),
        Shown(gettext_lazy("State"), lambda p: str(SUGGESTION.state(p.state).label)),
        Shown(gettext_lazy("Lead unit"), lambda p: p.lead_body.name if p.lead_body else ""),
        Shown(gettext_lazy("Joint units"), lambda p: p.joint_names),
        Shown(gettext_lazy("Class"), lambda p: _label(Outcome, p.suggestion.outcome_class)),
        Shown(gettext_lazy("Process"), lambda p: _label(Grade, p.suggestion.process_grade)),
        Shown(gettext_lazy("Result"), lambda p: _label(Grade, p.suggestion.result_grade)),
        Shown(gettext_lazy("Made on"), lambda p: time.local_day(p.opened_at)),
        Shown(gettext_lazy("Due on"), lambda p: p.next_due_on if p.state_type == "open" else None),
    ),
    rows=rows,
)
