"""What a document says, gathered once: figures, lines, suggestions, promises, parts of units.

In Chinese whatever language the page has. Telephone and identity numbers in texts are masked: a
document goes from hand to hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils.translation import override

from renda.congresses.enums import BodyKind
from renda.congresses.models import Body, Congress, Session
from renda.kernel.actor import Actor
from renda.kernel.progress import Report, silent
from renda.kernel.text import mask_phone, personal_numbers
from renda.kernel.time import local_day, today
from renda.ledger.models import Promise
from renda.ledger.procedure import COMMITMENT
from renda.matters.enums import AssignmentState, Grade, Mode, Outcome
from renda.matters.models import Assignment, Reply
from renda.matters.queries import visible_replies
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Clock, Proceeding
from renda.proposals.enums import CosignState, Field, Form
from renda.proposals.letters.content import CHINESE, long_day
from renda.proposals.models import Cosignature
from renda.proposals.procedure import SUGGESTION
from renda.proposals.queries import joint_bodies
from renda.reports import queries
from renda.reports.queries import Line
from renda.reports.rules import SHARES, Cut, own
from renda.reports.words import BASE, FIGURE_WORDS
from renda.reports.words import SHARES as SHARE_WORDS

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """The data of a document: single values, lists of lines, the figures by name.

    ``attention`` are the lines that are not settled: dissatisfied, overdue, past their day;
    ``unsettled`` how many there are of each, those that may not be named too.
    """

    scalars: Data
    lists: dict[str, list[Data]]
    values: dict[str, int]
    attention: dict[str, list[Data]]
    unsettled: dict[str, int]


def masked(words: str) -> str:
    """A text without anybody's telephone or identity number."""
    for number in personal_numbers(words):
        words = words.replace(number, mask_phone(number))
    return words


def gather(
    actor: Actor, cut: Cut, *, title: str, report: Report = silent, is_public: bool = False
) -> Content:
    """Everything a document of this cut may say to this actor; a fixed number of statements.

    In one that will be public only published suggestions are named; the figures count all.
    """
    cut = own(cut, actor)
    with override(CHINESE):
        values = {name: n for name, n in queries.totals(actor, cut).items() if name in FIGURE_WORDS}
        report(1, 6)
        lists: dict[str, list[Data]] = {
            name: [_line(each) for each in queries.table(actor, cut, by)]
            for name, by in (("units", "unit"), ("fields", "field"), ("delegations", "delegation"))
        }
        report(2, 6)
        named = Named(is_public)
        lists["matters"] = matters(actor, cut, named=named)
        report(3, 6)
        lists["promises"] = promises(actor, cut, named=named)
        lists["parts"] = parts(actor, cut, named=named)
        attention = {
            "matters": matters(actor, cut, _UNSETTLED["matters"], named=named),
            "promises": promises(actor, cut, _UNSETTLED["promises"], named=named),
            "parts": parts(actor, cut, (_UNSETTLED["parts"],), named=named),
        }
        unsettled = {
            name: _rows(actor, cut, figures, Named(False)).count()
            for name, figures in _UNSETTLED.items()
        }
        report(4, 6)
        scalars = {**_base(actor, cut, title), **values, **_shares(values)}
    return Content(scalars, lists, values, attention, unsettled)


_UNSETTLED = {
    "matters": "escalated,last_dissatisfied,again",
    "promises": "past,promise_broken",
    "parts": "overdue",
}


@dataclass(frozen=True, slots=True)
class Named:
    """Which suggestions a document names: all that its maker sees, or published ones only."""

    is_public: bool = False


ALL = Named()


def _rows(actor: Actor, cut: Cut, figures: str, named: Named) -> Any:
    """The records of figures, as far as the document names them."""
    rows = queries.records(actor, cut, figures)
    assert rows is not None  # noqa: S101 -- documents hold no figure that is kept in the house
    if not named.is_public:
        return rows
    source = queries.SOURCES[queries.figures_named(actor, figures)[0].source]
    return rows.filter(**{f"{source.matter}visibility": Visibility.PUBLIC})


