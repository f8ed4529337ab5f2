"""The closed loop walked in the browser: each role at its own screen, at the desk's size with
scripts, and on a phone without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from renda.matters.models import Assignment, Evaluation, Reply
from renda.people.models import Membership
from renda.proceedings.models import Proceeding
from renda.proposals import facts as own
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.people import Person
from tests.factories import actor_of, make_body, make_mandate, make_person, make_seat, make_session
from tests.proposals import journeys
from tests.proposals.journeys import Cast, again, take

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.mechanism("A1", "A2", "A3", "A5", "A14", "A15", "K1"),
]

SCREENS = pytest.mark.parametrize(
    ("size", "scripts"), [(DESKTOP, True), (PHONE, False)], ids=["desk", "phone"]
)
DRAFT = {
    "title": "关于在柳溪路沿线增设适老化公交站台的建议",
    "facts": "柳溪路沿线八处公交站台没有座椅和坡道,老人上下车不便。",
    "analysis": "站台建成较早,没有按照适老化标准设计。",
    "proposal": "请交通运输部门今年内改造柳溪路的八处站台。",
    "may_publish": "yes",
}
NOTHING_DONE = "我局高度重视,将在今后的工作中认真研究您提出的建议。"
DONE = "八处站台已在三月底前全部改造完毕,加装了坐凳、扶手和坡道,请代表视察。"

Seated = Callable[..., Person]


@pytest.fixture
def seated(visit, size, scripts) -> Seated:
    """Whoever holds a seat of the cast, at his own screen."""

    def sit(play: Cast, name: str, proceeding: Proceeding | None = None) -> Person:
        page = visit("/desk/", seat=play.seats[name], size=size, scripts=scripts)
        return Person(page, proceeding)

    return sit


def talk(play: Cast) -> dict[str, object]:
    happened = timezone.localtime() - timedelta(hours=2)
    return {
        "way": "visit",
        "happened_at": f"{happened:%Y-%m-%dT%H:%M}",
        "person": play.persons["deputy"].pk,
        "who": "林涛(科长)",
        "summary": "当面听取了意见,逐站看过。",
    }


def in_days(count: int) -> str:
    return f"{timezone.localdate() + timedelta(days=count):%Y-%m-%d}"


@SCREENS
def test_from_the_draft_through_a_second_handling_to_the_public_page(
    visit, seated, size, scripts
) -> None:
    play = journeys.cast()
    meeting = make_body(congress=play.congress, kind="chairpersons", name="主任会议")
    named = {"post": "副主任", "since": date(2026, 1, 5)}
    Membership.objects.create(person=play.persons["vice_chair"], body=meeting, **named)
    names = ("deputy", "cosigner", "clerk", "head", "vice_chair", "committee", "handling")
    names += ("handler", "unit_admin", "joint_handler", "signer")
    people = {name: seated(play, name) for name in names}
    deputy, clerk, handling = people["deputy"], people["clerk"], people["handling"]
    handler, signer, joint = people["handler"], people["signer"], people["joint_handler"]

    # Draft and co-sign.
    deputy.goes("/suggestions/new/")
    deputy.fills(**DRAFT)
    deputy.presses(deputy.page.locator('button[name="_next"]'))
    p = Proceeding.objects.get()
    for each in people.values():
        each.proceeding = p
    deputy.may("invite", persons=[play.persons["cosigner"].pk])
    people["cosigner"].does("sign")
    deputy.may("submit", read_findings=True)

    # Register, ask for units, fix them, assign.
    watched = {
        "committee": play.committee.pk,
        "supervisor": play.persons["vice_chair"].pk,
    }
    clerk.does("register", field="urban", publication="yes", **watched)
    clerk.may("ask_proposal", handling_office=play.office.pk)
    handling.does("propose", lead=play.unit.pk, joint=[play.joint.pk])
    deputy.does("answer_proposal", agrees="yes")
    clerk.does("dispatch", handling_office=play.office.pk)
    handling.does("assign", lead=play.unit.pk, joint=[play.joint.pk])

    # Hand back in vain, receive, ask the joint unit, talk with the deputy.
    handler.may("hand_back", reason="站台由公交公司管养,不属于我局职责。")
    handling.does("decide_hand_back", decision="refuse", remark="行业主管是你局。")
    people["unit_admin"].does("receive", handler_name="林涛")
    joint.does("receive", handler_name="钱会")
    joint.does("give_opinion", opinion="改造资金可从城市维护费中安排。")
    handler.does("first_contact", **talk(play))
    deputy.does("answer_contact", is_right="yes")
    handler.may("ask_extension", until=in_days(120), reason="需要等专项资金批复后才能施工。")
    clerk.does("decide_extension", decision="refuse", answer="请按期答复。")
    handler.may("progress", text="改造方案已经完成,正在报批。")
    for name in ("vice_chair", "committee"):
        people[name].may("urge", text="请抓紧办理,月底前答复代表。")
    assert p.events.filter(step="urge").count() == 2

    # Reply: returned once by the leader, signed, class confirmed, straight to the deputy.
    promise = {
        "commitments__0__what": "改造八处站台",
        "commitments__0__amount": "8处",
        "commitments__0__owner": "公交管理科",
        "commitments__0__due_on": in_days(365),
    }
    reply = {"text": NOTHING_DONE, "document_number": "清交函〔2026〕17号", **promise}
    handler.does("submit_reply", outcome_class="B", **reply)
    signer.may("return_reply", reason="没有说清哪八处。")
    handler.does("submit_reply", outcome_class="B", **reply)
    signer.does("sign_reply")
    deputy.opens()
    assert not deputy.sees(NOTHING_DONE)
    handling.does("confirm_class", outcome_class="B")
    deputy.does("open_reply")
    assert deputy.sees(NOTHING_DONE)
    grades = {"process_grade": "satisfied", "result_grade": "dissatisfied"}
    deputy.does("evaluate", comment="只说研究,没有做。", **grades)
    assert (
        people["cosigner"].waited_for("open_reply")
        == Evaluation.objects.filter(person=play.persons["cosigner"], state="sent").exists()
    )

    # Handled again, done this time, and graded anew.
    assert again(p).state == "rehandling"
    handling.does("reassign", lead=play.unit.pk, joint=[play.joint.pk])
    handler.does("receive", handler_name="林涛")
    joint.does("receive", handler_name="钱会")
    joint.does("give_opinion", opinion="资金已于二月全部拨付到位。")
    handler.does("first_contact", **talk(play))
    deputy.does("answer_contact", is_right="no", answer="来的是另一位同志,不是科长。")
    handler.does("submit_reply", outcome_class="A", text=DONE, document_number="清交函〔2026〕98号")
    signer.does("sign_reply", remark="同意。")
    handling.does("confirm_class", outcome_class="A")
    deputy.does("open_reply")
    deputy.does("evaluate", process_grade="satisfied", result_grade="satisfied")
    assert (again(p).state, again(p).outcome) == ("concluded", "satisfied")
    assert Reply.objects.count() == 2

    # Put forward, approved by the leader, read by anybody.
    clerk.may("propose_publication", checked=True)
    people["head"].does("publish")
    reader = visit(f"/{play.congress.slug}/suggestions/", size=size, scripts=scripts)
    Person(reader).presses(reader.locator("a.ttl").first)
    words = reader.inner_text("body")
    assert (DRAFT["title"] in words, DONE in words) == (True, True)


@SCREENS
@pytest.mark.statute("MOT-1", "MOT-7")
def test_in_session_a_motion_goes_by_group_committee_and_presidium(seated) -> None:
    play = journeys.cast()
    make_session(term=play.term, state="open", opens_on=date(2026, 1, 5))
    for name, role in (("group", "motions_group"), ("motions", "motions_committee")):
        play.seats[name] = make_seat(congress=play.congress, role=role, name=name)
    p = journeys.drafted(play, form="motion", title="关于修改本级预算审查办法的议案")
    movers = []
    for n in range(9):
        person = make_person(congress=play.congress, name=f"联名{n}")
        mandate = make_mandate(person=person, term=play.term)
        named = {"name": person.name, "person": person, "mandate": mandate}
        movers.append((person.pk, make_seat(congress=play.congress, role="deputy", **named)))
    take(p, "invite", play.deputy, own.Invite(persons=[person for person, _ in movers]))
    for _, seat in movers:
        take(p, "sign", actor_of(seat=seat))

    seated(play, "deputy", p).may("submit", read_findings=True)
    seated(play, "group", p).does("register_motion", field="finance", publication="yes")
    seated(play, "motions", p).does("examine", opinion="建议作为建议办理。")
    presidium = seated(play, "presidium", p)
    presidium.does("decide_motion", decision="suggestion", reason="主席团审议决定。")

    p = again(p)
    assert (p.state, p.suggestion.form) == ("screened", "suggestion")


@SCREENS
@pytest.mark.statute("SUG-2")
def test_a_liaison_enters_from_paper_and_two_clerks_enter_the_grades(seated) -> None:
    play = journeys.cast()
    station = make_body(congress=play.congress, kind="station", name="柳溪联络站")
    play.seats["liaison"] = make_seat(
        congress=play.congress, role="liaison", name="周进", body=station
    )

    # The deputy's handwriting becomes a suggestion at the station.
    liaison = seated(play, "liaison")
    liaison.goes("/suggestions/new/")
    liaison.fills(deputy=play.persons["deputy"].mandates.get().pk, **DRAFT)
    liaison.presses(liaison.page.locator('button[name="_next"]'))
    liaison.proceeding = Proceeding.objects.get()
    liaison.may("submit", read_findings=True)
    assert again(liaison.proceeding).suggestion.entered_by == "周进"

    # The paper form comes back to the office: entered blind by two, after a call.
    p = journeys.replied(play, title="关于老旧小区加装电梯资金补助的建议")
    clerk, second = seated(play, "clerk", p), seated(play, "second_clerk", p)
    clerk.goes("/desk/calls/")
    assert clerk.sees("陶建民")
    clerk.may("call", result="代表说表格已经寄回。")
    grades = {"process_grade": "satisfied", "result_grade": "basically"}
    clerk.may("enter_paper", **grades)
    second.does("enter_paper_again", **grades)

    row = Evaluation.objects.get()
    assert (row.state, row.channel, again(p).outcome) == ("given", "paper", "basically")


@SCREENS
def test_what_went_wrong_is_put_right(seated) -> None:
    play = journeys.cast()
    deputy, clerk, head = (seated(play, name) for name in ("deputy", "clerk", "head"))
    handling = seated(play, "handling")

    # Returned with a reason, revised under the same number.
    p = deputy.proceeding = clerk.proceeding = journeys.submitted(play)
    clerk.may("return", reason="请补充具体地点。")
    deputy.does("revise")
    deputy.may("submit", read_findings=True)
    assert again(p).state == "submitted"

    # A wrong unit is taken out and another named.
    p = handling.proceeding = journeys.assigned(play)
    handling.may("withdraw_assignment", reason="分错了单位。")
    handling.does("assign", lead=play.joint.pk)
    assert [*Assignment.objects.exclude(state="withdrawn").values_list("body", flat=True)] == [
        play.joint.pk
    ]

    # The deputy withdraws one; the head declares another void.
    p = deputy.proceeding = journeys.dispatched(play)
    deputy.may("withdraw", reason="区里已经做了。")
    assert again(p).state == "withdrawn"
    p = head.proceeding = journeys.dispatched(play)
    head.may("void", reason="重复录入。")
    assert again(p).state == "voided"
