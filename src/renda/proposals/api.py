"""Motions and suggestions: list with the filters of the page, one, draft, change a draft."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status

from renda.access.api import READ, WRITE
from renda.kernel.actor import Actor
from renda.kernel.errors import Missing
from renda.matters import pages as loop_pages
from renda.matters.enums import EvaluationState
from renda.matters.queries import Loop, loop_of
from renda.proceedings import errors
from renda.proceedings.api import check_choices, choices_of, etag, facts_body, matching
from renda.proceedings.facts import build
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import current_binding
from renda.proceedings.services.once import open_once, was_answered
from renda.proposals import queries, services
from renda.proposals.enums import Field, Form
from renda.proposals.facts import Draft
from renda.proposals.procedure import KIND, SUGGESTION
from renda.web import api as web

router = Router(tags=["suggestions"], auth=READ)
_STATE = "^[a-z_]{0,30}$"


class SuggestionLine(Schema):
    """A line of the list."""

    id: UUID
    number: str
    title: str
    form: str
    state: str
    state_label: str
    field: str
    author: str
    unit: str
    opened_at: datetime
    next_due_on: date | None
    version: int


class SuggestionPage(Schema):
    """A page of suggestions."""

    items: list[SuggestionLine]
    next: str | None


class UnitOut(Schema):
    """A unit's part."""

    round: int
    unit: str
    mode: str
    state: str


class CommitmentOut(Schema):
    """A promise."""

    what: str
    amount: str
    owner: str
    due_on: date | None
    condition: str
    review_on: date | None
    state: str


class ReplyOut(Schema):
    """A reply; sealed until its deputy opens it."""

    round: int
    unit: str
    document_number: str
    outcome_class: str
    text: str
    delivered_on: date | None
    is_sealed: bool
    commitments: list[CommitmentOut]


class EvaluationOut(Schema):
    """A deputy's evaluation; no grade unless he gave one."""

    round: int
    unit: str
    person: str
    state: str
    process: str
    result: str


class SuggestionOut(SuggestionLine):
    """A suggestion as its page shows it to this seat."""

    facts: str
    analysis: str
    proposal: str
    may_publish: bool | None
    publish_state: str
    outcome_class: str
    closed_at: datetime | None
    units: list[UnitOut]
    replies: list[ReplyOut]
    evaluations: list[EvaluationOut]


def _line(row: Proceeding) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "number": row.number,
        "title": row.title,
        "form": row.suggestion.form,
        "state": row.state,
        "state_label": str(SUGGESTION.state(row.state).label),
        "field": row.field,
        "author": row.lead_name,
        "unit": str(row.lead_body or ""),
        "opened_at": row.opened_at,
        "next_due_on": row.next_due_on,
        "version": row.row_version,
    }


def _one(row: Proceeding, actor: Actor) -> dict[str, Any]:
    suggestion, loop = row.suggestion, loop_of(row, actor)
    return {
        **_line(row),
        "facts": suggestion.facts,
        "analysis": suggestion.analysis,
        "proposal": suggestion.proposal,
        "may_publish": suggestion.may_publish,
        "publish_state": suggestion.publish_state,
        "outcome_class": suggestion.outcome_class,
        "closed_at": row.closed_at,
        "units": _units(loop),
        "replies": [_reply(each) for each in loop_pages.replies(loop, actor)],
        "evaluations": _evaluations(loop),
    }


def _units(loop: Loop) -> list[dict[str, Any]]:
    return [
        {"round": a.round, "unit": a.body.name, "mode": a.mode, "state": a.state}
        for a in loop.assignments
        if a.state != "withdrawn"
    ]


def _reply(view: loop_pages.ReplyView) -> dict[str, Any]:
    names = list(CommitmentOut.model_fields)
    return {
        "round": view.round,
        "unit": view.body,
        "document_number": view.document_number,
        "outcome_class": view.outcome_code,
        "text": view.text,
        "delivered_on": view.delivered_on,
        "is_sealed": view.is_sealed,
        "commitments": [{n: getattr(c, n) for n in names} for c in view.commitments],
    }


