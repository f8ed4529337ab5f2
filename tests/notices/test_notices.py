"""Telling people: once, in their language, in office hours, and never somebody else."""

from __future__ import annotations

import json
import socket
import threading
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from django.core import mail
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from renda.access.enums import BODY_ROLES, Role
from renda.access.models import Deputising
from renda.access.queries import actor_for
from renda.law.calendar import Calendar
from renda.notices import queries, rules, services, sms
from renda.notices.models import Delivery, Notice
from tests import factories

MONDAY = "2026-03-02T09:00:00+08:00"
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 1))


def message(**values: object) -> services.Message:
    defaults = {
        "source": "event:1",
        "url": lambda: "/desk/",
        "words": lambda: ("请评价", "关于完善农村道路的建议"),
        "number": "2026-12",
    }
    return services.Message(**{**defaults, **values})


def make_reader(*, email: str = "", phone: str = "", role: str = "office_clerk", **values):
    seat = factories.make_seat(
        congress=values.pop("congress", None) or factories.make_congress(), role=role, **values
    )
    seat.account.email = email
    if phone:
        person = factories.make_person(congress=seat.congress, phone=phone)
        seat.account.person = person
    seat.account.save()
    return seat


def tell(seat, **values) -> int:
    return services.tell(
        message(**values), congress_id=seat.congress_id, tokens=[f"c{seat.congress_id}:{seat.role}"]
    )


# --- who ----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_an_addressee_is_whoever_answers_to_it(role) -> None:
    """``holders`` is the reverse of the tokens that a seat gives its actor."""
    term = factories.make_term()
    person = factories.make_person(congress=term.congress)
    seat = factories.make_seat(
        congress=term.congress,
        role=role,
        person=person,
        body=factories.make_body(congress=term.congress) if role in BODY_ROLES else None,
        mandate=factories.make_mandate(person=person, term=term) if role == "deputy" else None,
    )
    factories.make_seat(congress=factories.make_congress(), role="office_clerk")
    tokens = actor_for(seat, seat.account).tokens

    for token in tokens:
        assert queries.holders([token], congress_id=term.congress_id) == [seat.account]


@pytest.mark.django_db
def test_a_stand_in_is_told_too_and_a_closed_account_is_not() -> None:
    leader = factories.make_seat(congress=factories.make_congress(), role="office_head")
    secretary = factories.make_seat(congress=leader.congress, role="office_clerk").account
    Deputising.objects.create(
        seat=leader, account=secretary, since=date(2026, 1, 1), granted_by="王主任"
    )
    tokens = [f"c{leader.congress_id}:office_head"]

    assert queries.holders(tokens, congress_id=leader.congress_id) == [leader.account, secretary]

    leader.account.is_active = False
    leader.account.save()

    assert queries.holders(tokens, congress_id=leader.congress_id) == [secretary]


@pytest.mark.django_db
def test_the_same_thing_is_told_once_and_not_to_who_did_it() -> None:
    seat = make_reader()

    assert [tell(seat), tell(seat)] == [1, 0]
    assert Notice.objects.count() == 1
    told = services.tell(
        message(source="event:2"),
        congress_id=seat.congress_id,
        tokens=[f"c{seat.congress_id}:office_clerk"],
        but=seat.account_id,
    )
    assert told == 0


@pytest.mark.django_db
def test_a_notice_speaks_its_readers_language() -> None:
    from django.utils.translation import get_language

    seat = make_reader()
    seat.account.language = "en"
    seat.account.save()

    tell(seat, words=lambda: (get_language(), ""))

    assert Notice.objects.get().title == "en"


# --- when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 2, 8, 29), False),
        (datetime(2026, 3, 2, 8, 30), True),
        (datetime(2026, 3, 2, 17, 29), True),
        (datetime(2026, 3, 2, 17, 30), False),
        (datetime(2026, 3, 1, 10, 0), False),  # Sunday
        (datetime(2025, 10, 1, 10, 0), False),  # National Day
        (datetime(2025, 9, 28, 10, 0), True),  # a Sunday on which offices work
    ],
)
def test_office_hours(moment, expected) -> None:
    hours = {"opens": "08:30", "closes": "17:30"}
    assert rules.in_office_hours(moment, Calendar(), **hours) is expected


