"""One's own account: details, password, sessions, tokens, large type."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from renda.access import services
from renda.access.errors import NotYourAccounts
from renda.access.models import ApiToken, SignIn
from renda.kernel import time
from renda.kernel.errors import Invalid
from renda.records.models import Entry
from tests.factories import PASSWORD, actor_of, make_account, make_congress, make_seat, sign_in

pytestmark = pytest.mark.django_db
NEW = "柳溪 river bends 77"


@pytest.fixture
def seat():
    account = make_account(username="xuwenjing")
    return make_seat(congress=make_congress(), role="vice_chair", account=account)


def log_in(client):
    client.post("/login/", {"username": "xuwenjing", "password": PASSWORD})
    return client


def test_details_are_kept_and_large_type_shows(client, seat) -> None:
    sign_in(client, seat=seat)

    client.post("/account/", {"email": "x@example.cn", "language": "en", "large_type": "on"})

    seat.account.refresh_from_db()
    assert (seat.account.email, seat.account.language) == ("x@example.cn", "en")
    assert 'data-type="large"' in client.get("/account/").content.decode()
    assert Entry.objects.get().verb == "email_changed"


def test_large_type_is_switched_from_the_foot_of_every_page(client, seat) -> None:
    """W7: it is kept with the account; the page one was on comes back."""
    sign_in(client, seat=seat)

    on = client.post("/account/large-type/", {"on": "1", "next": "/account/tokens/"})
    large = client.get("/account/tokens/").content.decode()
    client.post("/account/large-type/", {"on": "0"})

    assert on["Location"] == "/account/tokens/"
    assert 'data-type="large"' in large
    assert 'data-type="large"' not in client.get("/account/tokens/").content.decode()
    assert client.get("/account/large-type/").status_code == 405


def test_a_bad_address_is_refused_and_kept_in_the_form(client, seat) -> None:
    sign_in(client, seat=seat)

    answer = client.post("/account/", {"email": "nobody", "language": ""})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["email"]
    assert 'value="nobody"' in answer.content.decode()


def test_fields_that_are_not_in_the_form_change_nothing(client, seat) -> None:
    """I3."""
    sign_in(client, seat=seat)

    client.post("/account/", {"name": "别人", "username": "root", "is_active": "", "home": "1"})

    seat.account.refresh_from_db()
    assert (seat.account.name, seat.account.username) == ("许文静", "xuwenjing")
    assert seat.account.is_active


def test_a_new_password_ends_the_other_sessions_and_not_this_one(client, seat) -> None:
    """S4."""
    log_in(client)
    other = log_in(Client())

    wrong = client.post("/account/password/", {"current": "x", "password": NEW, "again": NEW})
    right = client.post("/account/password/", {"current": PASSWORD, "password": NEW, "again": NEW})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert Client().post("/login/", {"username": "xuwenjing", "password": NEW}).status_code == 302


def test_other_sessions_are_listed_and_ended(client, seat) -> None:
    log_in(client)
    other = log_in(Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger"}))
    listed = client.get("/account/").context["sign_ins"]

    client.post("/account/sessions/end/")

    assert sorted(row.device for row in listed) == ["", "WeChat · Android"]
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert SignIn.objects.count() == 1


def test_a_token_is_shown_once_with_its_scopes_and_end(client, seat) -> None:
    sign_in(client, seat=seat)

    page = client.post("/account/tokens/new/", {"name": "报表", "scopes": ["read"], "days": "30"})

    raw = page.context["raw"]
    found = services.authenticate_token(raw)
    row = ApiToken.objects.get()
    assert found is not None
    assert found[1] == frozenset({"read"})
    assert found[0].seat_id == seat.pk
    assert raw not in client.get("/account/tokens/").content.decode()
    assert raw not in row.digest
    assert row.expires_at.date() == (time.now() + timedelta(days=30)).date()


def test_a_revoked_late_or_seatless_token_opens_nothing(client, seat) -> None:
    actor = actor_of(seat=seat)
    raw = [
        services.create_token(seat, name="报表", scopes=["read"], actor=actor) for _each in range(2)
    ]
    sign_in(client, seat=seat)
    client.post(f"/account/tokens/{ApiToken.objects.first().pk}/revoke/")
    ApiToken.objects.filter(pk=ApiToken.objects.last().pk).update(expires_at=time.now())

    assert [services.authenticate_token(each) for each in raw] == [None, None]
    assert services.authenticate_token("rnd_invented") is None


@pytest.mark.parametrize(
    ("name", "scopes", "days", "field"),
    [
        ("", ["read"], 30, "name"),
        ("x", [], 30, "scopes"),
        ("x", ["read", "root"], 30, "scopes"),
        ("x", ["read"], 366, "days"),
        ("x", ["read"], 0, "days"),
    ],
)
def test_a_bad_token_is_refused(seat, name, scopes, days, field) -> None:
    with pytest.raises(Invalid) as refused:
        services.create_token(seat, name=name, scopes=scopes, days=days, actor=actor_of(seat=seat))

    assert list(refused.value.fields) == [field]
    assert not ApiToken.objects.exists()


def test_nobody_makes_or_revokes_a_token_of_somebody_else(client, seat) -> None:
    stranger = make_seat(congress=seat.congress, role="auditor")
    services.create_token(seat, name="报表", scopes=["read"], actor=actor_of(seat=seat))
    sign_in(client, seat=stranger)
    row = ApiToken.objects.get()

    with pytest.raises(NotYourAccounts):
        services.create_token(seat, name="x", scopes=["read"], actor=actor_of(seat=stranger))
    assert client.post(f"/account/tokens/{row.pk}/revoke/").status_code == 404
    row.refresh_from_db()
    assert row.revoked_at is None