def _evaluations(loop: Loop) -> list[dict[str, Any]]:
    return [
        {
            "round": e.round,
            "unit": e.reply.assignment.body.name,
            "person": e.person.name,
            "state": e.state,
            # A first entry of a paper form is no grade.
            "process": e.process_grade if e.state == EvaluationState.GIVEN else "",
            "result": e.result_grade if e.state == EvaluationState.GIVEN else "",
        }
        for e in loop.evaluations
    ]


def _find(actor: Actor, public_id: UUID) -> Proceeding:
    row = queries.suggestions(actor).select_related("congress").filter(public_id=public_id).first()
    if row is None:
        raise Missing(_("There is no such suggestion."))
    return row


@router.get(
    "/suggestions",
    response={200: SuggestionPage, **web.problems()},
    summary="Suggestions I may see",
    operation_id="suggestions",
)
def suggestions(
    request: HttpRequest,
    state: str = Query("", pattern=_STATE, description="A state, or open, late, closed …"),
    field: Field | None = None,
    form: Form | None = None,
    unit: int | None = Query(None, ge=1, le=2**53),
    year: int | None = Query(None, ge=1954, le=2100),
    due_until: web.Day | None = None,
    sort: Literal["newest", "due"] = "newest",
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=100),
) -> dict[str, Any]:
    """The list of the page with its filters; ``next`` is the cursor of the following page."""
    filters = queries.Filters(
        state=state,
        field=field or "",
        form=form or "",
        unit=unit,
        year=year,
        due_until=due_until,
        sort=sort,
    )
    rows = queries.filtered(request.auth, filters)  # type: ignore[attr-defined]
    return web.page(rows, queries.SORTS[sort], cursor=cursor, limit=limit, shown=_line)


@router.get(
    "/suggestions/{uuid:public_id}",
    response={200: SuggestionOut, **web.problems()},
    summary="One suggestion",
    operation_id="suggestion",
)
def suggestion(request: HttpRequest, public_id: UUID, response: HttpResponse) -> dict[str, Any]:
    """What the page shows to this seat; the ETag is for If-Match."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    row = _find(actor, public_id)
    response["ETag"] = etag(row)
    return _one(row, actor)


def _draft(request: HttpRequest, actor: Actor, place: Proceeding, *, checked: bool) -> Draft:
    facts = build(Draft, web.body(request))
    assert isinstance(facts, Draft)  # noqa: S101 -- built from this class
    if checked:
        check_choices(facts, choices_of(Draft, current_binding(KIND), place, actor))
    return facts


@router.post(
    "/suggestions",
    auth=WRITE,
    response={201: SuggestionOut, **web.problems(409, 413, 415)},
    summary="Draft a suggestion",
    operation_id="create_suggestion",
    openapi_extra={"requestBody": facts_body("Draft"), "parameters": [web.KEY_PARAMETER]},
)
def create(request: HttpRequest, response: HttpResponse) -> Any:
    """A new draft of the deputy; it is handed in by the step ``submit``."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    key = web.idempotency_key(request)
    place = Proceeding(congress_id=actor.congress_id)
    facts = _draft(request, actor, place, checked=not was_answered(actor, key=key))
    opened = open_once(
        lambda: services.open_draft(actor=actor, facts=facts),
        actor=actor,
        kind=KIND,
        facts=facts,
        key=key,
    )
    row = _find(actor, opened.public_id)
    response["ETag"] = etag(row)
    return Status(201, _one(row, actor))


@router.put(
    "/suggestions/{uuid:public_id}",
    auth=WRITE,
    response={200: SuggestionOut, **web.problems(409, 412, 413, 415)},
    summary="Change a draft",
    operation_id="change_suggestion",
    openapi_extra={"requestBody": facts_body("Draft"), "parameters": [web.MATCH_PARAMETER]},
)
def change(request: HttpRequest, public_id: UUID, response: HttpResponse) -> Any:
    """Keep a draft anew; 409 once it was handed in."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    row = _find(actor, public_id)
    facts = _draft(request, actor, row, checked=True)
    try:
        version = matching(request, row)
    except errors.StepTaken as error:
        return web.refused(error, status=412)
    services.save_draft(row, actor=actor, facts=facts, version=version)
    row = _find(actor, public_id)
    response["ETag"] = etag(row)
    return _one(row, actor)
