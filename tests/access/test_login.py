"""Coming in: names, throttle, second factor, limits of a session, what was parked."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

import pyotp
import pytest
import time_machine
from axes.utils import reset
from django.test import Client
from django.urls import reverse

from renda.access import queries, services
from renda.access.models import Account, RecoveryCode, Seat, SecondFactor, SignIn
from renda.access.rules import SECOND_FACTOR_ROLES
from renda.kernel import time
from renda.kernel.actor import system
from renda.kernel.crypto import blind_index
from renda.law.localrules import definition
from tests.factories import (
    PASSWORD,
    make_account,
    make_body,
    make_congress,
    make_seat,
    set_rule,
    sign_in,
)

pytestmark = pytest.mark.django_db
LOGIN = "/login/"


@pytest.fixture
def congress():
    return make_congress()


@pytest.fixture
def account(congress):
    account = make_account(
        name="许文静", username="xuwenjing", phone_index=blind_index("13900002046")
    )
    make_seat(congress=congress, role="vice_chair", account=account)
    return account


def log_in(client: Client, name: str, password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"username": name, "password": password, **more})


@pytest.mark.parametrize("name", ["xuwenjing", "XuWenJing", " xuwenjing ", "许文静", "13900002046"])
def test_login_by_login_name_name_or_telephone(client, account, name) -> None:
    answer = log_in(client, name)

    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_shared_name_does_not_open_either_account(client, account) -> None:
    make_account(name="许文静", username="other")

    answer = log_in(client, "许文静")

    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


def test_wrong_unknown_shared_and_closed_are_answered_alike(client, account) -> None:
    """ASVS 6.3.8: the answer says nothing about who exists."""
    make_account(name="王晓明", username="one")
    make_account(name="王晓明", username="two")
    make_account(name="赵一", username="closed", is_active=False)
    texts = set()
    for name in ("xuwenjing", "nobody-here", "王晓明", "closed"):
        right = PASSWORD if name in ("王晓明", "closed") else "wrong password"
        answer = log_in(Client(), name, right)
        body = answer.content.decode().replace(name, "NAME")
        texts.add((answer.status_code, _without_tokens(body)))
        reset()

    assert len(texts) == 1


def _without_tokens(body: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)


def test_the_same_hashing_is_done_for_an_unknown_name(client, account, monkeypatch) -> None:
    """Time tells nothing: one hash for a wrong password, one for an unknown name."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    calls = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        calls.append(1)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    log_in(client, "xuwenjing", "wrong password")
    wrong = len(calls)
    log_in(client, "nobody-here", "wrong password")

    assert len(calls) - wrong == wrong


def test_the_sixth_try_is_refused_even_with_the_right_password(client, account) -> None:
    for name in ("xuwenjing", "许文静", "13900002046", "XUWENJING"):
        assert log_in(client, name, "wrong password").status_code == 422
    fifth = log_in(client, "xuwenjing", "wrong password")

    answer = log_in(client, "xuwenjing")

    assert fifth.status_code == 429
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert "_auth_user_id" not in client.session


def test_the_lock_page_says_when_to_try_again(client, account, time_machine_at) -> None:
    time_machine_at("2026-06-10T02:00:00Z")
    for _try in range(5):
        answer = log_in(client, "xuwenjing", "wrong password")

    assert "10:15" in answer.content.decode()


def test_another_network_cannot_lock_the_owner_out(client, account) -> None:
    """The lock counts name and address together; a forged header changes nothing (B2)."""
    stranger = Client(REMOTE_ADDR="10.9.8.7")
    for _try in range(6):
        log_in(stranger, "xuwenjing", "wrong password")

    assert log_in(client, "xuwenjing").status_code == 302
    forged = stranger.post(
        LOGIN,
        {"username": "xuwenjing", "password": PASSWORD},
        headers={"X-Forwarded-For": "1.2.3.4"},
    )
    assert forged.status_code == 429


@pytest.mark.parametrize(
    "target",
    [
        *("//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example"),
        *("https:evil.example", "javascript:alert(1)", "\t//evil.example", "///evil.example"),
        *("http:///evil.example", "evil.example", "/%0d%0a//evil.example/..//x\r\n"),
    ],
)
def test_next_never_leads_off_the_site(client, account, target) -> None:
    """S2."""
    answer = log_in(client, "xuwenjing", next=target)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))
    assert "evil" not in answer["Location"] or answer["Location"].startswith("/%0d")


