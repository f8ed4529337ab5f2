"""Figures of several congresses add up (K4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda.levels.rules import share, total

pytestmark = pytest.mark.mechanism("K4")
figures = st.dictionaries(st.sampled_from(["received", "replied", "kept"]), st.integers(0, 10**6))


@given(st.lists(figures), st.lists(figures))
def test_a_sum_is_the_same_however_it_is_cut(first: list[dict], second: list[dict]) -> None:
    assert total([total(first), total(second)]) == total(first + second)


@given(st.lists(figures))
def test_the_order_does_not_matter_and_nothing_is_lost(rows: list[dict]) -> None:
    assert total(rows) == total(reversed(rows))
    assert sum(total(rows).values()) == sum(sum(row.values()) for row in rows)


@given(figures)
def test_a_share_needs_something_to_divide_by(row: dict) -> None:
    found = share(row, "replied", "received")

    assert (found is None) == (row.get("received", 0) == 0)
