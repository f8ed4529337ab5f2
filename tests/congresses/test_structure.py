"""Pages of the congress: who sees them, what they refuse, what they cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from renda.congresses import rules
from renda.congresses.enums import System
from renda.congresses.models import Body, CalendarDay, Constituency, FormerName, Session, Term
from renda.records.models import Entry
from tests.factories import (
    make_body,
    make_congress,
    make_constituency,
    make_mandate,
    make_person,
    make_seat,
    make_session,
    make_term,
    sign_in,
)

pytestmark = pytest.mark.django_db
OPEN_PAGES = ["home", "below", "bodies", "departments", "terms", "constituencies", "calendar"]
ADMIN_PAGES = ["edit", "below_new", "body_new", "term_start", "term_prepare"]


@pytest.fixture(autouse=True)
def _today(time_machine_at):
    time_machine_at("2026-06-10 09:00+08:00")


@pytest.fixture
def congress():
    return make_congress(seat_count=200, phone="0570-8888")


@pytest.fixture
def admin(client, congress):
    """A client on the administrator's seat."""
    return sign_in(client, seat=make_seat(congress=congress, role="administrator"))


def seated(client, congress, role):
    return sign_in(client, seat=make_seat(congress=congress, role=role))


def at(name, *args):
    return reverse(f"congresses:{name}", args=args)


def test_departments_that_no_office_serves_are_named_and_others_are_not(admin, congress):
    government = make_body(congress=congress, kind="handling_office", system="government")
    make_body(congress=congress, system="vertical", handling_office=government)
    assert admin.get(at("home")).context["without_office"] == []

    make_body(congress=congress, system="court")
    assert admin.get(at("home")).context["without_office"] == [System.COURT.label]


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_every_seat_reads_and_strangers_log_in(client, congress, name):
    assert client.get(at(name)).status_code == 302
    seated(client, congress, "auditor")
    answer = client.get(at(name))
    assert answer.status_code == 200
    for admin_page in ADMIN_PAGES:
        assert at(admin_page) not in answer.content.decode()


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_only_the_administrator_changes(client, congress, name):
    seated(client, congress, "office_head")
    assert client.get(at(name)).status_code == 404
    assert client.post(at(name), {}).status_code == 404
    seated(client, congress, "administrator")
    assert client.get(at(name)).status_code == 200


@pytest.mark.parametrize("level", ["P", "M", "C", "T"])
def test_the_level_says_what_there_is(client, level):
    congress = make_congress(level=level)
    seated(client, congress, "administrator")
    shown = client.get(at("home"))
    assert [label for label, _n in shown.context["kinds"]] == [
        kind.label for kind in rules.body_kinds(level)
    ]
    direct = level in {"C", "T"}
    assert client.get(at("constituencies")).status_code == (200 if direct else 404)
    assert (at("constituencies") in shown.content.decode()) is direct


def test_another_congresses_things_do_not_exist(client, congress, admin):
    other = make_congress()
    body, term = make_body(congress=other), make_term(congress=other)
    session, area = make_session(term=term), make_constituency(term=term)
    paths = [
        *(at(f"body{tail}", body.pk) for tail in ("", "_edit", "_rename", "_abolish", "_merge")),
        at("roll_over", term.pk),
        at("session_new", term.pk),
        at("session_days", session.pk),
        at("session_open", session.pk),
        at("session_close", session.pk),
        at("constituency_new", term.pk),
        at("constituency_edit", area.pk),
        at("constituency_remove", area.pk),
    ]
    entries = Entry.objects.count()
    assert {admin.get(path).status_code for path in paths} == {404}
    typed = {"on": "2026-06-10", "name": "新局", "confirmed": "on"}
    assert {
        admin.post(path, typed).status_code for path in paths if path != at("body", body.pk)
    } == {404}
    assert Entry.objects.count() == entries
    assert Body.objects.get(pk=body.pk).valid_until is None


