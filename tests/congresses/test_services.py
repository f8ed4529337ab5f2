"""Terms, sessions, bodies, constituencies, calendar days and congresses change by services only."""

from __future__ import annotations

import lzma
from datetime import date, timedelta

import pytest
from django.utils import timezone

from renda.congresses import events, queries, rules, services
from renda.congresses.errors import (
    BadAddress,
    BadDay,
    BodyBusy,
    BodyEnded,
    Circular,
    LevelMismatch,
    NameTaken,
    NotAdministrator,
    WrongSession,
)
from renda.congresses.models import Body, CalendarDay, Congress, FormerName, Region, Term
from renda.kernel.actor import Actor
from renda.records.models import Entry
from tests.factories import (
    make_actor,
    make_body,
    make_congress,
    make_constituency,
    make_mandate,
    make_region,
    make_session,
    make_term,
)

pytestmark = pytest.mark.django_db
PLATFORM = Actor(account_name="安装", role="system")
TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def _today(time_machine_at):
    time_machine_at("2026-06-10 09:00+08:00")


def notes() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


class TestRegions:
    def write(self, path, text):
        path.write_bytes(lzma.compress(text.encode()))
        return path

    def test_loads_one_province_down_to_a_level_and_ends_what_is_gone(self, tmp_path):
        first = (
            "33\t浙江省\n3301\t杭州市\n330102\t上城区\n330103\t下城区\n"
            "330102001\t清波街道\n11\t北京市\n"
        )
        path = self.write(tmp_path / "a.xz", first)

        assert services.load_regions(path, province="33", levels=3) == 4
        assert services.load_regions(path, province="33", levels=3) == 4

        rows = Region.objects.order_by("code").values_list("code", "name", "level", "parent_id")
        assert list(rows) == [
            ("33", "浙江省", 1, None),
            ("3301", "杭州市", 2, "33"),
            ("330102", "上城区", 3, "3301"),
            ("330103", "下城区", 3, "3301"),
        ]
        path = self.write(tmp_path / "b.xz", "33\t浙江省\n3301\t杭州市\n330102\t上城新区\n")
        services.load_regions(path, province="33", levels=3)
        assert Region.objects.get(code="330102").name == "上城新区"
        assert Region.objects.get(code="330103").valid_until == TODAY
        assert [r.code for r in queries.regions_below("3301")] == ["330102"]

    def test_a_broken_line_loads_nothing(self, tmp_path):
        path = self.write(tmp_path / "a.xz", "33\t浙江省\n33x1\t杭州市\n")
        with pytest.raises(ValueError, match="line 2"):
            services.load_regions(path)
        assert not Region.objects.exists()


class TestCongress:
    def create(self, **values):
        given = {
            "name": "明川市清河区人民代表大会",
            "short_name": "清河区人大",
            "slug": "qinghe",
            "level": "C",
            "actor": PLATFORM,
        }
        return services.create_congress(**{**given, **values})

    def test_comes_with_the_bodies_of_its_level(self):
        county, town = self.create(), self.create(slug="liuxi", level="T", name="柳溪镇")

        county_kinds = set(county.bodies.values_list("kind", flat=True))
        town_kinds = set(town.bodies.values_list("kind", flat=True))
        assert {"standing_committee", "chairpersons"} <= county_kinds
        assert town_kinds == {"presidium", "motions_committee", "office", "handling_office"}
        assert notes() == ["congress.create", "congress.create"]
        assert "committee" not in rules.body_kinds("T")

    @pytest.mark.parametrize("slug", ["en", "admin", "Qinghe", "q", "清河"])
    def test_refuses_an_address_of_the_platform(self, slug):
        with pytest.raises(BadAddress):
            self.create(slug=slug)
        assert not Congress.objects.exists()

    def test_must_stand_under_a_higher_level_in_a_region_of_its_own(self):
        county = self.create()
        with pytest.raises(LevelMismatch):
            self.create(slug="other", level="C", parent=county)
        with pytest.raises(LevelMismatch):
            self.create(slug="other", region=make_region(code="3301"))
        town = self.create(slug="town", level="T", parent=county)
        assert list(queries.congresses_below(county)) == [town]

    def test_the_administrator_above_adds_those_below(self):
        county = self.create()
        town = self.create(
            slug="liuxi", level="T", parent=county, actor=make_actor(congress=county)
        )
        assert town.parent == county
        with pytest.raises(NotAdministrator):
            self.create(slug="x-town", level="T", parent=county, actor=make_actor(congress=town))

    def test_is_edited_by_its_own_administrator_only(self):
        county, other = self.create(), make_congress()
        given = {"name": "新名", "short_name": "新", "phone": "0570-1", "seat_count": 180}
        services.edit_congress(county, **given, actor=make_actor(congress=county))
        county.refresh_from_db()
        assert (county.name, county.seat_count) == ("新名", 180)
        with pytest.raises(NotAdministrator):
            services.edit_congress(county, **given, actor=make_actor(congress=other))


