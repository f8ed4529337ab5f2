"""Quorums and majorities. "以上" includes the number; "过半数" is strictly more than half (§0).

The base of every majority is all members, never those present (VOT-1 to VOT-3): absent,
abstaining and blank count against. What "all" is while seats are vacant is the congress's own
setting and is handed in (VOT-4).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)
TWO_THIRDS = Fraction(2, 3)


def more_than_half(total: int) -> int:
    """The least number that is 过半数 of ``total``."""
    return total // 2 + 1


def at_least(share: Fraction, total: int) -> int:
    """The least number that is ``share`` of ``total`` 以上."""
    return -(-total * share.numerator // share.denominator)


def has_quorum_of_congress(present: int, deputies: int) -> bool:
    """Two thirds of the deputies or more (MTG-3; 地方组织法 §14)."""
    return present >= at_least(TWO_THIRDS, deputies)


def has_quorum_of_committee(present: int, members: int) -> bool:
    """More than half of all members of the standing committee (MTG-6; 地方组织法 §51)."""
    return present >= more_than_half(members)


@dataclass(frozen=True, slots=True)
class Count:
    """Votes on one item. Whoever is of ``all_members`` and in no column did not vote."""

    all_members: int
    present: int
    in_favour: int
    against: int
    abstaining: int

    def __post_init__(self) -> None:
        if min(self.present, self.in_favour, self.against, self.abstaining) < 0:
            message = "no count is negative"
            raise ValueError(message)
        if self.present > self.all_members:
            message = f"{self.present} present of {self.all_members} members"
            raise ValueError(message)
        if self.cast > self.present:
            message = f"{self.cast} votes of {self.present} present"
            raise ValueError(message)

    @property
    def cast(self) -> int:
        """Votes that were given."""
        return self.in_favour + self.against + self.abstaining

    @property
    def not_voting(self) -> int:
        """Present, but without a vote."""
        return self.present - self.cast

    @property
    def needed(self) -> int:
        """Votes in favour with which the item passes (VOT-1, VOT-2)."""
        return more_than_half(self.all_members)

    @property
    def passes(self) -> bool:
        """Whether more than half of all members are in favour."""
        return self.in_favour >= self.needed


@dataclass(frozen=True, slots=True)
class Tally:
    """A candidate's votes in an election."""

    name: str
    votes: int


def elected(
    tallies: list[Tally], *, seats: int, all_members: int
) -> tuple[list[Tally], list[Tally]]:
    """Who is elected, and who is tied for the last seats (地方组织法 §29; ELE-4).

    More than half of all members are needed. If more candidates pass than there are seats, the
    votes decide; those level at the edge are tied and a further ballot is held among them.
    """
    passed = [each for each in tallies if each.votes >= more_than_half(all_members)]
    ranked = sorted(passed, key=lambda each: -each.votes)
    if len(ranked) <= seats:
        return ranked, []
    edge = ranked[seats - 1].votes
    if ranked[seats].votes < edge:
        return ranked[:seats], []
    return (
        [each for each in ranked if each.votes > edge],
        [each for each in ranked if each.votes == edge],
    )
