"""Accounts, seats, standing in, leaving; what another congress's administrator gets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from renda.access import queries, services
from renda.access.errors import NameTaken, NotYourAccounts, SeatTaken
from renda.access.models import Account, Deputising, Seat
from renda.kernel import time
from renda.kernel.errors import Invalid
from renda.records.models import Entry
from tests.factories import (
    actor_of,
    make_account,
    make_actor,
    make_body,
    make_congress,
    make_mandate,
    make_person,
    make_seat,
    make_term,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def congress():
    return make_congress()


@pytest.fixture
def admin_seat(congress):
    return make_seat(congress=congress, role="administrator", name="罗敏")


@pytest.fixture
def admin(admin_seat):
    return actor_of(seat=admin_seat)


@pytest.fixture
def body(congress):
    return make_body(congress=congress, name="区交通运输局")


@pytest.fixture
def handler(congress, body):
    return make_seat(congress=congress, role="handler", body=body, name="许文静")


def verbs(subject: str) -> list[str]:
    return list(Entry.objects.filter(subject=subject).order_by("id").values_list("verb", flat=True))


# --- accounts -----------------------------------------------------------------------------------


def test_an_account_is_opened_for_a_person_and_gets_a_deputy_s_seat(client, congress, admin_seat):
    person = make_person(congress=congress, name="龙桂香", phone_index="a" * 64)
    mandate = make_mandate(person=person, term=make_term(congress=congress))
    sign_in(client, seat=admin_seat)

    answer = client.post("/accounts/new/", {"person": person.pk, "username": "longguixiang"})
    account = Account.objects.get(username="longguixiang")
    given = client.post(
        f"/accounts/{account.public_id}/seat/", {"role": "deputy", "since": time.today()}
    )

    assert answer["Location"] == f"/accounts/{account.public_id}/"
    assert given.status_code == 302
    assert (account.name, account.home, account.phone_index) == ("龙桂香", congress, "a" * 64)
    assert account.seats.get().mandate == mandate
    assert verbs(f"account:{account.pk}") == ["account_created"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"username": "new"}, "name"),
        ({"username": "", "name": "赵一"}, "username"),
        ({"username": "TAKEN", "name": "赵一"}, "username"),
        ({"username": "new", "name": "赵一", "email": "no address"}, "email"),
        ({"username": "new", "name": "赵\x00一"}, "name"),
        ({"username": "n\u202ew", "name": "赵一"}, "username"),
    ],
)
def test_a_bad_account_is_refused_at_the_field(client, admin_seat, values, field) -> None:
    make_account(username="taken")
    sign_in(client, seat=admin_seat)
    before = Account.objects.count()

    answer = client.post("/accounts/new/", values)

    assert answer.status_code in (409, 422)
    assert list(answer.context["form"].errors) == [field]
    assert Account.objects.count() == before


def test_one_person_has_one_account(congress, admin) -> None:
    person = make_person(congress=congress)
    services.create_account("a", name="王晓明", congress_id=congress.pk, actor=admin, person=person)

    with pytest.raises(NameTaken):
        services.create_account(
            "b", name="王晓明", congress_id=congress.pk, actor=admin, person=person
        )


@pytest.mark.parametrize("role", ["office_clerk", "office_head", "deputy", "handler", "auditor"])
def test_other_roles_do_not_find_the_pages_of_accounts(client, congress, role) -> None:
    body = make_body(congress=congress) if role == "handler" else None
    mandate = make_mandate(term=make_term(congress=congress)) if role == "deputy" else None
    seat = make_seat(congress=congress, role=role, body=body, mandate=mandate)
    sign_in(client, seat=seat)
    own = f"/accounts/{seat.account.public_id}/"

    for path in ("/accounts/", "/accounts/new/", own, f"{own}hand-over/", f"{own}seat/"):
        assert client.get(path).status_code == 404
    for path in ("/accounts/slips/", f"{own}close/", f"{own}mail/", f"/seats/{seat.pk}/end/"):
        assert client.post(path).status_code == 404


def test_another_congress_s_administrator_gets_404_and_changes_nothing(client, handler) -> None:
    stranger = make_seat(congress=make_congress(), role="administrator", name="外来")
    row = services.grant_deputising(
        handler, account=make_account(), actor=actor_of(seat=handler), reason="休假"
    )
    sign_in(client, seat=stranger)
    base = f"/accounts/{handler.account.public_id}/"
    before = (Entry.objects.count(), Seat.objects.count())

    gets = [client.get(base), client.get(f"{base}seat/"), client.get(f"{base}hand-over/")]
    posts = [
        client.post(path)
        for path in (
            *(f"{base}close/", f"{base}reopen/", f"{base}mail/", f"{base}hand-over/"),
            *(f"{base}seat/", f"/seats/{handler.pk}/end/", f"/seats/{handler.pk}/stand-in/"),
            f"/stand-ins/{row.pk}/end/",
        )
    ]

    assert {answer.status_code for answer in (*gets, *posts)} == {404}
    assert (Entry.objects.count(), Seat.objects.count()) == before
    assert "许文静" not in client.get("/accounts/").content.decode()


def test_get_changes_nothing(client, handler, admin_seat) -> None:
    """S3: what changes something answers 405 to GET."""
    sign_in(client, seat=admin_seat)
    base = f"/accounts/{handler.account.public_id}/"

    for path in (
        *(f"{base}close/", f"{base}reopen/", f"{base}mail/", f"/seats/{handler.pk}/end/"),
        *("/accounts/slips/", "/account/sessions/end/", "/account/two-step/begin/", "/logout/"),
    ):
        assert client.get(path).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_a_fixed_number_of_times(
    client, congress, admin_seat, count, django_assert_num_queries
) -> None:
    for number in range(count):
        account = make_account(name=f"人{number}", home=congress)
        make_seat(congress=congress, role="auditor", account=account)
    sign_in(client, seat=admin_seat)
    client.get("/accounts/")

    with django_assert_num_queries(5):
        page = client.get("/accounts/")

    assert len(page.context["page"].rows) == count + 1


def test_the_list_is_searched_filtered_and_paged(client, congress, admin_seat) -> None:
    for number in range(35):
        account = make_account(username=f"a{number:02}", name=f"人{number:02}", home=congress)
        make_seat(congress=congress, role="auditor", account=account)
    sign_in(client, seat=admin_seat)

    first = client.get("/accounts/?role=auditor").context["page"]
    second = client.get("/accounts/", {"role": "auditor", "after": first.older}).context["page"]
    found = client.get("/accounts/?q=人07").context["page"]

    assert [row.username for row in (*first.rows, *second.rows)] == [f"a{n:02}" for n in range(35)]
    assert second.older == ""
    assert [row.name for row in found.rows] == ["人07"]
    assert client.get("/accounts/?state=closed").context["page"].rows == []
    assert client.get("/accounts/?after=broken").status_code == 200


def test_a_closed_account_is_out_and_may_be_opened_again(client, congress, handler, admin_seat):
    other = sign_in(type(client)(), seat=handler)
    sign_in(client, seat=admin_seat)
    base = f"/accounts/{handler.account.public_id}/"

    client.post(f"{base}close/")
    out = other.get("/account/").status_code
    client.post(f"{base}reopen/")

    assert out == 302
    assert Account.objects.get(pk=handler.account_id).is_active
    assert verbs(f"account:{handler.account_id}") == ["account_disabled", "account_enabled"]


def test_nobody_closes_his_own_account(admin_seat, admin) -> None:
    with pytest.raises(Invalid):
        services.disable_account(admin_seat.account, congress_id=admin.congress_id, actor=admin)


# --- seats --------------------------------------------------------------------------------------


def test_a_unit_s_administrator_gives_its_own_small_seats_only(congress, body, handler) -> None:
    unit = make_actor(congress=congress, role="undertaker_admin", body=body)
    other = make_body(congress=congress)
    account = make_account()

    services.grant_seat(account, congress=congress, role="signer", body=body, actor=unit)
    for role, place in (("signer", other), ("undertaker_admin", body), ("administrator", None)):
        with pytest.raises(NotYourAccounts):
            services.grant_seat(account, congress=congress, role=role, body=place, actor=unit)

    assert list(account.seats.values_list("role", flat=True)) == ["signer"]


@pytest.mark.parametrize(
    ("role", "where", "field"),
    [("handler", None, "body"), ("handler", "foreign", "body"), ("deputy", None, "role")],
)
def test_a_seat_that_cannot_be_is_refused(congress, admin, role, where, field) -> None:
    body = make_body() if where else None

    with pytest.raises(Invalid) as refused:
        services.grant_seat(make_account(), congress=congress, role=role, body=body, actor=admin)

    assert list(refused.value.fields) == [field]
    assert not Entry.objects.exists()


def test_a_repeated_seat_is_one_seat(client, body, handler, admin_seat) -> None:
    sign_in(client, seat=admin_seat)

    answer = client.post(
        f"/accounts/{handler.account.public_id}/seat/",
        {"role": "handler", "body": body.pk, "since": time.today()},
    )

    assert answer.status_code == 409
    assert handler.account.seats.count() == 1


def test_ending_a_seat_twice_writes_once(client, handler, admin_seat) -> None:
    sign_in(client, seat=admin_seat)

    for _twice in range(2):
        client.post(f"/seats/{handler.pk}/end/")

    assert verbs(f"seat:{handler.pk}") == ["seat_ended"]
    assert list(queries.open_seats(handler.account)) == []


# --- standing in --------------------------------------------------------------------------------


def test_the_substitute_acts_under_his_own_name_for_the_holder(client, congress, handler) -> None:
    substitute = make_account(name="罗小敏")
    services.grant_deputising(
        handler, account=substitute, actor=actor_of(seat=handler), reason="休假"
    )

    actor = queries.actor_for(handler, substitute)
    third = make_account(name="赵一")
    with pytest.raises(NotYourAccounts):
        services.grant_deputising(handler, account=third, actor=actor, reason="转托")

    assert (actor.account_name, actor.acting_for_name) == ("罗小敏", "许文静")
    assert actor.tokens == queries.actor_for(handler, handler.account).tokens
    assert list(queries.seats_of(substitute)) == [handler]


def test_the_record_names_both(client, congress, admin_seat, handler) -> None:
    substitute = make_account(name="罗小敏")
    make_seat(congress=congress, role="auditor", account=substitute)
    services.grant_deputising(
        admin_seat, account=substitute, actor=actor_of(seat=admin_seat), reason="休假"
    )
    client.force_login(substitute, backend="renda.access.backends.NameOrPhoneBackend")
    session = client.session
    substitute.refresh_from_db()
    session["began_at"], session["epoch"] = time.now().timestamp(), substitute.session_epoch
    session["seat_id"] = admin_seat.pk
    session.save()

    client.post(f"/seats/{handler.pk}/end/")
    page = client.get(f"/en/accounts/{handler.account.public_id}/")

    entry = Entry.objects.get(verb="seat_ended")
    assert (entry.actor_name, entry.acting_for_name) == ("罗小敏", "罗敏")
    assert [line.who for line in page.context["history"]] == ["罗小敏 (for 罗敏)"]


def test_standing_in_begins_and_ends_on_its_days(handler) -> None:
    substitute, day = make_account(), time.today()
    actor = actor_of(seat=handler)
    later = day + timedelta(days=2)
    row = services.grant_deputising(
        handler, account=substitute, actor=actor, since=later, until=later, reason="出差"
    )

    assert list(queries.seats_of(substitute)) == []
    Deputising.objects.filter(pk=row.pk).update(since=day, until=day)
    assert list(queries.seats_of(substitute)) == [handler]
    Deputising.objects.filter(pk=row.pk).update(
        since=day - timedelta(days=2), until=day - timedelta(days=1)
    )
    assert list(queries.seats_of(substitute)) == []


def test_standing_in_that_cannot_be_is_refused(congress, handler) -> None:
    actor, day = actor_of(seat=handler), time.today()
    substitute = make_account()
    mandate = make_mandate(term=make_term(congress=congress))
    deputy = make_seat(congress=congress, role="deputy", mandate=mandate)

    with pytest.raises(Invalid):
        services.grant_deputising(handler, account=handler.account, actor=actor)
    with pytest.raises(Invalid):
        services.grant_deputising(
            handler, account=substitute, actor=actor, until=day - timedelta(days=1)
        )
    with pytest.raises(Invalid):
        services.grant_deputising(deputy, account=substitute, actor=actor_of(seat=deputy))
    services.grant_deputising(handler, account=substitute, actor=actor, reason="休假")
    with pytest.raises(SeatTaken):
        services.grant_deputising(handler, account=substitute, actor=actor, reason="休假")

    assert Deputising.objects.count() == 1


def test_the_holder_lets_somebody_stand_in_and_ends_it_on_his_page(client, congress, handler):
    colleague = make_seat(congress=congress, role="auditor", name="赵一")
    sign_in(client, seat=handler)

    answer = client.post(
        f"/seats/{handler.pk}/stand-in/",
        {"account": colleague.account_id, "since": time.today(), "reason": "休假"},
    )
    row = Deputising.objects.get()
    ended = client.post(f"/stand-ins/{row.pk}/end/", {"next": "/account/"})

    assert (answer["Location"], ended["Location"]) == ("/account/", "/account/")
    assert verbs(f"seat:{handler.pk}") == ["deputising_granted", "deputising_ended"]


# --- leaving ------------------------------------------------------------------------------------


def test_hand_over_moves_every_seat_but_the_mandate_s(
    client, congress, body, handler, admin_seat
) -> None:
    account = handler.account
    clerk = make_seat(congress=congress, role="office_clerk", account=account, post="经办")
    mandate = make_mandate(term=make_term(congress=congress))
    deputy = make_seat(congress=congress, role="deputy", account=account, mandate=mandate)
    elsewhere = make_seat(congress=make_congress(), role="auditor", account=account)
    successor = make_seat(congress=congress, role="auditor", name="赵一").account
    services.grant_deputising(admin_seat, account=account, actor=actor_of(seat=admin_seat))
    sign_in(client, seat=admin_seat)

    answer = client.post(f"/accounts/{account.public_id}/hand-over/", {"to": successor.pk})

    assert answer.status_code == 302
    assert list(queries.open_seats(account)) == [deputy, elsewhere]
    moved = queries.open_seats(successor).exclude(role="auditor")
    assert [(seat.role, seat.body, seat.post) for seat in moved] == [
        ("handler", body, ""),
        ("office_clerk", None, "经办"),
    ]
    assert not Deputising.objects.exists()
    assert verbs(f"account:{account.pk}") == ["handed_over"]
    assert verbs(f"seat:{clerk.pk}") == ["seat_ended"]


def test_what_waits_for_the_leaver_waits_for_the_successor(congress, body, handler, admin) -> None:
    from renda.waiting.models import Waiting
    from renda.waiting.queries import waiting_for

    row = Waiting.objects.create(
        congress=congress,
        subject=1,
        kind="suggestion",
        public_id="7d5c3b0e-3e1c-4d6e-9a55-6f1f3a1d7c11",
        title="关于设置过街安全岛的建议",
        step="reply",
        addressee=f"b{body.pk}:handler",
        since=time.now(),
    )
    successor = make_account(name="赵一")

    [seat] = services.hand_over(handler.account, to=successor, actor=admin, congress_id=congress.pk)

    assert list(waiting_for(queries.actor_for(seat, successor))) == [row]
    assert list(queries.seats_of(handler.account)) == []


def test_hand_over_to_oneself_or_of_nothing_is_refused(congress, handler, admin) -> None:
    with pytest.raises(Invalid):
        services.hand_over(
            handler.account, to=handler.account, actor=admin, congress_id=congress.pk
        )
    with pytest.raises(Invalid):
        services.hand_over(make_account(), to=handler.account, actor=admin, congress_id=congress.pk)
    with pytest.raises(NotYourAccounts):
        services.hand_over(
            handler.account,
            to=make_account(),
            actor=actor_of(seat=handler),
            congress_id=congress.pk,
        )

    assert not Entry.objects.exists()


def test_hand_over_tells_the_apps_above_after_the_commit(
    congress, handler, admin, django_capture_on_commit_callbacks
) -> None:
    from renda.access.events import handed_over

    heard = []

    def listen(**ids):
        heard.append({key: ids[key] for key in ("congress_id", "leaver_id", "successor_id")})

    handed_over.connect(listen)
    successor = make_account()
    with django_capture_on_commit_callbacks(execute=True):
        services.hand_over(handler.account, to=successor, actor=admin, congress_id=congress.pk)
    handed_over.disconnect(listen)

    assert heard == [
        {
            "congress_id": congress.pk,
            "leaver_id": handler.account_id,
            "successor_id": successor.pk,
        }
    ]