class TestTerms:
    @pytest.mark.statute("MAN-1")
    def test_the_first_session_of_the_next_term_ends_the_running_one(
        self, django_capture_on_commit_callbacks
    ):
        old = make_term(number=18)
        kept = make_mandate(term=old)
        admin = make_actor(congress=old.congress)
        new = services.prepare_term(old.congress, number=19, actor=admin)
        waiting = make_mandate(term=new, state="elected")
        first = services.plan_session(new, number=1, opens_on=TODAY, actor=admin)

        with django_capture_on_commit_callbacks(execute=True):
            services.open_session(first, on=TODAY, actor=admin)

        old.refresh_from_db()
        new.refresh_from_db()
        kept.refresh_from_db()
        waiting.refresh_from_db()
        assert (old.state, old.ended_on) == ("ended", TODAY)
        assert (new.state, new.began_on) == ("current", TODAY)
        assert (kept.state, kept.ended_on, kept.end_ground) == ("ended", TODAY, "term_ended")
        assert (waiting.state, waiting.began_on) == ("active", TODAY)
        assert queries.current_term(old.congress_id) == new

    def test_a_term_begins_with_its_first_session(self):
        old = make_term()
        admin = make_actor(congress=old.congress)
        new = services.prepare_term(old.congress, number=19, actor=admin)
        second = services.plan_session(new, number=2, actor=admin)
        with pytest.raises(WrongSession):
            services.open_session(second, on=TODAY, actor=admin)
        assert Term.objects.get(state="current") == old

    def test_numbers_rise_and_only_one_term_runs(self):
        old = make_term(number=18)
        admin = make_actor(congress=old.congress)
        for number in (17, 18):
            with pytest.raises(BadDay):
                services.prepare_term(old.congress, number=number, actor=admin)
        with pytest.raises(WrongSession):
            services.start_term(old.congress, number=19, began_on=TODAY, actor=admin)
        fresh = make_congress()
        term = services.start_term(
            fresh, number=1, began_on=TODAY, actor=make_actor(congress=fresh)
        )
        assert queries.current_term(fresh.pk) == term

    def test_a_session_opens_and_closes_once(self):
        term = make_term()
        admin = make_actor(congress=term.congress)
        session = services.plan_session(term, number=5, opens_on=date(2026, 6, 9), actor=admin)
        services.open_session(session, on=date(2026, 6, 9), actor=admin)
        with pytest.raises(WrongSession):
            services.open_session(session, on=TODAY, actor=admin)
        other = services.plan_session(term, number=6, actor=admin)
        with pytest.raises(WrongSession):
            services.open_session(other, on=TODAY, actor=admin)
        with pytest.raises(BadDay):
            services.close_session(session, on=date(2026, 6, 8), actor=admin)
        assert queries.open_session(term.congress_id) == session

        services.close_session(session, on=TODAY, actor=admin)

        assert queries.open_session(term.congress_id) is None
        days = [date(2026, 6, 8), date(2026, 6, 9), TODAY, date(2026, 6, 11)]
        sat = [queries.in_session(term.congress_id, on=day) for day in days]
        assert sat == [False, True, True, False]
        with pytest.raises(WrongSession):
            services.close_session(session, on=TODAY, actor=admin)

    def test_a_session_is_rescheduled_until_it_closes(self):
        term = make_term()
        admin = make_actor(congress=term.congress)
        session = services.plan_session(term, number=5, actor=admin)
        until = timezone.now() + timedelta(days=1)
        days = {"opens_on": TODAY, "closes_on": TODAY, "motions_until": until}
        services.reschedule_session(session, **days, actor=admin)
        services.open_session(session, on=TODAY, actor=admin)
        with pytest.raises(BadDay):
            services.reschedule_session(
                session, **{**days, "opens_on": date(2026, 6, 9)}, actor=admin
            )
        services.close_session(session, on=TODAY, actor=admin)
        with pytest.raises(WrongSession):
            services.reschedule_session(session, **days, actor=admin)

    def test_strangers_and_future_days_are_refused(self):
        term, other = make_term(), make_congress()
        session = make_session(term=term, number=5)
        with pytest.raises(NotAdministrator):
            services.open_session(session, on=TODAY, actor=make_actor(congress=other))
        admin = make_actor(congress=term.congress)
        with pytest.raises(BadDay):
            services.open_session(session, on=date(2026, 6, 11), actor=admin)
        session.refresh_from_db()
        assert session.state == "planned"
        assert notes() == []


