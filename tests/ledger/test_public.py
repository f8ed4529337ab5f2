"""The public ledger: promises of published suggestions, by the day that holds now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from renda.kernel import time
from renda.kernel.actor import PUBLIC
from renda.ledger import facts as own
from renda.ledger import queries
from renda.ledger.models import Promise
from renda.ledger.services import follow
from tests.ledger import promised as p
from tests.portal.published import proposed_for_publication, published
from tests.proposals import journeys as j

pytestmark = pytest.mark.django_db


def shown(play: j.Cast, query: str = "") -> str:
    url = reverse("portal:promises", kwargs={"congress": play.congress.slug})
    answer = Client().get(f"{url}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.mechanism("A10")
def test_a_promise_is_public_with_its_suggestion() -> None:
    play = j.cast()
    matter = proposed_for_publication(play)
    follow(matter)
    assert "改造六个公交站台" not in shown(play)

    j.take(matter, "publish", play.head)
    follow(j.again(matter))

    assert "改造六个公交站台" in shown(play)
    assert "改造六个公交站台" in shown(play, "state=open")
    assert "改造六个公交站台" not in shown(play, "state=late")
    assert "改造六个公交站台" in shown(play, "state=nonsense&after=broken")
    assert "改造六个公交站台" not in shown(j.cast())


@pytest.mark.mechanism("A10")
def test_a_reply_delivered_after_the_publication_stays_inside() -> None:
    play = j.cast()
    matter = published(play)
    matter.replies.update(delivered_at=time.now() + timedelta(days=1))

    follow(matter)

    assert Promise.objects.count() == 1
    assert not queries.promises(PUBLIC).exists()


def test_the_day_that_holds_now_is_shown_and_the_first_one_beside_it() -> None:
    play = j.cast()
    matter = published(play)
    follow(matter)
    found = p.again(Promise.objects.get().proceeding)
    later = time.today() + timedelta(days=400)
    found = p.step(
        found, "ask_change", play.handler, own.AskChange(due_on=later, reason="管线迁改延误")
    )
    p.step(found, "decide_change", play.head, own.DecideChange(decision="grant"))

    page = shown(play)

    assert f"{later.year}" in page
    assert "first promised for" in page or "原承诺" in page


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_the_public_ledger(count: int, django_assert_num_queries: Any) -> None:
    play = j.cast()
    for _number in range(count):
        follow(published(play))

    with django_assert_num_queries(3):
        page = shown(play)

    assert page.count("改造六个公交站台") == count
