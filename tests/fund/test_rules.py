"""Sums: what fits into a pot, how money is written and read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda.fund import rules
from renda.fund.pages import drawn
from renda.fund.rules import Bar
from renda.kernel import money

SUMS = st.integers(0, money.LIMIT)


@pytest.mark.mechanism("A12")
@given(amount=SUMS, wishes=st.lists(st.tuples(st.integers(0, 9), SUMS), max_size=8))
def test_whatever_is_bound_one_after_another_never_exceeds_the_pot(
    amount: int, wishes: list[tuple[int, int]]
) -> None:
    granted: dict[int, int] = {}
    for project, new in wishes:
        bound, before = sum(granted.values()), granted.get(project, 0)
        if rules.fits(new, amount=amount, bound=bound, before=before):
            granted[project] = new
        else:
            # What does not fit is more than the pot has for this project.
            assert sum(granted.values()) - before + new > amount

    assert sum(granted.values()) <= amount


@given(amount=SUMS, bound=SUMS, before=SUMS)
def test_what_there_is_room_for_fits_and_a_fen_more_does_not(
    amount: int, bound: int, before: int
) -> None:
    room = rules.room_for(amount, bound, before=before)

    assert rules.fits(room, amount=amount, bound=bound, before=before)
    assert rules.fits(room + 1, amount=amount, bound=bound, before=before) == (room < before)


@given(st.lists(st.integers(1, 10**12), max_size=40))
def test_the_total_is_the_sum_of_its_lines_in_any_order(lines: list[int]) -> None:
    assert rules.total(lines) == rules.total(reversed(lines)) == sum(lines)


@given(amount=st.integers(1, money.LIMIT), shares=st.tuples(SUMS, SUMS))
def test_a_bar_is_drawn_within_its_pot(amount: int, shares: tuple[int, int]) -> None:
    bound = min(amount, max(shares))
    bar = Bar(amount, bound, min(bound, *shares))
    shown = drawn(bar)

    assert 0 <= shown.paid_width <= shown.bound_width <= 1000
    assert bar.left + bar.unpaid + bar.paid == amount


@given(SUMS)
def test_fen_are_read_back_as_they_were_written(fen: int) -> None:
    assert money.fen(money.yuan(fen)) == fen
    assert money.fen(money.parse(money.words(fen))) == fen
    assert money.fen(money.parse(str(money.yuan(fen)))) == fen


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("120000", "120000.00"),
        ("120,000.50", "120000.50"),
        ("12万元", "120000.00"),
        ("35.5 万", "355000.00"),
        ("¥80", "80.00"),
        ("1.234567万元", "12345.67"),
        (1200, "1200.00"),
        (0.1, "0.10"),
    ],
)
def test_sums_are_read_as_people_write_them(text: object, yuan: str) -> None:
    assert money.parse(text) == Decimal(yuan)


@pytest.mark.parametrize(
    "text",
    ["", "-5", "1.005", "1e9", "NaN", "十万", "12万美元", True, None, "1" * 15, "0.1234567万"],
)
def test_what_is_no_sum_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        money.parse(text)


@pytest.mark.parametrize(
    ("fen", "words"), [(0, "0"), (5, "0.05"), (12_000_000, "120,000"), (-150, "-1.50")]
)
def test_sums_are_written_with_what_they_need(fen: int, words: str) -> None:
    assert money.words(fen) == words
