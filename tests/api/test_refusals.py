"""Every refusal is a problem document, whatever is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from renda.access.models import ApiToken
from renda.access.services.tokens import revoke_token
from renda.kernel import time
from tests.api.conftest import Api, problem_of
from tests.proposals.journeys import Cast, cast

pytestmark = pytest.mark.django_db

READS = ("me", "congresses", "bodies", "waiting", "suggestions")
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.mark.parametrize("tail", READS)
def test_without_a_token_nothing(tail: str, public: Api) -> None:
    response = public.get(tail)

    problem_of(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_revoked_or_expired_token_is_none(play: Cast) -> None:
    api = Api(play.seats["clerk"])
    assert api.get("me").status_code == 200
    problem_of(api.get("me", Authorization="Bearer nonsense"), 401)
    problem_of(api.get("me", Authorization="Basic Og=="), 401)
    token = ApiToken.objects.get()
    ApiToken.objects.update(expires_at=time.now())
    problem_of(api.get("me"), 401)
    ApiToken.objects.update(expires_at=token.expires_at)
    revoke_token(token, actor=play.clerk)

    problem_of(api.get("me"), 401)


def test_scopes_are_kept(play: Cast) -> None:
    reader, writer = Api(play.seats["deputy"], ("read",)), Api(play.seats["deputy"], ("write",))

    assert reader.get("me").json()["scopes"] == ["read"]
    problem_of(reader.post("suggestions", {"title": "关于站台的建议"}), 403)
    problem_of(reader.send("PUT", f"suggestions/{NOWHERE}", {}), 403)
    problem_of(reader.post(f"proceedings/{NOWHERE}/steps/submit"), 403)
    problem_of(writer.get("me"), 403)
    assert writer.post("suggestions", {"title": "关于站台的建议"}).status_code == 201


@pytest.mark.parametrize(
    "tail", ["", "nothing", "suggestions/abc", f"suggestions/{NOWHERE}", "me/", "proceedings/1/x"]
)
def test_nothing_there(tail: str, play: Cast) -> None:
    problem_of(Api(play.seats["clerk"]).get(tail), 404)


@pytest.mark.parametrize(
    ("method", "tail", "allowed"),
    [("DELETE", "suggestions", "GET, POST"), ("POST", "me", "GET"), ("PATCH", "bodies", "GET")],
)
def test_method_not_offered(method: str, tail: str, allowed: str, play: Cast) -> None:
    response = Api(play.seats["clerk"]).send(method, tail)

    problem_of(response, 405)
    assert response["Allow"] == allowed


def test_body_of_a_wrong_kind_size_or_form(play: Cast) -> None:
    api = Api(play.seats["deputy"])

    problem_of(api.post("suggestions", b"title=x", content_type="text/plain"), 415)
    problem_of(api.post("suggestions", b'{"title": "' + b"x" * 3_000_000 + b'"}'), 413)
    for body in (b"{", b"[1]", b'"x"', b"\xff\xfe", b"[" * 100_000):
        problem_of(api.post("suggestions", body), 422)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=abc", "limit"),
        ("field=nonsense", "field"),
        ("state=a%00b", "state"),
        ("unit=99999999999999999999999999", "unit"),
        ("due_until=yesterday", "due_until"),
        ("due_until=86400", "due_until"),
        ("due_until=5.3e-97", "due_until"),
        ("sort=random", "sort"),
    ],
)
def test_wrong_parameter_is_named(query: str, field: str, play: Cast) -> None:
    found = problem_of(Api(play.seats["clerk"]).get(f"suggestions?{query}"), 422)

    assert list(found["errors"]) == [field]


def test_public_words_with_a_nul_are_refused(play: Cast, public: Api) -> None:
    found = problem_of(public.get(f"public/{play.congress.slug}/suggestions?q=a%00b"), 422)

    assert list(found["errors"]) == ["q"]


def test_a_fault_of_ours_is_a_problem_too(play: Cast, monkeypatch: Any) -> None:
    from renda.waiting import queries

    def broken(actor: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(queries, "waiting_for", broken)

    problem_of(Api(play.seats["clerk"]).get("waiting"), 500)


def test_documents_are_open_and_take_nothing_from_elsewhere(public: Api) -> None:
    document = public.get("openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {"Draft", "Assign", "SubmitReply", "Problem"} <= set(document["components"]["schemas"])
    page = public.get("docs/").content.decode()
    assert "/api/v1/suggestions" in page
    assert "https://" not in page.replace("http://www.w3.org", "")
