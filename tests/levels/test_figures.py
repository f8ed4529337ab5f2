"""A congress reports its year; the level above adds up what was reported (K4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from renda.kernel import time
from renda.kernel.errors import Invalid, NotAllowed
from renda.levels import queries, rules
from renda.levels.exchange import rows
from renda.levels.models import YearReport
from renda.levels.services import report_year
from renda.levels.sources import NAMES, count
from renda.records.models import Entry
from tests.api.conftest import Api
from tests.factories import sign_in
from tests.levels import passing as p
from tests.proposals import journeys as j

pytestmark = [pytest.mark.django_db, pytest.mark.mechanism("K4")]


@pytest.fixture
def upper() -> j.Cast:
    return j.cast()


@pytest.fixture
def lower(upper: j.Cast) -> j.Cast:
    return p.below(upper)


def browser(play: j.Cast, seat: str) -> Client:
    client = Client()
    sign_in(client, seat=play.seats[seat])
    return client


def year() -> int:
    return time.today().year


def busy(play: j.Cast) -> None:
    """One satisfied, one being handled, one not yet assigned, one draft."""
    j.evaluated(play)
    j.received(play)
    j.registered(play)
    j.drafted(play)


def test_the_figures_are_counted_by_hand(lower: j.Cast) -> None:
    busy(lower)

    found = count(lower.congress.pk, year())

    assert tuple(found) == NAMES
    assert found == {
        "received": 3,
        "assigned": 2,
        "replied": 1,
        "in_time": 1,
        "solved": 1,
        "evaluated": 1,
        "satisfied": 1,
        "dissatisfied": 0,
        "promised": 0,
        "kept": 0,
    }
    assert set(count(lower.congress.pk, year() - 1).values()) == {0}


def test_the_level_above_reads_only_what_was_reported(upper: j.Cast, lower: j.Cast) -> None:
    busy(lower)
    j.received(upper)
    assert [line.report for line in queries.below(upper.congress.pk, year())] == [None]

    report = report_year(lower.congress, year=year(), actor=lower.clerk, remark="年度统计")
    j.received(lower)

    (line,) = queries.below(upper.congress.pk, year())
    assert line.figures["received"] == report.own["received"] == 3
    api = Api(upper.seats["clerk"]).get(f"year-figures?year={year()}").json()
    assert api["own"]["received"] == 1
    assert api["together"] == rules.total([api["own"], line.figures])
    assert api["together"]["received"] == 4
    (entry,) = Entry.objects.filter(verb="reported")
    assert (entry.congress_id, entry.facts["number"]) == (lower.congress.pk, 1)


def test_the_sums_of_a_middle_level_go_on_upwards(upper: j.Cast, lower: j.Cast) -> None:
    town = p.below(lower)
    busy(town)
    busy(lower)
    report_year(town.congress, year=year(), actor=town.clerk)

    middle = report_year(lower.congress, year=year(), actor=lower.clerk)

    assert (middle.own["received"], middle.below["received"], middle.reporting) == (3, 3, 1)
    (line,) = queries.below(upper.congress.pk, year())
    assert line.figures["received"] == 6


def test_a_later_report_replaces_the_earlier_which_stays(upper: j.Cast, lower: j.Cast) -> None:
    busy(lower)
    report_year(lower.congress, year=year(), actor=lower.clerk)
    with pytest.raises(Invalid):
        report_year(lower.congress, year=year(), actor=lower.clerk)

    j.received(lower)
    second = report_year(lower.congress, year=year(), actor=lower.head)

    assert second.number == 2
    (line,) = queries.below(upper.congress.pk, year())
    assert line.figures["received"] == 4
    assert [row.own["received"] for row in queries.reports_of(lower.congress.pk, year())] == [4, 3]


@pytest.mark.parametrize("seat", ["deputy", "vice_chair", "handler", "handling"])
def test_only_the_office_reports(lower: j.Cast, seat: str) -> None:
    with pytest.raises(NotAllowed):
        report_year(lower.congress, year=year(), actor=getattr(lower, seat))
    with pytest.raises(NotAllowed):
        report_year(lower.congress, year=year(), actor=j.cast().clerk)

    assert not YearReport.objects.exists()


@pytest.mark.parametrize("wrong", [1999, 2999])
def test_a_year_that_has_not_begun_is_refused(lower: j.Cast, wrong: int) -> None:
    with pytest.raises(Invalid) as caught:
        report_year(lower.congress, year=wrong, actor=lower.clerk)

    assert list(caught.value.fields) == ["year"]
    assert not YearReport.objects.exists()


def test_the_page_reports_and_shows_the_sum(upper: j.Cast, lower: j.Cast) -> None:
    busy(lower)
    url = reverse("levels:figures")
    above = browser(upper, "clerk")
    assert above.get(url).context["missing"] == 1

    sent = browser(lower, "clerk").post(f"{url}?year={year()}", {"remark": "年度统计"})

    assert (sent.status_code, sent["Location"]) == (302, f"{url}?year={year()}")
    page = above.get(url)
    assert page.context["missing"] == 0
    assert [line.cells[0].amount for line in page.context["table"]] == [0, 3, 3]
    again = browser(lower, "clerk").post(f"{url}?year={year()}", {"remark": ""})
    assert (again.status_code, YearReport.objects.count()) == (422, 1)


@pytest.mark.parametrize(
    ("seat", "status"), [("head", 200), ("vice_chair", 200), ("deputy", 404), ("handler", 404)]
)
def test_who_sees_the_figures(lower: j.Cast, seat: str, status: int) -> None:
    assert browser(lower, seat).get(reverse("levels:figures")).status_code == status


def test_the_file_holds_the_table(upper: j.Cast, lower: j.Cast) -> None:
    busy(lower)
    report_year(lower.congress, year=year(), actor=lower.clerk)

    found = list(rows(upper.clerk, {"year": str(year())}))

    assert [name for name, _figures in found][:2] == [
        upper.congress.short_name,
        lower.congress.short_name,
    ]
    assert [(figures or {}).get("received") for _name, figures in found] == [0, 3, 3]
    assert list(rows(upper.deputy, {"year": str(year())})) == []


def test_the_interface_reports(upper: j.Cast, lower: j.Cast) -> None:
    busy(lower)
    api = Api(lower.seats["clerk"])

    made = api.post("year-reports", {"year": year()})

    assert (made.status_code, made.json()["own"]["received"]) == (201, 3)
    assert api.post("year-reports", {"year": year()}).status_code == 422
    assert Api(upper.seats["clerk"]).post("year-reports", {"year": year()}).status_code == 404
    assert Api(lower.seats["deputy"]).get("year-figures").status_code == 404


@pytest.mark.parametrize("levels", [1, 3])
def test_statements_of_the_figures(
    upper: j.Cast, levels: int, django_assert_num_queries: Any
) -> None:
    for _number in range(levels):
        play = p.below(upper)
        report_year(play.congress, year=year(), actor=play.clerk)
    client = browser(upper, "clerk")
    client.get(reverse("levels:figures"))

    with django_assert_num_queries(FIGURES_STATEMENTS):
        client.get(reverse("levels:figures"))


FIGURES_STATEMENTS = 9
