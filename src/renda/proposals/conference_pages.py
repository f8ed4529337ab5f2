"""What the pages of an assignment conference show, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from renda.congresses.models import Body
from renda.kernel.actor import Actor
from renda.matters.enums import Mode
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import Chip, period_text
from renda.proposals import conference_queries as queries
from renda.proposals.conference_queries import ReplyDays
from renda.proposals.enums import Field, ItemState, PlanState
from renda.proposals.models import ConferenceItem, ConferencePlan, ConferenceReceipt
from renda.proposals.pages import short_title

_TONES = {
    ItemState.PLANNED: "idle",
    ItemState.ASSIGNED: "done",
    ItemState.DISPATCHED: "run",
    ItemState.REFUSED: "late",
}
_PLAN_TONES = {
    PlanState.PLANNED: "soon",
    PlanState.HELD: "done",
    PlanState.CANCELLED: "idle",
}


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit of a line and how it takes part."""

    pk: int
    name: str
    mode: str
    is_lead: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A suggestion on the list, as it will be (or was) assigned."""

    pk: int
    number: str
    title: str
    full_title: str
    lead: str
    field: str
    office: str
    office_pk: int
    units: list[UnitView]
    wish: str
    period: str
    due_on: date
    is_difficult: bool
    remark: str
    chip: Chip
    refusal: str
    proceeding: Proceeding


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed list: of a handling office, or of one unit with its receipt."""

    body: Body
    lines: list[ItemLine]
    receipt: ConferenceReceipt | None = None


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A suggestion that can be put on the list."""

    pk: int
    number: str
    title: str
    lead: str
    wish: str
    office: int
    is_fixed: bool


@dataclass(slots=True)
class Receipts:
    """Which units have signed, and which have not."""

    signed: list[ConferenceReceipt] = field(default_factory=list)
    open: list[Body] = field(default_factory=list)


def plan_chip(plan: ConferencePlan) -> Chip:
    """The chip of a conference."""
    state = PlanState(plan.state)
    return Chip(_PLAN_TONES[state], str(state.label))


def lines(actor: Actor, plan: ConferencePlan) -> list[ItemLine]:
    """The list of a conference; eight statements, however long it is."""
    days = queries.reply_days(plan.conference.congress, plan.conference.held_on)
    return [_line(item, days) for item in queries.items(actor, plan)]


def _line(item: ConferenceItem, days: Mapping[bool, ReplyDays]) -> ItemLine:
    proceeding = item.suggestion.proceeding
    state = ItemState(item.state)
    clock = days[item.is_difficult]
    return ItemLine(
        pk=item.pk,
        number=proceeding.number,
        title=short_title(proceeding.title),
        full_title=proceeding.title,
        lead=proceeding.lead_name,
        field=str(Field(proceeding.field).label) if proceeding.field else "",
        office=item.handling_office.name,
        office_pk=item.handling_office_id,
        units=[
            UnitView(u.body_id, u.body.name, str(Mode(u.mode).label), u.mode != Mode.JOINT)
            for u in sorted(item.units.all(), key=lambda u: (u.mode == Mode.JOINT, u.pk))
        ],
        wish=str(item.suggestion.wish or item.suggestion.wish_text),
        period=period_text(dict(clock.period)),
        due_on=clock.due_on,
        is_difficult=item.is_difficult,
        remark=item.remark,
        chip=Chip(_TONES[state], str(state.label)),
        refusal=item.refusal,
        proceeding=proceeding,
    )


def choice_lines(actor: Actor) -> list[ChoiceLine]:
    """Suggestions to choose from; two statements."""
    found = queries.choosable(actor)
    fixed = queries.fixed_offices(found)
    return [_choice(each, fixed) for each in found]


def _choice(proceeding: Proceeding, fixed: Mapping[int, int]) -> ChoiceLine:
    suggestion = proceeding.suggestion
    wish = suggestion.wish
    return ChoiceLine(
        pk=proceeding.pk,
        number=proceeding.number,
        title=short_title(proceeding.title),
        lead=proceeding.lead_name,
        wish=str(wish or suggestion.wish_text),
        office=fixed.get(proceeding.pk) or (wish.handling_office_id if wish else 0) or 0,
        is_fixed=proceeding.pk in fixed,
    )


def sheets(found: Iterable[ItemLine], *, by: str, bodies: Mapping[int, Body]) -> list[Sheet]:
    """Printed lists by handling office (``office``) or by unit (``unit``); no statement."""
    lists: dict[int, list[ItemLine]] = {}
    for line in found:
        if line.refusal:
            continue
        keys = [line.office_pk] if by == "office" else [unit.pk for unit in line.units]
        for key in keys:
            lists.setdefault(key, []).append(line)
    return [Sheet(body, lists[pk]) for pk, body in bodies.items() if pk in lists]


def receipts(actor: Actor, plan: ConferencePlan) -> Receipts:
    """Which units signed their list."""
    signed = queries.receipts(plan)
    units = queries.units_of(actor, plan)
    found = Receipts()
    for pk, body in units.items():
        if pk in signed:
            found.signed.append(signed[pk])
        else:
            found.open.append(body)
    return found
