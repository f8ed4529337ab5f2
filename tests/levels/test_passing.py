"""A suggestion is passed up, handled on the level above and comes back as an answer (K4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from renda.jobs.services import work_off
from renda.kernel import time
from renda.kernel.errors import Invalid, NotAllowed
from renda.levels import facts as own
from renda.levels.models import FromBelow, PassedUp
from renda.levels.services import pass_up, relay
from renda.matters import facts as shared
from renda.proceedings.errors import NotYours, StepTaken
from renda.proceedings.models import Event, Proceeding
from renda.records.models import Record
from renda.waiting.models import Waiting
from tests.api.conftest import Api
from tests.factories import sign_in
from tests.levels import passing as p
from tests.proposals import journeys as j
from tests.proposals.pages import page as suggestion_page

pytestmark = [pytest.mark.django_db, pytest.mark.mechanism("K4")]


@pytest.fixture
def upper() -> j.Cast:
    return j.cast()


@pytest.fixture
def lower(upper: j.Cast) -> j.Cast:
    return p.below(upper)


def browser(play: j.Cast, seat: str) -> Client:
    client = Client()
    sign_in(client, seat=play.seats[seat])
    return client


def test_it_goes_up_and_comes_back_as_an_answer(upper: j.Cast, lower: j.Cast) -> None:
    half = p.passed(lower)
    assert (half.state, p.above(half).state) == ("sent", "sent")

    p.assigned(upper, half)
    assert (p.again(half).state, p.above(half).state) == ("in_hand", "assigned")

    found = p.step(
        p.above(half), "reply", upper.handler, own.Reply(text="内部答复:已列入明年计划。")
    )
    p.step(found, "deliver", upper.clerk, own.Deliver(text="柳溪路东段已列入明年改造计划。"))
    row = PassedUp.objects.get(pk=half.pk)
    assert (p.again(half).state, p.above(half).state) == ("answered", "delivered")
    assert (row.answer, row.answered_by) == ("柳溪路东段已列入明年改造计划。", upper.unit.name)

    p.step(half, "settle", lower.clerk, p.told())
    assert (p.again(half).state, p.above(half).state) == ("settled", "settled")
    assert not Waiting.objects.filter(subject__in=[half.pk, p.above(half).pk]).exists()


def test_neither_level_reads_the_papers_of_the_other(upper: j.Cast, lower: j.Cast) -> None:
    half = p.passed(lower)
    p.answered(upper, half)
    above = p.above(half)

    below_page = browser(lower, "clerk").get(
        reverse("levels:passed", kwargs={"public_id": half.public_id})
    )
    above_page = browser(upper, "clerk").get(
        reverse("levels:asked", kwargs={"public_id": above.public_id})
    )

    assert (below_page.status_code, above_page.status_code) == (200, 200)
    assert "内部答复" in above_page.content.decode()
    assert "内部答复" not in below_page.content.decode()
    assert "适老化标准" not in above_page.content.decode()
    for play, url in (
        (lower, reverse("levels:asked", kwargs={"public_id": above.public_id})),
        (upper, reverse("levels:passed", kwargs={"public_id": half.public_id})),
        (upper, reverse("proposals:detail", kwargs={"public_id": half.passed_up.matter.public_id})),
        (j.cast(), reverse("levels:asked", kwargs={"public_id": above.public_id})),
    ):
        assert browser(play, "clerk").get(url).status_code == 404
    assert Record.objects.filter(congress_id=upper.congress.pk).exists()


def test_what_goes_along_is_chosen_by_the_office(upper: j.Cast, lower: j.Cast) -> None:
    bare = p.above(p.passed(lower))
    facts = p.ASKED.model_copy(update={"with_text": True, "with_name": True})
    full = p.above(p.passed(lower, facts, title="关于柳溪路东段改造的建议"))

    assert (bare.from_below.text, bare.lead_name) == ("", "")
    assert "适老化标准" in full.from_below.text
    assert full.lead_name == "陶建民"


def test_turned_back_it_may_be_passed_up_again(upper: j.Cast, lower: j.Cast) -> None:
    half = p.passed(lower)
    matter = half.passed_up.matter
    with pytest.raises(Invalid):
        pass_up(matter, actor=lower.clerk, facts=p.ASKED)
    assert PassedUp.objects.count() == FromBelow.objects.count() == 1

    reason = own.TurnedBack(reason="属于区级事权,请区里自行安排。")
    p.step(p.above(half), "turn_back", upper.clerk, reason)

    assert p.again(half).state == "returned"
    assert PassedUp.objects.get(pk=half.pk).turned_back == reason.reason
    pass_up(matter, actor=lower.clerk, facts=p.ASKED)
    assert PassedUp.objects.filter(matter=matter, is_live=True).count() == 1


def test_more_is_asked_for(upper: j.Cast, lower: j.Cast) -> None:
    half = p.passed(lower)
    p.answered(upper, half)

    p.step(half, "again", lower.clerk, shared.Reason(reason="没有写明开工时间。"))

    above = p.above(half)
    assert (p.again(half).state, above.state) == ("in_hand", "accepted")
    assert above.from_below.unit is None
    found = p.step(above, "assign", upper.clerk, own.Assign(unit=upper.joint.pk))
    assert found.lead_body_id == upper.joint.pk
    with pytest.raises(NotYours):
        p.step(found, "reply", upper.handler, own.Reply(text="原单位不再办理这一件。"))


@pytest.mark.parametrize("far", [0, 1, 2])
def test_withdrawn_below_it_ends_above(upper: j.Cast, lower: j.Cast, far: int) -> None:
    half = p.passed(lower)
    if far:
        p.step(p.above(half), "accept", upper.clerk)
    if far > 1:
        p.step(p.above(half), "assign", upper.clerk, own.Assign(unit=upper.unit.pk))

    p.step(half, "withdraw", lower.head, shared.Reason(reason="区里已自行解决。"))

    assert (p.again(half).state, p.above(half).state) == ("withdrawn", "withdrawn")
    assert not Waiting.objects.filter(subject=p.above(half).pk).exists()


def test_withdrawn_below_while_it_was_turned_back_above(upper: j.Cast, lower: j.Cast) -> None:
    half = p.passed(lower)
    above = p.above(half)
    p.take_step(above, "turn_back", actor=upper.clerk, facts=own.TurnedBack(reason="不属于市级。"))
    p.take_step(
        p.again(half), "withdraw", actor=lower.clerk, facts=shared.Reason(reason="已经解决。")
    )

    work_off()

    assert (p.again(half).state, p.above(half).state) == ("withdrawn", "returned")


def test_it_ends_with_a_suggestion_that_is_void(upper: j.Cast, lower: j.Cast) -> None:
    half = p.passed(lower)

    j.take(half.passed_up.matter, "void", lower.head, shared.Reason(reason="重复录入。"))
    work_off()

    assert (p.again(half).state, p.above(half).state) == ("withdrawn", "withdrawn")


def test_the_same_event_twice_is_entered_once(upper: j.Cast, lower: j.Cast) -> None:
    half = p.passed(lower)
    p.step(p.above(half), "accept", upper.clerk)
    count = Event.objects.filter(proceeding=half).count()

    relay(Event.objects.get(proceeding=p.above(half), step="accept"))

    assert Event.objects.filter(proceeding=half).count() == count


@pytest.mark.parametrize("seat", ["deputy", "handler", "handling", "vice_chair"])
def test_only_the_office_passes_up(lower: j.Cast, seat: str) -> None:
    matter = j.received(lower)

    with pytest.raises(NotAllowed):
        pass_up(matter, actor=getattr(lower, seat), facts=p.ASKED)

    assert not PassedUp.objects.exists()


def test_what_may_not_go_up(upper: j.Cast, lower: j.Cast) -> None:
    confidential = j.registered(lower, publication="confidential")
    top = j.received(upper)

    with pytest.raises(NotAllowed):
        pass_up(confidential, actor=lower.clerk, facts=p.ASKED)
    with pytest.raises(NotAllowed):
        pass_up(top, actor=lower.clerk, facts=p.ASKED)
    with pytest.raises(Invalid) as caught:
        pass_up(top, actor=upper.clerk, facts=p.ASKED)
    assert "no level above" in caught.value.message
    assert not Proceeding.objects.filter(kind__in=["passed_up", "from_below"]).exists()


def test_refusals_write_nothing(upper: j.Cast, lower: j.Cast) -> None:
    half = p.passed(lower)
    p.answered(upper, half)
    count = Event.objects.count()

    tomorrow = time.today() + timedelta(days=1)
    with pytest.raises(Invalid) as caught:
        p.step(half, "settle", lower.clerk, p.told(told_on=tomorrow))
    assert list(caught.value.fields) == ["told_on"]
    yesterday = time.today() - timedelta(days=1)
    with pytest.raises(Invalid) as caught:  # before the answer came
        p.step(half, "settle", lower.clerk, p.told(told_on=yesterday))
    assert list(caught.value.fields) == ["told_on"]
    with pytest.raises(NotYours):
        p.step(half, "settle", upper.clerk, p.told())
    with pytest.raises(StepTaken):
        p.step(p.above(half), "deliver", upper.clerk, own.Deliver(text="再答复一次,给下级看。"))
    assert Event.objects.count() == count


def test_a_unit_of_another_congress_is_refused(upper: j.Cast, lower: j.Cast) -> None:
    found = p.step(p.above(p.passed(lower)), "accept", upper.clerk)

    with pytest.raises(Invalid) as caught:
        p.step(found, "assign", upper.clerk, own.Assign(unit=lower.unit.pk))

    assert list(caught.value.fields) == ["unit"]
    assert p.again(found).state == "accepted"


def test_its_clocks_run_by_the_rules_of_each_level(upper: j.Cast, lower: j.Cast) -> None:
    half = p.passed(lower)
    assert p.above(half).next_due_on is not None

    p.assigned(upper, half)
    assert p.above(half).next_due_on == time.today() + timedelta(days=60)
    assert p.again(half).next_due_on is None


# --- pages and interface --------------------------------------------------------------------------


def test_the_pages_pass_up_and_keep_what_was_typed(upper: j.Cast, lower: j.Cast) -> None:
    matter = j.received(lower)
    url = reverse("levels:pass_up", kwargs={"matter_id": matter.public_id})
    client = browser(lower, "clerk")
    assert url in suggestion_page(client, matter)
    assert url not in suggestion_page(browser(lower, "deputy"), matter)
    assert upper.congress.short_name in client.get(url).content.decode()

    short = client.post(url, {"reason": "太短", "request": p.ASKED.request})
    assert (short.status_code, PassedUp.objects.count()) == (422, 0)
    assert p.ASKED.request in short.content.decode()

    given = {"reason": p.ASKED.reason, "request": p.ASKED.request, "_key": "k1"}
    sent = [client.post(url, given) for _twice in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert sent[0]["Location"] == sent[1]["Location"]
    assert PassedUp.objects.count() == 1
    shown = suggestion_page(browser(lower, "deputy"), matter)
    assert sent[0]["Location"] in shown


def test_there_is_no_button_without_a_level_above(upper: j.Cast) -> None:
    matter = j.received(upper)
    url = reverse("levels:pass_up", kwargs={"matter_id": matter.public_id})

    assert url not in suggestion_page(browser(upper, "clerk"), matter)


def test_the_reply_is_not_typed_again(upper: j.Cast, lower: j.Cast) -> None:
    found = p.assigned(upper, p.passed(lower))
    found = p.step(found, "reply", upper.handler, own.Reply(text="已列入明年改造计划,三月开工。"))
    url = reverse("proceedings:step", kwargs={"public_id": found.public_id, "step": "deliver"})

    page = browser(upper, "clerk").get(url)

    assert page.context["form"]["text"].value() == "已列入明年改造计划,三月开工。"


def test_who_sees_it(upper: j.Cast, lower: j.Cast) -> None:
    half = p.passed(lower)
    p.assigned(upper, half)
    passed = reverse("levels:passed", kwargs={"public_id": half.public_id})
    asked = reverse("levels:asked", kwargs={"public_id": p.above(half).public_id})

    for seat in ("clerk", "head", "deputy"):
        assert browser(lower, seat).get(passed).status_code == 200
    assert browser(lower, "handler").get(passed).status_code == 404
    for seat in ("clerk", "handler"):
        assert browser(upper, seat).get(asked).status_code == 200
    assert browser(upper, "joint_handler").get(asked).status_code == 404
    assert browser(upper, "deputy").get(asked).status_code == 404


def test_the_interface_does_the_same(upper: j.Cast, lower: j.Cast) -> None:
    matter = j.received(lower)
    api = Api(lower.seats["clerk"])
    body = {"suggestion": str(matter.public_id), **p.ASKED.model_dump()}

    made = api.post("passed-up", body)

    assert made.status_code == 201, made.content
    (line,) = api.get("passed-up").json()["items"]
    assert line == made.json()
    assert api.get(f"passed-up/{line['id']}").json() == line
    assert Api(upper.seats["clerk"]).get(f"passed-up/{line['id']}").status_code == 404
    above = Api(upper.seats["clerk"])
    (asked,) = above.get("from-below").json()["items"]
    assert (asked["below"], asked["request"]) == (lower.congress.short_name, p.ASKED.request)
    assert above.get(f"from-below/{asked['id']}").json() == asked
    assert api.get(f"from-below/{asked['id']}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["list", "below"])
def test_statements_of_the_lists(
    upper: j.Cast, lower: j.Cast, count: int, name: str, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        p.passed(lower)
    client = browser(lower if name == "list" else upper, "clerk")
    client.get(reverse(f"levels:{name}"))

    with django_assert_num_queries(LIST_STATEMENTS):
        page = client.get(reverse(f"levels:{name}"))

    assert len(page.context["lines"]) == count


LIST_STATEMENTS = 4
