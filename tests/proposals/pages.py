"""Working on the pages as people do: open, read, fill in, send."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from renda.proceedings.models import Proceeding
from renda.proceedings.pages import step_url
from renda.proceedings.procedure import binding_of
from tests.factories import sign_in
from tests.proposals.journeys import Cast, again


def browser(play: Cast, name: str) -> Client:
    """A browser signed in on a seat of the cast."""
    return sign_in(Client(), seat=play.seats[name])


def page(client: Client, proceeding: Proceeding) -> str:
    """The page of the suggestion as the client sees it."""
    url = reverse("proposals:detail", kwargs={"public_id": proceeding.public_id})
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def row_of(proceeding: Proceeding, step: str, label: str = "") -> int:
    """The row of the step's lane on which it may be taken now."""
    fresh = again(proceeding)
    binding = binding_of(fresh)
    declared = binding.procedure.step(step)
    if not declared.lane_sources:
        return 0
    rows = binding.lanes[declared.lane].rows(fresh)
    return next(row.id for row in rows if row.state in declared.lane_sources and label in row.label)


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the page's forms, but the token."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: value for name, value in found if not name.startswith("csrf")}


def post(
    client: Client, proceeding: Proceeding, step: str, *, label: str = "", **fields: Any
) -> Any:
    """Open the form of a step and send it; the answer as it came."""
    url = step_url(again(proceeding), step, row_of(proceeding, step, label))
    form = client.get(url)
    assert form.status_code == 200, (step, form.status_code, form.get("Location", ""))
    return client.post(url, {**hidden(form.content.decode()), **fields})


def take(client: Client, proceeding: Proceeding, step: str, **fields: Any) -> Proceeding:
    """Take a step through its page and land on the page of the suggestion."""
    answer = post(client, proceeding, step, **fields)
    assert answer.status_code == 302, (step, errors(answer))
    return again(proceeding)


def errors(answer: Any) -> str:
    """What a page says is wrong."""
    html = answer.content.decode()
    found = re.search(r'<div class="errors".*?</div>', html, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found.group()) if found else html[:2000]
