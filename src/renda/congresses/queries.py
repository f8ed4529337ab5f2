"""Reads of regions, congresses, terms, bodies and the calendar. Each starts from who asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from renda.congresses import rules
from renda.congresses.enums import BodyKind, SessionState, System, TermState
from renda.congresses.models import (
    Body,
    CalendarDay,
    Congress,
    Constituency,
    Region,
    Session,
    Term,
)
from renda.kernel.actor import Actor
from renda.kernel.visibility import visible
from renda.law.calendar import Calendar, Day, DayType

# Calendars of this process by congress, each with the versions of its lineage.
_calendars: dict[int, tuple[tuple[tuple[int, int], ...], Calendar]] = {}


def visible_bodies(actor: Actor) -> QuerySet[Body]:
    """Bodies of the actor's congress; the structure is known to every seat there."""
    return Body.objects.filter(congress_id=actor.congress_id)


def line_of(congress: Congress) -> list[Congress]:
    """The congress and those above it, nearest first (at most four levels).

    No statement when they were read with it (``select_related("parent__parent__parent")``),
    else one.
    """
    found = _loaded_line(congress)
    if found is None:
        rows = Congress.objects.select_related("parent__parent__parent")
        found = _loaded_line(rows.get(pk=congress.pk)) or []
    return found


def _loaded_line(congress: Congress) -> list[Congress] | None:
    found, parent = [congress], Congress._meta.get_field("parent")
    while found[-1].parent_id:
        if not parent.is_cached(found[-1]):
            return None
        found.append(found[-1].parent)  # type: ignore[arg-type]
    return found


def lineage(congress: Congress) -> list[int]:
    """Ids of the congress and those above it, nearest first."""
    return [each.pk for each in line_of(congress)]


def by_region(code: str) -> Congress:
    """The congress of a region code. Raises LookupError when there is none."""
    congress = Congress.objects.filter(region_id=code).order_by("id").first()
    if congress is None:
        message = f"no congress in the region {code}"
        raise LookupError(message)
    return congress


def calendar_for(congress_id: int) -> Calendar:
    """The working-day calendar of a congress whose id is known; one statement."""
    rows = Congress.objects.select_related("parent__parent__parent")
    return calendar_of(rows.get(pk=congress_id))


def calendar_of(congress: Congress) -> Calendar:
    """The working-day calendar: as published, with the days entered here and above.

    Each process keeps it by the versions of the line; see ``line_of`` for the statements.
    """
    line = line_of(congress)
    versions = tuple((each.pk, each.calendar_version) for each in line)
    kept = _calendars.get(congress.pk)
    if kept is None or kept[0] != versions:
        kept = (versions, Calendar(_own_days([each.pk for each in line])))
        _calendars[congress.pk] = kept
    return kept[1]


def _own_days(lineage_ids: list[int]) -> dict[date, Day]:
    """Days entered along a lineage (nearest first); the nearest wins."""
    found: dict[date, Day] = {}
    rows = list(CalendarDay.objects.filter(congress__in=lineage_ids).order_by("day", "id"))
    for pk in reversed(lineage_ids):
        own = (row for row in rows if row.congress_id == pk)
        found |= {row.day: Day(DayType(row.kind), row.name) for row in own}
    return found


def own_days(congress_id: int, *, since: date, until: date) -> list[CalendarDay]:
    """Days entered by this congress itself between two days, in order."""
    rows = CalendarDay.objects.filter(congress_id=congress_id, day__range=(since, until))
    return list(rows.order_by("day"))


def one_chain(first: Congress, second: Congress) -> bool:
    """Whether one of the two stands above the other, or they are the same (MAN-6)."""
    return first.pk == second.pk or second.pk in lineage(first) or first.pk in lineage(second)


def congresses_below(congress: Congress) -> QuerySet[Congress]:
    """Congresses directly below, with their running term's number, by name."""
    return (
        congress.below.select_related("region")
        .annotate(current=Sum("terms__number", filter=Q(terms__state=TermState.CURRENT)))
        .order_by("level", "name", "id")
    )


def regions_below(code: str) -> QuerySet[Region]:
    """Regions directly under ``code`` that exist now, by code; provinces for an empty code."""
    rows = Region.objects.filter(valid_until__isnull=True)
    return (rows.filter(parent_id=code) if code else rows.filter(level=1)).order_by("code")


def current_term(congress_id: int) -> Term | None:
    """The running term, if one was entered."""
    return Term.objects.filter(congress_id=congress_id, state=TermState.CURRENT).first()


def open_session(congress_id: int) -> Session | None:
    """The session that is open now."""
    rows = Session.objects.filter(term__congress_id=congress_id, state=SessionState.OPEN)
    return rows.select_related("term").first()


def in_session(congress_id: int, *, on: date) -> bool:
    """Whether the congress sat on ``on``: from its opening to its closing day."""
    began = Q(state__in=[SessionState.OPEN, SessionState.CLOSED], opens_on__lte=on)
    not_over = Q(state=SessionState.OPEN) | Q(closes_on__gte=on)
    return Session.objects.filter(began, not_over, term__congress_id=congress_id).exists()


def terms_with_sessions(actor: Actor) -> QuerySet[Term]:
    """Terms of the actor's congress with their sessions, newest first."""
    rows = Term.objects.filter(congress_id=actor.congress_id).order_by("-number")
    return rows.prefetch_related("sessions")


