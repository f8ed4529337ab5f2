"""Quorums and majorities: of all members, "过半数" strictly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda.law import majorities
from renda.law.majorities import Count, Tally

SIZES = st.integers(1, 3000)


@given(SIZES)
def test_more_than_half_is_the_least_number_beyond_the_half(total) -> None:
    least = majorities.more_than_half(total)

    assert Fraction(least, total) > Fraction(1, 2) >= Fraction(least - 1, total)


@given(SIZES, st.fractions(Fraction(1, 10), 1, max_denominator=10))
def test_at_least_a_share_includes_the_share_itself(total, share) -> None:
    least = majorities.at_least(share, total)

    assert Fraction(least, total) >= share > Fraction(least - 1, total)


@pytest.mark.statute("MTG-3")
@pytest.mark.parametrize(
    ("present", "deputies", "expected"), [(120, 180, True), (119, 180, False), (121, 181, True)]
)
def test_a_congress_meets_with_two_thirds(present, deputies, expected) -> None:
    assert majorities.has_quorum_of_congress(present, deputies) is expected


@pytest.mark.statute("MTG-6")
@pytest.mark.parametrize(("present", "expected"), [(16, False), (17, True)])
def test_a_standing_committee_meets_with_more_than_half(present, expected) -> None:
    assert majorities.has_quorum_of_committee(present, 32) is expected


@pytest.mark.statute("VOT-1")
@pytest.mark.statute("VOT-2")
@given(SIZES, st.data())
def test_absent_abstaining_and_blank_all_count_against(total, data) -> None:
    present = data.draw(st.integers(0, total))
    in_favour = data.draw(st.integers(0, present))
    abstaining = data.draw(st.integers(0, present - in_favour))
    count = Count(total, present, in_favour, 0, abstaining)

    assert count.passes is (2 * in_favour > total)
    everybody_else_against = Count(total, total, in_favour, total - in_favour, 0)
    assert everybody_else_against.passes is count.passes


@pytest.mark.parametrize("counts", [(10, 11, 0, 0, 0), (10, 5, 3, 2, 1), (10, 5, -1, 0, 0)])
def test_impossible_counts_are_refused(counts) -> None:
    with pytest.raises(ValueError, match=r"present|votes|negative"):
        Count(*counts)


@pytest.mark.statute("ELE-4")
@given(st.lists(st.integers(0, 180), max_size=8), st.integers(1, 5))
def test_nobody_is_elected_without_more_than_half_or_past_the_seats(votes, seats) -> None:
    tallies = [Tally(str(place), each) for place, each in enumerate(votes)]

    chosen, tied = majorities.elected(tallies, seats=seats, all_members=180)

    assert all(each.votes > 90 for each in [*chosen, *tied])
    assert len(chosen) <= seats
    left_out = [each for each in tallies if each not in chosen and each not in tied]
    assert all(each.votes <= 90 or len(chosen) == seats or tied for each in left_out)
    if tied:
        assert len(chosen) < seats < len(chosen) + len(tied)
        assert len({each.votes for each in tied}) == 1