def test_merging_into_another_congress_is_no_choice(admin, congress):
    body, other = make_body(congress=congress), make_body(congress=make_congress())
    typed = {"into": other.pk, "on": "2026-06-10", "confirmed": "on"}
    assert admin.post(at("body_merge", body.pk), typed).status_code == 422
    assert Body.objects.get(pk=body.pk).valid_until is None


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "statements"),
    [
        ("home", 8),
        ("below", 4),
        ("bodies", 4),
        ("departments", 4),
        ("terms", 5),
        ("constituencies", 6),
        ("calendar", 5),
    ],
)
def test_statements_do_not_grow(
    client, congress, django_assert_num_queries, count, name, statements
):
    office = make_body(congress=congress, kind="handling_office")
    above = make_body(congress=congress, kind="standing_committee")
    for n in range(count):
        make_body(congress=congress, handling_office=office)
        above = make_body(congress=congress, kind="committee", parent=above)
        make_congress(level="T", parent=congress)
        state = "current" if n == 0 else "ended"
        term = make_term(congress=congress, number=18 - n, state=state)
        make_session(term=term)
        CalendarDay.objects.create(congress=congress, day=date(2026, 6, n + 1), kind="holiday")
    current = Term.objects.get(congress=congress, state="current")
    for _n in range(count):
        make_constituency(term=current)
    seated(client, congress, "administrator")
    client.get(at(name))
    with django_assert_num_queries(statements):
        assert client.get(at(name)).status_code == 200


class TestBodies:
    def test_the_tree_shows_what_stands_under_what(self, admin, congress):
        top = make_body(congress=congress, kind="standing_committee", name="常务委员会")
        part = make_body(congress=congress, kind="committee", name="财经委", parent=top)
        shown = admin.get(at("bodies"))
        found = [(b.body.pk, b.depth) for b in shown.context["branches"]]
        assert found == [(top.pk, 0), (part.pk, 1)]

    def test_bad_input_keeps_what_was_typed(self, admin, congress):
        make_body(congress=congress, name="区教育局")
        typed = {"kind": "department", "name": "区教育局", "system": "government", "order": "10"}
        typed |= {"short_name": "教育", "code": "E-7"}
        answer = admin.post(at("body_new"), typed)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["name"]
        assert 'value="E-7"' in answer.content.decode()
        assert Body.objects.filter(congress=congress).count() == 1

    def test_rare_characters_are_kept_and_nul_is_refused(self, admin, congress):
        typed = {"kind": "department", "system": "government", "order": "10"}
        assert admin.post(at("body_new"), {**typed, "name": "𠮷山𫟹局"}).status_code == 302
        assert Body.objects.get(congress=congress).name == "𠮷山𫟹局"
        assert admin.post(at("body_new"), {**typed, "name": "a\x00b"}).status_code == 422
        assert admin.post(at("body_new"), {**typed, "name": "a\u202eb"}).status_code == 422
        assert Body.objects.filter(congress=congress).count() == 1
        assert "𠮷山𫟹局" in admin.get(at("departments"), {"q": "𫟹"}).content.decode()
        assert admin.get(at("departments"), {"q": "a\x00"}).status_code == 200

    def test_a_renamed_body_keeps_its_former_name(self, admin, congress):
        body = make_body(congress=congress, name="区环保局")
        typed = {"name": "区生态环境局", "on": "2026-06-01", "basis": "区编〔2026〕3号"}
        assert admin.post(at("body_rename", body.pk), typed).status_code == 302
        assert FormerName.objects.get(body=body).name == "区环保局"
        shown = admin.get(at("body", body.pk)).content.decode()
        assert "区环保局" in shown
        assert "区编〔2026〕3号" in shown

    @pytest.mark.django_db(transaction=True)
    def test_merged_departments_pass_on_and_say_so(self, client, congress):
        seated(client, congress, "administrator")
        old = make_body(congress=congress, kind="delegation", name="城北代表团")
        new = make_body(congress=congress, kind="delegation", name="城东代表团")
        mandate = make_mandate(term=make_term(congress=congress), delegation=old)
        typed = {"into": new.pk, "on": "2026-06-10"}
        unticked = client.post(at("body_merge", old.pk), typed)
        assert unticked.status_code == 422
        assert Body.objects.get(pk=old.pk).valid_until is None

        assert (
            client.post(at("body_merge", old.pk), {**typed, "confirmed": "on"}).status_code == 302
        )

        old.refresh_from_db()
        mandate.refresh_from_db()
        assert (old.valid_until, old.successor, mandate.delegation) == (date(2026, 6, 10), new, new)
        assert at("body", new.pk) in client.get(at("body", old.pk)).content.decode()
        again = client.post(at("body_merge", old.pk), {**typed, "confirmed": "on"})
        assert again.status_code == 409

    def test_a_busy_body_is_not_abolished(self, admin, congress):
        top = make_body(congress=congress, kind="committee")
        make_body(congress=congress, kind="group", parent=top)
        typed = {"on": "2026-06-10", "confirmed": "on"}
        answer = admin.post(at("body_abolish", top.pk), typed)
        assert answer.status_code == 409
        assert answer.context["form"].non_field_errors()
        assert Body.objects.get(pk=top.pk).valid_until is None
        assert Entry.objects.count() == 0