def constituencies(actor: Actor, term: Term | None) -> QuerySet[Constituency]:
    """Constituencies of a term of the actor's congress with the number of deputies, by number."""
    rows = Constituency.objects.filter(term=term, term__congress_id=actor.congress_id)
    open_mandates = Q(mandates__state__in=["elected", "active", "suspended"])
    return (
        rows.select_related("term")
        .annotate(filled=Count("mandates", filter=open_mandates))
        .order_by("number", "id")
    )


def term_of(actor: Actor, pk: int) -> Term | None:
    """A term of the actor's congress with its sessions."""
    return terms_with_sessions(actor).select_related("congress").filter(pk=pk).first()


def passing(running: Term | None, following: Term) -> list[rules.Passing]:
    """What the opening of ``following`` ends, begins and leaves as it is, by every app."""
    running_id = running.pk if running else 0
    return [line for _name, count in rules.passing for line in count(running_id, following.pk)]


@dataclass(slots=True)
class Branch:
    """A body with what hangs under it."""

    body: Body
    depth: int = 0
    parts: list[Branch] = field(default_factory=list)


def body_tree(actor: Actor, *, ended: bool = False) -> list[Branch]:
    """The tree of bodies flattened in reading order, without departments; one statement.

    A body whose parent is hidden (ended) stands at the top.
    """
    rows = visible("body", actor).exclude(
        kind__in=[BodyKind.DEPARTMENT, BodyKind.HANDLING_OFFICE, BodyKind.TOWN_GOVERNMENT]
    )
    if not ended:
        rows = rows.filter(valid_until__isnull=True)
    branches = {body.pk: Branch(body) for body in rows.order_by("order", "name", "id")}
    tops = [b for b in branches.values() if b.body.parent_id not in branches]
    for branch in branches.values():
        if branch.body.parent_id in branches:
            branches[branch.body.parent_id].parts.append(branch)
    return [branch for top in tops for branch in _walk(top, 0)]


def _walk(branch: Branch, depth: int) -> Iterator[Branch]:
    branch.depth = depth
    yield branch
    for part in branch.parts:
        yield from _walk(part, depth + 1)


@dataclass(frozen=True, slots=True)
class Office:
    """A handling office with its departments; ``body`` is empty for those that have none."""

    body: Body | None
    departments: list[Body]


def kind_counts(congress: Congress) -> list[tuple[str, int]]:
    """The kinds of bodies this level has with how many there are now; one statement."""
    rows = Body.objects.filter(congress=congress, valid_until__isnull=True)
    counted = dict(rows.order_by().values_list("kind").annotate(count=Count("id")))
    return [(str(kind.label), counted.get(kind, 0)) for kind in rules.body_kinds(congress.level)]


def departments_by_office(actor: Actor, *, search: str = "", ended: bool = False) -> list[Office]:
    """Handling offices in their order with the departments below each; one statement."""
    undertakers = [BodyKind.DEPARTMENT, BodyKind.TOWN_GOVERNMENT, BodyKind.HANDLING_OFFICE]
    rows = visible("body", actor).filter(kind__in=undertakers)
    if not ended:
        rows = rows.filter(valid_until__isnull=True)
    found = list(rows.order_by("order", "name", "id"))
    offices = [body for body in found if body.kind == BodyKind.HANDLING_OFFICE]
    wanted = [b for b in found if b.kind != BodyKind.HANDLING_OFFICE and search in b.name]
    groups = [
        Office(office, [b for b in wanted if b.handling_office_id == office.pk])
        for office in offices
    ]
    known = {office.pk for office in offices}
    rest = [body for body in wanted if body.handling_office_id not in known]
    return groups + ([Office(None, rest)] if rest else [])


def bodies_for_choice(congress_id: int, *kinds: str) -> QuerySet[Body]:
    """Bodies that exist now, for a form's list, by order and name."""
    rows = Body.objects.filter(congress_id=congress_id, valid_until__isnull=True)
    return (rows.filter(kind__in=kinds) if kinds else rows).order_by("order", "name", "id")


def body_of(actor: Actor, pk: int) -> Body | None:
    """A body the actor may see, with what its page shows."""
    rows = visible("body", actor).select_related(
        "parent", "handling_office", "successor", "congress"
    )
    return rows.filter(pk=pk).first()


def systems_without_office(congress_id: int) -> list[str]:
    """Systems with departments that no handling office serves now; labels, sorted."""
    now = Body.objects.filter(congress_id=congress_id, valid_until__isnull=True)
    offices = set(now.filter(kind=BodyKind.HANDLING_OFFICE).values_list("system", flat=True))
    unserved = now.filter(kind=BodyKind.DEPARTMENT, handling_office__isnull=True)
    used = set(unserved.values_list("system", flat=True))
    return sorted(str(System(value).label) for value in used - offices)


def parts_of(body: Body) -> QuerySet[Body]:
    """What hangs under a body now: parts, and the departments of a handling office."""
    under = Q(parent=body) | Q(handling_office=body)
    return Body.objects.filter(under, valid_until__isnull=True).order_by("order", "name", "id")


def session_of(actor: Actor, pk: int) -> Session | None:
    """A session of the actor's congress."""
    rows = Session.objects.filter(pk=pk, term__congress_id=actor.congress_id)
    return rows.select_related("term__congress").first()


def constituency_of(actor: Actor, pk: int) -> Constituency | None:
    """A constituency of the actor's congress."""
    rows = Constituency.objects.filter(pk=pk, term__congress_id=actor.congress_id)
    return rows.select_related("term__congress").first()
