"""The interface says the same as the pages."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from renda.jobs.services import work_off
from renda.reports import queries
from renda.reports.rules import Cut
from tests.api.conftest import Api, problem_of
from tests.proposals import journeys as j

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> j.Cast:
    return j.cast()


@pytest.mark.mechanism("A4")
def test_figures_and_their_records(play: j.Cast) -> None:
    j.evaluated(play, title="关于绿化街道的建议")
    j.received(play, title="关于整治河道的建议")
    api = Api(play.seats["clerk"])

    found = api.get(f"figures?unit={play.unit.pk}&by=field").json()

    assert found["figures"] == queries.totals(play.clerk, replace(Cut(), unit=play.unit.pk))
    assert found["shares"]["solved"] == {"part": 1, "whole": 1}
    assert [line["key"] for line in found["lines"]] == ["urban"]
    records = api.get("figures/records?figure=replied").json()
    assert [row["title"] for row in records["items"]] == ["关于绿化街道的建议"]
    problem_of(api.get("figures/records?figure=nonsense"), 404)
    problem_of(Api(play.seats["handler"]).get("figures/records?figure=same_text"), 404)
    problem_of(Api(play.seats["deputy"]).get("figures"), 403)


@pytest.mark.mechanism("K3")
def test_a_document_is_asked_for_and_fetched(play: j.Cast) -> None:
    matter = j.evaluated(play)
    api = Api(play.seats["clerk"])

    asked = [
        api.post("documents", body)
        for body in ({"kind": "bulletin"}, {"kind": "dossier", "suggestion": str(matter.public_id)})
    ]
    assert [answer.status_code for answer in asked] == [202, 202]
    work_off()

    for answer, kinds in zip(asked, (["docx", "pdf", "xlsx"], ["pdf", "zip"]), strict=True):
        found = api.get(f"documents/{answer.json()['id']}").json()
        assert (found["state"], sorted(file["kind"] for file in found["files"])) == ("ready", kinds)
        for file in found["files"]:
            sent = api.get(f"documents/{found['id']}/{file['kind']}")
            data = b"".join(sent.streaming_content)
            assert hashlib.sha256(data).hexdigest() == file["sha256"]
            url = f"documents/{found['id']}/{file['kind']}"
            problem_of(Api(play.seats["handler"]).get(url), 404)
    assert len(api.get("documents").json()["items"]) == 2
    body = {"kind": "dossier", "suggestion": str(matter.public_id)}
    problem_of(Api(play.seats["handler"]).post("documents", body), 403)
    problem_of(Api(j.cast().seats["clerk"]).post("documents", body), 404)
