"""What the pages of the desk show, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renda.access.enums import OFFICE_ROLES, Role
from renda.congresses.queries import calendar_for
from renda.desk import queries
from renda.kernel.actor import Actor
from renda.kernel.text import mask_phone
from renda.kernel.time import local_day, today
from renda.law.calendar import Calendar
from renda.matters.models import Evaluation
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import Chip, due_chip, step_url
from renda.proceedings.procedure import Binding, binding_of, current_binding
from renda.proposals.enums import Field
from renda.proposals.pages import short_title
from renda.waiting.enums import Group
from renda.waiting.models import Waiting
from renda.waiting.queries import Entry, Overview, overview, rows_of
from renda.waiting.rules import group_of, week_end

# Lines of a group on the desk; the rest is one click away.
SHOWN = 15

ICONS: Mapping[str, str] = {
    "sign": "pencil",
    "register": "file-text",
    "register_in_session": "file-text",
    "register_motion": "file-text",
    "examine": "search",
    "decide_motion": "gavel",
    "revise": "edit",
    "propose": "route",
    "answer_proposal": "message-circle",
    "dispatch": "send",
    "assign": "send",
    "reassign": "refresh",
    "receive": "inbox",
    "decide_hand_back": "scale",
    "first_contact": "messages",
    "answer_contact": "message-2-check",
    "give_opinion": "message-plus",
    "decide_extension": "hourglass",
    "submit_reply": "forms",
    "sign_reply": "pencil",
    "confirm_class": "checkbox",
    "open_reply": "mail",
    "evaluate": "clipboard-check",
    "evaluate_marks": "clipboard-check",
    "enter_paper_again": "copy-check",
    "publish": "eye",
}

EMPTY: Mapping[str, Any] = {
    Role.DEPUTY: gettext_lazy(
        "Nothing waits for you. When a unit replies to one of your suggestions or a deputy asks "
        "you to sign, it stands here."
    ),
    Role.OFFICE_CLERK: gettext_lazy(
        "Nothing waits for the office. New suggestions stand here as soon as they are handed in; "
        "meanwhile you can call the deputies who have not evaluated a reply."
    ),
    Role.OFFICE_HEAD: gettext_lazy(
        "Nothing waits for you. Look at the late ones, or at what the office has in hand."
    ),
    Role.HANDLING_OFFICE: gettext_lazy(
        "Nothing waits for your office. What the congress assigns, and replies whose class you "
        "confirm, stand here."
    ),
    Role.UNDERTAKER_ADMIN: gettext_lazy(
        "Nothing waits for your unit. Newly assigned suggestions stand here to be signed for."
    ),
    Role.HANDLER: gettext_lazy(
        "Nothing waits for your unit. Newly assigned suggestions stand here to be signed for."
    ),
    Role.SIGNER: gettext_lazy(
        "No reply waits for your signature. Your unit's late ones stand beside."
    ),
    Role.VICE_CHAIR: gettext_lazy(
        "Nothing waits for you. The late ones among those you supervise stand beside."
    ),
    Role.LIAISON: gettext_lazy(
        "Nothing waits for the station. You can write down a suggestion for a deputy."
    ),
    Role.ADMINISTRATOR: gettext_lazy(
        "Nothing waits for you here. Accounts, bodies and rules have pages of their own."
    ),
}
EMPTY_ELSE = gettext_lazy("Nothing waits for this seat.")


@dataclass(frozen=True, slots=True)
class Line:
    """A step that waits."""

    item: str
    icon: str
    step: str
    step_name: str
    is_bulk: bool
    title: str
    full_title: str
    number: str
    meta: list[str]
    url: str
    home: str
    who: str
    since: date
    due: Chip | None
    due_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Together:
    """Several lines of a group that may be taken together."""

    label: str
    n: int
    url: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of the desk with its first lines."""

    name: str
    label: str
    n: int
    more: bool
    note: date | None
    lines: list[Line]
    together: list[Together]
    url: str

    @property
    def left(self) -> int:
        """How many lines are not shown."""
        return self.n - len(self.lines)


@dataclass(frozen=True, slots=True)
class KindOption:
    """A kind of step in the filter, with its number."""

    value: str
    label: str
    n: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for the seat."""

    n: int
    more: bool
    groups: list[GroupView]
    kinds: list[KindOption]
    kind: str
    has_bulk: bool = field(default=False)


def split_kind(value: str) -> tuple[str, str]:
    """``suggestion.receive`` as (kind, step); anything else narrows nothing."""
    kind, dot, step = value.partition(".")
    return (kind, step) if dot else ("", "")


def step_label(kind: str, step: str) -> str:
    """The step in words."""
    procedure = current_binding(kind).procedure
    return str(procedure.step(step).label) if procedure.has_step(step) else step


def work(actor: Actor, *, chosen: str = "") -> Work:
    """The desk's groups with their first lines; four statements, five when it is cut."""
    day = today()
    everything = overview(actor)
    kind, step = split_kind(chosen)
    found = everything
    if step and everything.more:
        found = overview(actor, kind=kind, step=step)
    entries = [e for e in found.entries if not step or (e.kind, e.step) == (kind, step)]
    by_group: dict[Group, list[Entry]] = {}
    for entry in entries:
        by_group.setdefault(group_of(entry.due_on, day), []).append(entry)
    shown = [entry.pk for rows in by_group.values() for entry in rows[:SHOWN]]
    lines = {row.pk: line for row, line in _lines(actor, rows_of(actor, shown))}
    groups = [
        _group(group, by_group[group], lines, found, day, chosen)
        for group in Group
        if group in by_group
    ]
    return Work(
        n=len(entries),
        more=found.more,
        groups=groups,
        kinds=_kinds(everything, chosen),
        kind=chosen,
        has_bulk=any(line.is_bulk for line in lines.values()),
    )


