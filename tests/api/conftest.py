"""A client of the interface with a token."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from renda.access.models import Seat
from renda.access.services.tokens import create_token
from tests.factories import actor_of

ROOT = "/api/v1/"


class Api:
    """Sends JSON with a seat's token; without a seat, as the public."""

    def __init__(self, seat: Seat | None = None, scopes: tuple[str, ...] = ("read", "write")):
        self.client = Client(raise_request_exception=False)
        self.headers: dict[str, str] = {}
        if seat is not None:
            actor = actor_of(seat=seat)
            raw = create_token(seat, name="test", scopes=list(scopes), actor=actor)
            self.headers["Authorization"] = f"Bearer {raw}"

    def get(self, tail: str, **headers: str) -> Any:
        return self.client.get(ROOT + tail, headers={**self.headers, **headers})

    def send(self, method: str, tail: str, body: Any = None, **headers: str) -> Any:
        return self.client.generic(
            method,
            ROOT + tail,
            data=body if isinstance(body, bytes) else json.dumps(body or {}),
            content_type=headers.pop("content_type", "application/json"),
            headers={**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}},
        )

    def post(self, tail: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", tail, body, **headers)


def problem_of(response: Any, status: int) -> dict[str, Any]:
    """The problem document of a refusal, whose form is checked."""
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert set(found) == {"type", "title", "status", "detail", "errors"}
    assert found["type"].startswith("urn:renda:problem:")
    assert found["status"] == status
    assert found["detail"]
    return found


@pytest.fixture
def public() -> Api:
    return Api()
