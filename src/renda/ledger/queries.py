"""Reads of the ledger; every one starts from who is asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from renda.congresses.models import Body
from renda.kernel.actor import Actor
from renda.kernel.time import today
from renda.ledger.models import Promise
from renda.ledger.procedure import KIND
from renda.ledger.rules import BANDS
from renda.matters.enums import CommitmentState
from renda.matters.models import Commitment, Evaluation
from renda.proceedings.models import Proceeding
from renda.proceedings.queries import visible_proceedings

# Owed until the office has looked: a report alone takes nothing off the list.
OWED = ("open", "review", "overdue", "change_asked", "reported")


def commitments(actor: Actor) -> QuerySet[Proceeding]:
    """Promises the actor may see, as proceedings; the visibility function of the kind."""
    return (
        visible_proceedings(actor, KIND)
        .select_related("promise__commitment", "lead_body")
        .order_by("-opened_at", "-id")
    )


def promises(actor: Actor) -> QuerySet[Promise]:
    """The same as rows of the ledger, the nearest day first."""
    seen = visible_proceedings(actor, KIND).order_by().values("pk")
    return (
        Promise.objects.filter(proceeding__in=seen)
        .select_related("proceeding", "commitment", "matter", "body")
        .order_by("day", "proceeding_id")
    )


@dataclass(frozen=True, slots=True)
class Filters:
    """What the ledger is narrowed to; empty means everything."""

    state: str = ""
    unit: int | None = None
    year: int | None = None
    due_until: date | None = None
    due_from: date | None = None
    end: str = ""
    words: str = ""
    sort: str = "due"


SORTS: dict[str, tuple[str, ...]] = {
    "due": ("day", "proceeding_id"),
    "newest": ("-proceeding_id",),
}


def filtered(actor: Actor, filters: Filters) -> QuerySet[Promise]:
    """The actor's promises narrowed down. A due filter shows what is still owed."""
    rows = promises(actor)
    if filters.state == "owed":
        rows = rows.filter(proceeding__state__in=OWED)
    elif filters.state == "past":
        rows = rows.filter(proceeding__state__in=OWED, day__lt=today())
    elif filters.state == "soon":
        rows = rows.filter(
            proceeding__state__in=OWED, day__range=(today(), today() + timedelta(days=30))
        )
    elif filters.state:
        rows = rows.filter(proceeding__state=filters.state)
    if filters.end:
        rows = rows.filter(commitment__state=filters.end).exclude(proceeding__state__in=OWED)
    if filters.unit:
        rows = rows.filter(body_id=filters.unit)
    if filters.year:
        rows = rows.filter(proceeding__year=filters.year)
    if filters.due_from:
        rows = rows.filter(proceeding__state__in=OWED, day__gte=filters.due_from)
    if filters.due_until:
        rows = rows.filter(proceeding__state__in=OWED, day__lte=filters.due_until)
    for word in filters.words.split():
        rows = rows.filter(
            Q(proceeding__title__icontains=word)
            | Q(proceeding__number__icontains=word)
            | Q(matter__title__icontains=word)
        )
    return rows


ENDED = ("kept", "late", "changed", "broken")


@dataclass(frozen=True, slots=True)
class Aged:
    """A unit's promises by age: how many are owed, by band of days, and how others ended."""

    unit: int
    name: str
    owed: int
    bands: dict[str, int]
    ended: dict[str, int]


def ageing(actor: Actor) -> list[Aged]:
    """The promises the actor may see by unit, those with most past their day first; one
    statement.
    """
    day, owed = today(), Q(proceeding__state__in=OWED)
    sums = {"owed": Count("pk", filter=owed)}
    for band in BANDS:
        since, until = band.days(day)
        fits = owed
        fits = fits & Q(day__gte=since) if since else fits
        fits = fits & Q(day__lte=until) if until else fits
        sums[band.name] = Count("pk", filter=fits)
    for state in ENDED:
        # A delivered one that waits for its evaluation ends as the office has confirmed.
        sums[f"n_{state}"] = Count("pk", filter=Q(commitment__state=state) & ~owed)
    rows = (
        promises(actor)
        .select_related(None)
        .order_by()
        .values_list("body_id", "body__name")
        .annotate(**sums)
    )
    found = [_aged(list(sums), row) for row in rows]
    return sorted(found, key=lambda a: (-_past(a), -a.owed, a.name))