def test_next_leads_back_where_one_wanted_to_go(client, account) -> None:
    first = client.get("/account/tokens/")
    answer = log_in(client, "xuwenjing", next="/account/tokens/")

    assert first["Location"] == "/login/?next=/account/tokens/"
    assert answer["Location"] == "/account/tokens/"


def test_one_s_own_language_opens_after_the_login(client, account) -> None:
    account.language = "en"
    account.save()

    assert log_in(client, "xuwenjing", next="/account/tokens/")["Location"] == "/en/account/tokens/"


def test_the_session_id_changes_on_login_and_on_seat_switch(client, account, congress) -> None:
    """S4."""
    client.get("/slip/ABC/")
    before = client.session.session_key
    log_in(client, "xuwenjing")
    inside = client.session.session_key
    second = make_seat(congress=congress, role="auditor", account=account)
    client.post("/seat/", {"seat": second.pk})

    assert len({before, inside, client.session.session_key}) == 3
    assert client.session["seat_id"] == second.pk


def test_a_seat_of_somebody_else_cannot_be_taken(client, account, congress) -> None:
    foreign = make_seat(congress=make_congress(), role="administrator")
    log_in(client, "xuwenjing")

    assert client.post("/seat/", {"seat": foreign.pk}).status_code == 404
    assert client.post("/seat/", {"seat": "x"}).status_code == 404
    assert client.get("/seat/").status_code == 405


# --- second factor ------------------------------------------------------------------------------


@pytest.fixture
def secret(account):
    services.begin_second_factor(account)
    factor = SecondFactor.objects.get(account=account)
    with time_machine.travel(time.now() - timedelta(minutes=5)):
        codes = services.confirm_second_factor(account, code=pyotp.TOTP(factor.secret).now())
    return factor.secret, codes


def test_with_a_second_factor_the_password_alone_opens_nothing(client, account, secret) -> None:
    assert log_in(client, "xuwenjing")["Location"] == "/login/code/"
    assert client.get("/account/")["Location"] == "/login/?next=/account/"
    assert client.get("/account/two-step/qr.svg").status_code == 404

    answer = client.post("/login/code/", {"code": pyotp.TOTP(secret[0]).now()})

    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_wrong_code_is_refused_and_a_used_one_too(client, account, secret) -> None:
    log_in(client, "xuwenjing")
    wrong = client.post("/login/code/", {"code": "000000"})
    code = pyotp.TOTP(secret[0]).now()
    right = client.post("/login/code/", {"code": code})
    client.post("/logout/")
    log_in(client, "xuwenjing")
    again = client.post("/login/code/", {"code": code})

    assert (wrong.status_code, right.status_code, again.status_code) == (422, 302, 422)


def test_a_recovery_code_works_once_however_it_is_typed(client, account, secret) -> None:
    log_in(client, "xuwenjing")
    first = client.post("/login/code/", {"code": secret[1][0].upper().replace("-", " ")})
    client.post("/logout/")
    log_in(client, "xuwenjing")
    second = client.post("/login/code/", {"code": secret[1][0]})

    assert (first.status_code, second.status_code) == (302, 422)
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 1
    assert secret[1][0].replace("-", "") not in RecoveryCode.objects.values_list(
        "digest", flat=True
    )


def test_five_wrong_codes_pause_even_the_right_one(client, account, secret) -> None:
    log_in(client, "xuwenjing")
    for _try in range(5):
        client.post("/login/code/", {"code": "000000"})

    answer = client.post("/login/code/", {"code": pyotp.TOTP(secret[0]).now()})
    with time_machine.travel(time.now() + timedelta(minutes=16)):
        later = client.post("/login/code/", {"code": pyotp.TOTP(secret[0]).now()})

    assert answer.status_code == 429
    assert later.status_code == 302


@pytest.mark.parametrize("role", ["administrator", "office_clerk", "office_head"])
def test_who_reads_much_sets_up_a_second_factor_first(client, congress, role) -> None:
    account = make_account(username="admin")
    make_seat(congress=congress, role=role, account=account)

    assert log_in(client, "admin")["Location"] == "/login/set-up/"
    page = client.get("/login/set-up/")
    image = client.get("/account/two-step/qr.svg")
    assert client.get("/account/")["Location"] == "/login/?next=/account/"
    code = pyotp.TOTP(SecondFactor.objects.get(account=account).secret).now()
    shown = client.post("/login/set-up/", {"code": code})

    assert page.status_code == 200
    assert (image["Content-Type"], image["Cache-Control"]) == ("image/svg+xml", "private, no-store")
    assert b"<svg" in image.content
    assert shown.status_code == 200
    assert shown.content.count(b"<code>") == 8
    assert client.get("/account/").status_code == 200
    assert client.get("/account/two-step/qr.svg").status_code == 404


