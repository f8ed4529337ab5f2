"""Pages of persons: the list, one person, unmasking, mandates, posts, the roster."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from renda.people import rules, services
from renda.people.models import Mandate, MandateProposal, Membership, Person
from renda.people.roster import read_sheet
from renda.records.models import Entry
from tests.factories import (
    actor_of,
    make_actor,
    make_body,
    make_congress,
    make_mandate,
    make_person,
    make_seat,
    make_session,
    make_term,
    sign_in,
)

pytestmark = pytest.mark.django_db
KEEPER_PAGES = ["everybody", "export", "person_new", "roster", "roster_template", "proposals"]


@pytest.fixture(autouse=True)
def _today(time_machine_at):
    time_machine_at("2026-06-10 09:00+08:00")


@pytest.fixture
def congress():
    return make_congress()


@pytest.fixture
def term(congress):
    return make_term(congress=congress)


@pytest.fixture
def clerk(client, congress):
    """A client on the seat of a clerk of the deputies' office."""
    return sign_in(client, seat=make_seat(congress=congress, role="office_clerk"))


@pytest.fixture
def person(congress):
    return make_person(
        congress=congress,
        name="𠮷𫟹",
        phone="13905702046",
        email="wang@example.cn",
        address="柳溪路12号",
    )


def at(name, *args):
    return reverse(f"people:{name}", args=args)


def head_of(client, congress):
    return sign_in(client, seat=make_seat(congress=congress, role="office_head"))


def names(answer):
    return [row.person.name for row in answer.context["page"].rows]


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    kept.seek(0)
    kept.name = "roster.xlsx"
    return kept


HEAD = ["姓名", "性别", "出生年月", "代表团", "手机", "民族"]
GOOD = [
    ["某区第十八届人大代表名册"],
    HEAD,
    ["𠮷𫟹", "男", "1968.03", "第一代表团", "13905702046", "汉"],
    ["单小红", "女", "1975-06", "第一代表团", "13905702047", "汉"],
]


class TestDoors:
    def test_strangers_log_in(self, client):
        assert client.get(at("deputies")).status_code == 302

    @pytest.mark.parametrize("name", KEEPER_PAGES)
    def test_what_the_office_keeps_others_do_not_find(self, client, congress, term, name):
        sign_in(client, seat=make_seat(congress=congress, role="presidium"))
        assert client.get(at("deputies")).status_code == 200
        assert client.get(at(name)).status_code == 404
        sign_in(client, seat=make_seat(congress=congress, role="office_clerk"))
        assert client.get(at(name)).status_code == 200

    def test_another_congresses_person_does_not_exist(self, clerk, person):
        other = make_term(congress=make_congress())
        stranger = make_person(congress=other.congress, phone="13905702046")
        mandate = make_mandate(person=stranger, term=other)
        post = Membership.objects.create(
            person=stranger, body=make_body(congress=other.congress), since=date(2026, 1, 1)
        )
        proposal = services.propose_change(
            mandate,
            change="terminate",
            ground="resigned",
            reason="辞职",
            actor=make_actor(congress=other.congress, role="office_clerk"),
        )
        entries = Entry.objects.count()
        key = stranger.public_id
        assert clerk.get(at("person", key)).status_code == 404
        paths = [
            *(at(name, key) for name in ("person_edit", "unmask", "mandate_new", "membership_new")),
            at("mandate_edit", mandate.pk),
            at("propose", mandate.pk),
            at("membership_end", post.pk),
            at("decide", proposal.pk),
        ]
        typed = {"column": "phone", "reason": "会议通知", "on": "2026-06-10"}
        assert {clerk.post(path, typed).status_code for path in paths} == {404}
        assert Entry.objects.count() == entries

    def test_grounds_and_birth_are_for_the_office(self, client, congress, term, person):
        mandate = make_mandate(person=person, term=term)
        clerk = make_actor(congress=congress, role="office_clerk")
        services.propose_change(
            mandate, change="suspend", ground="custody", reason="被刑事拘留", actor=clerk
        )
        sign_in(client, seat=make_seat(congress=congress, role="presidium"))
        shown = client.get(at("person", person.public_id)).content.decode()
        assert "被刑事拘留" not in shown
        assert "139****2046" not in shown
        head_of(client, congress)
        shown = client.get(at("person", person.public_id)).content.decode()
        assert "被刑事拘留" in shown
        assert "139****2046" in shown
        assert "13905702046" not in shown


