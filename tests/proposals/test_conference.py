"""The assignment conference: prepared, held, cancelled, signed for."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from renda.kernel.errors import Conflict, Invalid, NotAllowed
from renda.kernel.time import today
from renda.matters.facts import Assign, Receive
from renda.matters.models import Assignment
from renda.proceedings.models import Clock, Event, Proceeding
from renda.proposals import conference_pages as pages
from renda.proposals import conference_queries as queries
from renda.proposals.models import ConferenceItem, ConferencePlan, ConferenceReceipt
from renda.proposals.services import conference as services
from tests.factories import sign_in
from tests.proposals import journeys
from tests.proposals.journeys import Cast, again

pytestmark = [pytest.mark.django_db, pytest.mark.mechanism("A2")]


@pytest.fixture
def play() -> Cast:
    return journeys.cast()


def plan_of(play: Cast, *, on: date | None = None) -> ConferencePlan:
    return services.plan_conference(
        play.congress,
        title="2026年度代表建议交办会",
        held_on=on or today(),
        place="机关三楼会议室",
        actor=play.clerk,
    )


def put(play: Cast, plan: ConferencePlan, *proceedings: Proceeding) -> int:
    offices = {each.pk: play.office.pk for each in proceedings}
    return services.choose(plan, offices=offices, actor=play.clerk)


def receive(play: Cast, plan: ConferencePlan, **values) -> ConferenceReceipt:
    given = {"body": play.unit, "signed_by": "林涛", "signed_on": today(), "actor": play.clerk}
    return services.record_receipt(plan, **{**given, **values})


def test_fixed_units_come_along_and_get_the_suggestion_when_it_is_held(play: Cast) -> None:
    proceeding = journeys.answered(play, with_joint=True)
    plan = plan_of(play)

    put(play, plan, proceeding)
    held = services.hold(plan, actor=play.clerk)

    made = Assignment.objects.filter(proceeding=proceeding).order_by("id")
    assert [item.state for item in held] == ["assigned"]
    assert [(a.body, a.mode, a.conference_id) for a in made] == [
        (play.unit, "lead", plan.pk),
        (play.joint, "joint", plan.pk),
    ]
    assert again(proceeding).state == "handling"


def test_the_record_names_the_clerk_and_the_handling_office(play: Cast) -> None:
    proceeding = journeys.answered(play)
    plan = plan_of(play)
    put(play, plan, proceeding)

    services.hold(plan, actor=play.clerk)

    event = Event.objects.get(proceeding=proceeding, step="assign")
    assert (event.actor_name, event.acting_for_name) == ("许文静", "区政府督查室")


def test_without_fixed_units_it_goes_to_the_handling_office(play: Cast) -> None:
    proceeding = journeys.registered(play)
    plan = plan_of(play)
    put(play, plan, proceeding)

    held = services.hold(plan, actor=play.clerk)

    assert [item.state for item in held] == ["dispatched"]
    assert again(proceeding).state == "dispatched"


@pytest.mark.statute("SUG-5")
def test_clocks_count_from_the_day_of_the_conference(play: Cast, time_machine_at) -> None:
    time_machine_at("2026-03-02 09:00+08:00")
    fixed = journeys.answered(play)
    later = journeys.registered(play)
    plan = plan_of(play, on=date(2026, 3, 4))
    put(play, plan, fixed, later)

    time_machine_at("2026-03-06 09:00+08:00")
    services.hold(plan, actor=play.clerk)
    journeys.take(later, "assign", play.handling, Assign(lead=play.unit.pk))

    clocks = Clock.objects.filter(name="reply").order_by("proceeding_id")
    assert [(c.started_on, c.due_on) for c in clocks] == [(date(2026, 3, 4), date(2026, 6, 4))] * 2


def test_holding_twice_takes_no_step_twice(play: Cast) -> None:
    proceeding = journeys.answered(play)
    plan = plan_of(play)
    put(play, plan, proceeding)
    services.hold(plan, actor=play.clerk)
    before = Event.objects.count()

    held = services.hold(plan, actor=play.second_clerk)

    assert [item.state for item in held] == ["assigned"]
    assert Event.objects.count() == before


def test_holding_goes_on_where_it_was_broken_off(play: Cast) -> None:
    plan = plan_of(play)
    put(play, plan, journeys.answered(play), journeys.answered(play))
    first, second = plan.items.order_by("id")
    services._begin(plan, play.clerk)
    services._hold_item(first.pk, play.clerk)

    services.hold(plan, actor=play.clerk)

    second.refresh_from_db()
    assert second.state == "assigned"
    assert Assignment.objects.count() == 2


def test_what_cannot_be_assigned_keeps_its_reason_and_stops_no_other(play: Cast) -> None:
    good, gone = journeys.answered(play), journeys.answered(play)
    plan = plan_of(play)
    put(play, plan, gone, good)
    journeys.take(gone, "withdraw", play.deputy, _reason())

    held = services.hold(plan, actor=play.clerk)

    assert {item.suggestion_id: item.state for item in held} == {
        gone.pk: "refused",
        good.pk: "assigned",
    }
    assert next(item for item in held if item.state == "refused").refusal
    assert Assignment.objects.filter(proceeding=gone).count() == 0


def _reason():
    from renda.matters.facts import Reason

    return Reason(reason="已经解决")


def test_a_unit_that_was_abolished_leaves_the_suggestion_unassigned(play: Cast) -> None:
    proceeding = journeys.answered(play)
    plan = plan_of(play)
    put(play, plan, proceeding)
    play.unit.valid_until = today()
    play.unit.save()

    held = services.hold(plan, actor=play.clerk)

    assert [item.state for item in held] == ["refused"]
    # Both steps are one transaction: it was not even handed to the handling office.
    assert again(proceeding).state == "answered"
    assert not Event.objects.filter(proceeding=proceeding, step="dispatch").exists()


def test_it_is_not_held_before_its_day_nor_empty(play: Cast) -> None:
    early = plan_of(play, on=date(2199, 1, 1))
    put(play, early, journeys.answered(play))

    with pytest.raises(Invalid):
        services.hold(early, actor=play.clerk)
    with pytest.raises(Invalid):
        services.hold(plan_of(play), actor=play.clerk)

    assert Assignment.objects.count() == 0
    assert set(ConferencePlan.objects.values_list("state", flat=True)) == {"planned"}


def test_only_the_congresss_own_office_holds_it(play: Cast) -> None:
    plan = plan_of(play)
    put(play, plan, journeys.answered(play))
    stranger = journeys.cast()

    for actor in (play.handling, play.handler, play.deputy, stranger.clerk):
        with pytest.raises(NotAllowed):
            services.hold(plan, actor=actor)

    assert Assignment.objects.count() == 0


def test_cancelled_before_it_is_held_its_suggestions_are_free_again(play: Cast) -> None:
    proceeding = journeys.answered(play)
    plan = plan_of(play)
    put(play, plan, proceeding)

    services.cancel(plan, reason="会期改变", actor=play.clerk)

    assert put(play, plan_of(play), proceeding) == 1
    with pytest.raises(Conflict):
        services.hold(plan, actor=play.clerk)


def test_a_held_one_is_not_cancelled(play: Cast) -> None:
    plan = plan_of(play)
    put(play, plan, journeys.answered(play))
    services.hold(plan, actor=play.clerk)

    with pytest.raises(Conflict):
        services.cancel(plan, reason="会期改变", actor=play.clerk)

    plan.refresh_from_db()
    assert plan.state == "held"


def test_a_suggestion_stands_on_one_prepared_list(play: Cast) -> None:
    proceeding = journeys.answered(play)
    put(play, plan_of(play), proceeding)

    assert put(play, plan_of(play), proceeding) == 0
    assert queries.choosable(play.clerk) == []


def test_choosing_needs_a_handling_office(play: Cast) -> None:
    proceeding = journeys.registered(play)

    with pytest.raises(Invalid):
        services.choose(plan_of(play), offices={proceeding.pk: 0}, actor=play.clerk)

    assert ConferenceItem.objects.count() == 0


def test_the_handling_office_names_its_own_units(play: Cast) -> None:
    proceeding = journeys.answered(play)
    plan = plan_of(play)
    put(play, plan, proceeding)
    item = plan.items.get()
    facts = Assign(separate=[play.unit.pk, play.joint.pk], is_difficult=True)

    services.set_units(item, facts=facts, actor=play.handling)
    services.hold(plan, actor=play.clerk)

    made = Assignment.objects.filter(proceeding=proceeding).order_by("id")
    assert [(a.body, a.mode) for a in made] == [(play.unit, "separate"), (play.joint, "separate")]


def test_nobody_else_names_units_and_only_those_under_the_office(play: Cast) -> None:
    plan = plan_of(play)
    put(play, plan, journeys.answered(play))
    item = plan.items.get()
    stranger = journeys.cast()

    with pytest.raises(NotAllowed):
        services.set_units(item, facts=Assign(lead=play.unit.pk), actor=play.clerk)
    with pytest.raises(Invalid):
        services.set_units(item, facts=Assign(lead=stranger.unit.pk), actor=play.handling)

    assert [unit.body for unit in item.units.all()] == [play.unit]


def test_a_signed_receipt_signs_for_the_unit_in_the_system(play: Cast) -> None:
    proceeding = journeys.answered(play)
    plan = plan_of(play)
    put(play, plan, proceeding)
    services.hold(plan, actor=play.clerk)

    receive(play, plan)
    receive(play, plan, signed_by="别人")

    event = Event.objects.get(proceeding=proceeding, step="receive")
    assert (event.channel, event.on_behalf_of, event.actor_name) == ("paper", "林涛", "许文静")
    assert [r.signed_by for r in ConferenceReceipt.objects.all()] == ["林涛"]


def test_what_a_unit_signed_for_itself_stays(play: Cast) -> None:
    proceeding = journeys.answered(play)
    plan = plan_of(play)
    put(play, plan, proceeding)
    services.hold(plan, actor=play.clerk)
    journeys.take(proceeding, "receive", play.handler, Receive(handler_name="何静"))

    receive(play, plan)

    assert Assignment.objects.get().handler_name == "何静"
    assert Event.objects.filter(proceeding=proceeding, step="receive").count() == 1


@pytest.mark.parametrize(
    "wrong", [{"signed_by": " "}, {"signed_on": date(2199, 1, 1)}, {"signed_on": date(2000, 1, 1)}]
)
def test_a_wrong_receipt_writes_nothing(play: Cast, wrong) -> None:
    plan = plan_of(play)
    put(play, plan, journeys.answered(play))
    services.hold(plan, actor=play.clerk)

    with pytest.raises(Invalid):
        receive(play, plan, **wrong)

    assert ConferenceReceipt.objects.count() == 0
    assert Assignment.objects.get().state == "assigned"


def test_no_receipt_before_it_is_held(play: Cast) -> None:
    plan = plan_of(play)
    put(play, plan, journeys.answered(play))

    with pytest.raises(Invalid):
        receive(play, plan)


def test_sheets_by_office_and_by_unit(play: Cast) -> None:
    plan = plan_of(play)
    put(play, plan, journeys.answered(play, with_joint=True), journeys.answered(play))
    found = pages.lines(play.clerk, plan)

    by_unit = pages.sheets(found, by="unit", bodies=queries.units_of(play.clerk, plan))
    by_office = pages.sheets(found, by="office", bodies={play.office.pk: play.office})

    assert {s.body: len(s.lines) for s in by_unit} == {play.unit: 2, play.joint: 1}
    assert {s.body: len(s.lines) for s in by_office} == {play.office: 2}


# --- pages --------------------------------------------------------------------------------------


def test_a_conference_is_prepared_and_held_in_the_browser(play: Cast, client) -> None:
    proceeding = journeys.answered(play)
    sign_in(client, seat=play.seats["clerk"])
    day = today().isoformat()

    client.post("/suggestions/conferences/new/", {"title": "交办会", "held_on": day})
    plan = ConferencePlan.objects.get()
    page = f"/suggestions/conferences/{plan.pk}/"
    chosen = {"suggestion": proceeding.pk, f"office-{proceeding.pk}": play.office.pk}
    client.post(f"{page}choose/", chosen)
    client.post(f"{page}hold/")
    client.post(f"{page}receipt/{play.unit.pk}/", {"signed_by": "林涛", "signed_on": day})

    assert client.get(page).status_code == 200
    assert client.get(f"{page}print/unit/").status_code == 200
    assert client.get(f"{page}print/office/").status_code == 200
    assert Assignment.objects.get().state == "received"


def test_the_handling_office_sees_its_rows_and_names_units(play: Cast, client) -> None:
    plan = plan_of(play)
    put(
        play, plan, journeys.answered(play), journeys.registered(play, title="还没有征求意见的建议")
    )
    item = plan.items.order_by("id").first()
    sign_in(client, seat=play.seats["handling"])
    page = f"/suggestions/conferences/{plan.pk}/"

    text = client.get(page).content.decode()
    client.post(f"{page}items/{item.pk}/units/", {"lead": play.joint.pk})

    # What was not handed to it before the conference it does not see yet.
    assert "还没有征求意见" not in text
    assert [unit.body for unit in item.units.all()] == [play.joint]


def test_seats_of_another_congress_and_other_roles_find_nothing(play: Cast, client) -> None:
    plan = plan_of(play)
    put(play, plan, journeys.answered(play))
    services.hold(plan, actor=play.clerk)
    stranger = journeys.cast()
    names = ("", "choose/", "print/unit/", "print/office/")

    for seat in (stranger.seats["clerk"], stranger.seats["handling"], play.seats["deputy"]):
        sign_in(client, seat=seat)
        found = [client.get(f"/suggestions/conferences/{plan.pk}/{n}").status_code for n in names]
        posted = client.post(f"/suggestions/conferences/{plan.pk}/hold/").status_code
        assert {*found, posted} == {404}


@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_the_list(
    play: Cast, client, count: int, django_assert_num_queries
) -> None:
    plan = plan_of(play)
    put(play, plan, *(journeys.answered(play) for _n in range(count)))
    journeys.answered(play)
    sign_in(client, seat=play.seats["clerk"])
    client.get(reverse("proposals:conference", args=[plan.pk]))

    with django_assert_num_queries(12):
        client.get(reverse("proposals:conference", args=[plan.pk]))
    with django_assert_num_queries(7):
        client.get(reverse("proposals:conference_choose", args=[plan.pk]))
