"""What waits for the seat."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from renda.waiting import queries
from renda.waiting.models import Waiting
from renda.web import api as web

router = Router(tags=["waiting"])


class WaitingOut(Schema):
    """A step that waits for me."""

    proceeding: UUID
    kind: str
    number: str
    title: str
    step: str
    row: int
    detail: str
    since: datetime
    due_on: date | None


class WaitingList(Schema):
    """The nearest steps that wait for me."""

    items: list[WaitingOut]


def _out(row: Waiting) -> dict[str, Any]:
    return {
        "proceeding": row.public_id,
        "kind": row.kind,
        "number": row.number,
        "title": row.title,
        "step": row.step,
        "row": row.lane_row,
        "detail": row.detail,
        "since": row.since,
        "due_on": row.due_on,
    }


@router.get(
    "/waiting",
    response={200: WaitingList, **web.problems()},
    summary="What waits for me",
    operation_id="waiting",
)
def waiting(request: HttpRequest, limit: int = Query(50, ge=1, le=200)) -> dict[str, Any]:
    """Steps that I must take, the nearest due first, the undated last."""
    found = queries.waiting_for(request.auth)[:limit]  # type: ignore[attr-defined]
    return {"items": [_out(row) for row in queries.once(list(found))]}
