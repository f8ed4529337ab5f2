"""Open data: everything public and nothing else, in files that other programs read."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from renda.kernel.time import today
from renda.matters.models import Reply
from renda.people.models import Membership
from renda.portal.opendata import TABLES
from tests.factories import make_body, make_congress, make_mandate, make_person
from tests.portal.published import REPLY, proposed_for_publication, published
from tests.proposals import journeys
from tests.proposals.journeys import Cast, cast

pytestmark = [pytest.mark.django_db, pytest.mark.mechanism("J2")]

CANARY = "金丝雀"
NAMES = [table.name for table in TABLES]
FORMATS = ("csv", "json")


@pytest.fixture
def play() -> Cast:
    return cast()


def path(play: Cast, tail: str) -> str:
    return f"/{play.congress.slug}/data/{tail}"


def table(client: Any, play: Cast, name: str, year: int) -> list[dict[str, Any]]:
    """A file's rows from JSON, after the csv was seen to hold the same."""
    rows = json.loads(client.get(path(play, f"{name}/{year}.json")).content)
    text = client.get(path(play, f"{name}/{year}.csv")).content.decode("utf-8-sig")
    plain = [{key: "" if v is None else str(v) for key, v in row.items()} for row in rows]
    assert list(csv.DictReader(io.StringIO(text))) == plain
    return rows


def everything(client: Any, play: Cast) -> str:
    """All files of this year as one text."""
    tails = [f"{name}/{today().year}.{kind}" for name in NAMES for kind in FORMATS]
    tails += ["persons.json", "organizations.json", "datapackage.json", ""]
    return "".join(client.get(path(play, tail)).content.decode() for tail in tails)


def test_the_files_hold_what_the_pages_show(client: Any, play: Cast) -> None:
    p = published(play)
    year = p.year

    (suggestion,) = table(client, play, "suggestions", year)
    (reply,) = table(client, play, "replies", year)
    (promise,) = table(client, play, "promises", year)
    grades = table(client, play, "grades", year)

    assert suggestion["url"].endswith(f"/{play.congress.slug}/suggestions/{p.public_id}/")
    assert {key: suggestion[key] for key in ("suggestion", "title", "author", "unit", "state")} == {
        "suggestion": str(p.public_id),
        "title": p.title,
        "author": "陶建民",
        "unit": "区交通运输局",
        "state": "concluded",
    }
    assert (reply["suggestion"], reply["class"], reply["text"]) == (str(p.public_id), "A", REPLY)
    assert (promise["what"], promise["amount"], promise["state"]) == (
        "改造六个公交站台",
        "6个",
        "open",
    )
    assert [(row["aspect"], row["grade"], row["deputies"]) for row in grades] == [
        ("process", "satisfied", 1),
        ("result", "satisfied", 1),
    ]


@pytest.mark.parametrize(
    "journey", ["drafted", "submitted", "registered", "received", "replied", "evaluated"]
)
def test_nothing_unpublished_is_in_any_file(client: Any, play: Cast, journey: str) -> None:
    getattr(journeys, journey)(play, title=f"关于{CANARY}的建议")

    assert CANARY not in everything(client, play)


def test_nothing_confidential_or_unapproved_is_in_any_file(client: Any, play: Cast) -> None:
    journeys.evaluated(play, title=f"关于{CANARY}的建议", publication="confidential")
    proposed_for_publication(play, title=f"关于{CANARY}二的建议")

    assert CANARY not in everything(client, play)


def test_a_reply_after_the_approval_is_in_no_file(client: Any, play: Cast) -> None:
    p = published(play)
    Reply.objects.update(delivered_at=p.suggestion.published_at + journeys.timedelta(minutes=1))

    assert table(client, play, "replies", p.year) == table(client, play, "promises", p.year) == []


def test_another_congress_has_its_own_files(client: Any, play: Cast) -> None:
    p = published(play)
    other = cast(make_congress())

    assert table(client, other, "suggestions", p.year) == []
    assert p.title not in everything(client, other)


