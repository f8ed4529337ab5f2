"""Policies, parking, registries, visibility, actors, paging."""

from __future__ import annotations

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from renda.congresses.models import Congress
from renda.kernel import paging, policies, visibility
from renda.kernel.actor import PUBLIC, Actor, body_token, congress_token, person_token, system
from renda.kernel.parking import park, parked, unpark
from renda.kernel.registry import Registry
from tests.factories import make_congress


def page(request):
    return HttpResponse("in")


def request_of(actor: Actor, method: str = "get", **data):
    request = getattr(RequestFactory(), method)("/a/?b=1", data)
    request.actor, request.session = actor, {}
    return request


SEATED = Actor(account_id=1, seat_id=1, role="handler", congress_id=1)


def test_a_seat_enters_its_own_doors_only() -> None:
    anybody, clerks = policies.seated()(page), policies.seated("office_clerk")(page)

    assert anybody(request_of(SEATED)).content == b"in"
    with pytest.raises(Http404):
        clerks(request_of(SEATED))


def test_the_signed_out_go_to_the_login_and_back() -> None:
    answer = policies.seated()(page)(request_of(PUBLIC))

    assert answer["Location"] == "/login/?next=/a/%3Fb%3D1"


def test_a_late_post_is_parked_without_passwords() -> None:
    request = request_of(PUBLIC, "post", text="words", password="x", current="y")
    policies.seated()(page)(request)

    kept = parked(request)
    assert kept is not None
    assert (kept["path"], kept["fields"]) == ("/a/", {"text": ["words"]})
    unpark(request)
    assert parked(request) is None


def test_too_much_is_not_parked() -> None:
    request = request_of(PUBLIC, "post", text="x" * 100_001)

    assert park(request) is False
    assert request.session == {}


def test_every_route_has_a_policy_with_a_reason_or_roles() -> None:
    found = [(path, policies.policy_of(pattern.callback)) for path, pattern in policies.routes()]

    assert [path for path, policy in found if policy is None and "api/" not in path] == []
    assert all(policy.reason for _path, policy in found if policy and policy.public)


def test_a_route_without_a_policy_fails_the_check(monkeypatch) -> None:
    from django.urls import path

    monkeypatch.setattr(policies, "routes", lambda: [("open/", path("open/", page))])

    assert [error.id for error in policies.check_policies(None)] == ["renda.E001"]


def test_a_name_is_taken_once() -> None:
    names: Registry[list[int]] = Registry("thing")
    value = [1]
    names.register("b", value)
    names.register("b", value)
    names.register("a", [])

    with pytest.raises(ValueError, match="registered twice"):
        names.register("b", [2])
    with pytest.raises(LookupError, match="known: a, b"):
        names.get("c")
    assert [name for name, _value in names] == ["a", "b"]


def test_visibility_is_named_once_and_asked_by_kind(monkeypatch) -> None:
    monkeypatch.setattr(visibility, "_rules", {})
    rule = lambda actor: Congress.objects.none()  # noqa: E731
    visibility.register("x", rule)
    visibility.register("x", rule)

    assert visibility.kinds() == ("x",)
    with pytest.raises(ValueError, match="registered twice"):
        visibility.register("x", lambda actor: Congress.objects.all())
    with pytest.raises(KeyError):
        visibility.visible("y", PUBLIC)


def test_tokens_and_actors() -> None:
    assert (person_token(12), body_token(33, "handler"), congress_token(7, "office_clerk")) == (
        "p12",
        "b33:handler",
        "c7:office_clerk",
    )
    assert not PUBLIC.is_signed_in
    assert not PUBLIC.answers_to({"p12"})
    assert SEATED.is_signed_in
    assert system(7).answers_to({"c7:system"})
    assert PUBLIC.congress_id == 0


@pytest.mark.django_db
@pytest.mark.parametrize("key", [("short_name", "id"), ("-short_name", "-id")])
def test_pages_lead_through_all_rows_and_back_without_a_gap(key) -> None:
    rows = [make_congress(short_name=f"{number // 3}") for number in range(11)]
    wanted = [row.pk for row in Congress.objects.order_by(*key)]
    seen, cursor, pages = [], "", []
    while True:
        found = paging.page(Congress.objects.all(), key, cursor=cursor, size=4)
        seen += [row.pk for row in found.rows]
        pages.append([row.pk for row in found.rows])
        if not found.older:
            break
        cursor = found.older
    back = paging.page(Congress.objects.all(), key, cursor=found.newer, size=4)

    assert len(rows) == 11
    assert seen == wanted
    assert [row.pk for row in back.rows] == pages[-2]


@pytest.mark.django_db
@given(st.text(max_size=60))
def test_a_broken_cursor_shows_the_first_page(cursor: str) -> None:
    found = paging.page(Congress.objects.none(), ("-created_at", "-id"), cursor=cursor)

    assert found.rows == []


@pytest.mark.django_db
def test_counting_stops_at_its_limit(django_assert_num_queries) -> None:
    for _number in range(3):
        make_congress()

    with django_assert_num_queries(2):
        assert paging.counted(Congress.objects.all(), limit=2) == (2, True)
        assert paging.counted(Congress.objects.all(), limit=3) == (3, False)
