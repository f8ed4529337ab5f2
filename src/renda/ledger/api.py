"""The ledger of promises: list with the filters of the page, one. Steps go by the engine's door."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from renda.access.api import READ
from renda.kernel.actor import Actor
from renda.kernel.errors import Missing
from renda.ledger import queries
from renda.ledger.models import Promise
from renda.ledger.procedure import COMMITMENT
from renda.matters.enums import EvaluationState
from renda.matters.models import Evaluation
from renda.proceedings.api import etag
from renda.web import api as web

router = Router(tags=["promises"], auth=READ)


class PromiseLine(Schema):
    """A line of the ledger."""

    id: UUID
    number: str
    what: str
    amount: str
    owner: str
    unit: str
    suggestion: UUID
    suggestion_number: str
    state: str
    state_label: str
    due_on: date | None
    condition: str
    day: date
    first_day: date
    changes: int
    delivered_on: date | None
    first_grade: str
    second_grade: str
    version: int


class PromisePage(Schema):
    """A page of promises."""

    items: list[PromiseLine]
    next: str | None


class GradesOut(Schema):
    """A deputy's evaluation of the reply (first) or of the delivery (second)."""

    which: Literal["first", "second"]
    person: str
    state: str
    process: str
    result: str


class PromiseOut(PromiseLine):
    """A promise as its page shows it to this seat."""

    report: str
    document: str
    evaluations: list[GradesOut]


def _line(row: Promise) -> dict[str, Any]:
    names = ("due_on", "condition", "day", "first_day", "changes", "delivered_on")
    return {
        "id": row.proceeding.public_id,
        "number": row.proceeding.number,
        **{name: getattr(row.commitment, name) for name in ("what", "amount", "owner")},
        "unit": row.body.name,
        "suggestion": row.matter.public_id,
        "suggestion_number": row.matter.number,
        "state": row.proceeding.state,
        "state_label": str(COMMITMENT.state(row.proceeding.state).label),
        **{name: getattr(row, name) for name in names},
        "first_grade": row.first_grade,
        "second_grade": row.second_grade,
        "version": row.proceeding.row_version,
    }


def _grades(row: Evaluation) -> dict[str, Any]:
    given = row.state == EvaluationState.GIVEN
    return {
        "which": "first" if row.stage == "reply" else "second",
        "person": row.person.name,
        "state": row.state,
        # A first entry of a paper form is no grade.
        "process": row.process_grade if given else "",
        "result": row.result_grade if given else "",
    }


@router.get(
    "/promises",
    response={200: PromisePage, **web.problems()},
    summary="Promises I may see",
    operation_id="promises",
)
def promises(
    request: HttpRequest,
    state: str = Query("", pattern="^[a-z_]{0,30}$", description="A state, or owed, past, soon"),
    unit: int | None = Query(None, ge=1, le=2**53),
    year: int | None = Query(None, ge=1954, le=2100),
    due_from: web.Day | None = None,
    due_until: web.Day | None = None,
    sort: Literal["due", "newest"] = "due",
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=100),
) -> dict[str, Any]:
    """The list of the page with its filters; ``next`` is the cursor of the following page."""
    filters = queries.Filters(
        state=state, unit=unit, year=year, due_from=due_from, due_until=due_until, sort=sort
    )
    rows = queries.filtered(request.auth, filters)  # type: ignore[attr-defined]
    return web.page(rows, queries.SORTS[sort], cursor=cursor, limit=limit, shown=_line)


class AgedOut(Schema):
    """A unit's promises by age, in days from today; ``ended`` by how they ended."""

    unit: int
    name: str
    owed: int
    bands: dict[str, int]
    ended: dict[str, int]


@router.get(
    "/promises/ageing",
    response={200: list[AgedOut], **web.problems()},
    summary="Promises by unit and age",
    operation_id="promises_ageing",
)
def ageing(request: HttpRequest) -> list[dict[str, Any]]:
    """The ageing table of the page: of what this seat may see."""
    return [asdict(each) for each in queries.ageing(request.auth)]  # type: ignore[attr-defined]


@router.get(
    "/promises/{uuid:public_id}",
    response={200: PromiseOut, **web.problems()},
    summary="One promise",
    operation_id="promise",
)
def promise(request: HttpRequest, public_id: UUID, response: HttpResponse) -> dict[str, Any]:
    """What the page shows to this seat; the ETag is for If-Match."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    row = queries.promises(actor).filter(proceeding__public_id=public_id).first()
    if row is None:
        raise Missing(_("There is no such promise."))
    response["ETag"] = etag(row.proceeding)
    return {
        **_line(row),
        "report": row.report,
        "document": row.document,
        "evaluations": [_grades(each) for each in queries.evaluations([row]).get(row.pk, [])],
    }