class TestRollOver:
    @pytest.fixture
    def terms(self, congress):
        running = make_term(congress=congress, number=18)
        return running, make_term(congress=congress, number=19, state="prepared", began_on=None)

    def test_the_preview_says_what_ends_and_what_goes_on(self, admin, congress, terms):
        running, following = terms
        make_mandate(term=running)
        make_mandate(term=running, person=make_person(congress=congress, name="单小红"))
        make_mandate(term=following, state="elected")
        shown = admin.get(at("roll_over", following.pk))
        lines = {(line.count, line.goes_on) for line in shown.context["lines"]}
        assert lines >= {(2, False), (1, True)}
        assert at("session_new", following.pk) in shown.content.decode()
        assert admin.post(at("roll_over", following.pk), {}).status_code == 404

    @pytest.mark.mechanism("A1")
    @pytest.mark.statute("MAN-1")
    @pytest.mark.django_db(transaction=True)
    def test_only_the_ticked_opening_rolls_over(self, client, congress, terms):
        running, following = terms
        seated(client, congress, "administrator")
        session = make_session(term=following, number=1, opens_on=date(2026, 6, 10))
        ending = make_mandate(term=running)
        beginning = make_mandate(term=following, person=ending.person, state="elected")
        path = at("roll_over", following.pk)
        assert client.get(at("session_open", session.pk)).url == path
        assert client.post(path, {"on": "2026-06-10"}).status_code == 422
        assert Session.objects.get().state == "planned"

        assert client.post(path, {"on": "2026-06-10", "confirmed": "on"}).status_code == 302

        states = dict(Term.objects.values_list("number", "state"))
        assert states == {18: "ended", 19: "current"}
        ending.refresh_from_db()
        beginning.refresh_from_db()
        assert (ending.state, beginning.state) == ("ended", "active")
        assert client.post(path, {"on": "2026-06-10", "confirmed": "on"}).status_code == 404

    def test_a_session_closes_after_it_opened(self, admin, congress):
        session = make_session(
            term=make_term(congress=congress), state="open", opens_on=date(2026, 6, 8)
        )
        refused = admin.post(at("session_close", session.pk), {"on": "2026-06-01"})
        assert refused.status_code == 422
        assert 'value="2026-06-01"' in refused.content.decode()
        assert Session.objects.get().state == "open"


class TestCalendar:
    def test_a_day_is_set_and_taken_back(self, admin, congress):
        typed = {"day": "2026-06-12", "kind": "holiday", "name": "建区纪念日"}
        assert admin.post(at("calendar"), typed).status_code == 302
        shown = admin.get(at("calendar"), {"month": "2026-06"})
        assert "建区纪念日" in shown.content.decode()
        assert admin.post(at("calendar_clear"), {"day": "2026-06-12"}).status_code == 302
        assert admin.post(at("calendar_clear"), {"day": "2026-06-12"}).status_code == 302
        assert CalendarDay.objects.count() == 0
        assert admin.post(at("calendar_clear"), {"day": "never"}).status_code == 404

    def test_others_only_look(self, client, congress):
        seated(client, congress, "office_head")
        typed = {"day": "2026-06-12", "kind": "holiday"}
        assert client.post(at("calendar"), typed).status_code == 404
        assert CalendarDay.objects.count() == 0

    def test_a_year_without_a_schedule_is_provisional(self, admin):
        shown = admin.get(at("calendar"), {"month": "2031-02"})
        assert [year.is_provisional for year in shown.context["years"]] == [True, True]
        assert 'role="note"' in shown.content.decode()

    @pytest.mark.parametrize("month", ["0001-01", "9999-12", "x", "2026-13", "\x00"])
    def test_a_month_that_is_none_is_this_month(self, admin, month):
        shown = admin.get(at("calendar"), {"month": month})
        assert shown.context["month"].first == date(2026, 6, 1)


def test_a_constituency_with_deputies_stays(admin, congress):
    term = make_term(congress=congress)
    area = make_constituency(term=term, seats=1)
    make_mandate(term=term, constituency=area)
    assert admin.post(at("constituency_remove", area.pk), {"confirmed": "on"}).status_code == 409
    assert Constituency.objects.count() == 1
    refused = admin.post(
        at("constituency_new", term.pk), {"number": "9", "name": "x", "seats": "4"}
    )
    assert refused.status_code == 422
    assert Constituency.objects.count() == 1
