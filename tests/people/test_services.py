"""Persons, mandates, memberships and proposals."""

from __future__ import annotations

from datetime import date

import pytest

from renda.kernel.crypto import blind_index
from renda.kernel.errors import Invalid, Missing, WrongState
from renda.people import rules, services
from renda.people.errors import (
    MandateExists,
    MembershipClash,
    NotHead,
    NotOffice,
    ProposalClosed,
    SecondChain,
    WrongGround,
    WrongOrgan,
)
from renda.people.models import Mandate, MandateProposal, Person
from renda.records.models import Entry
from tests.factories import (
    actor_of,
    make_actor,
    make_body,
    make_congress,
    make_constituency,
    make_mandate,
    make_person,
    make_seat,
    make_session,
    make_term,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def _today(time_machine_at):
    time_machine_at("2026-06-10 09:00+08:00")


def office(congress, role="office_clerk"):
    return make_actor(congress=congress, role=role)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王晓明", ("wang xiao ming", "wxm")),
        ("单小红", ("shan xiao hong", "sxh")),
        ("尉迟恭", ("yu chi gong", "ycg")),
        ("欧阳修", ("ou yang xiu", "oyx")),
        ("阿卜杜拉·买买提", ("a bu du la mai mai ti", "abdlmmt")),
        ("John", ("john", "j")),
    ],
)
def test_names_sort_as_they_are_read(name, expected):
    assert rules.reading(name) == expected


class TestPersons:
    def test_contact_is_encrypted_and_found_by_its_index(self):
        congress = make_congress()
        person = services.create_person(
            congress,
            name="王晓明",
            phone="+86 139-0570-2046",
            birth_year=1958,
            actor=office(congress),
        )
        stored = Person.objects.extra(select={"raw": "phone"}).get(pk=person.pk).raw
        assert "2046" not in stored
        assert person.phone_index == blind_index("13905702046")
        entry = Entry.objects.get()
        assert (entry.verb, entry.facts) == ("person.create", {})

    @pytest.mark.parametrize(
        "columns", [{"name": " "}, {"birth_year": 2020}, {"phone": "abc"}, {"employer": "x" * 121}]
    )
    def test_bad_input_writes_nothing(self, columns):
        congress = make_congress()
        with pytest.raises(Invalid) as refused:
            services.create_person(congress, **{"name": "王", **columns}, actor=office(congress))
        assert list(refused.value.fields) == list(columns)
        assert not Person.objects.exists()

    def test_rare_characters_are_kept(self):
        congress = make_congress()
        person = services.create_person(congress, name="李𬱖", actor=office(congress))
        person.refresh_from_db()
        assert person.name == "李𬱖"

    def test_an_edit_records_columns_not_values(self):
        person = make_person()
        actor = office(person.congress)
        services.edit_person(person, phone="13905702046", employer="清河小学", actor=actor)
        services.edit_person(person, phone="13905702046", actor=actor)
        entry = Entry.objects.get()
        assert entry.facts == {"columns": ["employer", "phone"]}
        with pytest.raises(NotOffice):
            services.edit_person(person, employer="x", actor=office(make_congress()))
        with pytest.raises(NotOffice):
            services.edit_person(person, employer="x", actor=office(person.congress, "auditor"))

    def test_unmasking_is_recorded_and_for_the_office_only(self):
        person = make_person(phone="13905702046")
        actor = office(person.congress)
        reason = "会议通知"
        assert services.unmask(person, column="phone", actor=actor, reason=reason) == "13905702046"
        entry = Entry.objects.get()
        assert (entry.verb, entry.subject) == ("person.unmask", f"person:{person.pk}")
        assert (entry.facts, entry.actor_name) == (
            {"column": "phone", "reason": "会议通知"},
            "许文静",
        )
        with pytest.raises(Invalid):
            services.unmask(person, column="phone", actor=actor, reason="回电13905702046")
        with pytest.raises(NotOffice):
            services.unmask(person, column="phone", actor=office(person.congress, "auditor"))
        with pytest.raises(Missing):
            services.unmask(person, column="phone", actor=office(make_congress()))
        with pytest.raises(Missing):
            services.unmask(person, column="name", actor=actor)
        assert Entry.objects.count() == 1

    def test_a_person_sees_his_own(self):
        term = make_term()
        person = make_person(congress=term.congress, phone="13905702046")
        mandate = make_mandate(person=person, term=term)
        seat = make_seat(congress=term.congress, role="deputy", mandate=mandate, person=person)
        assert services.unmask(person, column="phone", actor=actor_of(seat=seat)) == "13905702046"


