"""Figures against journeys that were counted by hand; cuts that add up; who sees what."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from renda.reports import pages, queries, rules
from renda.reports.figures import FIGURES, SUMS
from renda.reports.rules import Cut
from tests.factories import actor_of, make_body, make_seat
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


# --- who sees what -------------------------------------------------------------------------------


def test_a_unit_counts_its_own_parts_and_no_others(play: j.Cast) -> None:
    j.evaluated(play, title="关于绿化街道的建议")
    j.received(play, title="关于整治河道的建议", with_joint=True)

    own = queries.totals(play.handler, Cut())
    joint = queries.totals(play.joint_handler, Cut())
    forced = queries.totals(play.joint_handler, Cut(unit=play.unit.pk))

    assert (own["received"], own["parts"], own["joint"]) == (2, 2, 0)
    assert (joint["received"], joint["parts"], joint["joint"]) == (0, 0, 1)
    assert forced == joint
    assert not set(own) & set(pages.ODD)
    assert [queries.records(play.handler, Cut(), name) for name in pages.ODD] == [None] * 4


def test_a_delegation_counts_its_own_suggestions(play: j.Cast) -> None:
    matter = j.evaluated(play)
    own = matter.suggestion.delegation
    other = make_body(congress=play.congress, kind="delegation", name="河东代表团")
    found = {
        body.name: queries.totals(
            actor_of(seat=make_seat(congress=play.congress, role="delegation", body=body)),
            Cut(delegation=own.pk),
        )["received"]
        for body in (own, other)
    }

    assert found == {own.name: 1, other.name: 0}


def test_confidential_ones_are_in_no_figure(play: j.Cast) -> None:
    j.registered(play, title="关于保密的建议", publication="confidential")

    assert set(queries.totals(play.clerk, Cut()).values()) == {0}
    assert queries.hidden(play.clerk, Cut()) == 1
    assert queries.hidden(play.presidium, Cut()) == 0


@pytest.mark.mechanism("A4")
def test_the_page_shows_the_figures_and_opens_their_records(play: j.Cast) -> None:
    world = counted.world(play)
    clerk = browser(play, "clerk")

    page = clerk.get(reverse("reports:home") + "?year=")

    assert page.status_code == 200
    assert [tile.part.n for tile in page.context["tiles"]] == [7, 7, 2, 5, 1]
    assert [tile.whole.n for tile in page.context["tiles"]] == [8, 8, 4, 7, 2]
    html = page.content.decode()
    tiles = [cell for tile in page.context["tiles"] for cell in (tile.part, tile.whole)]
    for cell in (*page.context["total"].cells, *page.context["odd"], *tiles):
        if not cell.n:
            continue
        assert cell.url.replace("&", "&amp;") in html
        records = clerk.get(cell.url)
        assert (records.status_code, records.context["count"]) == (200, cell.n), cell.label
    replied = clerk.get(pages.address(Cut(), "last_basically"))
    assert [row.public_id for row in replied.context["rows"]] == [world["basically"].public_id]


def test_the_records_come_as_a_file_with_the_same_rows(play: j.Cast) -> None:
    import io

    from openpyxl import load_workbook

    j.evaluated(play, title="关于绿化街道的建议")
    j.submitted(play, title="关于增加路灯的建议")
    url = reverse("exchange:export", args=["report_records"]) + "?figure=replied&year="

    answer = browser(play, "clerk").post(url)

    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["关于绿化街道的建议"]


@pytest.mark.parametrize("seat", ["deputy", "cosigner"])
def test_deputies_have_no_reports(play: j.Cast, seat: str) -> None:
    client = browser(play, seat)

    assert client.get(reverse("reports:home")).status_code == 404
    assert client.get(pages.address(Cut(), "received")).status_code == 404
    export = reverse("exchange:export", args=["report_records"]) + "?figure=received"
    assert client.post(export).status_code == 404


def test_odd_ones_are_a_404_for_units_and_nothing_of_other_congresses_counts(play: j.Cast) -> None:
    j.evaluated(play)
    stranger = j.cast()

    assert browser(play, "handler").get(pages.address(Cut(), "same_minute")).status_code == 404
    assert browser(play, "clerk").get(pages.address(Cut(), "nonsense")).status_code == 404
    assert set(queries.totals(stranger.clerk, Cut()).values()) == {0}
    assert set(queries.totals(stranger.clerk, Cut(unit=play.unit.pk)).values()) == {0}


def test_wrong_values_narrow_nothing(play: j.Cast) -> None:
    j.evaluated(play)
    query = "?year=abc&unit=999999&by=nonsense&field=%00&session=-1"

    page = browser(play, "clerk").get(reverse("reports:home") + query)

    assert page.status_code == 200
    assert page.context["tiles"][0].part.n == 1


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_the_pages(play: j.Cast, count: int, django_assert_num_queries: Any) -> None:
    for _number in range(count):
        j.evaluated(play)
    client = browser(play, "clerk")
    for url, statements in (
        (reverse("reports:home"), HOME_STATEMENTS),
        (pages.address(Cut(), "first_given"), RECORDS_STATEMENTS),
    ):
        client.get(url)
        with django_assert_num_queries(statements):
            assert client.get(url).status_code == 200


HOME_STATEMENTS = 17
RECORDS_STATEMENTS = 8