def _group(
    group: Group,
    entries: list[Entry],
    lines: Mapping[int, Line],
    found: Overview,
    day: date,
    chosen: str,
) -> GroupView:
    notes = {Group.WEEK: week_end(day), Group.LATER: entries[0].due_on}
    url = reverse("desk:group", args=[group.value])
    # Only the last one can be cut: the nearest come first.
    last = found.entries[-1].pk == entries[-1].pk
    return GroupView(
        name=group.value,
        label=str(group.label),
        n=len(entries),
        more=found.more and last,
        note=notes.get(group),
        lines=[lines[e.pk] for e in entries[:SHOWN] if e.pk in lines],
        together=list(_together(group, entries)),
        url=f"{url}?kind={chosen}" if chosen else url,
    )


def _together(group: Group, entries: list[Entry]) -> Iterable[Together]:
    counted = Counter((entry.kind, entry.step) for entry in entries)
    for (kind, step), n in counted.items():
        if n > 1 and _is_bulk(current_binding(kind), step):
            url = f"{reverse('desk:bulk')}?kind={kind}.{step}&group={group.value}"
            yield Together(step_label(kind, step), n, url)


def _is_bulk(binding: Binding, step: str) -> bool:
    return binding.procedure.has_step(step) and binding.procedure.step(step).is_bulk


def _kinds(found: Overview, chosen: str) -> list[KindOption]:
    counted = Counter((entry.kind, entry.step) for entry in found.entries)
    return [
        KindOption(
            f"{kind}.{step}", step_label(kind, step), n, is_current=f"{kind}.{step}" == chosen
        )
        for (kind, step), n in counted.most_common()
    ]


def lines_of(actor: Actor, rows: list[Waiting]) -> list[Line]:
    """Waiting rows as lines; two statements."""
    return [line for _row, line in _lines(actor, rows)]


def _lines(actor: Actor, rows: list[Waiting]) -> list[tuple[Waiting, Line]]:
    subjects = queries.subjects(actor, rows)
    calendar = calendar_for(actor.congress_id)
    return [(row, _line(row, subjects.get(row.subject), actor, calendar)) for row in rows]


def _line(row: Waiting, proceeding: Proceeding | None, actor: Actor, calendar: Calendar) -> Line:
    binding = binding_of(proceeding) if proceeding else current_binding(row.kind)
    place = Proceeding(public_id=row.public_id)
    late = row.due_on is not None and row.due_on < today()
    return Line(
        item=f"{row.step}:{row.public_id}:{row.lane_row}",
        icon=ICONS.get(row.step, "list-check"),
        step=step_label(row.kind, row.step),
        step_name=row.step,
        is_bulk=_is_bulk(binding, row.step),
        title=short_title(row.title),
        full_title=row.title,
        number=row.number,
        meta=_meta(proceeding),
        url=step_url(place, row.step, row.lane_row),
        home=reverse(binding.url_name, kwargs={"public_id": row.public_id}),
        who=_who_waits(row, proceeding, actor),
        since=local_day(row.since),
        due=_due(row.due_on, calendar),
        due_on=row.due_on,
        is_late=late,
    )


def _due(due_on: date | None, calendar: Calendar) -> Chip | None:
    if due_on is None:
        return None
    chip = due_chip(due_on, today=today(), calendar=calendar)
    if group_of(due_on, today()) is Group.LATER:
        return Chip("idle", chip.text, chip.icon)
    return chip


def _meta(proceeding: Proceeding | None) -> list[str]:
    if proceeding is None:
        return []
    names = [proceeding.lead_name]
    if proceeding.field in Field.values:
        names.append(str(Field(proceeding.field).label))
    return [name for name in names if name]


def _who_waits(row: Waiting, proceeding: Proceeding | None, actor: Actor) -> str:
    """Who waits for the step: a person or a unit, never a number."""
    if proceeding is None:
        return ""
    own_row = row.detail and row.addressee.startswith(("p", f"b{actor.body_id}:"))
    if row.detail and not own_row:
        return row.detail
    if actor.role == Role.DEPUTY:
        return str(proceeding.lead_body or "")
    return _("Deputy %(name)s") % {"name": proceeding.lead_name} if proceeding.lead_name else ""


