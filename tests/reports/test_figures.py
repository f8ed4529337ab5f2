"""Figures against journeys that were counted by hand; cuts that add up; who sees what."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from renda.reports import pages, queries, rules
from renda.reports.figures import FIGURES, SUMS
from renda.reports.rules import Cut
from tests.factories import make_body, make_seat, actor_of
from tests.proposals import journeys as j
from tests.proposals.pages import browser
from tests.reports import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> j.Cast:
    return j.cast()


@pytest.mark.mechanism("A4")
def test_figures_are_what_one_counts_by_hand(play: j.Cast) -> None:
    counted.world(play)

    found = queries.totals(play.clerk, Cut())

    assert {name: found[name] for name in counted.BY_HAND} == counted.BY_HAND
    assert set(found) == set(FIGURES)


def test_every_figure_is_the_number_of_its_records(play: j.Cast) -> None:
    counted.world(play)
    found = queries.totals(play.clerk, Cut())

    for name, n in found.items():
        rows = queries.records(play.clerk, Cut(), name)
        assert rows is not None
        assert rows.count() == n, name


@pytest.mark.mechanism("A4")
def test_the_lines_of_every_cut_add_up(play: j.Cast) -> None:
    counted.world(play)
    whole = queries.totals(play.clerk, Cut())

    for by in rules.DIMENSIONS:
        lines = queries.table(play.clerk, Cut(), by)
        assert pages.added(lines) == whole
        for line in lines:
            narrowed = Cut().narrowed(by, line.key)
            assert queries.totals(play.clerk, narrowed) == line.values, (by, line.key)
            for left, right in SUMS:
                assert line.values[left] == sum(line.values[name] for name in right), (left, right)
