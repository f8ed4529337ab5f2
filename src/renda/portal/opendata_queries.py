"""Reads behind the open data: whole years of what is published, people and bodies as they are."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Prefetch, QuerySet

from renda.congresses.models import Body, Congress, FormerName
from renda.matters.enums import EvaluationState
from renda.matters.models import Assignment, Commitment, Evaluation, Reply
from renda.people.enums import MandateState
from renda.people.models import Mandate, Membership, Person
from renda.portal import queries
from renda.proceedings.models import Proceeding

# Rows read at a time: a year of a province does not stand in memory.
CHUNK = 500
# (proceeding's public id, round, grade, how many gave it)
Counted = tuple[object, int, str, int]


def years(congress: Congress) -> list[int]:
    """Years with published suggestions, the newest first."""
    rows = queries.published(congress).order_by("-year")
    return [year for year in rows.values_list("year", flat=True).distinct() if year]


def suggestions(congress: Congress, year: int) -> Iterator[Proceeding]:
    """The published suggestions of a year with their units, the oldest first."""
    units = Assignment.objects.exclude(state="withdrawn").select_related("body")
    rows = _of_year(congress, year).select_related("session__term", "lead_body", "suggestion")
    return rows.prefetch_related(
        Prefetch("assignments", units.order_by("round", "id"), to_attr="shown_units")
    ).iterator(CHUNK)


def replies(congress: Congress, year: int) -> Iterator[Reply]:
    """Replies that the leader's approval covers."""
    rows = Reply.objects.filter(
        proceeding__in=_of_year(congress, year).values("pk"),
        void_reason="",
        delivered_at__lte=F("proceeding__suggestion__published_at"),
    )
    found = rows.select_related("proceeding", "assignment__body")
    return found.order_by("proceeding_id", "round", "id").iterator(CHUNK)


def promises(congress: Congress, year: int) -> Iterator[Commitment]:
    """Promises in those replies."""
    rows = Commitment.objects.filter(proceeding__in=_of_year(congress, year).values("pk"))
    found = queries.shown_promises(rows).select_related("proceeding", "reply", "body", "promise")
    return found.order_by("proceeding_id", "reply__round", "order", "id").iterator(CHUNK)


def grades(congress: Congress, year: int, aspect: str) -> Iterator[Counted]:
    """How many deputies gave which grade; ``aspect`` is ``process`` or ``result``."""
    rows = Evaluation.objects.filter(
        proceeding__in=_of_year(congress, year).values("pk"), state=EvaluationState.GIVEN
    ).exclude(**{f"{aspect}_grade": ""})
    keys = ("proceeding__public_id", "round", f"{aspect}_grade")
    counted = rows.values_list(*keys).annotate(n=Count("id"))
    return counted.order_by("proceeding__opened_at", *keys).iterator(CHUNK)


def deputies(congress: Congress) -> list[Person]:
    """Whoever holds a seat now, with seats and posts."""
    seats = Mandate.objects.filter(congress=congress, state=MandateState.ACTIVE)
    posts = Membership.objects.filter(body__congress=congress)
    rows = Person.objects.filter(pk__in=seats.values("person_id")).defer(
        *("phone", "phone_index", "email", "address")
    )
    return list(
        rows.order_by("pinyin", "id").prefetch_related(
            Prefetch("mandates", seats.select_related("term", "delegation"), to_attr="seats_now"),
            Prefetch("memberships", posts.order_by("since", "id"), to_attr="posts_here"),
        )
    )


def bodies(congress: Congress) -> list[Body]:
    """Every body of the congress's district, also former ones, with their former names."""
    names = FormerName.objects.order_by("pk")
    rows: QuerySet[Body] = congress.bodies.order_by("order", "id")
    return list(rows.prefetch_related(Prefetch("former_names", names, to_attr="names_before")))


def _of_year(congress: Congress, year: int) -> QuerySet[Proceeding]:
    rows = queries.published(congress).filter(year=year)
    return rows.select_related(None).order_by("opened_at", "id")
