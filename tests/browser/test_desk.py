"""Every page behind the login, as a role that works on it, at the size on which it is used."""

from __future__ import annotations

import pytest
from django.test import Client

from renda.kernel.policies import policy_of, routes
from tests.browser import checks
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import sign_in
from tests.matrix import world as worlds
from tests.proposals import journeys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a role may open in the API is tested there.
NO_PAGE = ("api/", "logout")


def paths_of(role: str, world: worlds.World) -> list[str]:
    """Every page that a role may open."""
    found = []
    for path, pattern in routes():
        policy = policy_of(pattern.callback)
        if policy is None or policy.public or (policy.roles and role not in policy.roles):
            continue
        if any(part in path for part in NO_PAGE):
            continue
        fill = worlds.sample(path)
        found.append(worlds.filled(path, fill(world) if fill else {}))
    return found


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("deputy", PHONE),
        ("clerk", DESKTOP),
        ("handler", PHONE),
        ("administrator", DESKTOP),
        ("handling", DESKTOP),
    ],
)
def test_no_page_has_anything_wrong(visit, name, size) -> None:
    world = worlds.build("甲")
    seat = world.seats[name]
    page = visit("/desk/", seat=seat, size=size)
    base = page.url.removesuffix("/desk/")

    client = sign_in(Client(), seat=seat)
    found = {}
    for path in paths_of(seat.role, world):
        # What only takes a POST, is not there in this state, or is a file is no page to look at.
        answer = client.get(path)
        answer.getvalue()  # a file is closed when it has been read
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            page.goto(base + path)
            if wrong := checks.problems(page):
                found[path] = wrong

    assert not found, "\n".join(f"{path}: {wrong}" for path, wrong in found.items())


def test_a_deputy_evaluates_on_the_phone_without_scripts(visit) -> None:
    """Grade process and result, look once more, send; nothing is preset."""
    play = journeys.cast()
    proceeding = journeys.replied(play)
    journeys.take(proceeding, "open_reply", play.deputy)
    row = proceeding.evaluations.get(person=play.persons["deputy"])
    path = f"/matters/{proceeding.public_id}/evaluate/{row.pk}/"
    page = visit(path, seat=play.seats["deputy"], size=PHONE, scripts=False)

    assert page.locator("input[type=radio]:checked").count() == 0
    page.locator("input[name=process_grade][value=satisfied]").check()
    page.locator("input[name=result_grade][value=basically]").check()
    page.locator("main form .btn-primary").first.click()
    page.locator("main form .btn-primary").first.click()

    row.refresh_from_db()
    assert (row.process_grade, row.result_grade) == ("satisfied", "basically")
