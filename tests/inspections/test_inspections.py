"""Inspections from the plan to the last answer (A4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from renda.inspections import facts as own
from renda.inspections import queries
from renda.inspections.models import Inspection, Question
from renda.inspections.services import plan
from renda.kernel import time
from renda.kernel.errors import Invalid, NotAllowed
from renda.matters import facts as shared
from renda.proceedings.errors import Guarded, NotYours, StepTaken
from renda.proceedings.models import Event
from renda.waiting.models import Waiting
from tests.api.conftest import Api, problem_of
from tests.inspections import inspected as i
from tests.proposals import journeys as j
from tests.proposals.pages import browser
from tests.proposals.pages import page as suggestion_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> j.Cast:
    return j.cast()


@pytest.mark.mechanism("A4")
def test_from_the_plan_to_the_last_answer(play: j.Cast) -> None:
    first = j.received(play, title="关于整治河道的建议")
    second = j.evaluated(play, title="关于绿化街道的建议")
    found = i.owed(play, first, second)
    due = time.today() + timedelta(days=7)
    assert (found.state, found.next_due_on) == ("held", due)
    waiting = Waiting.objects.filter(subject=found.pk, step="answer")
    assert {(row.addressee, row.due_on) for row in waiting} == {
        (f"b{play.unit.pk}:handler", due),
        (f"b{play.unit.pk}:undertaker_admin", due),
    }
    with pytest.raises(Guarded):
        i.step(found, "conclude", play.clerk, own.Conclude(text="还有问题没有回答完。"))

    found = i.step(found, "record", play.clerk, own.Record(**i.asked(question="树种了多少棵?")))
    found = i.step(found, "answer", play.handler, own.Answer(text="河道清淤已经完成一半。"))
    assert found.next_due_on is None
    found = i.step(found, "send_back", play.clerk, own.SendBack(reason="没有说明期限", due_on=due))
    found = i.step(found, "answer", play.unit_admin, own.Answer(text="八月底前全部完成清淤。"))
    found = i.step(found, "accept", play.head)
    found = i.step(found, "conclude", play.clerk, own.Conclude(text="两件建议都有了明确答复。"))

    assert found.state == "concluded"
    rows = Question.objects.order_by("id")
    assert [(row.matter_id, row.state, row.later) for row in rows] == [
        (first.pk, "settled", "八月底前全部完成清淤。"),
        (second.pk, "answered", ""),
    ]
    assert not Waiting.objects.filter(subject=found.pk).exists()


@pytest.mark.mechanism("A4")
def test_questions_and_answers_stand_with_the_suggestion(play: j.Cast) -> None:
    matter = j.received(play, title="关于整治河道的建议")
    i.owed(play, matter)

    for seat in ("clerk", "handler", "deputy"):
        html = suggestion_page(browser(play, seat), matter)
        assert "六个站台什么时候能全部改完?" in html
        assert "马局长" in html
    # The handling office is no party of the inspection.
    assert "马局长" not in suggestion_page(browser(play, "handling"), matter)


def test_a_unit_reads_its_own_questions_only(play: j.Cast) -> None:
    own_one = j.received(play, title="关于整治河道的建议")
    other = j.received(play, title="关于增加路灯的建议")
    found = i.planned(play, own_one, other)
    Question.objects.filter(matter=other).update(body=play.joint)
    i.step(found, "announce", play.clerk, own.Announce(text="请负责人到场回答。"))

    def titles(seat: str) -> list[str]:
        return [row.matter.title for row in queries.questions(getattr(play, seat))]

    assert titles("clerk") == ["关于整治河道的建议", "关于增加路灯的建议"]
    assert titles("handler") == ["关于整治河道的建议"]
    # The joint unit is told of an inspection, but has no sight of the suggestion itself.
    assert titles("joint_handler") == []
    html = browser(play, "handler").get(
        reverse("inspections:detail", kwargs={"public_id": found.public_id})
    )
    assert "路灯" not in html.content.decode()


def test_who_sees_it(play: j.Cast) -> None:
    matter = j.received(play)
    found = i.planned(play, matter)
    url = reverse("inspections:detail", kwargs={"public_id": found.public_id})
    assert browser(play, "handler").get(url).status_code == 404

    i.step(found, "announce", play.clerk, own.Announce(text="请负责人到场回答。"))

    for seat in ("clerk", "head", "presidium", "vice_chair", "handler", "deputy"):
        assert browser(play, seat).get(url).status_code == 200, seat
    for seat in ("joint_handler", "cosigner", "handling", "committee"):
        assert browser(play, seat).get(url).status_code == 404, seat
    assert browser(j.cast(), "clerk").get(url).status_code == 404


def test_refusals_write_nothing(play: j.Cast) -> None:
    matter = j.received(play)
    secret = j.registered(play, title="关于保密的建议", publication="confidential")
    yesterday = time.today() - timedelta(days=1)
    for matters, values in (
        ([], {}),
        ([secret], {}),
        ([j.submitted(play, title="关于增加路灯的建议")], {}),
        ([matter], {"held_on": yesterday}),
    ):
        with pytest.raises(Invalid):
            plan(matters, actor=play.clerk, facts=i.plan_facts(**values))
    for seat in ("handler", "deputy", "vice_chair", "handling"):
        with pytest.raises(NotAllowed):
            plan([matter], actor=getattr(play, seat), facts=i.plan_facts())
    assert not Inspection.objects.exists()

    found = i.held(play, matter)
    count = Event.objects.count()
    facts = own.RecordOwed(**i.asked(due_on=yesterday))
    with pytest.raises(Invalid):
        i.step(found, "record_owed", play.clerk, facts)
    with pytest.raises(NotYours):
        i.step(found, "record", play.handler, own.Record(**i.asked()))
    i.step(found, "record_owed", play.clerk, own.RecordOwed(**i.asked(due_on=time.today())))
    with pytest.raises(NotYours):
        i.step(found, "answer", play.joint_handler, own.Answer(text="我们来回答这个问题。"))
    assert Event.objects.count() == count + 1


def test_two_at_once_one_wins(play: j.Cast) -> None:
    found = i.announced(play, j.received(play))
    i.step(found, "cancel", play.clerk, shared.Reason(reason="改期另行通知"))

    with pytest.raises(StepTaken):
        i.step(found, "hold", play.second_clerk, own.Hold(held_on=time.today(), deputies="陶建民"))


@pytest.mark.mechanism("A4")
def test_the_agenda_is_ticked_in_the_figures(play: j.Cast) -> None:
    matter = j.rehandling(play, title="关于停车难的建议")
    client = browser(play, "clerk")
    records = client.get(reverse("reports:records") + "?figure=last_dissatisfied&year=")
    assert str(matter.public_id) in records.content.decode()
    url = f"{reverse('inspections:new')}?matter={matter.public_id}"
    page = client.get(url)
    assert "关于停车难的建议" in page.content.decode()

    fields = {
        "title": "停车难专题视察",
        "held_on": "",
        "place": "柳溪街道",
        "led_by": "邵敏",
        "matter": [str(matter.public_id)],
        "_key": "k1",
    }
    wrong = client.post(url, fields)
    assert (wrong.status_code, Inspection.objects.count()) == (422, 0)
    assert "停车难专题视察" in wrong.content.decode()
    fields["held_on"] = f"{time.today():%Y-%m-%d}"
    sent = [client.post(url, fields) for _twice in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert sent[0]["Location"] == sent[1]["Location"]
    assert Question.objects.get().matter_id == matter.pk
    assert browser(play, "handler").get(url).status_code == 404


@pytest.mark.mechanism("A4")
def test_the_interface_does_the_same(play: j.Cast) -> None:
    matter = j.received(play)
    api = Api(play.seats["clerk"])
    body = {
        **i.plan_facts().model_dump(mode="json"),
        "suggestions": [str(matter.public_id)],
    }

    made = api.post("inspections", body)

    assert made.status_code == 201, made.content
    (line,) = api.get("inspections?state=planned").json()["items"]
    one = api.get(f"inspections/{line['id']}").json()
    assert [question["suggestion"] for question in one["questions"]] == [str(matter.public_id)]
    step = api.post(f"proceedings/{line['id']}/steps/announce", {"text": "请负责人到场回答。"})
    assert step.status_code == 200, step.content
    assert Api(play.seats["handler"]).get(f"inspections/{line['id']}").status_code == 200
    problem_of(Api(j.cast().seats["clerk"]).get(f"inspections/{line['id']}"), 404)
    problem_of(Api(j.cast().seats["clerk"]).post("inspections", body), 404)
    problem_of(api.post("inspections", {**body, "held_on": "2020-01-01"}), 422)


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_the_pages(play: j.Cast, count: int, django_assert_num_queries: Any) -> None:
    matters = [j.received(play) for _number in range(count)]
    for matter in matters:
        i.announced(play, matter)
    found = i.announced(play, *matters)
    client = browser(play, "clerk")
    for url, statements in (
        (reverse("inspections:list"), LIST_STATEMENTS),
        (
            reverse("inspections:detail", kwargs={"public_id": found.public_id}),
            PAGE_STATEMENTS,
        ),
    ):
        client.get(url)
        with django_assert_num_queries(statements):
            assert client.get(url).status_code == 200


LIST_STATEMENTS = 5
PAGE_STATEMENTS = 9
