"""Passing up, what came from below, yearly figures. Steps go by the engine's door."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from renda.access.api import READ, WRITE
from renda.congresses.models import Congress
from renda.kernel.actor import Actor
from renda.kernel.errors import Missing
from renda.kernel.time import today
from renda.levels import queries, rules, services
from renda.levels.facts import PassUp
from renda.levels.models import FromBelow, PassedUp, YearReport
from renda.levels.procedure import FROM_BELOW, PASSED_UP
from renda.levels.sources import count
from renda.proceedings.api import etag
from renda.proceedings.facts import build
from renda.web import api as web

router = Router(tags=["levels"], auth=READ)


class PassUpIn(Schema):
    """A suggestion and what is asked of the level above."""

    suggestion: UUID
    reason: str
    request: str
    with_text: bool = False
    with_name: bool = False


class PassedOut(Schema):
    """A matter that was passed up, as the level below knows it."""

    id: UUID
    number: str
    title: str
    suggestion: UUID
    state: str
    state_label: str
    above: str
    reason: str
    request: str
    answer: str
    answered_by: str
    answered_on: date | None
    turned_back: str
    told_on: date | None
    remark: str
    version: int


class PassedPage(Schema):
    """A page of what was passed up."""

    items: list[PassedOut]
    next: str | None


class AskedOut(Schema):
    """A matter from below, as the level above knows it."""

    id: UUID
    number: str
    title: str
    state: str
    state_label: str
    below: str
    reason: str
    request: str
    text: str
    unit: str
    reply: str
    answer: str
    version: int


class AskedPage(Schema):
    """A page of what came from below."""

    items: list[AskedOut]
    next: str | None


class CongressFigures(Schema):
    """A congress below: its figures with those of its own lower levels, or none yet."""

    congress: str
    reported_at: datetime | None
    figures: dict[str, int] | None


class FiguresOut(Schema):
    """A year: the own figures as counted now, those below as reported, their sum."""

    year: int
    own: dict[str, int]
    below: list[CongressFigures]
    together: dict[str, int]


class ReportIn(Schema):
    """Report a year's figures to the level above."""

    year: int
    remark: str = Field("", max_length=200)


class ReportOut(Schema):
    """A report as it stands."""

    year: int
    number: int
    own: dict[str, int]
    below: dict[str, int]
    reported_at: datetime
    reported_by: str


def _passed(row: PassedUp) -> dict[str, Any]:
    found = row.proceeding
    names = ("reason", "request", "answer", "answered_by", "answered_on", "turned_back")
    return {
        "id": found.public_id,
        "number": found.number,
        "title": found.title,
        "suggestion": row.matter.public_id,
        "state": found.state,
        "state_label": str(PASSED_UP.state(found.state).label),
        "above": row.above.short_name,
        **{name: getattr(row, name) for name in (*names, "told_on", "remark")},
        "version": found.row_version,
    }


def _asked(row: FromBelow) -> dict[str, Any]:
    found = row.proceeding
    return {
        "id": found.public_id,
        "number": found.number,
        "title": found.title,
        "state": found.state,
        "state_label": str(FROM_BELOW.state(found.state).label),
        "below": row.below.short_name,
        **{name: getattr(row, name) for name in ("reason", "request", "text", "reply", "answer")},
        "unit": row.unit.name if row.unit else "",
        "version": found.row_version,
    }


@router.get(
    "/passed-up",
    response={200: PassedPage, **web.problems()},
    summary="What was passed up and I may see",
    operation_id="passed_up",
)
def passed_up(
    request: HttpRequest,
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=100),
) -> dict[str, Any]:
    """The list of the page; ``next`` is the cursor of the following page."""
    rows = queries.passed_up(request.auth)  # type: ignore[attr-defined]
    return web.page(rows, queries.KEYS, cursor=cursor, limit=limit, shown=_passed)