def test_nobody_but_authors_is_named_and_no_telephone_is_told(client: Any, play: Cast) -> None:
    published(play)
    text = everything(client, play)

    for hidden in ("许文静", "林涛", "马局长", "高志远", "13912342046"):
        assert hidden not in text


def test_what_a_spreadsheet_would_compute_is_led_by_an_apostrophe(client: Any, play: Cast) -> None:
    p = published(play, title="=1+1关于站台的建议")

    text = client.get(path(play, f"suggestions/{p.year}.csv")).content.decode("utf-8-sig")

    assert [row["title"] for row in csv.DictReader(io.StringIO(text))] == ["'=1+1关于站台的建议"]


def test_people_and_bodies_come_as_popolo(client: Any, play: Cast) -> None:
    committee = Membership.objects.create(
        person=play.persons["deputy"], body=play.committee, post="委员", since="2026-01-05"
    )
    gone = make_person(congress=play.congress, name="离任者")
    make_mandate(person=gone, term=play.term, state="ended", ended_on="2026-02-01")

    persons = json.loads(client.get(path(play, "persons.json")).content)["persons"]
    bodies = json.loads(client.get(path(play, "organizations.json")).content)["organizations"]

    assert [each["name"] for each in persons] == ["白雪梅", "陶建民"]
    by_id = {each["id"]: each["name"] for each in bodies}
    assert by_id[play.congress.slug] == play.congress.name
    own = next(each for each in persons if each["name"] == "陶建民")
    assert [by_id[each["organization_id"]] for each in own["memberships"]] == [
        play.congress.name,
        "柳溪街道代表团",
        "城建环资工委",
    ]
    assert own["memberships"][2]["role"] == committee.post
    assert set(own) == {"id", "name", "memberships"}


def test_the_package_describes_every_file_and_every_column(client: Any, play: Cast) -> None:
    p = published(play)

    package = json.loads(client.get(path(play, "datapackage.json")).content)
    told = client.get(f"/api/v1/public/{play.congress.slug}/data").json()

    files = [each for each in package["resources"] if "schema" in each]
    assert len(files) == len(NAMES) * len(FORMATS)
    for each in files:
        body = client.get(each["path"].removeprefix("http://testserver")).content
        wanted = [field["name"] for field in each["schema"]["fields"]]
        if each["format"] == "csv":
            assert next(csv.reader(io.StringIO(body.decode("utf-8-sig")))) == wanted
        else:
            assert [list(row) for row in json.loads(body)][:1] == [wanted]
    assert [each["path"] for each in told["resources"]] == [
        each["path"] for each in package["resources"]
    ]
    assert f"/{p.year}.csv" in client.get(path(play, "")).content.decode()


@pytest.mark.parametrize(
    "tail", ["secrets/2026.csv", "suggestions/2026.exe", "suggestions/1.csv", "seats.json"]
)
def test_what_is_no_file_is_missing(client: Any, play: Cast, tail: str) -> None:
    assert client.get(path(play, tail)).status_code == 404


def test_a_file_takes_a_fixed_number_of_statements(
    client: Any, play: Cast, django_assert_num_queries: Any
) -> None:
    wanted = {"suggestions": 3, "replies": 2, "promises": 2, "grades": 3}
    for more in (1, 3):
        for _n in range(more):
            p = published(play)
        for name, statements in wanted.items():
            with django_assert_num_queries(statements):
                client.get(path(play, f"{name}/{p.year}.json"))


def test_bodies_and_deputies_take_a_fixed_number_of_statements(
    client: Any, play: Cast, django_assert_num_queries: Any
) -> None:
    for more in ("甲", "乙"):
        make_body(congress=play.congress, name=f"区{more}局")
        with django_assert_num_queries(4):
            client.get(path(play, "persons.json"))
        with django_assert_num_queries(3):
            client.get(path(play, "organizations.json"))
