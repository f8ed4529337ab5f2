"""How a promise ends, by its days alone."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from renda.ledger.rules import BANDS, outcome, owed_state
from renda.matters.enums import CommitmentState

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


@given(DAYS, DAYS, st.integers(0, 400), st.integers(0, 3))
def test_only_the_first_day_counts_as_kept(
    delivered: date, first: date, more: int, changes: int
) -> None:
    end = outcome(delivered, first_day=first, day=first + timedelta(days=more), changes=changes)

    assert (end is CommitmentState.KEPT) == (delivered <= first)
    if end is CommitmentState.CHANGED:
        assert changes
        assert first < delivered <= first + timedelta(days=more)
    if end is CommitmentState.LATE:
        assert delivered > first


@given(DAYS, DAYS)
def test_every_day_is_in_one_band(today: date, day: date) -> None:
    ends = [band.days(today) for band in BANDS]

    fitting = [
        1 for since, until in ends if (not since or since <= day) and (not until or day <= until)
    ]

    assert fitting == [1]


@given(DAYS, DAYS, st.integers(1, 60))
def test_grace_only_delays_the_mark(day: date, today: date, grace: int) -> None:
    late_from = day + timedelta(days=grace)

    state = owed_state(day, is_conditional=False, today=today, late_from=late_from)

    assert state == ("overdue" if today >= late_from else "open")
    assert owed_state(day, is_conditional=True, today=today, late_from=late_from) == (
        "review" if today >= day else "open"
    )