@router.post(
    "/passed-up",
    auth=WRITE,
    response={201: PassedOut, **web.problems(409, 413, 415)},
    summary="Pass a suggestion up to the congress above",
    operation_id="pass_up",
    openapi_extra={"parameters": [web.KEY_PARAMETER]},
)
def pass_up(request: HttpRequest, body: PassUpIn, response: HttpResponse) -> Any:
    """The deputies' office passes it up."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    matter = queries.matter(actor, body.suggestion)
    if matter is None:
        raise Missing(_("There is no such suggestion."))
    facts = build(PassUp, body.dict(exclude={"suggestion"}))
    assert isinstance(facts, PassUp)  # noqa: S101
    key = web.idempotency_key(request)
    opened = services.pass_up(matter, actor=actor, facts=facts, key=key)
    row = _one_passed(actor, opened.public_id)
    response["ETag"] = etag(row.proceeding)
    return Status(201, _passed(row))


@router.get(
    "/passed-up/{uuid:public_id}",
    response={200: PassedOut, **web.problems()},
    summary="One matter that was passed up",
    operation_id="passed_up_one",
)
def passed_up_one(request: HttpRequest, public_id: UUID, response: HttpResponse) -> dict[str, Any]:
    """What the page shows to this seat; the ETag is for If-Match."""
    row = _one_passed(request.auth, public_id)  # type: ignore[attr-defined]
    response["ETag"] = etag(row.proceeding)
    return _passed(row)


@router.get(
    "/from-below",
    response={200: AskedPage, **web.problems()},
    summary="What came from the level below and I may see",
    operation_id="from_below",
)
def from_below(
    request: HttpRequest,
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=100),
) -> dict[str, Any]:
    """The list of the page; ``next`` is the cursor of the following page."""
    rows = queries.from_below(request.auth)  # type: ignore[attr-defined]
    return web.page(rows, queries.KEYS, cursor=cursor, limit=limit, shown=_asked)


@router.get(
    "/from-below/{uuid:public_id}",
    response={200: AskedOut, **web.problems()},
    summary="One matter from the level below",
    operation_id="from_below_one",
)
def from_below_one(request: HttpRequest, public_id: UUID, response: HttpResponse) -> dict[str, Any]:
    """What the page shows to this seat; the ETag is for If-Match."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    row = queries.from_below(actor).filter(proceeding__public_id=public_id).first()
    if row is None:
        raise Missing(_("There is no such matter."))
    response["ETag"] = etag(row.proceeding)
    return _asked(row)


@router.get(
    "/year-figures",
    response={200: FiguresOut, **web.problems()},
    summary="A year's figures of the congress and those below",
    operation_id="year_figures",
)
def year_figures(
    request: HttpRequest, year: int | None = Query(None, ge=2000, le=2200)
) -> dict[str, Any]:
    """The table of the page; for the deputies' office and leaders of the congress."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    if not queries.may_see_figures(actor):
        raise Missing(_("There are no figures for this seat."))
    wanted = year or today().year
    own, lines = count(actor.congress_id, wanted), queries.below(actor.congress_id, wanted)
    return {
        "year": wanted,
        "own": own,
        "below": [
            {
                "congress": line.congress.short_name,
                "reported_at": line.report.reported_at if line.report else None,
                "figures": line.figures if line.report else None,
            }
            for line in lines
        ],
        "together": rules.total([own, queries.sum_below(lines)]),
    }


@router.post(
    "/year-reports",
    auth=WRITE,
    response={201: ReportOut, **web.problems(409, 413, 415)},
    summary="Report a year's figures to the level above",
    operation_id="report_year",
)
def report_year(request: HttpRequest, body: ReportIn) -> Any:
    """The figures as counted now; the same figures twice are refused."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    congress = Congress.objects.filter(pk=actor.congress_id, parent__isnull=False).first()
    if congress is None:
        raise Missing(_("This congress has no level above in this installation."))
    row = services.report_year(congress, year=body.year, actor=actor, remark=body.remark)
    return Status(201, _report(row))


def _report(row: YearReport) -> dict[str, Any]:
    names = ("year", "number", "own", "below", "reported_at", "reported_by")
    return {name: getattr(row, name) for name in names}


def _one_passed(actor: Actor, public_id: UUID) -> PassedUp:
    row = queries.passed_up(actor).filter(proceeding__public_id=public_id).first()
    if row is None:
        raise Missing(_("There is no such matter."))
    return row
