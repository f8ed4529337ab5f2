"""Inspections: list, one, planning one. Steps go by the engine's door."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from renda.access.api import READ, WRITE
from renda.inspections import queries, services
from renda.inspections.facts import Plan
from renda.inspections.models import Inspection, Question
from renda.inspections.procedure import INSPECTION
from renda.inspections.rules import MOST
from renda.kernel.actor import Actor
from renda.kernel.errors import Missing
from renda.proceedings.api import etag
from renda.proceedings.facts import build
from renda.web import api as web

router = Router(tags=["inspections"], auth=READ)


class InspectionIn(Schema):
    """An inspection to come, and the suggestions of its agenda."""

    title: str
    held_on: web.Day
    place: str
    led_by: str
    suggestions: list[UUID] = Field(..., min_length=1, max_length=MOST)


class InspectionLine(Schema):
    """A line of the list."""

    id: UUID
    title: str
    state: str
    state_label: str
    held_on: date
    place: str
    led_by: str
    version: int


class InspectionPage(Schema):
    """A page of inspections."""

    items: list[InspectionLine]
    next: str | None


class QuestionOut(Schema):
    """A question of the agenda, as far as this seat may read it."""

    row: int
    suggestion: UUID
    suggestion_number: str
    unit: str
    state: str
    asked_by: str
    question: str
    officer: str
    officer_post: str
    answer: str
    due_on: date | None
    later: str
    later_on: date | None


class InspectionOut(InspectionLine):
    """An inspection as its page shows it to this seat."""

    notice: str
    deputies: str
    result: str
    questions: list[QuestionOut]


def _line(row: Inspection) -> dict[str, Any]:
    found = row.proceeding
    return {
        "id": found.public_id,
        "title": found.title,
        "state": found.state,
        "state_label": str(INSPECTION.state(found.state).label),
        **{name: getattr(row, name) for name in ("held_on", "place", "led_by")},
        "version": found.row_version,
    }


def _question(row: Question) -> dict[str, Any]:
    names = ("state", "asked_by", "question", "officer", "officer_post", "answer", "due_on")
    return {
        "row": row.pk,
        "suggestion": row.matter.public_id,
        "suggestion_number": row.matter.number,
        "unit": row.body.name,
        **{name: getattr(row, name) for name in (*names, "later", "later_on")},
    }


def _one(row: Inspection, actor: Actor) -> dict[str, Any]:
    found = queries.questions(actor).filter(inspection=row)
    return {
        **_line(row),
        **{name: getattr(row, name) for name in ("notice", "deputies", "result")},
        "questions": [_question(each) for each in found],
    }


@router.get(
    "/inspections",
    response={200: InspectionPage, **web.problems()},
    summary="Inspections I may see",
    operation_id="inspections",
)
def inspections(
    request: HttpRequest,
    state: str = Query("", pattern="^[a-z_]{0,30}$"),
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=100),
) -> dict[str, Any]:
    """The list of the page; ``next`` is the cursor of the following page."""
    rows = queries.inspections(request.auth, state)  # type: ignore[attr-defined]
    return web.page(rows, queries.KEYS, cursor=cursor, limit=limit, shown=_line)


@router.post(
    "/inspections",
    auth=WRITE,
    response={201: InspectionOut, **web.problems(409, 413, 415)},
    summary="Plan an inspection",
    operation_id="create_inspection",
    openapi_extra={"parameters": [web.KEY_PARAMETER]},
)
def create(request: HttpRequest, body: InspectionIn, response: HttpResponse) -> Any:
    """The deputies' office plans it about suggestions that units have."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    matters = queries.matters(actor, body.suggestions)
    if len(matters) != len(set(body.suggestions)):
        raise Missing(_("There is no such suggestion."))
    facts = build(Plan, body.model_dump(mode="json", exclude={"suggestions"}))
    assert isinstance(facts, Plan)  # noqa: S101
    key = web.idempotency_key(request)
    opened = services.plan(matters, actor=actor, facts=facts, key=key)
    row = _find(actor, opened.public_id)
    response["ETag"] = etag(row.proceeding)
    return Status(201, _one(row, actor))


@router.get(
    "/inspections/{uuid:public_id}",
    response={200: InspectionOut, **web.problems()},
    summary="One inspection",
    operation_id="inspection",
)
def inspection(request: HttpRequest, public_id: UUID, response: HttpResponse) -> dict[str, Any]:
    """What the page shows to this seat; the ETag is for If-Match."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    row = _find(actor, public_id)
    response["ETag"] = etag(row.proceeding)
    return _one(row, actor)


def _find(actor: Actor, public_id: UUID) -> Inspection:
    row = queries.find(public_id, actor)
    if row is None:
        raise Missing(_("There is no such inspection."))
    return row