class TestMandates:
    def test_is_given_in_the_running_term(self):
        term = make_term()
        team = make_body(congress=term.congress, kind="delegation")
        area = make_constituency(term=term)
        person = make_person(congress=term.congress)
        given = {"began_on": TODAY, "delegation": team, "constituency": area}
        mandate = services.give_mandate(person, term=term, **given, actor=office(term.congress))
        assert (mandate.state, mandate.delegation, mandate.congress) == (
            "active",
            team,
            term.congress,
        )
        with pytest.raises(MandateExists):
            services.give_mandate(person, term=term, **given, actor=office(term.congress))

    @pytest.mark.statute("MAN-6")
    def test_two_mandates_only_up_one_chain(self):
        city = make_congress(level="M")
        county = make_congress(parent=city)
        stranger = make_congress(parent=city)
        person = make_person(congress=county)
        services.give_mandate(
            person, term=make_term(congress=county), began_on=TODAY, actor=office(county)
        )
        services.give_mandate(
            person, term=make_term(congress=city), began_on=TODAY, actor=office(city)
        )
        with pytest.raises(SecondChain):
            services.give_mandate(
                person, term=make_term(congress=stranger), began_on=TODAY, actor=office(stranger)
            )
        assert Mandate.objects.count() == 2

    def test_waits_in_a_prepared_term_and_not_in_an_ended_one(self):
        congress = make_congress()
        prepared = make_term(congress=congress, number=19, state="prepared", began_on=None)
        ended = make_term(congress=congress, number=17, state="ended")
        given = {"began_on": TODAY, "actor": office(congress)}
        person = make_person(congress=congress)
        assert services.give_mandate(person, term=prepared, **given).state == "elected"
        with pytest.raises(WrongState):
            services.give_mandate(person, term=ended, **given)

    def test_delegation_and_constituency_belong_to_it(self):
        term = make_term()
        mandate = make_mandate(term=term)
        actor = office(term.congress)
        given = {"card_number": "018", "actor": actor}
        wrong = make_body(congress=term.congress, kind="department")
        with pytest.raises(Invalid):
            services.edit_mandate(mandate, delegation=wrong, constituency=None, **given)
        other = make_constituency(term=make_term(congress=term.congress, number=17, state="ended"))
        with pytest.raises(Invalid):
            services.edit_mandate(mandate, delegation=None, constituency=other, **given)
        services.edit_mandate(mandate, delegation=None, constituency=None, **given)
        mandate.refresh_from_db()
        assert mandate.card_number == "018"