@given(DAYS, st.integers(0, 10), st.integers(-40, 40))
def test_a_due_day_is_silent_then_soon_then_late(due, working_days, offset) -> None:
    calendar = Calendar()
    warn = rules.warn_from(due, working_days, calendar)
    today = due + timedelta(days=offset)

    stage = rules.stage(due, today, warn_from=warn)

    assert calendar.working_days_between(warn, due) in (working_days, working_days - 1)
    if today < warn:
        assert stage == ""
    elif today <= due:
        assert stage == "soon"
    else:
        assert stage == ("late" if offset <= 7 else f"late-{(offset - 1) // 7}")


@pytest.mark.django_db
def test_nothing_leaves_at_night_and_one_digest_leaves_in_the_morning(time_machine_at) -> None:
    time_machine_at("2026-03-01T23:00:00+08:00")
    seat = make_reader(email="xu@example.org")
    for number in range(3):
        tell(seat, source=f"event:{number}", number=f"2026-{number}")

    assert services.send_digests() == 0
    assert mail.outbox == []

    time_machine_at(MONDAY)

    assert services.send_digests() == 1
    assert services.send_digests() == 0
    (sent,) = mail.outbox
    assert sent.to == ["xu@example.org"]
    assert [line for line in sent.body.splitlines() if line[:2] in ("1.", "2.", "3.")] == [
        "1. 请评价 2026-0 关于完善农村道路的建议",
        "2. 请评价 2026-1 关于完善农村道路的建议",
        "3. 请评价 2026-2 关于完善农村道路的建议",
    ]


@pytest.mark.django_db
def test_what_was_read_before_is_not_sent(time_machine_at) -> None:
    time_machine_at(MONDAY)
    seat = make_reader(email="xu@example.org")
    tell(seat)
    services.mark_all_read(actor=actor_for(seat, seat.account))

    assert services.send_digests() == 0
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_confidential_matter_leaves_by_its_number_only(time_machine_at) -> None:
    time_machine_at(MONDAY)
    seat = make_reader(email="xu@example.org")
    tell(seat, is_quotable=False)

    services.send_digests()

    assert "农村道路" not in mail.outbox[0].body
    assert "2026-12" in mail.outbox[0].body


# --- how ----------------------------------------------------------------------------------------