def _base(actor: Actor, cut: Cut, title: str) -> Data:
    congress = Congress.objects.get(pk=actor.congress_id)
    found = {
        "congress": congress.name,
        "office": office(congress, actor),
        "title": title,
        "scope": scope(cut),
        "day": long_day(today()),
        "made_by": actor.account_name,
    }
    assert set(found) == set(BASE)  # noqa: S101 -- every field that is offered is filled
    return found


def office(congress: Congress, actor: Actor) -> str:
    """Who issues the document: the deputies' office, or the unit or delegation itself."""
    if actor.body_id:
        return Body.objects.get(pk=actor.body_id).name
    found = Body.objects.filter(
        congress=congress, kind=BodyKind.OFFICE, valid_until__isnull=True
    ).first()
    return found.name if found else f"{congress.short_name}代表工作机构"


def scope(cut: Cut) -> str:
    """What the cut covers, in words: ``2026年·区水利局``."""
    found = []
    if cut.year:
        found.append(f"{cut.year}年")
    if cut.session:
        session = Session.objects.select_related("term").get(pk=cut.session)
        found.append(f"第{session.term.number}届第{session.number}次会议")
    bodies = [pk for pk in (cut.unit, cut.delegation) if pk]
    names = dict(Body.objects.filter(pk__in=bodies).values_list("pk", "name"))
    found += [names.get(pk, "") for pk in bodies]
    if cut.field in Field.values:
        with override(CHINESE):
            found.append(str(Field(cut.field).label))
    return "·".join(each for each in found if each) or "历年"


def percent(part: int, whole: int) -> str:
    """``96.3%``; nothing to divide by is a dash."""
    return f"{part / whole:.1%}" if whole else "—"


def _shares(values: Mapping[str, int]) -> Data:
    return {SHARE_WORDS[share.name][0]: percent(*share.of(values)) for share in SHARES}


def _line(line: Line) -> Data:
    values = {name: n for name, n in line.values.items() if name in FIGURE_WORDS}
    return {"name": line.name or "（未确定）", **values, **_shares(line.values)}


# --- suggestions ---------------------------------------------------------------------------------


def _label(choices: type[Any], value: str) -> str:
    return str(choices(value).label) if value else ""


def _day(value: date | None) -> str:
    return f"{value:%Y-%m-%d}" if value else ""


def matters(actor: Actor, cut: Cut, figure: str = "received", *, named: Named = ALL) -> list[Data]:
    """The suggestions of a cut in the order of their numbers; seven statements."""
    rows = _rows(actor, cut, figure, named)
    found = list(
        rows.select_related("suggestion__delegation", "lead_body").order_by(
            "year", "series", "serial", "pk"
        )
    )
    joint = joint_bodies(found)
    signed = _signed(found)
    replies = _replies(actor, found)
    first = dict(
        Assignment.objects.filter(proceeding__in=found)
        .values_list("proceeding")
        .annotate(first=Min("assigned_at"))
        .order_by()
    )
    due = _due(found)
    return [
        _matter(row, joint.get(row.pk, []), signed.get(row.pk, []), replies.get(row.pk, []))
        | {
            "assigned_on": _day(local_day(first[row.pk])) if row.pk in first else "",
            "due_on": _day(due.get(row.pk)),
        }
        for row in found
    ]