class TestBodies:
    def test_a_rename_keeps_the_body_and_its_former_name(self):
        body = make_body(name="交通局")
        admin = make_actor(congress=body.congress)
        services.rename_body(
            body, name="交通运输局", on=TODAY, basis="清政发〔2026〕3号", actor=admin
        )
        body.refresh_from_db()
        assert body.name == "交通运输局"
        former = FormerName.objects.get(body=body)
        assert (former.name, former.until, former.basis) == ("交通局", TODAY, "清政发〔2026〕3号")
        assert body.history.count() == 2

    def test_names_are_free_again_when_a_body_ended(self):
        body = make_body(name="交通局")
        admin = make_actor(congress=body.congress)
        given = {"kind": "department", "name": "交通局", "system": "government", "actor": admin}
        with pytest.raises(NameTaken):
            services.create_body(body.congress, **given)
        services.abolish_body(body, on=TODAY, actor=admin)
        assert services.create_body(body.congress, **given).name == "交通局"
        with pytest.raises(BodyEnded):
            services.rename_body(body, name="x", on=TODAY, actor=admin)

    def test_a_merger_hands_on_parts_departments_and_deputies(
        self, django_capture_on_commit_callbacks
    ):
        congress = make_congress()
        admin = make_actor(congress=congress)
        first = make_body(congress=congress, kind="delegation", name="一团")
        second = make_body(congress=congress, kind="delegation", name="二团")
        group = make_body(congress=congress, kind="group", name="小组", parent=first)
        mandate = make_mandate(term=make_term(congress=congress), delegation=first)
        heard = []

        def hear(body_id, successor_id, **kwargs):
            heard.append((body_id, successor_id))

        events.body_succeeded.connect(hear)
        with django_capture_on_commit_callbacks(execute=True):
            services.merge_bodies([first], into=second, on=TODAY, actor=admin)
        events.body_succeeded.disconnect(hear)

        for row in (first, group, mandate):
            row.refresh_from_db()
        assert (first.valid_until, first.successor) == (TODAY, second)
        assert group.parent == second
        assert mandate.delegation == second
        assert heard == [(first.pk, second.pk)]

    def test_departments_of_a_merged_handling_office_pass_on(self):
        congress = make_congress()
        old, new = (make_body(congress=congress, kind="handling_office") for _ in range(2))
        department = make_body(congress=congress, handling_office=old)
        services.merge_bodies([old], into=new, on=TODAY, actor=make_actor(congress=congress))
        department.refresh_from_db()
        assert department.handling_office == new

    def test_a_busy_body_is_not_abolished(self):
        congress = make_congress()
        admin = make_actor(congress=congress)
        team = make_body(congress=congress, kind="delegation")
        make_mandate(term=make_term(congress=congress), delegation=team)
        with pytest.raises(BodyBusy):
            services.abolish_body(team, on=TODAY, actor=admin)
        above = make_body(congress=congress, kind="office")
        make_body(congress=congress, kind="group", parent=above)
        with pytest.raises(BodyBusy):
            services.abolish_body(above, on=TODAY, actor=admin)
        assert not Body.objects.filter(valid_until__isnull=False).exists()
        assert notes() == []

    def test_no_circles_and_no_strangers_in_the_tree(self):
        congress = make_congress()
        admin = make_actor(congress=congress)
        top = make_body(congress=congress, kind="office")
        part = make_body(congress=congress, kind="group", parent=top)
        given = {"short_name": "", "code": "", "system": "congress", "order": 1, "actor": admin}
        with pytest.raises(Circular):
            services.edit_body(top, parent=part, handling_office=None, **given)
        with pytest.raises(LevelMismatch):
            services.edit_body(top, parent=make_body(), handling_office=None, **given)
        with pytest.raises(LevelMismatch):
            services.edit_body(part, parent=None, handling_office=top, **given)
        with pytest.raises(Circular):
            services.merge_bodies([top], into=top, on=TODAY, actor=admin)
        with pytest.raises(Circular):
            services.merge_bodies([top], into=top, on=TODAY, actor=admin)
        top.refresh_from_db()
        assert (top.parent, top.valid_until) == (None, None)

    def test_a_town_has_no_standing_committee(self):
        town = make_congress(level="T")
        with pytest.raises(LevelMismatch):
            services.create_body(
                town, kind="standing_committee", name="常委会", actor=make_actor(congress=town)
            )
        assert not town.bodies.exists()