def test_a_demonstration_relaxes_the_second_factor(client, congress, settings) -> None:
    settings.DEMO = True
    account = make_account(username="admin")
    make_seat(congress=congress, role="administrator", account=account)

    assert log_in(client, "admin")["Location"] == "/desk/"


def test_dropping_a_factor_asks_the_password(client, account, secret) -> None:
    sign_in(client, seat=account.seats.get())

    wrong = client.post("/account/two-step/off/", {"current": "wrong password"})
    assert SecondFactor.objects.filter(account=account).exists()
    right = client.post("/account/two-step/off/", {"current": PASSWORD})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert not SecondFactor.objects.filter(account=account).exists()
    assert not RecoveryCode.objects.filter(account=account).exists()


def test_a_seat_that_needs_it_keeps_the_factor_on(client, congress, account, secret) -> None:
    make_seat(congress=congress, role="office_clerk", account=account)
    sign_in(client, seat=account.seats.first())

    answer = client.post("/account/two-step/off/", {"current": PASSWORD})

    assert answer.status_code == 422
    assert SecondFactor.objects.filter(account=account).exists()


def test_a_session_without_a_factor_does_not_grow_into_a_higher_seat(
    client, congress, account
) -> None:
    log_in(client, "xuwenjing")
    services.grant_seat(account, congress=congress, role="administrator", actor=system(congress.pk))

    assert client.get("/account/")["Location"] == "/login/?next=/account/"
    assert log_in(client, "xuwenjing")["Location"] == "/login/set-up/"


# --- limits -------------------------------------------------------------------------------------


def test_a_session_ends_absolutely_with_a_clear_sentence(client, account, settings) -> None:
    sign_in(client, seat=account.seats.get())
    session = client.session
    session["began_at"] = time.now().timestamp() - settings.SESSION_ABSOLUTE - 1
    session.save()

    answer = client.get("/account/")
    page = client.get(answer["Location"])

    assert answer["Location"] == "/login/?next=/account/"
    assert page.context["ended"] != ""
    assert "_auth_user_id" not in client.session


def test_a_session_ends_when_idle(client, account, settings) -> None:
    log_in(client, "xuwenjing")
    with time_machine.travel(time.now() + timedelta(seconds=settings.SESSION_IDLE + 61)):
        answer = client.get("/account/")

    assert answer["Location"] == "/login/?next=/account/"


@pytest.mark.mechanism("K5")
def test_a_congress_may_end_idle_sessions_earlier(client, congress, account) -> None:
    set_rule(congress, "access.idle_minutes", 10)
    log_in(client, "xuwenjing")
    with time_machine.travel(time.now() + timedelta(minutes=9)):
        assert client.get("/account/").status_code == 200
    with time_machine.travel(time.now() + timedelta(minutes=21)):
        answer = client.get("/account/")
        page = client.get(answer["Location"])

    assert answer["Location"] == "/login/?next=/account/"
    assert page.context["ended"] != ""


@pytest.mark.mechanism("K5")
def test_a_congress_may_ask_for_a_new_login_earlier(client, congress, account) -> None:
    set_rule(congress, "access.session_hours", 1)
    log_in(client, "xuwenjing")
    for minutes in (20, 40, 58):
        with time_machine.travel(time.now() + timedelta(minutes=minutes)):
            assert client.get("/account/").status_code == 200
    with time_machine.travel(time.now() + timedelta(minutes=62)):
        assert client.get("/account/")["Location"] == "/login/?next=/account/"


@pytest.mark.mechanism("K5")
def test_the_strictest_of_the_congresses_of_an_account_counts(congress, account) -> None:
    assert queries.session_limits(account) == (30 * 60, 12 * 3600)
    other = make_congress()
    services.grant_seat(account, congress=other, role="vice_chair", actor=system(other.pk))
    set_rule(other, "access.idle_minutes", 15)
    set_rule(congress, "access.session_hours", 8)

    assert queries.session_limits(account) == (15 * 60, 8 * 3600)


@pytest.mark.mechanism("K5")
@pytest.mark.parametrize(
    ("asked", "role", "needs"),
    [
        ("office", "administrator", True),
        ("office", "vice_chair", False),
        ("staff", "vice_chair", True),
        ("staff", "handler", True),
        ("staff", "deputy", False),
        ("all", "deputy", True),
    ],
)
def test_a_congress_asks_more_people_for_a_code_never_fewer(
    congress, asked, role, needs, settings
) -> None:
    settings.DEMO = False
    set_rule(congress, "access.second_factor", asked)

    assert queries.seat_needs_factor(Seat(congress=congress, role=role)) is needs


