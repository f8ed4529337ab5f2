"""Working days and deadlines, held against an independent count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda.law.calendar import Calendar, Day, DayType, add_months
from renda.law.deadlines import Period, Unit, compute, remaining

STARTS = st.dates(date(2023, 1, 1), date(2026, 6, 30))
PERIODS = st.builds(
    Period, st.integers(1, 60), st.sampled_from([Unit.natural_day, Unit.working_day])
)
CALENDAR = Calendar()


def is_working(day: date) -> bool:
    return CALENDAR.day(day).is_working


@given(STARTS, st.integers(1, 60))
def test_so_many_working_days_lie_before_the_end_and_the_end_is_one(start, amount) -> None:
    end = CALENDAR.add_working_days(start, amount)

    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(is_working, days)) == amount
    assert is_working(end)


@given(STARTS, PERIODS)
def test_a_deadline_shows_a_working_that_adds_up(start, period) -> None:
    deadline = compute(start, period, CALENDAR)
    marks = list(deadline.days())

    assert (marks[0].day, marks[-1].day) == (start, deadline.due)
    assert marks[-1].number == period.amount
    assert [mark.day for mark in marks] == [
        start + timedelta(days=n) for n in range((deadline.due - start).days + 1)
    ]


@given(STARTS, PERIODS, st.integers(0, 30), st.integers(0, 20))
def test_a_pause_moves_the_end_and_never_towards_us(start, period, offset, length) -> None:
    since = start + timedelta(days=offset)
    pause = (since, since + timedelta(days=length))

    without = compute(start, period, CALENDAR).due
    due = compute(start, period, CALENDAR, pauses=[pause]).due

    assert due >= without
    assert (due == without) or not (pause[0] <= due <= pause[1])


@pytest.mark.statute("SUG-4")
@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2026, 3, 2), date(2026, 6, 2)),
    ],
)
def test_three_months_end_on_the_same_day_or_the_last_of_a_shorter_month(start, expected) -> None:
    assert compute(start, Period(3, Unit.month), CALENDAR).due == expected


@given(STARTS, st.integers(0, 36), st.integers(0, 36))
def test_months_add_up_but_for_short_ones(start, first, second) -> None:
    once, twice = add_months(start, first + second), add_months(add_months(start, first), second)

    assert (once.year, once.month) == (twice.year, twice.month)
    assert once >= twice


@given(STARTS, st.integers(-40, 40))
def test_what_remains_is_zero_on_the_last_day_and_negative_after(due, offset) -> None:
    today = due + timedelta(days=offset)

    left = remaining(due, today, CALENDAR, Unit.natural_day)

    assert left == -offset
    working = remaining(due, today, CALENDAR, Unit.working_day)
    assert (working > 0) <= (offset < 0)
    assert (working < 0) <= (offset > 0)


def test_a_year_without_make_up_days_is_provisional_until_the_office_enters_one() -> None:
    far = 2031

    assert Calendar().is_provisional(far)
    own = Calendar({date(far, 2, 1): Day(DayType.makeup)})
    assert not own.is_provisional(far)
    assert compute(date(far, 1, 10), Period(5, Unit.working_day), Calendar()).provisional
    assert not compute(date(far, 1, 10), Period(1, Unit.month), Calendar()).provisional


def test_the_congresss_own_days_win() -> None:
    monday = date(2026, 3, 2)
    calendar = Calendar({monday: Day(DayType.holiday, "三月街")})

    assert calendar.add_working_days(date(2026, 2, 28), 1) == date(2026, 3, 3)
    assert calendar.next_working_day(monday) == date(2026, 3, 3)