class TestConstituencies:
    @pytest.mark.statute("MAN-5")
    def test_returns_one_to_three_deputies(self):
        term = make_term()
        admin = make_actor(congress=term.congress)
        for seats in (0, 4):
            with pytest.raises(LevelMismatch):
                services.create_constituency(term, number="1", name="一", seats=seats, actor=admin)
        row = services.create_constituency(term, number="1", name="一", seats=3, actor=admin)
        with pytest.raises(NameTaken):
            services.create_constituency(term, number="1", name="二", seats=1, actor=admin)
        services.edit_constituency(row, number="2", name="二", seats=2, actor=admin)
        row.refresh_from_db()
        assert (row.number, row.name, row.seats) == ("2", "二", 2)

    def test_exists_where_voters_elect(self):
        term = make_term(congress=make_congress(level="M"))
        with pytest.raises(LevelMismatch):
            services.create_constituency(
                term, number="1", name="一", seats=1, actor=make_actor(congress=term.congress)
            )

    def test_is_removed_only_while_nobody_was_elected(self):
        term = make_term()
        admin = make_actor(congress=term.congress)
        empty, filled = make_constituency(term=term), make_constituency(term=term)
        make_mandate(term=term, constituency=filled)
        services.remove_constituency(empty, actor=admin)
        with pytest.raises(BodyBusy):
            services.remove_constituency(filled, actor=admin)
        assert list(term.constituencies.all()) == [filled]
        assert notes() == ["constituency.remove"]


class TestCalendarDays:
    def test_a_day_is_set_changed_and_cleared(self, django_capture_on_commit_callbacks):
        congress = make_congress()
        admin = make_actor(congress=congress)
        day, heard = date(2027, 2, 14), []

        def hear(congress_id, **kwargs):
            heard.append(congress_id)

        events.calendar_changed.connect(hear)
        with django_capture_on_commit_callbacks(execute=True):
            services.set_day(congress, day=day, kind="holiday", name="春节", actor=admin)
            services.set_day(congress, day=day, kind="makeup", name="调休", actor=admin)
        assert CalendarDay.objects.get().kind == "makeup"
        with pytest.raises(BadDay):
            services.set_day(congress, day=day, kind="nonsense", actor=admin)
        services.clear_day(congress, day=day, actor=admin)
        services.clear_day(congress, day=day, actor=admin)
        events.calendar_changed.disconnect(hear)
        congress.refresh_from_db()
        assert (congress.calendar_version, heard) == (3, [congress.pk] * 2)
        assert not CalendarDay.objects.exists()