class TestList:
    @pytest.mark.parametrize("search", ["𠮷", "王小", "wang xiao", "wangxiao", "wxm", "018001"])
    def test_is_found_by_name_sound_initials_and_card(self, clerk, congress, term, search):
        make_mandate(
            term=term,
            person=make_person(congress=congress, name="王小明𠮷"),
            card_number="018001",
        )
        make_mandate(term=term, person=make_person(congress=congress, name="单红"))
        assert names(clerk.get(at("deputies"), {"q": search})) == ["王小明𠮷"]

    def test_is_narrowed_by_delegation_body_state_and_term(self, clerk, congress, term):
        delegation = make_body(congress=congress, kind="delegation")
        committee = make_body(congress=congress, kind="committee")
        first = make_mandate(
            term=term, delegation=delegation, person=make_person(congress=congress, name="安一")
        )
        make_mandate(
            term=term, state="suspended", person=make_person(congress=congress, name="白二")
        )
        old = make_term(congress=congress, number=17, state="ended", ended_on=date(2022, 2, 1))
        make_mandate(
            term=old,
            state="ended",
            ended_on=date(2022, 2, 1),
            person=make_person(congress=congress, name="曹三"),
        )
        Membership.objects.create(person=first.person, body=committee, since=date(2022, 2, 1))
        assert names(clerk.get(at("deputies"))) == ["安一", "白二"]
        assert names(clerk.get(at("deputies"), {"delegation": delegation.pk})) == ["安一"]
        assert names(clerk.get(at("deputies"), {"body": committee.pk})) == ["安一"]
        assert names(clerk.get(at("deputies"), {"state": "suspended"})) == ["白二"]
        assert names(clerk.get(at("deputies"), {"term": old.pk})) == ["曹三"]
        assert names(clerk.get(at("deputies"), {"q": "没有"})) == []

    @pytest.mark.parametrize(
        "query",
        [
            {"q": "a\x00"},
            {"delegation": "9" * 40},
            {"term": "²"},
            {"after": "broken"},
            {"state": "x"},
            {"body": "-1"},
        ],
    )
    def test_a_broken_address_shows_the_list(self, clerk, term, query):
        mandate = make_mandate(term=term)
        assert names(clerk.get(at("deputies"), query)) == [mandate.person.name]

    def test_pages_go_on_and_back_by_name(self, clerk, congress, term):
        for n in range(45):
            make_mandate(term=term, person=make_person(congress=congress, name=f"王{n:02d}"))
        first = clerk.get(at("deputies"))
        second = clerk.get(at("deputies"), {"after": first.context["page"].older})
        third = clerk.get(at("deputies"), {"after": second.context["page"].older})
        found = names(first) + names(second) + names(third)
        assert found == [f"王{n:02d}" for n in range(45)]
        assert third.context["page"].older == ""
        back = clerk.get(at("deputies"), {"after": third.context["page"].newer})
        assert names(back) == names(second)

    @pytest.mark.parametrize("count", [1, 3])
    def test_statements_do_not_grow(self, clerk, congress, term, django_assert_num_queries, count):
        body = make_body(congress=congress, kind="committee")
        clerk_actor = make_actor(congress=congress, role="office_clerk")
        for n in range(count):
            delegation = make_body(congress=congress, kind="delegation")
            mandate = make_mandate(
                term=term,
                delegation=delegation,
                person=make_person(congress=congress, name=f"王{n}"),
            )
            Membership.objects.create(person=mandate.person, body=body, since=date(2022, 2, 1))
            services.propose_change(
                mandate, change="terminate", ground="resigned", reason="辞职", actor=clerk_actor
            )
        person = mandate.person
        for n in range(count - 1):
            other = make_term(congress=congress, number=n + 1, state="ended")
            make_mandate(term=other, person=person, state="ended", ended_on=date(2020, 1, 1))
        pages = {
            at("deputies"): 8,
            at("everybody"): 5,
            at("proposals"): 4,
            at("person", person.public_id): 8,
            at("export"): 4,
        }
        clerk.get(at("deputies"))
        for path, statements in pages.items():
            with django_assert_num_queries(statements, info=path):
                assert clerk.get(path).status_code == 200

    def test_the_export_holds_no_live_formula_and_no_contact(self, clerk, congress, term):
        make_mandate(
            term=term,
            person=make_person(
                congress=congress, name="=1+1", employer="@SUM(A1)", phone="13905702046"
            ),
        )
        answer = clerk.get(at("export"))
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        cells = [cell for row in book.active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
        assert "=1+1" in {cell.value for cell in cells}
        assert not any("13905702046" in str(cell.value) for cell in cells)


class TestUnmasking:
    def test_a_post_with_a_reason_shows_one_column_and_is_recorded(self, clerk, person):
        typed = {"column": "phone", "reason": "通知会议时间"}
        answer = clerk.post(at("unmask", person.public_id), typed)
        shown = answer.content.decode()
        assert "13905702046" in shown
        assert "wang@example.cn" not in shown
        assert answer["Cache-Control"] == "no-store"
        entry = Entry.objects.get()
        assert entry.facts == {"column": "phone", "reason": "通知会议时间"}
        assert "13905702046" not in clerk.get(at("person", person.public_id)).content.decode()

    @pytest.mark.parametrize(
        "typed",
        [
            {"column": "phone"},
            {"column": "phone", "reason": "a\x00b"},
            {"column": "phone", "reason": "13905702046"},
            {"column": "name", "reason": "会议"},
        ],
    )
    def test_without_a_reason_nothing_is_shown_or_written(self, clerk, person, typed):
        answer = clerk.post(at("unmask", person.public_id), typed)
        assert answer.status_code == 422
        assert "wang@example.cn" not in answer.content.decode()
        assert Entry.objects.count() == 0

    def test_a_get_shows_nothing(self, clerk, person):
        assert clerk.get(at("unmask", person.public_id)).status_code == 405

    def test_others_cannot(self, client, congress, person):
        sign_in(client, seat=make_seat(congress=congress, role="auditor"))
        typed = {"column": "phone", "reason": "会议"}
        assert client.post(at("unmask", person.public_id), typed).status_code == 404
        assert Entry.objects.count() == 0

    def test_a_deputy_sees_his_own(self, client, congress, term, person):
        mandate = make_mandate(person=person, term=term)
        seat = make_seat(congress=congress, role="deputy", mandate=mandate, person=person)
        sign_in(client, seat=seat)
        answer = client.post(at("unmask", person.public_id), {"column": "email"})
        assert "wang@example.cn" in answer.content.decode()
        assert actor_of(seat=seat).person_id == person.pk


class TestPersons:
    def test_bad_input_keeps_what_was_typed(self, clerk):
        typed = {"name": "𠮷野", "birth_year": "2020", "employer": "清河小学"}
        answer = clerk.post(at("person_new"), typed)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["birth_year"]
        assert 'value="𠮷野"' in answer.content.decode()
        assert clerk.post(at("person_new"), {"name": "a\x00"}).status_code == 422
        assert Person.objects.count() == 0
        assert clerk.post(at("person_new"), {**typed, "birth_year": "1968"}).status_code == 302
        assert Person.objects.get().name == "𠮷野"

    def test_contact_stays_masked_while_it_is_changed(self, clerk, person):
        path = at("person_edit", person.public_id)
        shown = clerk.get(path).content.decode()
        assert "13905702046" not in shown
        assert "139****2046" in shown
        assert clerk.post(path, {"name": "𠮷野", "forget": ["address"]}).status_code == 302
        person.refresh_from_db()
        assert (person.name, person.phone, person.address) == ("𠮷野", "13905702046", "")
        assert Entry.objects.get().facts == {"columns": ["address", "name"]}

    def test_a_post_begins_and_ends(self, clerk, congress, person):
        body = make_body(congress=congress, kind="committee")
        typed = {"body": body.pk, "post": "委员", "since": "2026-01-05", "order": "10"}
        path = at("membership_new", person.public_id)
        assert clerk.post(path, typed).status_code == 302
        assert clerk.post(path, typed).status_code == 422
        row = Membership.objects.get()
        early = clerk.post(at("membership_end", row.pk), {"on": "2026-01-01"})
        assert early.status_code == 422
        assert clerk.post(at("membership_end", row.pk), {"on": "2026-06-10"}).status_code == 302
        row.refresh_from_db()
        assert row.until == date(2026, 6, 10)


class TestMandates:
    def test_is_given_once(self, clerk, congress, term, person):
        typed = {"term": term.pk, "began_on": "2026-06-01"}
        path = at("mandate_new", person.public_id)
        assert clerk.post(path, typed).status_code == 302
        assert clerk.post(path, typed).status_code == 409
        assert Mandate.objects.get().began_on == date(2026, 6, 1)

    @pytest.mark.statute("MAN-9")
    def test_ends_by_the_organs_decision_only(self, client, congress, term, person):
        standing = make_body(congress=congress, kind="standing_committee")
        mandate = make_mandate(person=person, term=term)
        sign_in(client, seat=make_seat(congress=congress, role="office_clerk"))
        path = at("propose", mandate.pk)
        wrong = client.post(path, {"ground": "custody", "reason": "因工作调动"})
        assert wrong.status_code == 422
        assert "因工作调动" in wrong.content.decode()
        assert client.post(path, {"ground": "moved", "reason": "因工作调动"}).status_code == 302
        proposal = MandateProposal.objects.get()
        mandate.refresh_from_db()
        assert mandate.state == "active"
        assert client.get(at("decide", proposal.pk)).status_code == 404

        head_of(client, congress)
        typed = {"approved": "yes", "organ": standing.pk, "decided_on": "2026-06-09"}
        typed |= {"confirmed": "on"}
        refused = client.post(at("decide", proposal.pk), typed)
        assert refused.status_code == 422
        typed |= {"decision": "清人常〔2026〕8号"}
        assert client.post(at("decide", proposal.pk), typed).status_code == 302
        assert client.post(at("decide", proposal.pk), typed).status_code == 409
        mandate.refresh_from_db()
        assert (mandate.state, mandate.ended_on) == ("ended", date(2026, 6, 9))
        assert "清人常〔2026〕8号" in client.get(at("proposals")).content.decode()

    @pytest.mark.statute("MAN-11")
    def test_in_a_town_the_congress_decides_in_session(self, client):
        town = make_congress(level="T")
        term = make_term(congress=town)
        mandate = make_mandate(term=term)
        clerk = make_actor(congress=town, role="office_clerk")
        proposal = services.propose_change(
            mandate, change="terminate", ground="resigned", reason="辞职", actor=clerk
        )
        head_of(client, town)
        path = at("decide", proposal.pk)
        assert "organ" not in client.get(path).context["form"].fields
        typed = {"approved": "yes", "decision": "决议", "decided_on": "2026-06-09"}
        typed |= {"confirmed": "on"}
        assert client.post(path, typed).status_code == 422
        make_session(term=term, state="open", opens_on=date(2026, 6, 8))
        assert client.post(path, typed).status_code == 302

    def test_what_is_open_is_told_before_it_ends(self, clerk, congress, term, person, monkeypatch):
        mandate = make_mandate(person=person, term=term)
        path = at("propose", mandate.pk)
        assert clerk.get(path).context["open_work"] == 0
        asked = []
        monkeypatch.setitem(
            rules.open_of_deputy._values,
            "test",
            lambda person_id, congress_id: asked.append((person_id, congress_id)) or 2,
        )
        shown = clerk.get(path)
        assert shown.context["open_work"] == 2
        assert 'role="note"' in shown.content.decode()
        assert asked == [(person.pk, congress.pk)]

    def test_an_unknown_change_is_no_page(self, clerk, term):
        mandate = make_mandate(term=term)
        assert clerk.get(at("propose", mandate.pk), {"change": "delete"}).status_code == 404


class TestRoster:
    def upload(self, client, term, *rows):
        return client.post(at("roster"), {"term": term.pk, "file": xlsx(*rows)})

    def test_preview_writes_nothing_and_confirming_twice_brings_it_once(self, clerk, term):
        shown = self.upload(clerk, term, *GOOD)
        assert shown.status_code == 200
        assert shown.context["result"].new_mandates == 2
        assert shown.context["preview"].ignored == ["民族"]
        assert "13905702046" not in shown.content.decode()
        assert (Person.objects.count(), Entry.objects.count()) == (0, 0)

        sheet = {"sheet": shown.context["sheet"]}
        assert clerk.post(at("roster_confirm"), sheet).status_code == 302
        assert clerk.post(at("roster_confirm"), sheet).status_code == 302

        assert (Person.objects.count(), Mandate.objects.count()) == (2, 2)
        assert set(Person.objects.values_list("name", flat=True)) == {"𠮷𫟹", "单小红"}

    def test_problems_name_row_and_column_and_nothing_is_taken(self, clerk, term):
        bad = ["", "男", "1968", "第一代表团", "13905702048", ""]
        answer = self.upload(clerk, term, *GOOD, bad, ["王强", "x", "", "", "12", ""])
        assert answer.status_code == 422
        found = [(p.line, p.column) for p in answer.context["problems"]]
        assert found == [(5, "姓名"), (6, "性别"), (6, "手机")]
        assert Person.objects.count() == 0

    def test_what_the_data_refuse_names_the_sheets_heading(self, clerk, congress, term):
        for _n in range(2):
            make_person(congress=congress, name="王强")
        answer = self.upload(clerk, term, HEAD, ["王强", "", "", "", "", ""])
        assert [(p.line, p.column) for p in answer.context["problems"]] == [(2, "姓名")]

    @pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04broken"])
    def test_a_file_that_is_no_workbook_is_refused(self, clerk, term, content):
        file = io.BytesIO(content)
        file.name = "roster.xlsx"
        answer = clerk.post(at("roster"), {"term": term.pk, "file": file})
        assert answer.status_code == 422
        assert Person.objects.count() == 0

    def test_a_changed_or_old_preview_is_refused(
        self, clerk, congress, term, client, time_machine_at
    ):
        sheet = self.upload(clerk, term, *GOOD).context["sheet"]
        broken = {"sheet": sheet[:-8] + "AAAAAAA="}
        assert clerk.post(at("roster_confirm"), broken).status_code == 422
        assert clerk.post(at("roster_confirm"), {}).status_code == 422
        sign_in(client, seat=make_seat(congress=congress, role="office_clerk"))
        assert client.post(at("roster_confirm"), {"sheet": sheet}).status_code == 422
        assert Person.objects.count() == 0

    def test_another_congresses_term_is_no_choice(self, clerk, term):
        other = make_term(congress=make_congress())
        assert self.upload(clerk, other, *GOOD).status_code == 422
        assert Person.objects.count() == 0

    def test_the_empty_roster_is_read_back(self, clerk):
        book = io.BytesIO(clerk.get(at("roster_template")).content)
        (heading,) = read_sheet(book)
        assert heading[0] == "姓名"

    def test_a_sheet_that_claims_to_be_huge_is_read_as_far_as_it_may(self):
        book = openpyxl.Workbook()
        book.active["A1"] = "姓名"
        book.active["XFD1048576"] = "far"
        kept = io.BytesIO()
        book.save(kept)
        assert len(read_sheet(kept)) <= 5011
