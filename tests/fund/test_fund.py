"""Micro-projects from the preliminary list to the closed account (A12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from renda.fund import facts as own
from renda.fund.models import FinalList, Payment, Pot, Project
from renda.fund.services import Choice, decide_list, follow, propose, set_pot
from renda.jobs.services import work_off
from renda.kernel import money, time
from renda.kernel.errors import Conflict, Invalid, NotAllowed
from renda.matters import facts as shared
from renda.proceedings.errors import Guarded, NotYours, StepTaken
from renda.proceedings.models import Clock, Event, Proceeding
from renda.records.models import Entry
from renda.waiting.models import Waiting
from tests.factories import set_rule
from tests.fund import funded as f
from tests.proposals import journeys as j

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> j.Cast:
    return j.cast()


def waits(proceeding: Proceeding) -> set[tuple[str, str]]:
    """(step, role or person) of what the desk holds."""
    rows = Waiting.objects.filter(subject=proceeding.pk)
    return {(row.step, row.addressee.partition(":")[2] or row.addressee) for row in rows}


# --- the way ------------------------------------------------------------------------------------


@pytest.mark.mechanism("A12")
def test_from_the_preliminary_list_to_the_closed_account(play: j.Cast) -> None:
    found = f.candidate(play)
    assert (found.state, found.visibility) == ("candidate", "internal")
    assert waits(found) == {("plan", "handler"), ("plan", "undertaker_admin")}

    found = f.step(found, "plan", play.handler, f.plan_facts())
    assert f.project(found).asked == f.fen(120_000)
    assert waits(found) == {("evaluate", "handling_office")}

    found = f.step(found, "evaluate", play.handling, f.evaluate_facts(110_000))
    assert waits(found) == {("choose", "office_clerk"), ("choose", "office_head")}

    found = f.step(found, "choose", play.clerk, f.choose_facts(100_000))
    assert f.project(found).pot.bound == f.fen(100_000)
    assert waits(found) == {("begin", "handler"), ("begin", "undertaker_admin")}
    assert found.next_due_on == time.today() + timedelta(days=90)

    found = f.step(found, "begin", play.handler, f.begin_facts())
    found = f.paid(play, found, 60_000)
    found = f.step(found, "finish", play.handler, f.finish_facts(play))
    assert waits(found) == {("inspect", f"p{play.persons['deputy'].pk}")}

    found = f.step(found, "inspect", play.deputy, f.inspect_facts())
    assert ("accept", "handling_office") in waits(found)
    found = f.step(found, "accept", play.handling, f.accept_facts(play))
    found = f.paid(play, found, "30000.50")
    assert waits(found) == {("settle", "office_clerk"), ("settle", "office_head")}

    found = f.step(found, "settle", play.clerk)

    row = f.project(found)
    assert (found.state, row.granted, row.drawn, row.paid) == ("settled", *[9_000_050] * 3)
    assert (row.pot.bound, row.pot.paid, row.listed) == (9_000_050, 9_000_050, f.fen(100_000))
    assert not Waiting.objects.filter(subject=found.pk).exists()


@pytest.mark.mechanism("A12")
def test_a_plan_is_sent_back_and_an_evaluation_asked_for_again(play: j.Cast) -> None:
    found = f.planned(play)
    reason = shared.Reason(reason="预算缺少安装费")
    found = f.step(found, "send_back_plan", play.handling, reason)
    assert (found.state, f.project(found).asked) == ("candidate", f.fen(120_000))

    found = f.step(found, "plan", play.handler, f.plan_facts(90_000))
    assert [line.amount for line in f.project(found).budget.all()] == [
        f.fen(70_000),
        f.fen(20_000),
    ]
    found = f.step(found, "evaluate", play.handling, f.evaluate_facts(None, "unfit"))
    with pytest.raises(Invalid):
        f.step(found, "choose", play.clerk, f.choose_facts(90_000))

    found = f.step(found, "send_back_evaluation", play.clerk, reason)
    assert (found.state, f.project(found).advice) == ("planned", "")


@pytest.mark.mechanism("A12")
def test_not_chosen_may_be_put_forward_again(play: j.Cast) -> None:
    found = f.evaluated(play)
    matter = f.project(found).matter
    with pytest.raises(Invalid):
        propose(matter, actor=play.clerk, facts=f.candidate_facts())

    facts = own.PassProject(meeting=f.MEETING, decided_on=time.today())
    assert f.step(found, "pass_over", play.clerk, facts).state == "passed"

    propose(matter, actor=play.clerk, facts=f.candidate_facts())
    assert Project.objects.filter(matter=matter, is_live=True).count() == 1
    assert f.pot(play).bound == 0


@pytest.mark.parametrize("make", [f.candidate, f.planned, f.evaluated])
def test_the_office_takes_it_off_the_preliminary_list(play: j.Cast, make: Any) -> None:
    found = make(play)

    found = f.step(found, "withdraw", play.clerk, shared.Reason(reason="已由其他资金解决"))

    assert (found.state, f.project(found).is_live) == ("withdrawn", False)
    assert not Waiting.objects.filter(subject=found.pk).exists()


@pytest.mark.parametrize("seat", ["deputy", "handler", "handling", "vice_chair", "presidium"])
def test_only_the_office_puts_forward_and_sets_the_pot(play: j.Cast, seat: str) -> None:
    f.pot(play)
    matter, actor = j.received(play), getattr(play, seat)
    facts = own.SetPot(year=f.year() + 1, amount=5, basis="年初预算")

    with pytest.raises(NotAllowed):
        propose(matter, actor=actor, facts=f.candidate_facts())
    with pytest.raises(NotAllowed):
        set_pot(play.congress, actor=actor, facts=facts)
    with pytest.raises(NotAllowed):
        decide_list(
            f.pot(play), actor=actor, meeting=f.MEETING, decided_on=time.today(), choices=[]
        )

    assert (Project.objects.count(), Pot.objects.count()) == (0, 1)


def test_only_what_a_unit_handles_and_is_no_secret_is_put_forward(play: j.Cast) -> None:
    f.pot(play)
    early = j.registered(play)
    secret = j.received(play, title="关于内部事项的建议", publication="confidential")

    for matter in (early, secret):
        with pytest.raises(NotAllowed):
            propose(matter, actor=play.clerk, facts=f.candidate_facts())
    with pytest.raises(Invalid) as caught:
        propose(j.received(play), actor=play.clerk, facts=f.candidate_facts(year=f.year() + 1))
    assert list(caught.value.fields) == ["year"]
    assert not Project.objects.exists()


# --- the pot ------------------------------------------------------------------------------------


@pytest.mark.mechanism("A12")
def test_the_pot_is_raised_and_lowered_but_never_below_what_is_bound(play: j.Cast) -> None:
    found = f.chosen(play, 120_000)
    pot = f.project(found).pot

    def to(amount: int, was: int | None) -> Pot:
        facts = own.SetPot(year=pot.year, amount=amount, basis="区政府专题会议纪要")
        return set_pot(play.congress, actor=play.head, facts=facts, was=was)

    assert to(1_500_000, f.fen(1_000_000)).amount == f.fen(1_500_000)
    assert to(120_000, f.fen(1_500_000)).left == 0
    for wrong in (119_999, 120_000):
        with pytest.raises(Invalid) as caught:
            to(wrong, f.fen(120_000))
        assert list(caught.value.fields) == ["amount"]
    for was in (None, f.fen(1_500_000)):
        with pytest.raises(Conflict):
            to(2_000_000, was)

    assert [change.after for change in pot.changes.all()] == [
        f.fen(each) for each in (1_000_000, 1_500_000, 120_000)
    ]
    assert Entry.objects.filter(verb="fund.pot").count() == 3


@pytest.mark.mechanism("A12")
def test_what_exceeds_the_pot_is_refused_and_writes_nothing(play: j.Cast) -> None:
    f.pot(play, 150_000)
    f.chosen(play, 100_000)
    found = f.evaluated(play, 60_000)
    count = Event.objects.count()

    with pytest.raises(Invalid) as caught:
        f.step(found, "choose", play.clerk, f.choose_facts(60_000))

    assert list(caught.value.fields) == ["amount"]
    assert "50,000" in caught.value.message
    assert (Event.objects.count(), f.pot(play).bound) == (count, f.fen(100_000))
    assert f.step(found, "choose", play.clerk, f.choose_facts(50_000)).state == "chosen"
    assert f.pot(play).left == 0


@pytest.mark.mechanism("A12")
def test_the_final_list_is_recorded_in_one_act(play: j.Cast) -> None:
    one, two, three, four = (f.evaluated(play, each) for each in (60_000, 50_000, 40_000, 30_000))

    decide_list(
        f.pot(play),
        actor=play.clerk,
        meeting=f.MEETING,
        decided_on=time.today(),
        choices=[
            Choice(f.project(two), money.parse(45_000)),
            Choice(f.project(one), money.parse(60_000), f.again(one).row_version),
            Choice(f.project(three), None),
        ],
    )

    assert [f.again(each).state for each in (one, two, three, four)] == [
        "chosen",
        "chosen",
        "passed",
        "evaluated",
    ]
    assert f.pot(play).bound == f.fen(105_000)
    listed = FinalList.objects.get()
    assert {each.pk for each in listed.projects.all()} == {one.pk, two.pk}


@pytest.mark.mechanism("A12")
def test_a_list_that_exceeds_the_pot_is_refused_as_a_whole(play: j.Cast) -> None:
    f.pot(play, 100_000)
    one, two = f.evaluated(play, 60_000), f.evaluated(play, 50_000)
    count = Event.objects.count()

    def decide(*choices: Choice) -> None:
        decide_list(
            f.pot(play),
            actor=play.clerk,
            meeting=f.MEETING,
            decided_on=time.today(),
            choices=choices,
        )

    with pytest.raises(Invalid) as caught:
        decide(
            Choice(f.project(one), money.parse(60_000)),
            Choice(f.project(two), money.parse(50_000)),
        )
    assert ("110,000" in caught.value.message, caught.value.fields) == (True, {})
    with pytest.raises(Invalid) as caught:
        decide(
            Choice(f.project(one), money.parse(30_000)),
            Choice(f.project(two), money.parse("50000.01")),
        )
    assert list(caught.value.fields) == [f"p{two.pk}"]
    with pytest.raises(StepTaken):
        decide(Choice(f.project(one), money.parse(30_000), version=1))
    with pytest.raises(Invalid):
        decide()

    assert (Event.objects.count(), f.pot(play).bound) == (count, 0)
    assert not FinalList.objects.exists()


# --- sums of a project --------------------------------------------------------------------------


@pytest.mark.mechanism("A12")
def test_the_sum_is_changed_with_approval_within_the_pot(play: j.Cast) -> None:
    f.pot(play, 150_000)
    found = f.running(play, 120_000)
    asked = own.AskSum(amount=160_000, reason="地下管线迁改,工程量增加")
    grant = own.DecideSum(decision="grant", meeting=f.MEETING)

    found = f.step(found, "ask_change", play.handler, asked)
    assert waits(found) == {("decide_change", "office_head")}
    with pytest.raises(NotYours):
        f.step(found, "decide_change", play.clerk, grant)
    with pytest.raises(Invalid) as caught:
        f.step(found, "decide_change", play.head, grant)
    assert list(caught.value.fields) == ["decision"]
    with pytest.raises(Invalid) as caught:
        f.step(found, "decide_change", play.head, own.DecideSum(decision="refuse"))
    assert list(caught.value.fields) == ["answer"]
    refuse = own.DecideSum(decision="refuse", answer="资金池余额不足")
    found = f.step(found, "decide_change", play.head, refuse)
    assert (found.state, f.project(found).agreed) == ("running", f.fen(120_000))

    later = time.today() + timedelta(days=120)
    asked = own.AskSum(amount=150_000, finish_by=later, reason="地下管线迁改,工程量增加")
    found = f.step(found, "ask_change", play.handler, asked)
    found = f.step(found, "decide_change", play.head, grant)

    row = f.project(found)
    assert (row.agreed, row.granted, row.listed, row.changes) == (
        f.fen(150_000),
        f.fen(150_000),
        f.fen(120_000),
        1,
    )
    assert (found.state, row.finish_by, found.next_due_on) == ("running", later, later)
    assert row.pot.left == 0


def test_a_change_below_what_was_drawn_is_refused(play: j.Cast) -> None:
    found = f.paid(play, f.running(play), 80_000)

    for amount in (79_999, 120_000):
        asked = own.AskSum(amount=amount, reason="工程量减少")
        with pytest.raises(Invalid) as caught:
            f.step(found, "ask_change", play.handler, asked)
        assert list(caught.value.fields) == ["amount"]

    found = f.step(
        found, "ask_change", play.handler, own.AskSum(amount=90_000, reason="工程量减少")
    )
    found = f.paid(play, found, 15_000)
    with pytest.raises(Invalid):
        f.step(found, "decide_change", play.head, own.DecideSum(decision="grant"))
    assert f.project(found).granted == f.fen(120_000)


@pytest.mark.mechanism("A12")
def test_a_payment_counts_once_a_second_person_has_confirmed_it(play: j.Cast) -> None:
    found = f.running(play)
    found = f.step(found, "pay", play.handler, f.pay_facts(play, 50_000))
    row = f.project(found)
    assert (row.drawn, row.paid, row.pot.paid) == (f.fen(50_000), 0, 0)
    assert {step for step, _role in waits(found)} == {"confirm_payment", "finish"}
    assert Clock.objects.filter(proceeding=found, name="confirm", stopped_at=None).count() == 1

    with pytest.raises(NotYours):
        f.step(found, "confirm_payment", play.handler)
    found = f.step(found, "confirm_payment", play.signer)

    row = f.project(found)
    assert (row.drawn, row.paid, row.pot.paid) == (*[f.fen(50_000)] * 3,)
    payment = Payment.objects.get()
    assert (payment.recorded_name, payment.confirmed_name) == ("林涛", "马局长")

    found = f.step(found, "strike_payment", play.clerk, shared.Reason(reason="凭证重复"))
    row = f.project(found)
    assert (row.drawn, row.paid, row.pot.paid) == (0, 0, 0)


def test_nobody_confirms_what_he_recorded_on_another_seat(play: j.Cast) -> None:
    found = f.step(f.running(play), "pay", play.handler, f.pay_facts(play))
    Payment.objects.update(recorded_by=play.unit_admin.account_id)

    with pytest.raises(NotAllowed):
        f.step(found, "confirm_payment", play.unit_admin)

    assert Payment.objects.get().state == "recorded"


def test_payments_stay_within_the_project_and_a_voucher_counts_once(play: j.Cast) -> None:
    found = f.paid(play, f.running(play), 100_000, voucher="财-1")
    count = Event.objects.count()

    for values, field in (
        ({"amount": "20000.01"}, "amount"),
        ({"voucher": "财-1"}, "voucher"),
        ({"paid_on": time.today() + timedelta(days=1)}, "paid_on"),
    ):
        with pytest.raises(Invalid) as caught:
            f.step(found, "pay", play.handler, f.pay_facts(play, **{"amount": 5, **values}))
        assert list(caught.value.fields) == [field]
    assert Event.objects.count() == count

    found = f.step(found, "pay", play.handler, f.pay_facts(play, 20_000))
    found = f.step(found, "return_payment", play.signer, shared.Reason(reason="收款人写错"))
    assert f.project(found).open_sum == f.fen(20_000)
    assert Payment.objects.get(state="struck").struck_why == "收款人写错"


def test_no_project_is_larger_than_the_local_rule(play: j.Cast) -> None:
    set_rule(play.congress, "fund.project_limit", 10)
    found = f.candidate(play)

    with pytest.raises(Invalid) as caught:
        f.step(found, "plan", play.handler, f.plan_facts(100_001))
    assert list(caught.value.fields) == ["budget"]

    found = f.step(found, "plan", play.handler, f.plan_facts(100_000))
    with pytest.raises(Invalid) as caught:
        f.step(found, "evaluate", play.handling, f.evaluate_facts(100_001))
    assert list(caught.value.fields) == ["amount"]


# --- acceptance and end -------------------------------------------------------------------------


@pytest.mark.mechanism("A12")
def test_it_is_accepted_after_the_deputy_has_seen_it(play: j.Cast) -> None:
    found = f.finished(play)
    with pytest.raises(Guarded):
        f.step(found, "accept", play.handling, f.accept_facts(play))

    lacking = f.inspect_facts("lacking", "有三盏灯不亮")
    found = f.step(found, "inspect", play.deputy, lacking)
    with pytest.raises(Guarded):
        f.step(found, "accept", play.handling, f.accept_facts(play))
    found = f.step(found, "rework", play.clerk, shared.Reason(reason="三盏灯不亮"))
    row = f.project(found)
    assert (found.state, row.verdict, row.finished_on) == ("running", "", None)
    assert found.next_due_on == row.finish_by

    found = f.step(found, "finish", play.handler, f.finish_facts(play))
    Clock.objects.filter(name="accept").update(due_on=time.today() - timedelta(days=1))
    facts = f.accept_facts(play, play.clerk)
    assert f.step(found, "accept", play.clerk, facts).state == "accepted"


def test_the_account_is_closed_when_no_payment_waits_and_opened_again(play: j.Cast) -> None:
    f.pot(play, 150_000)
    found = f.accepted(play)
    found = f.step(found, "pay", play.handler, f.pay_facts(play, 100_000))
    with pytest.raises(Guarded):
        f.step(found, "settle", play.clerk)
    found = f.step(found, "confirm_payment", play.signer)
    found = f.step(found, "settle", play.clerk)
    assert f.project(found).pot.left == f.fen(50_000)

    other = f.chosen(play, 40_000)
    with pytest.raises(Invalid) as caught:
        f.step(found, "reopen", play.head, shared.Reason(reason="质保金未付"))
    assert list(caught.value.fields) == ["reason"]
    f.step(other, "end", play.head, shared.Reason(reason="改由街道实施"))
    found = f.step(found, "reopen", play.head, shared.Reason(reason="质保金未付"))

    assert (found.state, f.project(found).granted, found.closed_at) == (
        "accepted",
        f.fen(120_000),
        None,
    )


@pytest.mark.mechanism("A12")
def test_what_ends_early_gives_back_what_was_not_drawn(play: j.Cast) -> None:
    found = f.paid(play, f.running(play), 30_000)

    found = f.step(found, "end", play.head, shared.Reason(reason="场地被征收"))

    row = f.project(found)
    assert (found.state, row.granted, row.pot.bound, row.pot.paid) == (
        "ended",
        *[f.fen(30_000)] * 3,
    )
    assert not Waiting.objects.filter(subject=found.pk).exists()


@pytest.mark.parametrize("make", [f.candidate, f.evaluated, f.running])
def test_it_ends_with_a_suggestion_that_is_void(play: j.Cast, make: Any) -> None:
    found = make(play)

    j.take(f.project(found).matter, "void", play.head, shared.Reason(reason="重复录入。"))
    work_off()

    assert (f.again(found).state, f.project(found).pot.bound) == ("ended", 0)


# --- engine -------------------------------------------------------------------------------------


def test_two_at_once_one_wins(play: j.Cast) -> None:
    found = f.evaluated(play)
    stale = f.again(found).row_version
    f.step(found, "choose", play.clerk, f.choose_facts())

    with pytest.raises(StepTaken):
        f.step(found, "choose", play.second_clerk, f.choose_facts(), version=stale)


def test_the_same_request_again_answers_the_same(play: j.Cast) -> None:
    found = f.running(play)
    facts = f.pay_facts(play, 10_000)
    for _twice in range(2):
        f.step(found, "pay", play.handler, facts, key="k1")

    assert (Payment.objects.count(), f.project(found).drawn) == (1, f.fen(10_000))


@pytest.mark.mechanism("A12")
def test_it_is_public_on_the_final_list_when_the_suggestion_is(play: j.Cast) -> None:
    found = f.evaluated(play)
    matter = f.project(found).matter
    Proceeding.objects.filter(pk=matter.pk).update(visibility="public")
    follow(j.again(matter))
    assert f.again(found).visibility == "internal"

    found = f.step(found, "choose", play.clerk, f.choose_facts())
    assert found.visibility == "public"
    Proceeding.objects.filter(pk=matter.pk).update(visibility="confidential")
    follow(j.again(matter))
    assert f.again(found).visibility == "confidential"


def test_numbers_of_persons_are_refused_where_the_public_reads(play: j.Cast) -> None:
    f.pot(play)
    for field in ("name", "place"):
        facts, matter = f.candidate_facts(**{field: "联系张师傅 13912345678"}), j.received(play)
        with pytest.raises(Invalid) as caught:
            propose(matter, actor=play.clerk, facts=facts)
        assert list(caught.value.fields) == [field]
    found = f.candidate(play)
    plan = f.plan_facts(beneficiaries="李大爷 13912345678")
    with pytest.raises(Invalid) as caught:
        f.step(found, "plan", play.handler, plan)
    assert list(caught.value.fields) == ["beneficiaries"]
