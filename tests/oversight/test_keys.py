"""Key suggestions from candidate to closing (A11)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from renda.jobs.services import work_off
from renda.kernel import time
from renda.kernel.errors import Invalid, NotAllowed
from renda.matters import facts as shared
from renda.oversight import facts as own
from renda.oversight.models import KeySuggestion
from renda.oversight.services import follow, propose
from renda.proceedings.errors import Guarded, NotYours, StepTaken
from renda.proceedings.models import Event, Proceeding
from renda.waiting.models import Waiting
from tests.api.conftest import Api
from tests.factories import sign_in
from tests.oversight import chosen as c
from tests.proposals import journeys as j
from tests.proposals.pages import page as suggestion_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> j.Cast:
    return j.cast()


def browser(play: j.Cast, seat: str) -> Client:
    client = Client()
    sign_in(client, seat=play.seats[seat])
    return client


@pytest.mark.mechanism("A11")
def test_from_candidate_to_closing(play: j.Cast) -> None:
    found = c.running(play)
    row = found.key
    assert (found.state, row.leader, row.supervisor) == (
        "running",
        "程立新",
        play.persons["vice_chair"],
    )
    assert found.next_due_on == time.today() + timedelta(days=20)

    found = c.step(found, "reach", play.handler, c.reach_facts())
    assert found.next_due_on == time.today() + timedelta(days=90)
    found = c.step(found, "reach", play.handling, c.reach_facts())
    assert found.next_due_on is None
    result = own.Conclude(text="六个站台全部建成,老人出行方便。")
    found = c.step(found, "conclude", play.vice_chair, result)

    assert (found.state, found.key.result) == ("concluded", result.text)
    assert not Waiting.objects.filter(subject=found.pk).exists()


@pytest.mark.mechanism("A11")
def test_not_chosen_may_be_put_forward_again(play: j.Cast) -> None:
    found = c.candidate(play)
    matter = found.key.matter
    candidate = own.Candidate(evidence=c.EVIDENCE)
    with pytest.raises(Invalid):
        propose(matter, actor=play.clerk, facts=candidate)
    assert KeySuggestion.objects.count() == 1

    facts = own.PassOver(meeting="第十二次主任会议", decided_on=time.today())
    assert c.step(found, "pass_over", play.clerk, facts).state == "passed"

    propose(matter, actor=play.clerk, facts=candidate)
    assert KeySuggestion.objects.filter(matter=matter, is_live=True).count() == 1


@pytest.mark.parametrize("seat", ["deputy", "handler", "handling", "vice_chair"])
def test_only_the_office_puts_forward(play: j.Cast, seat: str) -> None:
    matter = j.received(play)

    with pytest.raises(NotAllowed):
        propose(matter, actor=getattr(play, seat), facts=own.Candidate(evidence=c.EVIDENCE))

    assert not KeySuggestion.objects.exists()


def test_refusals_write_nothing(play: j.Cast) -> None:
    found = c.candidate(play)
    tomorrow = time.today() + timedelta(days=1)
    count = Event.objects.count()

    for values in ({"decided_on": tomorrow}, {"supervisor": play.persons["deputy"].pk}):
        with pytest.raises(Invalid) as caught:
            c.step(found, "choose", play.clerk, c.choose_facts(play, **values))
        assert list(caught.value.fields) == list(values)
    with pytest.raises(NotYours):
        c.step(found, "choose", play.handler, c.choose_facts(play))
    assert Event.objects.count() == count
    assert c.again(found).key.decided_on is None


def test_it_is_not_concluded_while_a_milestone_is_open(play: j.Cast) -> None:
    found = c.running(play)

    with pytest.raises(Guarded):
        c.step(found, "conclude", play.clerk, own.Conclude(text="还有一个节点没有完成。"))

    ended = c.step(found, "end", play.head, shared.Reason(reason="改由市里统一建设"))
    assert ended.state == "ended"


def test_two_at_once_one_wins(play: j.Cast) -> None:
    found = c.candidate(play)
    c.step(found, "choose", play.clerk, c.choose_facts(play))

    with pytest.raises(StepTaken):
        c.step(found, "choose", play.second_clerk, c.choose_facts(play))


@pytest.mark.mechanism("A11")
def test_it_is_public_once_chosen_when_the_suggestion_is(play: j.Cast) -> None:
    found = c.candidate(play)
    matter = found.key.matter
    Proceeding.objects.filter(pk=matter.pk).update(visibility="public")
    follow(j.again(matter))
    assert c.again(found).visibility == "internal"

    found = c.step(found, "choose", play.clerk, c.choose_facts(play))
    assert found.visibility == "public"
    Proceeding.objects.filter(pk=matter.pk).update(visibility="confidential")
    follow(j.again(matter))
    assert c.again(found).visibility == "confidential"


def test_who_sees_it(play: j.Cast) -> None:
    found = c.running(play)
    url = reverse("oversight:detail", kwargs={"public_id": found.public_id})

    for seat in ("clerk", "head", "deputy", "handler", "handling", "vice_chair"):
        assert browser(play, seat).get(url).status_code == 200
    assert browser(play, "joint_handler").get(url).status_code == 404
    assert browser(j.cast(), "clerk").get(url).status_code == 404
    assert url in suggestion_page(browser(play, "head"), found.key.matter)


def test_the_page_puts_forward_and_keeps_what_was_typed(play: j.Cast) -> None:
    matter = j.received(play)
    url = reverse("oversight:propose", kwargs={"matter_id": matter.public_id})
    client = browser(play, "clerk")
    assert url in suggestion_page(client, matter)
    assert client.get(url).status_code == 200

    short = client.post(url, {"evidence": "太短"})
    assert (short.status_code, KeySuggestion.objects.count()) == (422, 0)
    assert "太短" in short.content.decode()

    sent = [client.post(url, {"evidence": c.EVIDENCE, "_key": "k1"}) for _twice in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert sent[0]["Location"] == sent[1]["Location"]
    again = client.post(url, {"evidence": c.EVIDENCE, "_key": "k2"})
    assert (again.status_code, KeySuggestion.objects.count()) == (422, 1)
    assert "already" in again.content.decode()


@pytest.mark.mechanism("A11")
def test_the_suggestion_is_marked_once_chosen(play: j.Cast) -> None:
    found = c.candidate(play)
    matter = found.key.matter
    work_off()
    assert not j.again(matter).suggestion.is_key

    c.step(found, "choose", play.clerk, c.choose_facts(play))
    work_off()

    assert j.again(matter).suggestion.is_key


@pytest.mark.parametrize("make", [c.candidate, c.running])
def test_it_ends_with_a_suggestion_that_is_void(play: j.Cast, make: Any) -> None:
    found = make(play)

    j.take(found.key.matter, "void", play.head, shared.Reason(reason="重复录入。"))
    work_off()

    assert c.again(found).state == "ended"
    assert not Waiting.objects.filter(subject=found.pk).exists()


@pytest.mark.mechanism("A11")
def test_the_interface_does_the_same(play: j.Cast) -> None:
    matter = j.received(play)
    api = Api(play.seats["clerk"])
    body = {"suggestion": str(matter.public_id), "evidence": c.EVIDENCE}

    made = api.post("keys", body)

    assert made.status_code == 201, made.content
    (line,) = api.get("keys?state=candidate").json()["items"]
    assert (line["id"], line["state"]) == (made.json()["id"], "candidate")
    assert api.get(f"keys/{line['id']}").json()["evidence"] == c.EVIDENCE
    assert Api(j.cast().seats["clerk"]).get(f"keys/{line['id']}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_the_list(play: j.Cast, count: int, django_assert_num_queries: Any) -> None:
    for _number in range(count):
        c.running(play)
    client = browser(play, "clerk")
    client.get(reverse("oversight:list"))

    with django_assert_num_queries(LIST_STATEMENTS):
        page = client.get(reverse("oversight:list"))

    assert len(page.context["rows"]) == count


LIST_STATEMENTS = 6
