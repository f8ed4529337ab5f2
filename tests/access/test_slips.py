"""Activation and reset: slips, links, what a spent one says."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from renda.access import services
from renda.access.errors import NotYourAccounts, SlipSpent
from renda.access.models import Account, SecondFactor, Slip
from renda.jobs.models import Job
from renda.jobs.services import work_off
from renda.kernel import time
from renda.kernel.errors import Invalid
from renda.records.models import Entry
from tests.factories import (
    PASSWORD,
    actor_of,
    make_account,
    make_actor,
    make_body,
    make_congress,
    make_seat,
    sign_in,
)

pytestmark = pytest.mark.django_db
NEW = "柳溪 river bends 77"


@pytest.fixture
def congress():
    return make_congress()


@pytest.fixture
def admin(congress):
    return make_actor(congress=congress, name="罗敏")


@pytest.fixture
def account(congress, admin):
    account = services.create_account(
        "xuwenjing", name="许文静", congress_id=congress.pk, actor=admin, email="xu@example.cn"
    )
    make_seat(congress=congress, role="vice_chair", account=account)
    return account


def choose(client, secret, password=NEW, again=None):
    client.get(f"/slip/{secret}/")
    return client.post("/slip/password/", {"password": password, "again": again or password})


def test_a_slip_activates_an_account_once(client, account, admin) -> None:
    secret = services.issue_slip(account, purpose="activate", actor=admin)

    first = choose(client, secret)
    second = choose(client, secret, "another password 88")

    account.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 410)
    assert account.check_password(NEW)
    assert account.activated_at is not None
    assert first["Location"] == "/login/"


def test_only_the_hash_of_a_slip_is_kept(account, admin) -> None:
    secret = services.issue_slip(account, purpose="activate", actor=admin)
    plain = secret.replace("-", "")

    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}", secret)
    assert plain not in Slip.objects.get().digest
    assert not Entry.objects.filter(facts__icontains=plain).exists()


def test_the_secret_leaves_the_address_at_once(client, account, admin) -> None:
    """ASVS 14.2.1: nothing secret in the address of a page that holds links."""
    secret = services.issue_slip(account, purpose="activate", actor=admin)

    answer = client.get(f"/slip/{secret}/")
    page = client.get(answer["Location"])

    assert answer["Location"] == "/slip/password/"
    assert secret not in page.content.decode()
    assert "xuwenjing" in page.content.decode()


@pytest.mark.parametrize("typed", [str.lower, lambda s: s.replace("-", " "), lambda s: f" {s} "])
def test_a_slip_may_be_typed_by_hand(client, account, admin, typed) -> None:
    secret = services.issue_slip(account, purpose="activate", actor=admin)

    answer = client.post("/slip/", {"secret": typed(secret)})

    assert client.get(answer["Location"]).status_code == 200


def test_a_spent_late_or_invented_slip_says_what_to_do(client, account, admin) -> None:
    secret = services.issue_slip(account, purpose="activate", actor=admin)
    with time_machine.travel(time.now() + timedelta(days=31)):
        late = choose(client, secret)
    invented = choose(client, "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE")
    none = client.get("/slip/password/")

    assert [one.status_code for one in (late, invented, none)] == [410, 410, 410]
    account.refresh_from_db()
    assert not account.has_usable_password()


def test_a_newer_slip_voids_the_older_one(account, admin) -> None:
    older = services.issue_slip(account, purpose="activate", actor=admin)
    newer = services.issue_slip(account, purpose="activate", actor=admin)

    with pytest.raises(SlipSpent):
        services.use_slip(older, password=NEW)
    assert services.use_slip(newer, password=NEW) == account


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [
        ("short", "short", "password"),
        ("12345678901", "12345678901", "password"),
        ("password123", "password123", "password"),
        ("xuwenjing2", "xuwenjing2", "password"),
        (NEW, "something else 1", "again"),
    ],
)
def test_a_weak_password_is_refused_and_the_slip_stays_good(
    client, account, admin, password, again, field
) -> None:
    secret = services.issue_slip(account, purpose="activate", actor=admin)

    answer = choose(client, secret, password, again)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Slip.objects.get().used_at is None


def test_a_reset_ends_sessions_and_drops_the_second_factor(client, account, admin) -> None:
    services.use_slip(services.issue_slip(account, purpose="activate", actor=admin), password=NEW)
    services.begin_second_factor(account)
    epoch = Account.objects.get(pk=account.pk).session_epoch

    secret = services.issue_slip(account, purpose="reset", actor=admin)
    services.use_slip(secret, password="quite another 99")

    fresh = Account.objects.get(pk=account.pk)
    assert fresh.session_epoch > epoch
    assert fresh.check_password("quite another 99")
    assert not SecondFactor.objects.exists()
    assert list(Entry.objects.filter(verb="slip_used_reset").values_list("subject", flat=True)) == [
        f"account:{account.pk}"
    ]


def test_another_congress_prints_no_slip_for_the_account(account) -> None:
    """Whoever resets an account could act from all its seats: only its home congress does."""
    other = make_congress()
    stranger = make_actor(congress=other)
    make_seat(congress=other, role="auditor", account=account)

    with pytest.raises(NotYourAccounts):
        services.issue_slip(account, purpose="reset", actor=stranger)
    assert not Slip.objects.exists()


def test_a_unit_resets_its_own_people_and_nobody_with_a_higher_seat(congress) -> None:
    body = make_body(congress=congress)
    unit = make_actor(congress=congress, role="undertaker_admin", body=body)
    handler, both = make_account(name="赵一"), make_account(name="钱二")
    make_seat(congress=congress, role="handler", body=body, account=handler)
    make_seat(congress=congress, role="handler", body=body, account=both)
    make_seat(congress=congress, role="administrator", account=both)

    assert services.issue_slip(handler, purpose="reset", actor=unit)
    with pytest.raises(NotYourAccounts):
        services.issue_slip(both, purpose="reset", actor=unit)


def test_slips_are_printed_in_bulk_and_shown_once(client, congress, account) -> None:
    second = make_account(name="王晓明", home=congress)
    seat = make_seat(congress=congress, role="administrator", name="罗敏")
    sign_in(client, seat=seat)

    page = client.post("/accounts/slips/", {"account": [account.public_id, second.public_id]})

    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('<article class="slip">') == 2
    assert text.count("data:image/svg+xml") == 2
    assert [row.purpose for row in Slip.objects.order_by("account__name")] == ["reset", "activate"]
    assert client.get("/accounts/slips/").status_code == 405
    shown = re.findall(r"(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}", text)
    assert services.find_slip(shown[0]).account in (account, second)


def test_slips_for_foreign_or_broken_ids_print_nothing(client, congress) -> None:
    seat = make_seat(congress=congress, role="administrator")
    foreign = make_account(home=make_congress())
    sign_in(client, seat=seat)

    for wanted in ([], ["x"], [foreign.public_id]):
        answer = client.post("/accounts/slips/", {"account": wanted})
        assert answer["Location"] == "/accounts/"
    assert not Slip.objects.exists()


def test_a_link_goes_by_mail_and_the_outbox_holds_no_secret(
    client, account, admin, django_capture_on_commit_callbacks
) -> None:
    services.ask_for_mail(account, actor=admin)
    payload = str(Job.objects.get(name="access.mail_slip").payload)
    work_off()

    [message] = mail.outbox
    secret = re.search(r"/slip/([0-9A-Z-]+)/", message.body)
    assert message.to == ["xu@example.cn"]
    assert secret is not None
    assert secret[1] not in payload
    assert choose(client, secret[1]).status_code == 302
    assert Slip.objects.get().issued_by == "罗敏"


def test_no_link_without_an_address_and_none_for_a_closed_account(account, admin) -> None:
    account.email = ""
    account.save()
    with pytest.raises(Invalid):
        services.ask_for_mail(account, actor=admin)
    services.disable_account(account, congress_id=admin.congress_id, actor=admin)
    account.refresh_from_db()
    with pytest.raises(Invalid):
        services.issue_slip(account, purpose="reset", actor=admin)

    assert not Job.objects.filter(name="access.mail_slip").exists()


def test_a_slip_of_a_closed_account_opens_nothing(account, admin) -> None:
    secret = services.issue_slip(account, purpose="activate", actor=admin)
    services.disable_account(account, congress_id=admin.congress_id, actor=admin)

    with pytest.raises(SlipSpent):
        services.use_slip(secret, password=NEW)


def test_actor_of_the_mail_is_still_asked_when_it_goes_out(account, congress) -> None:
    seat = make_seat(congress=congress, role="administrator")
    services.ask_for_mail(account, actor=actor_of(seat=seat))
    type(seat).objects.filter(pk=seat.pk).update(role="auditor")
    work_off(limit=1)

    assert mail.outbox == []
    assert not Slip.objects.exists()
    assert PASSWORD
