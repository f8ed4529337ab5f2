"""What waits is read by addressee tokens, in its groups, and not past its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from renda.kernel.time import now, today
from renda.waiting.enums import Group
from renda.waiting.models import Waiting
from renda.waiting.queries import counts_of_seats, in_group, overview, rows_of, waiting_for
from renda.waiting.rules import group_of, week_end
from tests.proposals import journeys
from tests.proposals.journeys import Cast, due

pytestmark = pytest.mark.mechanism("K1")
WEDNESDAY = date(2026, 6, 10)


@pytest.fixture
def play(db) -> Cast:
    return journeys.cast()


@pytest.mark.parametrize(
    ("days", "group"),
    [(-1, "late"), (0, "today"), (1, "week"), (4, "week"), (5, "later"), (None, "none")],
)
def test_the_group_of_a_deadline(days: int | None, group: str) -> None:
    due_on = None if days is None else WEDNESDAY + timedelta(days=days)

    assert group_of(due_on, WEDNESDAY) == group


@pytest.mark.parametrize("day", [date(2026, 6, 8), date(2026, 6, 10), date(2026, 6, 14)])
def test_the_week_ends_on_sunday(day: date) -> None:
    assert week_end(day) == date(2026, 6, 14)


def test_the_nearest_come_first_and_the_undated_last(play: Cast) -> None:
    days = [today() + timedelta(days=2), None, today() - timedelta(days=1)]
    made = [journeys.submitted(play) for _n in days]
    for proceeding, day in zip(made, days, strict=True):
        due(proceeding, day)

    found = [row.subject for row in waiting_for(play.clerk)]

    assert found == [made[2].pk, made[0].pk, made[1].pk]


def test_the_groups_share_out_everything(play: Cast, time_machine_at) -> None:
    time_machine_at("2026-06-10 09:00+08:00")
    for days in (-1, 0, 1, 4, 5, None):
        due(journeys.submitted(play), None if days is None else today() + timedelta(days=days))

    found = {
        group: [row.due_on for row in in_group(play.clerk, group, today=today())] for group in Group
    }

    assert [day for days in found.values() for day in days] == [
        row.due_on for row in waiting_for(play.clerk)
    ]
    for group, days in found.items():
        assert {group_of(day, today()) for day in days} == {group}


def test_what_has_expired_does_not_wait(play: Cast) -> None:
    journeys.submitted(play)

    Waiting.objects.update(expires_at=now() + timedelta(hours=1))
    before = len(overview(play.clerk).entries)
    Waiting.objects.update(expires_at=now())

    assert (before, len(overview(play.clerk).entries)) == (1, 0)
    assert list(in_group(play.clerk, Group.WEEK, today=today())) == []
    assert counts_of_seats({1: play.clerk}) == {1: 0}


def test_nothing_of_another_congress_or_seat(play: Cast) -> None:
    journeys.submitted(play)
    pks = list(Waiting.objects.values_list("pk", flat=True))

    for actor in (journeys.cast().clerk, play.handler, play.deputy):
        assert list(waiting_for(actor)) == []
        assert rows_of(actor, pks) == []


def test_the_overview_stops_at_the_limit(play: Cast) -> None:
    for _n in range(3):
        journeys.submitted(play)

    assert (len(overview(play.clerk, limit=2).entries), overview(play.clerk, limit=2).more) == (
        2,
        True,
    )
    assert overview(play.clerk, limit=3).more is False


def test_a_step_that_two_tokens_answer_for_is_one(play: Cast) -> None:
    journeys.submitted(play)
    # The deputies' office has a row for its clerks and one for its head.
    actor = replace(play.clerk, tokens=play.clerk.tokens | play.head.tokens)

    assert Waiting.objects.count() == 2

    assert len(overview(actor).entries) == 1
    assert counts_of_seats({1: actor}) == {1: 1}


def test_seats_are_counted_in_one_statement(play: Cast, django_assert_num_queries) -> None:
    journeys.submitted(play)
    journeys.assigned(play)
    actors = {1: play.clerk, 2: play.handler, 3: play.signer}

    with django_assert_num_queries(1):
        counts = counts_of_seats(actors)

    assert counts == {1: 1, 2: 1, 3: 0}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan's words are SQLite's")
def test_what_waits_is_found_by_the_index_of_its_addressee(play: Cast) -> None:
    plans = [
        waiting_for(play.clerk)[:50].explain(),
        in_group(play.clerk, Group.LATE, today=today())[:50].explain(),
        in_group(play.clerk, Group.NONE, today=today())[:50].explain(),
    ]

    assert all("USING INDEX waiting_by_addressee" in plan for plan in plans)
