"""Suggestions over the interface: seen, drafted, stepped on as on the pages."""

from __future__ import annotations

from typing import Any

import pytest

from renda.kernel.policies import policy_of, routes
from renda.proceedings.models import Event, Idempotency, Proceeding
from renda.proceedings.queries import visible_proceedings
from renda.proposals.models import Suggestion
from tests.api.conftest import Api, problem_of
from tests.factories import actor_of, make_body, sign_in
from tests.portal.published import published
from tests.proposals import journeys
from tests.proposals.journeys import Cast, again, cast

pytestmark = pytest.mark.django_db

DRAFT = {
    "title": "关于增设适老化公交站台的建议",
    "facts": "柳溪路沿线公交站台没有座椅和坡道。",
    "analysis": "站台建成较早,未按标准设计。",
    "proposal": "请交通运输部门今年内改造六个站台。",
    "may_publish": "yes",
}
CANARY = "金丝雀"


@pytest.fixture
def play() -> Cast:
    return cast()


def world() -> tuple[int, int, int]:
    return Proceeding.objects.count(), Event.objects.count(), Idempotency.objects.count()


def test_every_seat_sees_what_its_pages_show(play: Cast) -> None:
    other = cast()
    for number, place in enumerate((play, other)):
        for journey in ("drafted", "registered", "received", "replied"):
            getattr(journeys, journey)(place, title=f"关于{CANARY}{number}的建议")
        published(place)
        journeys.registered(place, publication="confidential", title=f"关于密件{number}的建议")
    every = list(Proceeding.objects.all())
    for seat in [*play.seats.values(), *other.seats.values()]:
        api = Api(seat)
        allowed = {str(p.public_id) for p in visible_proceedings(actor_of(seat=seat))}

        listed = {each["id"] for each in api.get("suggestions?limit=100").json()["items"]}
        assert listed == allowed
        for each in every:
            wanted = 200 if str(each.public_id) in allowed else 404
            for tail in (
                f"suggestions/{each.public_id}",
                f"proceedings/{each.public_id}/steps",
                f"proceedings/{each.public_id}/timeline",
            ):
                assert api.get(tail).status_code == wanted, (seat.role, tail)
            if wanted == 404:
                problem_of(api.post(f"proceedings/{each.public_id}/steps/register"), 404)
        assert {each["id"] for each in api.get("congresses").json()["items"]} == {seat.congress_id}


def test_reply_is_sealed_until_it_is_opened(play: Cast) -> None:
    proceeding = journeys.replied(play)
    api = Api(play.seats["deputy"])

    sealed = api.get(f"suggestions/{proceeding.public_id}").json()["replies"][0]
    assert (sealed["is_sealed"], sealed["text"]) == (True, "")
    row = api.get("waiting").json()["items"][0]
    assert row["step"] == "open_reply"
    tail = f"proceedings/{proceeding.public_id}/steps/open_reply?row={row['row']}"
    assert api.post(tail).status_code == 200
    opened = api.get(f"suggestions/{proceeding.public_id}").json()["replies"][0]
    assert opened["is_sealed"] is False
    assert opened["text"]


def test_a_deputy_drafts_and_hands_in(play: Cast) -> None:
    api = Api(play.seats["deputy"])

    made = api.post("suggestions", DRAFT)
    assert made.status_code == 201
    found = made.json()
    changed = api.send(
        "PUT", f"suggestions/{found['id']}", {**DRAFT, "title": "关于增设站台的建议"},
        if_match=made["ETag"],
    )  # fmt: skip
    assert changed.json()["title"] == "关于增设站台的建议"
    assert changed["ETag"] != made["ETag"]
    tail = f"proceedings/{found['id']}/steps/submit"
    taken = api.post(tail, {"read_findings": True}, if_match=changed["ETag"])

    assert taken.json() == {
        "proceeding": found["id"],
        "version": 2,
        "step": "submit",
        "from_state": "draft",
        "to_state": "submitted",
        "at": taken.json()["at"],
    }
    assert Event.objects.order_by("-id")[0].channel == "api"


def test_a_stale_draft_is_not_overwritten(play: Cast) -> None:
    api = Api(play.seats["deputy"])
    made = api.post("suggestions", DRAFT)
    tail = f"suggestions/{made.json()['id']}"
    assert api.send("PUT", tail, {**DRAFT, "facts": "第二台设备"}).status_code == 200

    problem_of(api.send("PUT", tail, DRAFT, if_match=made["ETag"]), 412)

    assert Suggestion.objects.get().facts == "第二台设备"


