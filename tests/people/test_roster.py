"""Reading and importing rosters."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renda.congresses.models import Body, Constituency
from renda.kernel.crypto import blind_index
from renda.people import services
from renda.people.errors import NotOffice, RosterRefused
from renda.people.models import Mandate, Person
from renda.people.roster import parse_roster, year_of
from renda.records.models import Entry
from tests.factories import (
    make_actor,
    make_body,
    make_congress,
    make_mandate,
    make_person,
    make_term,
)

HEAD = [
    "序号",
    "姓 名",
    "性别",
    "出生年月",
    "民族",
    "代表团",
    "选区",
    "单位及职务",
    "手机",
    "代表证号",
]
SHEET = [
    ["清河区第十八届人大代表名册", None],
    HEAD,
    [
        1.0,
        "王  强",
        "男",
        "1968.03",
        "汉",
        "第一代表团",
        "城东选区",
        "清河小学校长",
        13905702046.0,
        "018001",
    ],
    [
        2.0,
        "单小红",
        "女",
        datetime(1975, 6, 1),
        "汉",
        "第一代表团",
        "城东选区",
        "居民",
        "139 0570 2047",
        "018002",
    ],
    [None] * 10,
    [3.0, "欧阳𬱖", "女", "198011", "畲", "第二代表团", "城西选区", "", "", "018003"],
]


def test_reads_a_sheet_as_an_office_keeps_it():
    preview = parse_roster(SHEET)

    assert preview.problems == []
    assert preview.ignored == ["序号", "民族"]
    first, second, third = preview.rows
    assert (first.line, first.name, first.gender, first.birth_year) == (3, "王强", "m", 1968)
    assert (first.phone, second.phone, second.birth_year) == ("13905702046", "13905702047", 1975)
    assert (third.line, third.name, third.birth_year, third.phone) == (6, "欧阳𬱖", 1980, "")


def test_names_every_wrong_cell_by_row_and_column():
    sheet = [
        HEAD,
        [1, "", "男", "", "", "", "", "", "", ""],
        [2, "甲", "无", "六八年", "", "", "", "", "123", "1"],
        [3, "乙\x00", "", "", "", "", "", "", "", "2"],
        [4, "丙", "", "1970", "", "", "", "", "", "2"],
        [5, "丙", "", "1970", "", "", "", "", "", "3"],
    ]
    found = [(p.line, p.column) for p in parse_roster(sheet).problems]
    assert found == [
        (2, "姓 名"),
        (3, "性别"),
        (3, "出生年月"),
        (3, "手机"),
        (4, "姓 名"),
        (6, "姓 名"),
    ]


@pytest.mark.parametrize("sheet", [[], [["名单"]], [["a", "b"]] * 20, [HEAD]])
def test_a_sheet_without_headings_or_rows_is_a_problem(sheet):
    preview = parse_roster(sheet)
    assert (preview.is_good, len(preview.problems)) == (False, 1)


@given(
    st.lists(
        st.lists(
            st.one_of(st.none(), st.text(), st.floats(), st.dates(), st.booleans()), max_size=12
        ),
        max_size=8,
    )
)
@settings(max_examples=150, deadline=None)
def test_never_raises_and_keeps_rows_with_names_only(table):
    preview = parse_roster([HEAD, *table])
    assert all(row.name for row in preview.rows)


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2008, 12, 31)))
def test_finds_the_year_in_every_usual_form(day):
    forms = ["%Y", "%Y-%m", "%Y.%m", "%Y年%m月", "%Y%m", "%Y%m%d", "%Y/%m/%d"]
    assert {year_of(day.strftime(form)) for form in forms} == {day.year}


@pytest.mark.django_db
class TestImport:
    def load(self, term, rows=None, **values):
        rows = parse_roster(SHEET).rows if rows is None else rows
        given = {
            "congress": term.congress,
            "actor": make_actor(congress=term.congress, role="office_clerk"),
        }
        return services.import_roster(rows, term=term, **{**given, **values})

    def test_creates_persons_mandates_delegations_and_constituencies_once(self):
        term = make_term()
        result = self.load(term)
        assert (result.new_persons, result.new_mandates) == (3, 3)
        assert result.delegations == ("第一代表团", "第二代表团")
        assert result.constituencies == ("城东选区", "城西选区")
        seats = Constituency.objects.order_by("number").values_list("name", "seats")
        assert list(seats) == [("城东选区", 2), ("城西选区", 1)]

        again = self.load(term)

        assert (again.new_persons, again.new_mandates, again.updated, again.unchanged) == (
            0,
            0,
            0,
            3,
        )
        assert (Person.objects.count(), Mandate.objects.count()) == (3, 3)
        assert Body.objects.filter(kind="delegation").count() == 2
        facts = Entry.objects.filter(verb="roster.import").last().facts
        assert (facts["persons"], facts["mandates"]) == (3, 3)

    def test_a_rehearsal_writes_nothing(self):
        term = make_term()
        rows = parse_roster(SHEET).rows
        actor = make_actor(congress=term.congress, role="office_clerk")
        result = services.rehearse_roster(rows, congress=term.congress, term=term, actor=actor)
        assert result.new_persons == 3
        assert not Person.objects.exists()
        assert not Entry.objects.exists()

    def test_changes_are_taken_over_and_empty_cells_erase_nothing(self):
        term = make_term()
        self.load(term)
        sheet = [["姓名", "出生年月", "手机", "单位及职务"], ["王强", "1968", "13905709999", ""]]
        result = self.load(term, parse_roster(sheet).rows)
        person = Person.objects.get(name="王强")
        assert (result.new_persons, result.updated) == (0, 1)
        assert (person.phone, person.employer) == ("13905709999", "清河小学校长")
        assert person.mandates.get().card_number == "018001"

    def test_the_reelected_keep_their_person_in_the_next_term(self):
        term = make_term()
        self.load(term)
        new = make_term(congress=term.congress, number=19, state="prepared", began_on=None)
        result = self.load(new)
        assert (result.new_persons, result.new_mandates) == (0, 3)
        assert set(new.mandates.values_list("state", flat=True)) == {"elected"}

    def test_persons_of_one_name_must_be_told_apart(self):
        term = make_term()
        for year in (1960, 1970):
            make_person(congress=term.congress, name="王强", birth_year=year)
        unclear = parse_roster([["姓名", "性别"], ["王强", "男"], ["李明", "男"]]).rows
        with pytest.raises(RosterRefused) as refused:
            self.load(term, unclear)
        assert [(p.line, p.column) for p in refused.value.problems] == [(2, "name")]
        assert (Person.objects.count(), Mandate.objects.count()) == (2, 0)
        clear = parse_roster([["姓名", "出生年月"], ["王强", "1970"], ["王强", "1985"]]).rows
        assert self.load(term, clear).new_persons == 1

    @pytest.mark.statute("MAN-6")
    def test_a_deputy_of_another_chain_stops_the_whole_roster(self):
        phone = "13905702046"
        stranger = make_person(name="王强", phone=phone, phone_index=blind_index(phone))
        make_mandate(person=stranger)
        term = make_term()
        with pytest.raises(RosterRefused) as refused:
            self.load(term)
        assert [p.line for p in refused.value.problems] == [3]
        assert not Mandate.objects.filter(term=term).exists()
        assert not term.congress.bodies.exists()

    def test_a_constituency_of_four_is_refused(self):
        term = make_term()
        sheet = [["姓名", "选区"], *[[name, "城东选区"] for name in "甲乙丙丁"]]
        with pytest.raises(RosterRefused) as refused:
            self.load(term, parse_roster(sheet).rows)
        assert {p.column for p in refused.value.problems} == {"constituency"}
        assert not Person.objects.exists()

    def test_only_the_office_and_no_body_of_another_kind(self):
        term = make_term()
        with pytest.raises(NotOffice):
            self.load(term, actor=make_actor(congress=make_congress(), role="office_clerk"))
        make_body(congress=term.congress, name="第一代表团", kind="office")
        with pytest.raises(RosterRefused):
            self.load(term)
        assert not Person.objects.exists()
