"""Reads of assignment conferences; every one starts from who is asking (A2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from renda.access.enums import OFFICE_ROLES, Role
from renda.congresses.enums import BodyKind
from renda.congresses.models import Body, Congress
from renda.congresses.queries import calendar_for
from renda.kernel.actor import Actor
from renda.law.deadlines import compute
from renda.matters.models import Assignment
from renda.proceedings.models import Party, Proceeding
from renda.proceedings.queries import visible_proceedings
from renda.proceedings.services.change import period_of
from renda.proposals.enums import ItemState
from renda.proposals.models import ConferenceItem, ConferencePlan, ConferenceReceipt
from renda.proposals.procedure import KIND
from renda.rulebook.queries import rules_in_force

# States from which the congress assigns.
CHOOSABLE = ("screened", "answered")
MOST = 300


def plans(actor: Actor) -> QuerySet[ConferencePlan]:
    """Conferences of the actor's congress: all for its office, its own for a handling office."""
    rows = ConferencePlan.objects.filter(conference__congress_id=actor.congress_id)
    if actor.role == Role.HANDLING_OFFICE:
        own = ConferenceItem.objects.filter(handling_office_id=actor.body_id or 0)
        rows = rows.filter(pk__in=own.values("plan_id"))
    elif actor.role not in OFFICE_ROLES:
        return ConferencePlan.objects.none()
    return rows.select_related("conference__congress").order_by("-conference__held_on", "-pk")


def listed(actor: Actor) -> QuerySet[ConferencePlan]:
    """The same with the number of suggestions, the newest first."""
    return plans(actor).annotate(count=Count("items"))


def plan_of(actor: Actor, pk: int) -> ConferencePlan | None:
    """One conference, if the actor may see it."""
    return plans(actor).filter(pk=pk).first()


def items(actor: Actor, plan: ConferencePlan) -> QuerySet[ConferenceItem]:
    """The suggestions on its list that the actor may see; a handling office its own ones.

    Three statements with the units.
    """
    rows = plan.items.filter(
        suggestion__proceeding__in=visible_proceedings(actor, KIND).values("pk")
    )
    if actor.role == Role.HANDLING_OFFICE:
        rows = rows.filter(handling_office_id=actor.body_id or 0)
    return (
        rows.select_related("suggestion__proceeding", "suggestion__wish", "handling_office")
        .prefetch_related("units__body")
        .order_by("handling_office__order", "handling_office__name", "id")
    )


def item_of(actor: Actor, plan: ConferencePlan, pk: int) -> ConferenceItem | None:
    """One line of the list."""
    return items(actor, plan).filter(pk=pk).first()


def choosable(actor: Actor) -> list[Proceeding]:
    """Suggestions that can be put on a list: to be assigned, and on no other prepared list."""
    taken = ConferenceItem.objects.filter(state=ItemState.PLANNED).values("suggestion_id")
    rows = visible_proceedings(actor, KIND).filter(state__in=CHOOSABLE).exclude(pk__in=taken)
    return list(
        rows.select_related("suggestion__wish", "suggestion__delegation").order_by(
            "opened_at", "id"
        )[:MOST]
    )


def handling_offices(actor: Actor) -> list[Body]:
    """The handling offices of the actor's congress."""
    return list(
        Body.objects.filter(
            congress_id=actor.congress_id,
            kind=BodyKind.HANDLING_OFFICE,
            valid_until__isnull=True,
        ).order_by("order", "name")
    )


def fixed_offices(proceedings: Iterable[Proceeding]) -> dict[int, int]:
    """The handling office that already takes part (undertakers are fixed); one statement."""
    rows = Party.objects.filter(
        proceeding__in=list(proceedings), relation="handling_office", until__isnull=True
    )
    return {
        proceeding: int(addressee.removeprefix("b"))
        for proceeding, addressee in rows.values_list("proceeding_id", "addressee")
    }


@dataclass(frozen=True, slots=True)
class ReplyDays:
    """The clock of a reply counted from a day: its length and its end."""

    period: dict[str, object]
    due_on: date
    basis: str


def reply_days(congress: Congress, held_on: date) -> dict[bool, ReplyDays]:
    """The reply's clock from the day of the conference, by "broad or difficult" (代表法 §51)."""
    keys = {False: "suggestion.reply", True: "suggestion.reply_difficult"}
    rules = rules_in_force(congress, keys.values(), on=held_on)
    calendar = calendar_for(congress.pk)
    return {
        difficult: ReplyDays(
            rules[key].value,
            compute(held_on, period_of(rules[key].value), calendar).due,
            rules[key].basis,
        )
        for difficult, key in keys.items()
    }


def undertakers_of(office: Body) -> list[tuple[str, str]]:
    """The units under a handling office."""
    found = Body.objects.filter(handling_office=office, valid_until__isnull=True)
    return [(str(body.pk), body.name) for body in found.order_by("order", "name")]


def receipts(plan: ConferencePlan) -> dict[int, ConferenceReceipt]:
    """Signed receipts by unit; one statement."""
    return {each.body_id: each for each in plan.receipts.order_by("id")}


def waiting_for_receipt(plan: ConferencePlan, body: Body) -> list[Assignment]:
    """A unit's parts of a held conference that it has not signed for yet."""
    rows = Assignment.objects.filter(
        conference_id=plan.pk, body=body, state="assigned"
    ).select_related("proceeding__congress")
    return list(rows.order_by("id"))


def units_of(actor: Actor, plan: ConferencePlan) -> dict[int, Body]:
    """Every unit on the list, in its order."""
    found: dict[int, Body] = {}
    for item in items(actor, plan):
        for unit in item.units.all():
            found.setdefault(unit.body_id, unit.body)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[1].name)))
