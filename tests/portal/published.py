"""Suggestions brought to publication by the same services as the pages use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from renda.kernel.time import today
from renda.matters import facts as shared
from renda.proceedings.models import Proceeding
from renda.proposals import facts as own
from tests.proposals import journeys
from tests.proposals.journeys import Cast, again, take

REPLY = "六个站台的改造方案已经批复,年底前完成坡道和座椅,请代表监督。"


def reply_with_promise(**values: Any) -> shared.SubmitReply:
    promise = shared.CommitmentFact(
        what="改造六个公交站台", amount="6个", owner="设施科", due_on=today() + timedelta(days=30)
    )
    given = {"commitments": [promise], "text": REPLY, **values}
    return journeys.reply_facts(**given)


def proposed_for_publication(play: Cast, **values: Any) -> Proceeding:
    values.setdefault("reply", reply_with_promise())
    proceeding = journeys.evaluated(play, **values)
    take(proceeding, "propose_publication", play.clerk, own.Publish(checked=True))
    return again(proceeding)


def published(play: Cast, **values: Any) -> Proceeding:
    proceeding = proposed_for_publication(play, **values)
    take(proceeding, "publish", play.head)
    return again(proceeding)
