"""Key suggestions: list, one, putting one forward. Steps go by the engine's door."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status

from renda.access.api import READ, WRITE
from renda.kernel.actor import Actor
from renda.kernel.errors import Missing
from renda.oversight import queries, services
from renda.oversight.facts import Candidate
from renda.oversight.models import KeySuggestion
from renda.oversight.procedure import KEY
from renda.proceedings.api import etag
from renda.proceedings.facts import build
from renda.web import api as web

router = Router(tags=["key suggestions"], auth=READ)


class CandidateIn(Schema):
    """A suggestion and why it should be a key suggestion."""

    suggestion: UUID
    evidence: str


class KeyLine(Schema):
    """A line of the list."""

    id: UUID
    number: str
    title: str
    suggestion: UUID
    state: str
    state_label: str
    unit: str
    meeting: str
    decided_on: date | None
    leader: str
    leader_post: str
    supervisor: str
    version: int


class KeyPage(Schema):
    """A page of key suggestions."""

    items: list[KeyLine]
    next: str | None


class MilestoneOut(Schema):
    """A milestone of the plan."""

    what: str
    due_on: date
    state: str
    reached_on: date | None
    text: str


class KeyOut(KeyLine):
    """A key suggestion as its page shows it."""

    evidence: str
    plan: str
    result: str
    milestones: list[MilestoneOut]


def _line(row: KeySuggestion) -> dict[str, Any]:
    found = row.proceeding
    return {
        "id": found.public_id,
        "number": found.number,
        "title": found.title,
        "suggestion": row.matter.public_id,
        "state": found.state,
        "state_label": str(KEY.state(found.state).label),
        "unit": str(found.lead_body or ""),
        **{n: getattr(row, n) for n in ("meeting", "decided_on", "leader", "leader_post")},
        "supervisor": row.supervisor.name if row.supervisor else "",
        "version": found.row_version,
    }


def _one(row: KeySuggestion) -> dict[str, Any]:
    names = ("what", "due_on", "state", "reached_on", "text")
    return {
        **_line(row),
        **{n: getattr(row, n) for n in ("evidence", "plan", "result")},
        "milestones": list(row.milestones.values(*names)),
    }


@router.get(
    "/keys",
    response={200: KeyPage, **web.problems()},
    summary="Key suggestions and candidates I may see",
    operation_id="keys",
)
def keys(
    request: HttpRequest,
    state: str = Query("", pattern="^[a-z_]{0,30}$"),
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=100),
) -> dict[str, Any]:
    """The list of the page; ``next`` is the cursor of the following page."""
    rows = queries.keys(request.auth, state)  # type: ignore[attr-defined]
    return web.page(rows, queries.KEYS, cursor=cursor, limit=limit, shown=_line)


@router.post(
    "/keys",
    auth=WRITE,
    response={201: KeyOut, **web.problems(409, 413, 415)},
    summary="Put a suggestion forward as a key suggestion",
    operation_id="create_key",
    openapi_extra={"parameters": [web.KEY_PARAMETER]},
)
def create(request: HttpRequest, body: CandidateIn, response: HttpResponse) -> Any:
    """The deputies' office puts it before the chairpersons' meeting."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    matter = queries.matter(actor, body.suggestion)
    if matter is None:
        raise Missing(_("There is no such suggestion."))
    facts = build(Candidate, {"evidence": body.evidence})
    assert isinstance(facts, Candidate)  # noqa: S101
    key = web.idempotency_key(request)
    opened = services.propose(matter, actor=actor, facts=facts, key=key)
    row = _find(actor, opened.public_id)
    response["ETag"] = etag(row.proceeding)
    return Status(201, _one(row))


@router.get(
    "/keys/{uuid:public_id}",
    response={200: KeyOut, **web.problems()},
    summary="One key suggestion",
    operation_id="key",
)
def key(request: HttpRequest, public_id: UUID, response: HttpResponse) -> dict[str, Any]:
    """What the page shows to this seat; the ETag is for If-Match."""
    row = _find(request.auth, public_id)  # type: ignore[attr-defined]
    response["ETag"] = etag(row.proceeding)
    return _one(row)


def _find(actor: Actor, public_id: UUID) -> KeySuggestion:
    row = queries.keys(actor).filter(proceeding__public_id=public_id).first()
    if row is None:
        raise Missing(_("There is no such key suggestion."))
    return row
