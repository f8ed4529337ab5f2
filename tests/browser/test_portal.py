"""The public pages in Chromium: WCAG 2.2 AA by axe, no sideways scrolling, without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from renda.kernel.time import today
from renda.matters.models import Commitment
from tests.browser import checks
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import make_congress
from tests.portal.published import published
from tests.proposals.journeys import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOWHERE = "00000000-0000-4000-8000-000000000000"


def test_pages_are_accessible(visit) -> None:
    play = cast(make_congress(name="明川市清河区人民代表大会常务委员会", phone="0000-5550100"))
    proceeding = published(play)
    published(play, title="关于老旧小区加装电梯资金补助的建议")
    Commitment.objects.filter(proceeding=proceeding).update(due_on=today() - timedelta(days=21))
    home = f"/{play.congress.slug}/"
    tails = ("", "suggestions/", f"suggestions/{proceeding.public_id}/", f"suggestions/{NOWHERE}/")
    tails += ("data/",)
    paths = ["/", *(home + more + tail for more in ("", "large/") for tail in tails)]

    found = {
        (path, size): wrong
        for size in (PHONE, DESKTOP)
        for path in paths
        if (wrong := checks.problems(visit(path, size=size)))
    }

    assert found == {}


def test_pages_work_without_scripts(visit) -> None:
    play = cast()
    published(play)
    page = visit(f"/{play.congress.slug}/", scripts=False)

    page.get_by_role("searchbox").or_(page.locator("#key")).first.fill("站台")
    page.locator("form[role=search] button").click()
    page.locator("a.ttl").first.click()

    assert "关于增设适老化公交站台的建议" in page.locator("h1").inner_text()
    assert page.context.cookies() == []