def test_every_choice_of_the_code_holds_the_one_before() -> None:
    choices = [value for value, _label in definition("access.second_factor").choices]

    assert list(SECOND_FACTOR_ROLES) == choices
    assert all(
        SECOND_FACTOR_ROLES[less] < SECOND_FACTOR_ROLES[more]
        for less, more in itertools.pairwise(choices)
    )


def test_a_session_is_noted_once_though_the_clock_turns_to_the_next_minute(
    client, account, time_machine_at
) -> None:
    time_machine_at("2026-06-10T02:00:59Z")
    log_in(client, "xuwenjing")
    client.get("/account/")
    noted = client.session["seen_at"]

    time_machine_at("2026-06-10T02:01:01Z")
    client.get("/account/")
    assert client.session["seen_at"] == noted

    time_machine_at("2026-06-10T02:02:00Z")
    client.get("/account/")
    assert client.session["seen_at"] == noted + 61


def test_a_closed_account_is_out_with_the_next_request(client, account) -> None:
    log_in(client, "xuwenjing")
    Account.objects.filter(pk=account.pk).update(is_active=False)

    assert client.get("/account/").status_code == 302


def test_an_ended_seat_is_gone_with_the_next_request(client, account, congress) -> None:
    """I7."""
    from renda.kernel.actor import system

    log_in(client, "xuwenjing")
    assert client.get("/account/").status_code == 200
    services.end_seat(account.seats.get(), actor=system(congress.pk))

    assert client.get("/account/").status_code == 302


def test_what_was_sent_too_late_comes_back_after_the_login(client, account) -> None:
    text = "东风巷口每天上学时约 400 名学生过街，路宽六车道，绿灯只有 18 秒。"
    late = client.post("/seats/1/stand-in/", {"reason": text, "password": "never kept", "n": "1"})
    answer = log_in(client, "xuwenjing", next="/seats/1/stand-in/")
    page = client.get(answer["Location"])

    assert late["Location"] == "/login/?next=/seats/1/stand-in/"
    assert answer["Location"] == "/login/kept/"
    assert page.context["written"] == [text]
    assert page.context["pairs"] == [("reason", text), ("n", "1")]
    assert b"never kept" not in page.content
    assert client.post("/login/kept/")["Location"] == "/desk/"
    assert client.get("/login/kept/")["Location"] == "/desk/"


def test_what_one_typed_is_not_shown_to_another(client, account, congress, settings) -> None:
    other = make_account(username="other", name="赵一")
    make_seat(congress=congress, role="vice_chair", account=other)
    sign_in(client, seat=account.seats.get())
    session = client.session
    session["began_at"] = 0
    session.save()
    client.post("/account/", {"email": "mine@example.cn"})

    answer = log_in(client, "other")

    assert answer["Location"] == "/desk/"
    assert client.get("/login/kept/")["Location"] == "/desk/"


def test_leaving_ends_the_session_and_clears_the_browser(client, account) -> None:
    log_in(client, "xuwenjing")
    assert SignIn.objects.filter(account=account).count() == 1

    answer = client.post("/logout/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not SignIn.objects.filter(account=account).exists()
    assert client.get("/account/").status_code == 302


def test_pages_behind_the_login_are_never_cached(client, account) -> None:
    log_in(client, "xuwenjing")

    assert client.get("/account/")["Cache-Control"] == "private, no-store"


def test_the_login_page_sets_no_session_and_asks_the_database_nothing(
    client, db, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(LOGIN)

    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies


def test_the_help_pages_open_without_a_login(client, db) -> None:
    for name in ("access:forgot", "access:typed", "web:accessibility", "web:keyboard"):
        assert client.get(reverse(name)).status_code == 200


def test_deputising_shows_as_a_seat_with_its_holder(client, account, congress) -> None:
    from renda.kernel.actor import system

    body = make_body(congress=congress)
    seat = make_seat(congress=congress, role="signer", body=body, name="罗敏")
    services.grant_deputising(seat, account=account, actor=system(congress.pk), reason="休假")
    log_in(client, "xuwenjing")
    client.post("/seat/", {"seat": seat.pk})

    page = client.get("/account/")

    assert page.wsgi_request.actor.acting_for_name == "罗敏"
    assert page.wsgi_request.actor.account_name == "许文静"
    assert "罗敏" in page.content.decode()