def test_a_handed_in_draft_is_a_conflict(play: Cast) -> None:
    proceeding = journeys.submitted(play)

    response = Api(play.seats["deputy"]).send("PUT", f"suggestions/{proceeding.public_id}", DRAFT)

    problem_of(response, 409)


def test_only_deputies_draft(play: Cast) -> None:
    before = world()

    problem_of(Api(play.seats["clerk"]).post("suggestions", DRAFT), 403)

    assert world() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "短"}, "title"),
        ({"title": "甲" * 201}, "title"),
        ({"title": None}, "title"),
        ({"facts": "NUL\x00"}, "facts"),
        ({"facts": "字" * 20001}, "facts"),
        ({"form": "petition"}, "form"),
        ({"unasked": 1}, "unasked"),
        ({"wish": 999999}, "wish"),
        ({"wish": 10**30}, "wish"),
    ],
)
def test_bad_draft_is_told_at_its_field(play: Cast, change: dict[str, Any], field: str) -> None:
    before = world()

    found = problem_of(Api(play.seats["deputy"]).post("suggestions", {**DRAFT, **change}), 422)

    assert list(found["errors"]) == [field]
    assert world() == before


def test_another_congresss_unit_is_not_taken(play: Cast) -> None:
    foreign = make_body()

    found = problem_of(
        Api(play.seats["deputy"]).post("suggestions", {**DRAFT, "wish": foreign.pk}), 422
    )

    assert list(found["errors"]) == ["wish"]


def test_a_person_who_was_not_offered_is_not_taken(play: Cast) -> None:
    proceeding, stranger = journeys.submitted(play), cast().persons["vice_chair"]
    body = {"field": "urban", "publication": "yes", "supervisor": stranger.pk}

    found = problem_of(
        Api(play.seats["clerk"]).post(f"proceedings/{proceeding.public_id}/steps/register", body),
        422,
    )

    assert list(found["errors"]) == ["supervisor"]
    assert again(proceeding).state == "submitted"


def test_repeat_with_a_key_has_one_result(play: Cast) -> None:
    api = Api(play.seats["deputy"])

    first = api.post("suggestions", DRAFT, idempotency_key="k1")
    second = api.post("suggestions", DRAFT, idempotency_key="k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    assert Proceeding.objects.count() == 1
    problem_of(api.post("suggestions", {**DRAFT, "facts": ""}, idempotency_key="k1"), 409)

    tail = f"proceedings/{first.json()['id']}/steps/submit"
    etag = first["ETag"]
    taken = api.post(tail, idempotency_key="k2", if_match=etag)
    before = world()
    repeated = api.post(tail, idempotency_key="k2", if_match=etag)
    assert repeated.json() == taken.json()
    assert world() == before
    problem_of(api.post(tail, {"read_findings": True}, idempotency_key="k2"), 409)
    problem_of(api.post(tail, idempotency_key="k1"), 409)
    problem_of(api.post(tail, idempotency_key="x" * 81), 422)
    assert world() == before


def test_the_slower_officer_is_told(play: Cast) -> None:
    proceeding = journeys.submitted(play)
    first, second = Api(play.seats["clerk"]), Api(play.seats["second_clerk"])
    etag = second.get(f"suggestions/{proceeding.public_id}")["ETag"]
    tail = f"proceedings/{proceeding.public_id}/steps/register"
    body = {"field": "urban", "publication": "yes"}
    assert first.post(tail, body).status_code == 200
    before = world()

    problem_of(second.post(tail, body, if_match=etag), 412)
    told = problem_of(second.post(tail, body), 409)

    assert "许文静" in told["detail"]
    assert world() == before


def test_steps_offer_the_schema_of_their_form(play: Cast) -> None:
    proceeding = journeys.dispatched(play)

    found = Api(play.seats["handling"]).get(f"proceedings/{proceeding.public_id}/steps").json()

    steps = {each["step"]: each for each in found["items"]}
    lead = steps["assign"]["facts"]["properties"]["lead"]
    assert {each["const"] for each in lead["oneOf"]} == {play.unit.pk, play.joint.pk}
    assert steps["assign"]["must"] is True
    assert steps["assign"]["facts"]["additionalProperties"] is False


def test_step_of_another_is_refused(play: Cast) -> None:
    proceeding = journeys.submitted(play)
    before = world()

    problem_of(
        Api(play.seats["deputy"]).post(
            f"proceedings/{proceeding.public_id}/steps/register",
            {"field": "urban", "publication": "yes"},
        ),
        403,
    )
    problem_of(
        Api(play.seats["clerk"]).post(f"proceedings/{proceeding.public_id}/steps/no_such"), 404
    )

    assert world() == before


def test_paper_comes_in_the_deputys_name(play: Cast) -> None:
    proceeding = journeys.proposed(play)

    taken = Api(play.seats["clerk"]).post(
        f"proceedings/{proceeding.public_id}/steps/answer_proposal?behalf=paper", {"agrees": "yes"}
    )

    assert taken.status_code == 200
    event = Event.objects.get(step="answer_proposal")
    assert (event.channel, event.on_behalf_of) == ("paper", "陶建民")


@pytest.mark.parametrize(
    ("tail", "statements"),
    [("suggestions", 2), ("bodies", 2), ("waiting", 2), ("me", 1), ("congresses", 2)],
)
def test_lists_take_a_fixed_number_of_statements(
    play: Cast, django_assert_num_queries: Any, tail: str, statements: int
) -> None:
    api = Api(play.seats["clerk"])
    journeys.submitted(play)
    api.get("me")
    for _more in range(2):
        with django_assert_num_queries(statements):
            assert api.get(tail).status_code == 200
        journeys.submitted(play)
        journeys.submitted(play)


def test_pages_follow_each_other(play: Cast) -> None:
    made = [str(journeys.submitted(play).public_id) for _n in range(5)][::-1]
    api, seen, cursor = Api(play.seats["clerk"]), [], ""

    for _page in range(3):
        found = api.get(f"suggestions?limit=2&cursor={cursor}").json()
        seen += [each["id"] for each in found["items"]]
        cursor = found["next"] or ""

    assert seen == made
    assert cursor == ""
    problem_of(api.get("suggestions?cursor=broken"), 422)
    problem_of(api.get("suggestions?cursor=WyJhZnRlciIsWyJ4IiwieSJdXQ"), 422)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=submitted", 1),
        ("state=open", 2),
        ("field=urban", 1),
        ("field=legal", 0),
        ("form=motion", 0),
        ("sort=due", 2),
        ("year=1999", 0),
    ],
)
def test_list_is_narrowed_as_on_the_page(play: Cast, query: str, count: int) -> None:
    journeys.submitted(play)
    journeys.registered(play)

    assert len(Api(play.seats["clerk"]).get(f"suggestions?{query}").json()["items"]) == count


