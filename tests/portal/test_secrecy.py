"""Numbers of people stop a publication, however they are written and wherever they stand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from renda.kernel import time
from renda.kernel.errors import Invalid
from renda.matters import facts as shared
from renda.matters.models import Commitment, Reply
from renda.proceedings.enums import Visibility
from renda.proceedings.errors import Guarded
from renda.proceedings.models import Proceeding
from renda.proposals import facts as own
from tests.portal.published import REPLY, proposed_for_publication, reply_with_promise
from tests.proposals import journeys
from tests.proposals.journeys import Cast, again, cast, replied, reply_facts, take

pytestmark = pytest.mark.django_db

NUMBERS = [
    "13912342046",
    "139 1234 2046",
    "１３９１２３４２０４６",
    "１３９ １２３４ ２０４６",
    "139-1234-2046",
    "一三九一二三四二〇四六",
    "110108198006121234",
    "110108 19800612 123X",
    "１１０１０８１９８００６１２１２３４",
    "010-66554433",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("place", ["title", "facts", "analysis", "proposal"])
def test_number_in_the_suggestion_stops_it(number: str, place: str) -> None:
    play = cast()
    proceeding = journeys.evaluated(play, **{place: f"请与张先生联系,电话{number},谢谢您们。"})

    refuse(play, proceeding)


@pytest.mark.parametrize("number", NUMBERS[:2])
def test_number_in_the_reply_stops_it(number: str) -> None:
    play = cast()
    reply = reply_with_promise(text=f"已经办理完毕,有事请与张先生联系,电话{number},谢谢。")

    refuse(play, journeys.evaluated(play, reply=reply))


def test_number_in_a_promise_stops_it() -> None:
    play = cast()
    promise = shared.CommitmentFact(
        what="修好路灯", owner="张先生 139 1234 2046", due_on="2030-01-01"
    )

    refuse(play, journeys.evaluated(play, reply=reply_with_promise(commitments=[promise])))


def refuse(play: journeys.Cast, proceeding: object) -> None:
    before = again(proceeding)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refusal:
        take(before, "propose_publication", play.clerk, own.Publish(checked=True))

    assert list(refusal.value.fields) == ["checked"]
    after = again(before)
    assert (after.row_version, after.suggestion.publish_state) == (before.row_version, "cleared")


def test_number_that_came_after_the_proposal_stops_the_leader_too() -> None:
    play = cast()
    proceeding = proposed_for_publication(play)
    Commitment.objects.update(owner="张先生 13912342046")

    with pytest.raises(Invalid):
        take(proceeding, "publish", play.head)

    assert again(proceeding).visibility == Visibility.INTERNAL


LATER = "八个站台已经全部改完,盲道也走通了,请代表再来视察。"


def handled_again(play: Cast) -> Proceeding:
    """Published with its first reply, graded dissatisfied, replied a second time."""
    proceeding = replied(play, reply=reply_with_promise())
    take(proceeding, "propose_publication", play.clerk, own.Publish(checked=True))
    take(proceeding, "publish", play.head)
    take(proceeding, "open_reply", play.deputy)
    grades = {"process_grade": "satisfied", "result_grade": "dissatisfied"}
    facts = shared.Evaluate(comment="还没有开工。", **grades)
    take(proceeding, "evaluate", play.deputy, facts)
    take(proceeding, "reassign", play.handling, shared.Assign(lead=play.unit.pk))
    take(proceeding, "receive", play.handler, shared.Receive(handler_name="林涛"))
    talk = shared.StateContact(
        way="visit",
        happened_at=time.now() - timedelta(minutes=1),
        person=play.persons["deputy"].pk,
        who="林涛(科长)",
        summary="在现场一起看了八个站台。",
    )
    take(proceeding, "first_contact", play.handler, talk)
    take(proceeding, "submit_reply", play.handler, reply_facts(text=LATER))
    take(proceeding, "sign_reply", play.signer, shared.SignReply())
    take(proceeding, "confirm_class", play.handling, shared.ConfirmClass(outcome_class="A"))
    return again(proceeding)


def public_page(client: Client, proceeding: Proceeding) -> str:
    slug = proceeding.congress.slug
    return client.get(f"/{slug}/suggestions/{proceeding.public_id}/").content.decode()


def test_a_reply_after_the_publication_is_public_once_the_leader_has_approved_it(client) -> None:
    play = cast()
    proceeding = handled_again(play)
    shown = public_page(client, proceeding)
    assert (REPLY in shown, LATER in shown) == (True, False)

    take(proceeding, "propose_publication", play.clerk, own.Publish(checked=True))
    shown = public_page(client, proceeding)
    assert (REPLY in shown, LATER in shown) == (True, False)
    take(proceeding, "publish", play.head)

    shown = public_page(client, proceeding)
    assert (REPLY in shown, LATER in shown) == (True, True)
    with pytest.raises(Guarded):
        take(proceeding, "propose_publication", play.clerk, own.Publish(checked=True))


def test_a_later_reply_that_is_withheld_leaves_the_earlier_one_public(client) -> None:
    play = cast()
    proceeding = handled_again(play)
    take(proceeding, "propose_publication", play.clerk, own.Publish(checked=True))

    take(proceeding, "withhold", play.head, shared.Reason(reason="涉及未公开的招标信息。"))

    shown = public_page(client, proceeding)
    assert (REPLY in shown, LATER in shown) == (True, False)
    assert again(proceeding).suggestion.publish_state == "published"


def test_a_number_in_the_later_reply_stops_its_publication() -> None:
    play = cast()
    proceeding = handled_again(play)
    Reply.objects.filter(round=2).update(text=f"{LATER}联系张先生 13912342046。")

    with pytest.raises(Invalid):
        take(proceeding, "propose_publication", play.clerk, own.Publish(checked=True))

    assert again(proceeding).suggestion.publish_state == "published"
