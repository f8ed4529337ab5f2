"""The ledger of promises in Chromium: at the office's desk, on a deputy's phone, for everybody."""

from __future__ import annotations

from typing import Any

import pytest

from renda.ledger.services import follow
from tests.browser import checks
from tests.browser.conftest import DESKTOP, PHONE
from tests.ledger import promised
from tests.portal.published import published
from tests.proposals import journeys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.mechanism("A10")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("name", "step"), [("clerk", "enter_paper"), ("handler", "report"), ("deputy", "evaluate")]
)
def test_pages_of_promises_have_nothing_wrong(
    visit: Any, name: str, step: str, size: tuple[int, int]
) -> None:
    play = journeys.cast()
    owed, delivered = promised.promise(play), promised.delivered(play)
    of_step = owed if step == "report" else delivered
    row = "" if step == "report" else f"{delivered.evaluations.get().pk}/"
    paths = (
        *("/promises/", "/promises/?state=past", "/promises/ageing/"),
        *(f"/promises/{each.public_id}/" for each in (owed, delivered)),
        f"/suggestions/{delivered.promise.matter.public_id}/",
        f"/matters/{of_step.public_id}/{step}/{row}",
    )

    page = visit(paths[0], seat=play.seats[name], size=size)
    base = page.url.removesuffix(paths[0])
    found = {}
    for path in paths:
        answer = page.goto(base + path)
        found[path] = checks.problems(page) if answer.status == 200 else [f"{answer.status}"]

    assert found == {path: [] for path in paths}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_public_ledger_has_nothing_wrong(visit: Any, size: tuple[int, int]) -> None:
    play = journeys.cast()
    follow(published(play))

    for tail in ("promises/", "large/promises/", "promises/?state=late"):
        page = visit(f"/{play.congress.slug}/{tail}", size=size)
        assert checks.problems(page) == [], tail
