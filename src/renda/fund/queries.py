"""Reads of the fund; every one starts from who is asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from renda.congresses.models import Body
from renda.files.models import File
from renda.files.queries import of_owner
from renda.fund.models import Payment, Pot, Project, Report
from renda.fund.procedure import KIND
from renda.fund.rules import Bar
from renda.kernel.actor import Actor
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow
from renda.proceedings.queries import visible_proceedings

NEWEST = ("-proceeding_id",)
# Kinds of owners of files.
PAYMENT_KIND, REPORT_KIND = "fund_payment", "fund_report"

PRELIMINARY = ("candidate", "planned", "evaluated")
WORKING = ("chosen", "running", "change_asked", "finished")
DONE = ("accepted", "settled")
FINAL = (*WORKING, *DONE)
# What a tab of the list, and a figure of the account, holds.
GROUPS: dict[str, tuple[str, ...]] = {
    "preliminary": PRELIMINARY,
    "final": FINAL,
    "working": WORKING,
    "done": DONE,
    "out": ("passed", "withdrawn", "ended"),
}


def proceedings(actor: Actor) -> QuerySet[Proceeding]:
    """Micro-projects the actor may see, as proceedings; the visibility function of the kind."""
    return (
        visible_proceedings(actor, KIND).select_related("lead_body").order_by("-opened_at", "-id")
    )


def projects(actor: Actor) -> QuerySet[Project]:
    """The same as rows, the newest first."""
    seen = visible_proceedings(actor, KIND).order_by().values("pk")
    rows = Project.objects.filter(proceeding__in=seen)
    return rows.select_related("proceeding__lead_body", "matter", "pot", "final_list").order_by(
        *NEWEST
    )


def payments(actor: Actor) -> QuerySet[Payment]:
    """Payments of projects the actor may see, in the order they were made."""
    seen = visible_proceedings(actor, KIND).order_by().values("pk")
    rows = Payment.objects.filter(project__in=seen)
    return rows.select_related("project__proceeding__lead_body", "project__pot").order_by(
        "paid_on", "id"
    )


def reports(actor: Actor) -> QuerySet[Report]:
    """Reports of projects the actor may see, in the order they were given."""
    seen = visible_proceedings(actor, KIND).order_by().values("pk")
    return Report.objects.filter(project__in=seen).order_by("id")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty means everything."""

    year: int | None = None
    state: str = ""
    unit: int | None = None
    paid: str = ""
    words: str = ""


def filtered(actor: Actor, filters: Filters) -> QuerySet[Project]:
    """The actor's projects narrowed down; ``state`` is a state or a group of states."""
    rows = projects(actor)
    if filters.year:
        rows = rows.filter(pot__year=filters.year)
    if filters.state:
        states = GROUPS.get(filters.state, (filters.state,))
        rows = rows.filter(proceeding__state__in=states)
    if filters.unit:
        rows = rows.filter(proceeding__lead_body_id=filters.unit)
    if filters.paid:
        column = {"asked": "asked", "listed": "listed", "bound": "granted"}.get(
            filters.paid, filters.paid
        )
        rows = rows.filter(**{f"{column}__gt": 0})
    for word in filters.words.split():
        rows = rows.filter(
            Q(proceeding__title__icontains=word)
            | Q(proceeding__number__icontains=word)
            | Q(matter__title__icontains=word)
        )
    return rows


def pots(actor: Actor) -> QuerySet[Pot]:
    """The pots of the actor's congress, the newest first; what a pot holds is no secret."""
    return Pot.objects.filter(congress_id=actor.congress_id).order_by("-year")


def pot_of(actor: Actor, year: int | None) -> Pot | None:
    """The pot of a year, or the newest one."""
    rows = pots(actor)
    return (rows.filter(year=year) if year else rows).first()


def pot_choices(actor: Actor) -> list[tuple[str, str]]:
    """The years a project may be put forward for, for a form."""
    return [(str(year), str(year)) for year in pots(actor).values_list("year", flat=True)]


def units(actor: Actor) -> list[tuple[str, str]]:
    """The units with a project the actor may see, by name."""
    bodies = Body.objects.filter(
        pk__in=projects(actor).order_by().values("proceeding__lead_body_id")
    )
    return [(str(body.pk), body.name) for body in bodies.order_by("order", "name")]


def bar(actor: Actor, pot: Pot) -> Bar:
    """The pot in its parts, of the projects the actor may see; one statement."""
    sums = (
        projects(actor)
        .filter(pot=pot)
        .order_by()
        .aggregate(bound=Sum("granted", default=0), paid=Sum("paid", default=0))
    )
    return Bar(pot.amount, sums["bound"], sums["paid"])


# The sums of the special account, in the order of its columns: what is counted, its column.
SUMS = {
    "asked": "asked",
    "listed": "listed",
    "bound": "granted",
    "drawn": "drawn",
    "paid": "paid",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's line of the annual special account: projects by group, and sums (fen)."""

    unit: int
    name: str
    counts: dict[str, int]
    sums: dict[str, int]


COUNTED = ("preliminary", "working", "done", "out")


def account(actor: Actor, pot: Pot) -> list[Line]:
    """The special account by unit, of the projects the actor may see; one statement."""
    wanted = {
        f"n_{name}": Count("pk", filter=Q(proceeding__state__in=GROUPS[name])) for name in COUNTED
    } | {f"s_{name}": Sum(column, default=0) for name, column in SUMS.items()}
    rows: Any = (  # rows as dictionaries whose keys are made above
        projects(actor)
        .filter(pot=pot)
        .select_related(None)
        .order_by()
        .values("proceeding__lead_body_id", "proceeding__lead_body__name")
        .annotate(**wanted)
    )
    lines = [
        Line(
            unit=row["proceeding__lead_body_id"],
            name=row["proceeding__lead_body__name"],
            counts={name: row[f"n_{name}"] for name in COUNTED},
            sums={name: row[f"s_{name}"] for name in SUMS},
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (-line.sums["bound"], line.name))


def to_decide(actor: Actor, pot: Pot) -> list[Project]:
    """What the final list may be chosen from, the smallest sum first among equals."""
    rows = projects(actor).filter(pot=pot, proceeding__state="evaluated")
    return list(rows.order_by("-advice", "proceeding_id"))


def of_matter(matter: Proceeding, actor: Actor) -> Project | None:
    """The suggestion as a micro-project, the last one, if the actor may see it."""
    return projects(actor).filter(matter=matter).first()


def matter(actor: Actor, public_id: UUID) -> Proceeding | None:
    """A matter the actor may see."""
    return visible_proceedings(actor).filter(public_id=public_id).first()


def files_of(kind: str, ids: Iterable[int], actor: Actor) -> dict[int, list[File]]:
    """The files of payments or reports by their owner; one statement."""
    found: dict[int, list[File]] = {}
    for each in of_owner(kind, ids, actor=actor):
        found.setdefault(each.owner_id or 0, []).append(each)
    return found


class PaymentLane:
    """The payments of a project."""

    def rows(self, proceeding: Proceeding) -> list[LaneRow]:
        """Payments in the order they were recorded; whoever may take the step takes it on any."""
        found = Payment.objects.filter(project_id=proceeding.pk).order_by("id")
        return [
            LaneRow(each.pk, each.state, "", f"{each.voucher} {each.payee}", each) for each in found
        ]