class TestProposals:
    def ask(self, mandate, **values):
        given = {"change": "terminate", "ground": "moved", "reason": "已迁出本区。"}
        return services.propose_change(
            mandate, **{**given, "actor": office(mandate.congress), **values}
        )

    def decide(self, proposal, **values):
        congress = proposal.mandate.congress
        given = {"approved": True, "decision": "清人常〔2026〕5号", "decided_on": TODAY}
        given["actor"] = office(congress, "office_head")
        return services.decide_change(proposal, **{**given, **values})

    @pytest.mark.statute("MAN-10")
    def test_ends_a_mandate_only_when_the_organ_decided(self):
        mandate = make_mandate()
        organ = make_body(congress=mandate.congress, kind="standing_committee")
        proposal = self.ask(mandate)
        mandate.refresh_from_db()
        assert mandate.state == "active"

        self.decide(proposal, organ=organ)

        mandate.refresh_from_db()
        proposal.refresh_from_db()
        assert (mandate.state, mandate.ended_on, mandate.end_ground) == ("ended", TODAY, "moved")
        assert (proposal.state, proposal.decision) == ("approved", "清人常〔2026〕5号")
        with pytest.raises(ProposalClosed):
            self.decide(proposal, organ=organ)

    @pytest.mark.statute("MAN-9")
    def test_suspends_and_resumes(self):
        mandate = make_mandate()
        organ = make_body(congress=mandate.congress, kind="standing_committee")
        self.decide(self.ask(mandate, change="suspend", ground="custody"), organ=organ)
        mandate.refresh_from_db()
        assert (mandate.state, mandate.ended_on) == ("suspended", None)
        with pytest.raises(WrongState):
            self.ask(mandate, change="suspend", ground="sentenced")
        self.decide(self.ask(mandate, change="resume", ground="ceased"), organ=organ)
        mandate.refresh_from_db()
        assert mandate.state == "active"

    def test_a_rejected_proposal_changes_nothing(self):
        mandate = make_mandate()
        organ = make_body(congress=mandate.congress, kind="standing_committee")
        self.decide(self.ask(mandate), organ=organ, approved=False)
        mandate.refresh_from_db()
        assert mandate.state == "active"
        assert MandateProposal.objects.get().state == "rejected"

    def test_refusals_write_nothing(self):
        mandate = make_mandate()
        with pytest.raises(WrongGround):
            self.ask(mandate, change="suspend", ground="moved")
        with pytest.raises(Invalid):
            self.ask(mandate, reason=" ")
        with pytest.raises(NotOffice):
            self.ask(mandate, actor=office(make_congress()))
        assert not MandateProposal.objects.exists()
        proposal = self.ask(mandate)
        with pytest.raises(ProposalClosed):
            self.ask(mandate)
        committee = make_body(congress=mandate.congress, kind="committee")
        organ = make_body(congress=mandate.congress, kind="standing_committee")
        with pytest.raises(WrongOrgan):
            self.decide(proposal, organ=committee)
        with pytest.raises(WrongOrgan):
            self.decide(proposal)
        with pytest.raises(NotHead):
            self.decide(proposal, organ=organ, actor=office(mandate.congress))
        with pytest.raises(Invalid):
            self.decide(proposal, organ=organ, decision=" ")
        with pytest.raises(Invalid):
            self.decide(proposal, organ=organ, decided_on=date(2026, 6, 11))
        proposal.refresh_from_db()
        assert proposal.state == "open"

    @pytest.mark.statute("MAN-11")
    def test_in_a_town_the_congress_itself_decides_in_session(self):
        town = make_congress(level="T")
        term = make_term(congress=town)
        mandate = make_mandate(term=term)
        proposal = self.ask(mandate)
        with pytest.raises(WrongOrgan):
            self.decide(proposal, organ=make_body(congress=town, kind="presidium"))
        with pytest.raises(WrongOrgan):
            self.decide(proposal)
        make_session(term=term, state="open", opens_on=TODAY)
        self.decide(proposal)
        mandate.refresh_from_db()
        assert mandate.state == "ended"


class TestMemberships:
    def test_a_post_begins_and_ends(self):
        person = make_person()
        body = make_body(congress=person.congress, kind="committee")
        actor = office(person.congress)
        given = {"body": body, "since": date(2024, 1, 1), "post": "委员", "actor": actor}
        row = services.add_membership(person, **given)
        with pytest.raises(MembershipClash):
            services.add_membership(person, **given)
        with pytest.raises(MembershipClash):
            services.end_membership(row, on=date(2023, 1, 1), actor=actor)
        services.end_membership(row, on=TODAY, actor=actor)
        services.end_membership(row, on=date(2026, 1, 1), actor=actor)
        row.refresh_from_db()
        assert row.until == TODAY
        body.valid_until = TODAY
        body.save()
        with pytest.raises(MembershipClash):
            services.add_membership(person, **{**given, "since": TODAY})