def _signed(found: list[Proceeding]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    rows = Cosignature.objects.filter(suggestion__in=[p.pk for p in found])
    rows = rows.filter(state=CosignState.SIGNED).select_related("person").order_by("id")
    for row in rows:
        names.setdefault(row.suggestion_id, []).append(row.person.name)
    return names


def _replies(actor: Actor, found: list[Proceeding]) -> dict[int, list[Reply]]:
    given: dict[int, list[Reply]] = {}
    rows = visible_replies(actor).filter(proceeding__in=found, delivered_at__isnull=False)
    for row in rows.select_related("assignment__body").order_by("round", "id"):
        given.setdefault(row.proceeding_id, []).append(row)
    return given


def _due(found: list[Proceeding]) -> dict[int, date]:
    """The day of the last reply that is or was due."""
    rows = Clock.objects.filter(proceeding__in=found, name="reply").order_by("round", "due_on")
    return dict(rows.values_list("proceeding_id", "due_on"))


def _matter(row: Proceeding, joint: list[str], signed: list[str], replies: list[Reply]) -> Data:
    suggestion = row.suggestion
    parts = (suggestion.facts, suggestion.analysis, suggestion.proposal)
    delivered = [reply.delivered_at for reply in replies if reply.delivered_at]
    return {
        "number": row.number,
        "form": _label(Form, suggestion.form),
        "title": row.title,
        "lead": row.lead_name,
        "cosigners": "、".join(signed),
        "delegation": str(suggestion.delegation or ""),
        "field": _label(Field, row.field) if row.field in Field.values else row.field,
        "unit": row.lead_body.name if row.lead_body else "",
        "joint": "、".join(joint),
        "state": str(SUGGESTION.state(row.state).label),
        "outcome_class": _label(Outcome, suggestion.outcome_class),
        "process_grade": _label(Grade, suggestion.process_grade),
        "result_grade": _label(Grade, suggestion.result_grade),
        "made_on": _day(local_day(row.opened_at)),
        "replied_on": _day(local_day(delivered[-1])) if delivered else "",
        "text": masked("\n".join(part for part in parts if part)),
        "reply": masked("\n\n".join(_words(reply) for reply in replies)),
    }


def one(row: Proceeding) -> Data:
    """One suggestion as a line, without its texts."""
    return _matter(row, [], [], [])


def _words(reply: Reply) -> str:
    return f"{reply.assignment.body}（{reply.document_number}）：\n{reply.text}"


def promises(actor: Actor, cut: Cut, figure: str = "promised", *, named: Named = ALL) -> list[Data]:
    """The promises of a cut by their day; one statement."""
    rows = _rows(actor, cut, figure, named)
    found = rows.select_related("proceeding", "commitment", "matter", "body")
    return [promise_line(row) for row in found.order_by("day", "pk")]


def promise_line(row: Promise) -> Data:
    """A promise as a line; no statement when its rows were loaded."""
    return {
        "number": row.matter.number,
        "title": row.matter.title,
        "what": masked(row.commitment.what),
        "amount": row.commitment.amount,
        "owner": row.commitment.owner,
        "unit": row.body.name,
        "due_on": _day(row.due_on) or row.condition,
        "state": str(COMMITMENT.state(row.proceeding.state).label),
        "delivered_on": _day(row.delivered_on),
    }


def parts(
    actor: Actor,
    cut: Cut,
    figures: Sequence[str] = ("parts", "joint"),
    *,
    named: Named = ALL,
) -> list[Data]:
    """The parts of units, joint ones too, unit by unit; three statements."""
    found: list[Assignment] = []
    for name in figures:
        rows = _rows(actor, cut, name, named)
        found += rows.select_related(
            "proceeding__suggestion__delegation", "proceeding__suggestion__lead", "body"
        )
    due = dict(
        Clock.objects.filter(lane_row__in=[row.pk for row in found], name__in=["reply", "joint"])
        .order_by("id")
        .values_list("lane_row", "due_on")
    )
    found.sort(key=lambda row: (row.body.order, row.body.name, row.proceeding.number, row.pk))
    return [_part(row, due.get(row.pk)) for row in found]


def _part(row: Assignment, due: date | None) -> Data:
    suggestion = row.proceeding.suggestion
    return {
        "number": row.proceeding.number,
        "title": row.proceeding.title,
        "lead": row.proceeding.lead_name,
        "delegation": str(suggestion.delegation or ""),
        "unit": row.body.name,
        "mode": str(Mode(row.mode).label),
        "assigned_on": _day(local_day(row.assigned_at)),
        "due_on": _day(due),
        "state": str(AssignmentState(row.state).label),
        "outcome_class": _label(Outcome, suggestion.outcome_class),
        "result_grade": _label(Grade, suggestion.result_grade),
    }


def by_unit(lines: Iterable[Data]) -> dict[str, list[Data]]:
    """Lines under the unit they belong to, in their order."""
    found: dict[str, list[Data]] = {}
    for line in lines:
        found.setdefault(line["unit"], []).append(line)
    return found