def test_public_sees_what_is_published(play: Cast, public: Api) -> None:
    proceeding = published(play)
    hidden = journeys.evaluated(play, title=f"关于{CANARY}的建议")
    tail = f"public/{play.congress.slug}/suggestions"

    assert [e["id"] for e in public.get(tail).json()["items"]] == [str(proceeding.public_id)]
    found = public.get(f"{tail}/{proceeding.public_id}").json()
    assert found["replies"][0]["unit"] == "区交通运输局"
    assert found["evaluations"][0]["process"] == {
        "satisfied": 1,
        "basically": 0,
        "dissatisfied": 0,
    }
    problem_of(public.get(f"{tail}/{hidden.public_id}"), 404)
    problem_of(public.get(f"public/{cast().congress.slug}/suggestions/{proceeding.public_id}"), 404)
    problem_of(public.get("public/no-such/suggestions"), 404)
    assert len(public.get("public/congresses").json()["items"]) == 2


def test_every_operation_has_a_policy() -> None:
    own = [(path, pattern) for path, pattern in routes() if path.startswith("api/")]

    assert len(own) > 12
    assert [path for path, pattern in own if policy_of(pattern.callback) is None] == []


def test_a_browser_brings_its_csrf_token(play: Cast) -> None:
    from django.test import Client

    client = sign_in(Client(enforce_csrf_checks=True), seat=play.seats["deputy"])
    assert client.get("/api/v1/me").json()["role"] == "deputy"

    refused = client.post("/api/v1/suggestions", DRAFT, content_type="application/json")
    problem_of(refused, 403)
    client.cookies["csrftoken"] = "a" * 32
    taken = client.post(
        "/api/v1/suggestions",
        DRAFT,
        content_type="application/json",
        headers={"X-CSRFToken": "a" * 32},
    )
    assert taken.status_code == 201


@pytest.mark.parametrize("number", [1718150400, 1718150400.5, "1718150400", True])
def test_a_number_is_no_day(play: Cast, number: object) -> None:
    proceeding = journeys.received(play)
    row = proceeding.assignments.get()
    body = {"until": number, "reason": "需要等专项资金批复后才能施工。"}
    url = f"proceedings/{proceeding.public_id}/steps/ask_extension?row={row.pk}"

    found = problem_of(Api(play.seats["handler"]).post(url, body), 422)

    assert list(found["errors"]) == ["until"]
    assert proceeding.extensions.count() == 0
