"""Real cases, in our own words with their figures, played through the services.

Each names its source file of the real input; days are moved to years with a known calendar.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from renda.kernel import time
from renda.matters import facts as shared
from renda.matters.models import Commitment, Evaluation
from renda.proceedings.errors import Guarded
from renda.proceedings.models import Clock
from renda.proposals import facts as own
from renda.proposals import pages
from tests import factories
from tests.proposals.journeys import again, assigned, cast, drafted, reply_facts, take

pytestmark = pytest.mark.django_db


def delivered(proceeding, play, reply: shared.SubmitReply) -> None:
    """From receipt to delivery; the class stays as the unit proposed it."""
    take(proceeding, "receive", play.handler, shared.Receive(handler_name="林涛"))
    talk = shared.StateContact(
        way="phone",
        happened_at=time.now() - timedelta(minutes=5),
        person=play.persons["deputy"].pk,
        who="林涛",
        summary="电话汇报了办理情况,征求了对结果的意见。",
    )
    take(proceeding, "first_contact", play.handler, talk)
    take(proceeding, "submit_reply", play.handler, reply)
    take(proceeding, "sign_reply", play.signer, shared.SignReply())
    facts = shared.ConfirmClass(outcome_class=reply.outcome_class)
    take(proceeding, "confirm_class", play.handling, facts)


@pytest.mark.statute("SUG-14")
def test_ten_deputies_signed_and_each_gets_the_reply_and_grades_it_himself() -> None:
    """reply_a_ten_cosigners: ten deputies ask for more buses; the reply is class A."""
    play = cast()
    others = []
    for number in range(9):
        person = factories.make_person(congress=play.congress, name=f"联名代表{number}")
        mandate = factories.make_mandate(person=person, term=play.term)
        others.append(
            factories.make_actor(
                congress=play.congress, role="deputy", person=person, mandate=mandate
            )
        )
    proceeding = drafted(play, title="关于增设市区公交车班次或学生专线车的建议")
    invite = own.Invite(persons=[actor.person_id for actor in others])
    take(proceeding, "invite", play.deputy, invite)
    for actor in others:
        take(proceeding, "sign", actor)
    take(proceeding, "submit", play.deputy, own.SubmitDraft(read_findings=True))
    take(proceeding, "register", play.clerk, own.Register(field="urban", publication="yes"))
    take(proceeding, "dispatch", play.clerk, shared.Dispatch(handling_office=play.office.pk))
    take(proceeding, "assign", play.handling, shared.Assign(lead=play.unit.pk))

    text = "四个高峰时段平均三至五分钟一班;已开通个旧中学晚自习学生专线车。"
    delivered(proceeding, play, reply_facts(text=text))

    rows = Evaluation.objects.filter(proceeding=proceeding)
    assert sorted(rows.values_list("person_id", flat=True)) == sorted(
        [play.persons["deputy"].pk, *(actor.person_id for actor in others)]
    )
    assert set(rows.values_list("process_grade", "result_grade", "state")) == {("", "", "sent")}
    assert [e.person for e in rows.filter(is_lead=True)] == [play.persons["deputy"]]


@pytest.mark.mechanism("A10")
@pytest.mark.parametrize("outcome", ["B", "C"])
def test_a_plan_without_a_day_is_no_reply(outcome: str) -> None:
    """reply_plan_without_date: a line opens "when the new road is in use", no day is said."""
    text = "小区两侧道路条件限制,暂未通公交;周边公路有新改建计划,新路投用时同步开线。"

    with pytest.raises(ValidationError):
        reply_facts(outcome_class=outcome, text=text)
    with pytest.raises(ValidationError):
        reply_facts(
            outcome_class=outcome,
            text=text,
            commitments=[{"what": "新路投用时同步开线", "owner": "区交通运输局"}],
        )


@pytest.mark.mechanism("A10")
def test_a_promise_that_hangs_on_a_road_has_the_day_on_which_it_is_reviewed() -> None:
    """reply_plan_without_date, as it has to be written here."""
    play = cast()
    proceeding = assigned(play, title="关于解决凤鸣水岸小区居民公交出行问题的建议")
    promise = {
        "what": "新路投用时同步开通公交线路",
        "owner": "区交通运输局",
        "condition": "井口片区两条公路改建完工",
        "review_on": date(2027, 12, 31),
    }

    delivered(proceeding, play, reply_facts(outcome_class="C", commitments=[promise]))

    kept = Commitment.objects.get(proceeding=proceeding)
    assert (kept.condition, kept.review_on) == ("井口片区两条公路改建完工", date(2027, 12, 31))
    assert (kept.due_on, kept.state, kept.body) == (None, "open", play.unit)


@pytest.mark.mechanism("A10")
def test_figures_of_a_promise_can_be_followed() -> None:
    """reply_charging: 275 sets stand, 50 of them new in 5 quarters; more are promised."""
    play = cast()
    proceeding = assigned(play, title="关于在我县各小区建设电动车充电桩的建议")
    promise = {
        "what": "在未架设充电桩的小区增设充电桩",
        "amount": "50套",
        "owner": "县住建局",
        "due_on": date(2027, 6, 30),
    }

    delivered(proceeding, play, reply_facts(outcome_class="B", commitments=[promise]))

    assert list(Commitment.objects.values_list("amount", "due_on")) == [("50套", date(2027, 6, 30))]
    assert again(proceeding).suggestion.outcome_class == "B"


@pytest.mark.mechanism("A14")
def test_words_of_the_other_assembly_are_found_in_a_draft() -> None:
    """reply_charging and reply_timeline: 提案 and 委员 where it is 建议 and 代表."""
    play = cast()
    right = drafted(play)
    wrong = drafted(play, facts="委员们多次就小区充电桩建设提出提案,至今没有结果。")

    def bad(proceeding) -> int:
        return sum(not finding.is_fine for finding in pages.findings(proceeding))

    assert bad(wrong) > bad(right)


@pytest.mark.statute("SUG-4")
def test_a_reply_after_87_days_is_in_time_and_silence_is_no_grade(time_machine_at) -> None:
    """suggestion_and_reply_school: assigned on 9 February, answered on 7 May, never graded."""
    play = cast()
    time_machine_at("2026-02-09T10:00:00+08:00")
    proceeding = assigned(play, title="关于都龙镇集镇中心小学另址新建搬迁的建议")
    clock = Clock.objects.get(proceeding=proceeding, name="reply")
    assert clock.started_on == date(2026, 2, 9)

    time_machine_at("2026-05-07T16:00:00+08:00")
    promise = {
        "what": "完成选址并上报项目",
        "owner": "县教育局",
        "condition": "项目获批",
        "review_on": date(2026, 12, 31),
    }
    delivered(proceeding, play, reply_facts(outcome_class="C", commitments=[promise]))

    clock.refresh_from_db()
    assert (date(2026, 5, 7) - clock.started_on).days == 87
    assert clock.late_days == 0
    with pytest.raises(Guarded):
        take(proceeding, "close_unanswered", play.clerk, shared.Reason(reason="代表一直没有反馈"))

    time_machine_at("2026-12-01T09:00:00+08:00")
    take(proceeding, "close_unanswered", play.clerk, shared.Reason(reason="代表一直没有反馈"))
    found = again(proceeding)
    assert (found.state, found.outcome) == ("concluded", "unevaluated")
    assert list(Evaluation.objects.values_list("state", "process_grade", "result_grade")) == [
        ("missed", "", "")
    ]


def test_a_title_that_says_motion_stays_what_its_deputy_chose() -> None:
    """reply_class_a: headed 议案, worded 建议; here the kind is chosen, never guessed."""
    play = cast()
    proceeding = assigned(play, title="关于开通钱粮湖镇公交车线路的建议")
    delivered(
        proceeding,
        play,
        reply_facts(
            document_number="钱汽发〔2020〕11号",
            text="招标采购22台新能源公交车,开通镇区内2条线路,配套工作办结。",
        ),
    )

    found = again(proceeding)
    assert (found.suggestion.form, found.state) == ("suggestion", "replied")
    assert found.suggestion.outcome_class == "A"