@dataclass(frozen=True, slots=True)
class LateLine:
    """A late matter in the eyes of who answers for it."""

    item: str
    title: str
    full_title: str
    number: str
    lead: str
    unit: str
    state: str
    home: str
    due: Chip
    due_on: date
    may_urge: bool


def late_lines(actor: Actor, rows: Iterable[Proceeding]) -> list[LateLine]:
    """Late matters as lines; one statement."""
    found = list(rows)
    calendar = calendar_for(actor.congress_id)
    return [_late_line(each, actor, calendar) for each in found]


def _late_line(proceeding: Proceeding, actor: Actor, calendar: Calendar) -> LateLine:
    procedure = binding_of(proceeding).procedure
    due_on = proceeding.next_due_on or today()
    urgeable = procedure.has_step("urge") and proceeding.state in procedure.step("urge").sources
    return LateLine(
        item=f"urge:{proceeding.public_id}:0",
        title=short_title(proceeding.title),
        full_title=proceeding.title,
        number=proceeding.number,
        lead=proceeding.lead_name,
        unit=str(proceeding.lead_body or ""),
        state=str(procedure.state(proceeding.state).label),
        home=reverse(binding_of(proceeding).url_name, kwargs={"public_id": proceeding.public_id}),
        due=due_chip(due_on, today=today(), calendar=calendar),
        due_on=due_on,
        may_urge=urgeable and actor.role in URGING,
    )


URGING = frozenset(
    {
        Role.OFFICE_CLERK,
        Role.OFFICE_HEAD,
        Role.HANDLING_OFFICE,
        Role.VICE_CHAIR,
        Role.COMMITTEE,
    }
)


@dataclass(frozen=True, slots=True)
class CallLine:
    """A deputy who has not evaluated a reply."""

    pk: int
    name: str
    delegation: str
    number: str
    title: str
    home: str
    phone: str
    is_shown: bool
    due: Chip | None
    last_call: str
    last_call_on: date | None
    is_opened: bool


def call_lines(
    actor: Actor, evaluations: list[Evaluation], *, shown: Mapping[int, str] | None = None
) -> list[CallLine]:
    """The call list; three statements. ``shown`` holds the numbers just unmasked."""
    ends = queries.feedback_ends(evaluations)
    names = queries.delegations(actor, evaluations)
    calendar = calendar_for(actor.congress_id)
    return [
        _call(each, ends.get(each.proceeding_id), names, calendar, shown or {})
        for each in evaluations
    ]


def _call(
    evaluation: Evaluation,
    end: date | None,
    names: Mapping[int, str],
    calendar: Calendar,
    shown: Mapping[int, str],
) -> CallLine:
    proceeding = evaluation.proceeding
    number = shown.get(evaluation.pk, "")
    return CallLine(
        pk=evaluation.pk,
        name=evaluation.person.name,
        delegation=names.get(evaluation.person_id, ""),
        number=proceeding.number,
        title=short_title(proceeding.title),
        home=reverse("proposals:detail", kwargs={"public_id": proceeding.public_id}),
        phone=number or mask_phone(evaluation.person.phone),
        is_shown=bool(number),
        due=due_chip(end, today=today(), calendar=calendar) if end else None,
        last_call=evaluation.last_call,
        last_call_on=local_day(evaluation.last_call_at) if evaluation.last_call_at else None,
        is_opened=evaluation.opened_at is not None,
    )


@dataclass(frozen=True, slots=True)
class RecentLine:
    """A matter the seat worked on last."""

    title: str
    number: str
    home: str
    step: str
    at: Any


def recent_lines(actor: Actor) -> list[RecentLine]:
    """What the seat worked on last; one statement."""
    return [
        RecentLine(
            short_title(each.proceeding.title),
            each.proceeding.number,
            reverse(
                binding_of(each.proceeding).url_name,
                kwargs={"public_id": each.proceeding.public_id},
            ),
            step_label(each.proceeding.kind, each.step),
            each.at,
        )
        for each in queries.recent(actor)
    ]


def home(actor: Actor, *, chosen: str = "") -> dict[str, Any]:
    """Everything the desk shows to this seat."""
    day = today()
    calendar = calendar_for(actor.congress_id)
    context: dict[str, Any] = {
        "today": day,
        "days_left": max(0, calendar.working_days_between(day, week_end(day))),
        "work": work(actor, chosen=chosen),
        "empty": EMPTY.get(actor.role, EMPTY_ELSE),
        "recent": recent_lines(actor),
        "figures": None,
        "calls": None,
        "late": None,
        "drafts": None,
    }
    if actor.role not in queries.NO_FIGURES:
        context["figures"] = queries.figures(actor, soon_until=queries.soon_until(day))
    if actor.role in OFFICE_ROLES:
        context["calls"] = call_lines(actor, list(queries.calls(actor)[:4]))
    if actor.role in queries.LATE_ROLES:
        context["late"] = late_lines(actor, queries.late(actor)[:5])
    if actor.role in (Role.DEPUTY, Role.LIAISON):
        context["drafts"] = queries.drafts(actor)
    return context