class Kept(MessageHandler):
    """Keeps what a real SMTP conversation delivered."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list = []

    def handle_message(self, message) -> None:
        self.messages.append(message)


@pytest.mark.django_db
def test_mail_goes_through_a_real_server(settings, time_machine_at) -> None:
    handler = Kept()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    time_machine_at(MONDAY)
    tell(make_reader(email="xu@example.org"))
    try:
        services.send_digests()
    finally:
        server.stop()

    (received,) = handler.messages
    assert received["To"] == "xu@example.org"
    assert "关于完善农村道路的建议" in received.get_payload(decode=True).decode()
    assert Delivery.objects.get().state == "sent"


@pytest.mark.django_db
def test_a_dead_mail_server_loses_nothing(settings, time_machine_at) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    time_machine_at(MONDAY)
    tell(make_reader(email="xu@example.org"))

    assert services.send_digests() == 0
    assert Delivery.objects.get().state == "failed"

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    time_machine_at("2026-03-02T09:20:00+08:00")

    assert services.send_digests() == 1
    assert [sent.to for sent in mail.outbox] == [["xu@example.org"]]
    assert Delivery.objects.get().state == "sent"


@pytest.fixture
def gateway():
    """A provider that keeps what is posted and can refuse."""
    kept: list = []

    class Provider(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(503 if self.path == "/down" else 200)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", kept
    server.shutdown()
    server.server_close()


def test_the_gateway_gets_number_text_and_key(gateway) -> None:
    address, kept = gateway

    sms.Gateway(address, "secret").send("13800000000", "您有 1 条待办")

    assert kept == [("Bearer secret", {"phone": "13800000000", "text": "您有 1 条待办"})]


def test_a_gateway_that_refuses_is_an_error_that_is_tried_again(gateway) -> None:
    address, _kept = gateway

    with pytest.raises(sms.SmsError, match="503"):
        sms.Gateway(f"{address}/down", "secret").send("13800000000", "x")


def test_a_gateway_without_https_is_refused() -> None:
    with pytest.raises(ValueError, match="https"):
        sms.Gateway("http://sms.example.org", "secret")


@pytest.mark.django_db
def test_a_short_message_goes_to_who_wants_it_and_names_no_matter(
    settings, gateway, time_machine_at
) -> None:
    address, kept = gateway
    settings.SMS_BACKEND, settings.SMS_GATEWAY_URL = "gateway", address
    time_machine_at(MONDAY)
    seat = make_reader(phone="13800000000")
    actor = actor_for(seat, seat.account)
    services.set_preference(seat.account, actor=actor, email="off", sms="urgent")
    tell(seat, source="event:1")
    tell(seat, source="event:2", is_urgent=True)

    assert services.send_digests() == 1
    ((_key, posted),) = kept
    assert posted["phone"] == "13800000000"
    assert "请评价" in posted["text"]
    assert "农村道路" not in posted["text"]


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_reading_is_a_post_and_leads_to_the_matter(client) -> None:
    seat = make_reader()
    tell(seat)
    notice = Notice.objects.get()
    factories.sign_in(client, seat=seat)

    assert client.get(reverse("notices:list")).context["unread"] == 1
    assert client.get(reverse("notices:follow", args=[notice.pk])).status_code == 405

    answer = client.post(reverse("notices:follow", args=[notice.pk]))

    assert answer.url == "/desk/"
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.django_db
def test_anothers_notice_does_not_exist(client) -> None:
    tell(make_reader())
    notice = Notice.objects.get()
    factories.sign_in(client, seat=make_reader())

    assert list(client.get(reverse("notices:list")).context["page"].rows) == []
    assert client.post(reverse("notices:follow", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.django_db
def test_everybody_chooses_for_himself_what_is_sent(client) -> None:
    seat = make_reader(email="xu@example.org")
    factories.sign_in(client, seat=seat)

    wrong = client.post(reverse("notices:preference"), {"email": "loud", "sms": "off"})
    assert wrong.status_code == 422

    client.post(reverse("notices:preference"), {"email": "off", "sms": "off"})

    assert queries.preference_of(seat.account).email == "off"
    with pytest.raises(ValueError, match="own"):
        services.set_preference(
            make_reader().account,
            actor=actor_for(seat, seat.account),
            email="off",
            sms="off",
        )


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_statements_however_many_notices(
    client, django_assert_num_queries, count
) -> None:
    seat = make_reader()
    for number in range(count):
        tell(seat, source=f"event:{number}")
    factories.sign_in(client, seat=seat)
    client.get(reverse("notices:list"))

    with django_assert_num_queries(5):
        client.get(reverse("notices:list"))


@pytest.mark.django_db
@pytest.mark.mechanism("K5")
def test_a_congress_has_its_own_office_hours(time_machine_at) -> None:
    here, there = factories.make_congress(), factories.make_congress()
    factories.set_rule(here, "notice.opens", "08:00")
    factories.set_rule(here, "notice.closes", "17:00")

    time_machine_at("2026-03-02T00:10:00Z")  # 08:10 in China
    assert (queries.is_office_open(here), queries.is_office_open(there)) == (True, False)
    time_machine_at("2026-03-02T09:10:00Z")  # 17:10
    assert (queries.is_office_open(here), queries.is_office_open(there)) == (False, True)
