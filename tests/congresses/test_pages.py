"""Pages of the congress: everybody reads, the administrator changes, nobody sees another's."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from renda.congresses.models import Body, Term
from tests import factories

PAGES = ["home", "below", "terms", "bodies", "departments", "constituencies", "calendar"]


@pytest.fixture
def congress():
    row = factories.make_congress(level="C")
    term = factories.make_term(congress=row)
    factories.make_session(term=term, number=1, state="open", opens_on=date(2026, 1, 5))
    office = factories.make_body(
        congress=row, kind="handling_office", name="区政府督查室", system="government"
    )
    factories.make_body(congress=row, name="区教育局", handling_office=office)
    factories.make_body(congress=row, kind="standing_committee", name="区人大常委会")
    factories.make_constituency(term=term)
    return row


@pytest.fixture
def administrator(client, congress):
    seat = factories.make_seat(congress=congress, role="administrator")
    return factories.sign_in(client, seat=seat)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["administrator", "office_clerk"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_itself(client, congress, name, role) -> None:
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role=role))

    shown = client.get(reverse(f"congresses:{name}"))

    assert shown.status_code == 200
    changes = ("/new/", "/edit/", "/prepare/", "btn-primary")
    may_edit = any(each in shown.content.decode() for each in changes)
    assert may_edit is (role == "administrator")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["body", "body_edit", "body_rename", "body_merge"])
def test_another_congresses_body_does_not_exist(client, administrator, name) -> None:
    stranger = factories.make_body(name="别区教育局")

    answer = client.get(reverse(f"congresses:{name}", args=[stranger.pk]))

    assert answer.status_code == 404


@pytest.mark.django_db
def test_a_body_is_added_renamed_merged_and_found_again(client, administrator, congress) -> None:
    old = Body.objects.get(name="区教育局")
    day = "2026-03-02"
    client.post(
        reverse("congresses:body_rename", args=[old.pk]),
        {"name": "区教育体育局", "short_name": "", "on": day},
    )
    old.refresh_from_db()
    assert old.name == "区教育体育局"

    page = client.get(reverse("congresses:body", args=[old.pk]))

    assert [each.name for each in page.context["former_names"]] == ["区教育局"]


@pytest.mark.django_db
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, administrator) -> None:
    before = Body.objects.count()

    answer = client.post(
        reverse("congresses:body_new"), {"name": "𠮷祥镇人民政府\0", "kind": "department"}
    )

    assert answer.status_code == 422
    assert Body.objects.count() == before
    assert answer.context["form"].errors


@pytest.mark.django_db
def test_a_clerk_changes_nothing(client, congress) -> None:
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="office_clerk"))

    assert client.post(reverse("congresses:term_prepare"), {"number": 19}).status_code == 404
    assert Term.objects.count() == 1


@pytest.mark.django_db
def test_a_year_that_is_not_published_is_marked_provisional(client, administrator) -> None:
    page = client.get(reverse("congresses:calendar"), {"month": "2031-02"})

    assert [each.is_provisional for each in page.context["years"]] == [True, True]

    client.post(
        reverse("congresses:calendar"),
        {"day": "2031-02-02", "kind": "makeup", "name": "春节调休"},
    )

    page = client.get(reverse("congresses:calendar"), {"month": "2031-02"})
    assert [each.is_provisional for each in page.context["years"]] == [False, True]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "statements"), [("bodies", 4), ("departments", 4)])
def test_lists_take_the_same_statements_however_long(
    client, congress, django_assert_num_queries, name, statements, count
) -> None:
    for number in range(count):
        factories.make_body(congress=congress, kind="committee", name=f"第{number}工委")
        factories.make_body(congress=congress, name=f"第{number}局")
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="office_clerk"))
    client.get(reverse(f"congresses:{name}"))

    with django_assert_num_queries(statements):
        client.get(reverse(f"congresses:{name}"))
