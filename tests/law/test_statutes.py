"""Numbers of national law, held against their articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda.law import statutes
from renda.law.statutes import number


def marked(*rows):
    return [
        pytest.param(*row, marks=pytest.mark.statute(row[0]), id=row[0] + row[2]) for row in rows
    ]


@pytest.mark.parametrize(
    ("rule", "name", "level", "expected"),
    marked(
        ("MAN-1", "term_years", "C", 5),
        ("MAN-2", "direct", "C", True),
        ("MAN-2", "direct", "M", False),
        ("MAN-5", "seats_most", "T", 3),
        ("MAN-10", "sessions_absent", "C", 2),
        ("MAN-11", "organ", "T", "congress"),
        ("MAN-16", "permission", "T", False),
        ("ELE-1", "list_days", "C", 20),
        ("ELE-5", "proxies_most", "T", 3),
        ("REC-1", "voters", "C", 50),
        ("REC-1", "voters", "T", 30),
        ("MOT-1", "deputies", "C", 10),
        ("MOT-1", "deputies", "T", 5),
        ("MOT-4", "members", "C", 3),
        ("SUG-1", "deputies", "T", 1),
        ("SUG-4", "months", "C", 3),
        ("SUG-5", "months", "C", 6),
        ("MTG-1", "sessions", "T", 2),
        ("MTG-4", "months", "C", 2),
        ("MTG-6", "every_months", "C", 2),
    ),
)
def test_a_number_is_the_laws(rule, name, level, expected) -> None:
    assert number(rule, name, level) == expected


@pytest.mark.statute("MAN-6")
def test_every_rule_has_an_article_and_an_id_of_its_own() -> None:
    rules = list(statutes.all_statutes())

    assert len({rule.id for rule in rules}) == len(rules)
    assert [rule.id for rule in rules if not rule.article] == []


@pytest.mark.parametrize(
    ("rule", "name", "level"),
    [("MTG-9", "most", "T"), ("MOT-1", "members", "C"), ("ELE-5", "proxies_most", "P")],
)
def test_a_number_that_does_not_exist_there_is_an_error_not_a_guess(rule, name, level) -> None:
    with pytest.raises(LookupError):
        number(rule, name, level)


@pytest.mark.statute("MAN-3")
@pytest.mark.parametrize(
    ("level", "population", "expected"),
    [("C", 600_000, 260), ("C", 3_000_000, 450), ("T", 30_000, 65), ("T", 900_000, 160)],
)
def test_seats_of_deputies(level, population, expected) -> None:
    assert statutes.deputies_seats(level, population)[0] == expected


@pytest.mark.statute("MAN-3")
@given(st.sampled_from("PMCT"), st.integers(0, 10**8), st.integers(0, 10**6))
def test_more_people_never_have_fewer_deputies_and_never_too_many(level, people, more) -> None:
    fewer, _ = statutes.deputies_seats(level, people)
    seats, with_extra = statutes.deputies_seats(level, people + more)

    assert fewer <= seats <= number("MAN-3", "most", level)
    assert seats <= with_extra <= seats * 1.05


@pytest.mark.statute("MTG-9")
def test_size_of_a_standing_committee() -> None:
    assert statutes.committee_size("C", 600_000) == (15, 35)
    assert statutes.committee_size("C", 1_000_001) == (15, 45)
