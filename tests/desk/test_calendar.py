"""Deadlines in one's own calendar: one seat's, by number where confidential, void when revoked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from renda.access.models import ApiToken, Seat
from renda.access.services import revoke_token
from renda.kernel.time import today
from tests.factories import actor_of, sign_in
from tests.proposals import journeys
from tests.proposals.journeys import Cast, due

pytestmark = [pytest.mark.django_db, pytest.mark.mechanism("K1")]


@pytest.fixture
def play() -> Cast:
    return journeys.cast()


def address_of(client, seat: Seat) -> str:
    """A new address, as its page shows it once."""
    html = sign_in(client, seat=seat).post("/desk/calendar/").content.decode()
    client.logout()
    found = re.search(r'value="http://testserver(/[^"]+\.ics)"', html)
    assert found is not None
    return found[1]


def events(client, address: str) -> list[tuple[str, object, str]]:
    """What a calendar program without a login reads: (summary, day, url)."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Cache-Control"] == "private, no-store"
    read = Calendar.from_ical(answer.content)
    return [
        (str(each["summary"]), each.decoded("dtstart"), str(each["url"]))
        for each in read.walk("VEVENT")
    ]


def test_the_calendar_shows_what_waits_for_the_seat_on_a_day(play: Cast, client) -> None:
    p = journeys.assigned(play)
    day = today() + timedelta(days=3)
    due(p, day)
    row = p.assignments.get()

    shown = events(client, address_of(client, play.seats["handler"]))

    url = f"http://testserver/matters/{p.public_id}/receive/{row.pk}/"
    assert [(day, url)] == [(each[1], each[2]) for each in shown if "/receive/" in each[2]]
    assert all(p.number in each[0] and p.title in each[0] for each in shown)
    assert events(client, address_of(client, play.seats["joint_handler"])) == []


def test_what_waits_without_a_day_is_not_in_it_and_what_is_done_disappears(
    play: Cast, client
) -> None:
    p = journeys.assigned(play)
    address = address_of(client, play.seats["handler"])
    due(p, None)
    assert events(client, address) == []
    due(p, today())
    assert events(client, address) != []

    journeys.take(p, "void", play.head, journeys.shared.Reason(reason="重复录入。"))

    assert events(client, address) == []


def test_a_confidential_matter_is_named_by_its_number_alone(play: Cast, client) -> None:
    p = journeys.assigned(play, publication="confidential")
    due(p, today())

    shown = events(client, address_of(client, play.seats["handler"]))

    assert shown
    assert all(p.title not in each[0] and p.number in each[0] for each in shown)


def test_the_address_is_good_for_the_calendar_alone_and_void_when_revoked(
    play: Cast, client
) -> None:
    due(journeys.assigned(play), today())
    seat = play.seats["handler"]
    address = address_of(client, seat)
    raw = address.rsplit("/", 1)[1].removesuffix(".ics")

    asked = client.get("/api/v1/suggestions", headers={"Authorization": f"Bearer {raw}"})
    assert asked.status_code == 403

    revoke_token(ApiToken.objects.get(), actor=actor_of(seat=seat))
    assert client.get(address).status_code == 404


def test_a_token_for_programs_opens_no_calendar(play: Cast, client) -> None:
    seat = play.seats["handler"]
    client = sign_in(client, seat=seat)
    form = {"name": "程序", "scopes": ["read", "write"], "days": "30"}
    html = client.post("/account/tokens/new/", form).content.decode()
    raw = re.search(r'value="(rnd_[^"]+)"', html)
    assert raw is not None

    assert client.get(f"/desk/calendar/{raw[1]}.ics").status_code == 404
    assert client.get("/desk/calendar/nobody-knows-this.ics").status_code == 404


def test_a_seat_that_ended_has_no_calendar_any_more(play: Cast, client) -> None:
    due(journeys.assigned(play), today())
    address = address_of(client, play.seats["handler"])

    Seat.objects.filter(pk=play.seats["handler"].pk).update(until=today() - timedelta(days=1))

    assert client.get(address).status_code == 404


def test_opening_the_page_makes_no_address(play: Cast, client) -> None:
    answer = sign_in(client, seat=play.seats["deputy"]).get("/desk/calendar/")

    assert (answer.status_code, ApiToken.objects.count()) == (200, 0)


def test_the_calendar_takes_a_fixed_number_of_statements(
    play: Cast, client, django_assert_num_queries
) -> None:
    address = address_of(client, play.seats["handler"])
    due(journeys.assigned(play), today())
    client.get(address)
    for _n in range(2):
        with django_assert_num_queries(3):
            client.get(address)
        due(journeys.assigned(play), today())
