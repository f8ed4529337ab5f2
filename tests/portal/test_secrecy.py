"""Numbers of people stop a publication, however they are written and wherever they stand."""

from __future__ import annotations

import pytest

from renda.kernel.errors import Invalid
from renda.matters import facts as shared
from renda.matters.models import Commitment
from renda.proceedings.enums import Visibility
from renda.proposals import facts as own
from tests.portal.published import proposed_for_publication, reply_with_promise
from tests.proposals import journeys
from tests.proposals.journeys import again, cast, take

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
