"""Published suggestions for everybody, without a token."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field as PydanticField

from renda.congresses.api import CongressPage, congress_out
from renda.congresses.models import Congress
from renda.kernel import paging, text
from renda.kernel.errors import Missing
from renda.kernel.policies import Policy, declare
from renda.portal import opendata, opendata_queries, pages, queries
from renda.proceedings.models import Proceeding
from renda.proposals.enums import Field
from renda.web import api as web

router = Router(tags=["public"], auth=None)
CONGRESS_KEY: paging.Key = ("id",)
_open = declare(Policy(public=True, reason="published suggestions are for everybody"))
_SLUG = "/public/{slug:congress}/suggestions"


class PublishedLine(Schema):
    """A published suggestion in a list."""

    id: UUID
    number: str
    title: str
    state: str
    state_label: str
    field: str
    author: str
    unit: str
    opened_at: datetime


class PublishedPage(Schema):
    """A page of published suggestions."""

    items: list[PublishedLine]
    next: str | None


class TextOut(Schema):
    """The text of a suggestion."""

    facts: str
    analysis: str
    proposal: str


class StageOut(Schema):
    """A stage of the way."""

    round: int
    stage: str
    mark: str
    on: date | None


class AnswerOut(Schema):
    """A published reply."""

    unit: str
    round: int
    document_number: str
    delivered_on: date
    outcome: str
    text: str


class PromiseOut(Schema):
    """A promise with its state."""

    what: str
    amount: str
    owner: str
    unit: str
    due_on: date | None
    condition: str
    review_on: date | None
    state: str


class GradesOut(Schema):
    """How many deputies gave which grade; no names."""

    round: int
    count: int
    process: dict[str, int]
    result: dict[str, int]


class PublishedOut(Schema):
    """A published suggestion as its page shows it."""

    id: UUID
    number: str
    title: str
    state: str
    state_label: str
    field: str
    author: str
    signers: int
    units: list[str]
    joint_units: list[str]
    text: TextOut
    stages: list[StageOut]
    replies: list[AnswerOut]
    commitments: list[PromiseOut]
    evaluations: list[GradesOut]
    published_on: date | None


class FundedOut(Schema):
    """A project of the final list with its progress; sums in yuan."""

    suggestion: UUID
    title: str
    number: str
    place: str
    beneficiaries: str
    people: int | None
    unit: str
    state: str
    agreed: str
    paid: str
    percent: int
    meeting: str
    decided_on: date
    finish_by: date | None
    accepted_on: date | None


class FundOut(Schema):
    """The final list of a year; the sums are those of the projects shown."""

    year: int
    pot: str
    agreed: str
    paid: str
    projects: list[FundedOut]


class FieldOut(Schema):
    """A column of a file (Table Schema)."""

    name: str
    type: str
    description: str


class FieldsOut(Schema):
    """The columns of a file."""

    fields: list[FieldOut]
    missingValues: list[str]  # noqa: N815 -- the standard's name


class ResourceOut(Schema):
    """A file of open data."""

    name: str
    title: str
    path: str
    format: str
    mediatype: str
    encoding: str
    description: str = ""
    schema_: FieldsOut | None = PydanticField(None, alias="schema")


class PackageOut(Schema):
    """All files of a congress: a Data Package."""

    name: str
    title: str
    homepage: str
    resources: list[ResourceOut]


def _line(row: Proceeding) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "number": row.number,
        "title": row.title,
        "state": row.state,
        "state_label": pages.state_word(row).text,
        "field": row.field,
        "author": row.lead_name,
        "unit": str(row.lead_body or ""),
        "opened_at": row.opened_at,
    }


def _congress(slug: str) -> Congress:
    found = queries.congress_of(slug)
    if found is None:
        raise Missing(_("There is no such congress."))
    return found


@router.get(
    "/public/congresses",
    response={200: CongressPage, **web.problems()},
    summary="All congresses",
    operation_id="public_congresses",
)
@_open
def congresses(
    request: HttpRequest,
    cursor: str = Query("", max_length=500),
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """The congresses of this installation."""
    rows = queries.congresses()
    return web.page(rows, CONGRESS_KEY, cursor=cursor, limit=limit, shown=congress_out)


@router.get(
    _SLUG,
    response={200: PublishedPage, **web.problems()},
    summary="Published suggestions",
    operation_id="public_suggestions",
)
@_open
def suggestions(
    request: HttpRequest,
    congress: str,
    q: str = Query("", max_length=60, description="Number or words of the title."),
    field: Field | None = None,
    state: str = Query("", pattern="^(open|late|closed)?$"),
    year: int | None = Query(None, ge=1954, le=2100),
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=100),
) -> dict[str, Any]:
    """What the public list shows, with its filters."""
    search = queries.Search(text.clean(q, field="q"), field or "", state, year)
    rows = queries.found(_congress(congress), search)
    return web.page(rows, queries.KEY, cursor=cursor, limit=limit, shown=_line)


@router.get(
    _SLUG + "/{uuid:public_id}",
    response={200: PublishedOut, **web.problems()},
    summary="One published suggestion",
    operation_id="public_suggestion",
)
@_open
def suggestion(request: HttpRequest, congress: str, public_id: UUID) -> dict[str, Any]:
    """What its public page shows."""
    proceeding = queries.one(_congress(congress), public_id)
    if proceeding is None:
        raise Missing(_("There is no such suggestion."))
    return pages.data(queries.dossier(proceeding))


@router.get(
    "/public/{slug:congress}/fund/{int:year}",
    response={200: FundOut, **web.problems()},
    summary="Final list of a year's micro-projects",
    operation_id="public_fund",
)
@_open
def fund(request: HttpRequest, congress: str, year: int) -> dict[str, Any]:
    """What the public page shows."""
    pot = queries.pots(_congress(congress)).filter(year=year).first()
    if pot is None:
        raise Missing(_("There is no pot of this year."))
    return pages.fund_data(pages.fund_page(pot, queries.listed_projects(pot)))


@router.get(
    "/public/{slug:congress}/data",
    response={200: PackageOut, **web.problems()},
    by_alias=True,
    summary="Open data: all files with their columns",
    operation_id="public_open_data",
)
@_open
def open_data(request: HttpRequest, congress: str) -> dict[str, Any]:
    """A Data Package: where the files of each year lie and what stands in them."""
    found = _congress(congress)
    root = request.build_absolute_uri("/").rstrip("/")
    return opendata.package(found, opendata_queries.years(found), root=root)