def _aged(names: list[str], row: tuple[Any, ...]) -> Aged:
    values = dict(zip(names, row[2:], strict=True))
    return Aged(
        unit=row[0],
        name=row[1],
        owed=values["owed"],
        bands={band.name: values[band.name] for band in BANDS},
        ended={state: values[f"n_{state}"] for state in ENDED},
    )


def _past(aged: Aged) -> int:
    return sum(aged.bands[band.name] for band in BANDS if (band.until or 0) < 0)


def units(actor: Actor) -> list[tuple[str, str]]:
    """The units that have promised something the actor may see, by name."""
    bodies = Body.objects.filter(pk__in=promises(actor).order_by().values("body_id"))
    return [(str(body.pk), body.name) for body in bodies.order_by("order", "name")]


def of_matter(matter: Proceeding, actor: Actor) -> list[Promise]:
    """The promises of a matter that the actor may see, in the order they were made."""
    return list(promises(actor).filter(matter=matter).order_by("proceeding_id"))


def evaluations(rows: Iterable[Promise]) -> dict[int, list[Evaluation]]:
    """First and second evaluations of these promises by their proceeding; one statement."""
    by_reply: dict[int, list[Promise]] = {}
    for row in rows:
        by_reply.setdefault(row.commitment.reply_id, []).append(row)
    found: dict[int, list[Evaluation]] = {}
    given = Evaluation.objects.filter(reply_id__in=by_reply).select_related("person")
    for each in given.order_by("-is_lead", "id"):
        for row in by_reply[each.reply_id]:
            if each.stage in ("reply", f"p{row.commitment_id}"):
                found.setdefault(row.pk, []).append(each)
    return found


def has_promised(matter: Proceeding) -> bool:
    """Whether a delivered reply of the matter holds a promise."""
    return Commitment.objects.filter(
        proceeding=matter, reply__delivered_at__isnull=False, reply__void_reason=""
    ).exists()


def matters_to_open() -> QuerySet[Proceeding]:
    """Matters with a delivered promise that the ledger does not follow yet."""
    missing = Commitment.objects.filter(
        promise__isnull=True,
        state=CommitmentState.OPEN,
        reply__delivered_at__isnull=False,
        reply__void_reason="",
    )
    return Proceeding.objects.filter(pk__in=missing.values("proceeding_id")).order_by("pk")


def still_owed(congress_id: int) -> QuerySet[Promise]:
    """Promises of a congress that are owed and not reported, for the reminders."""
    rows = Promise.objects.filter(congress_id=congress_id, proceeding__state__in=OWED)
    return (
        rows.exclude(proceeding__state="reported")
        .select_related("proceeding")
        .order_by("day", "proceeding_id")
    )


def past_their_day(congress_id: int, day: date) -> list[Promise]:
    """Promises with a day before ``day`` that are not marked yet, the oldest first."""
    rows = Promise.objects.filter(
        congress_id=congress_id,
        proceeding__state="open",
        due_on__isnull=False,
        day__lt=day,
    )
    return list(rows.select_related("proceeding").order_by("day", "proceeding_id"))


def up_for_review(congress_id: int, day: date) -> list[Promise]:
    """Promises on a condition whose review is due, the oldest first."""
    rows = Promise.objects.filter(
        congress_id=congress_id,
        proceeding__state="open",
        due_on__isnull=True,
        day__lte=day,
    )
    return list(rows.select_related("proceeding").order_by("day", "proceeding_id"))
