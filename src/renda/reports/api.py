"""Figures with their records, and documents: ask for one, see how far it is, fetch its files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from renda.access.api import READ, WRITE
from renda.files.checks.signatures import MIME
from renda.files.services import opened
from renda.kernel.actor import Actor
from renda.kernel.errors import Missing, NotAllowed
from renda.kernel.time import today
from renda.reports import pages, queries, rules, services
from renda.reports.models import Document
from renda.reports.rules import SHARES, Cut
from renda.web import api as web

router = Router(tags=["reports"], auth=READ)
KEY = ("-pk",)
By = Literal["unit", "delegation", "field", "session", "year"]
Number = Field(None, ge=1, le=2**53)


class CutIn(Schema):
    """What figures are narrowed to; nothing named means everything."""

    year: int | None = Field(None, ge=1954, le=2100)
    session: int | None = Number
    unit: int | None = Number
    delegation: int | None = Number
    field: str = Field("", pattern="^[a-z]{0,30}$")


class ShareOut(Schema):
    """A part of a whole."""

    part: int
    whole: int


class LineOut(Schema):
    """The figures of a line, by name; ``key`` is empty for what belongs to no line."""

    key: str
    name: str
    figures: dict[str, int]


class FiguresOut(Schema):
    """The figures of a cut as of a day: in all, as shares, line by line."""

    counted_on: date
    figures: dict[str, int]
    shares: dict[str, ShareOut]
    lines: list[LineOut]


class RecordOut(Schema):
    """A record behind a figure; ``suggestion`` is the matter's id."""

    suggestion: UUID
    number: str
    title: str
    unit: str
    detail: str
    on: date | None


class RecordPage(Schema):
    """A page of records."""

    items: list[RecordOut]
    next: str | None


class FileOut(Schema):
    """A file of a document; ``document_file`` fetches it by its kind."""

    kind: str
    name: str
    size: int
    sha256: str


class DocumentOut(Schema):
    """A document: how far it is, and its files once it is ready."""

    id: UUID
    kind: str
    title: str
    state: Literal["queued", "running", "ready", "failed"]
    done: int
    total: int
    error: str
    made_by: str
    asked_at: datetime
    counted_on: date | None
    published_at: datetime | None
    files: list[FileOut]


class DocumentPage(Schema):
    """A page of documents."""

    items: list[DocumentOut]
    next: str | None


class DocumentIn(CutIn):
    """Which document to make of which cut; a dossier is made of a suggestion."""

    kind: Literal["bulletin", "compilation", "units", "handling", "dossier"]
    suggestion: UUID | None = None


def _reader(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    if actor.role not in rules.READERS:
        raise NotAllowed(_("Your seat reads no figures."))
    return actor


def _cut(given: CutIn) -> Cut:
    names = ("year", "session", "unit", "delegation", "field")
    return Cut(**{name: getattr(given, name) for name in names})


@router.get(
    "/figures",
    response={200: FiguresOut, **web.problems()},
    summary="Figures of a cut, in all and line by line",
    operation_id="figures",
)
def figures(request: HttpRequest, cut: Query[CutIn], by: By = "unit") -> dict[str, Any]:
    """What the page shows to this seat, counted now. The lines add up to the figures."""
    actor = _reader(request)
    lines = queries.table(actor, _cut(cut), by)
    values = queries.totals(actor, _cut(cut))
    shares = {share.name: share.of(values) for share in SHARES}
    return {
        "counted_on": today(),
        "figures": values,
        "shares": {name: {"part": part, "whole": whole} for name, (part, whole) in shares.items()},
        "lines": [
            {"key": str(line.key or ""), "name": line.name, "figures": line.values}
            for line in lines
        ],
    }


@router.get(
    "/figures/records",
    response={200: RecordPage, **web.problems()},
    summary="The records behind a figure",
    operation_id="figure_records",
)
def records(
    request: HttpRequest,
    cut: Query[CutIn],
    figure: str = Query(..., pattern="^[a-z_,]{1,200}$"),
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=100),
) -> dict[str, Any]:
    """The newest first; ``next`` is the cursor of the following page."""
    actor = _reader(request)
    rows = queries.records(actor, _cut(cut), figure)
    if rows is None:
        raise Missing(_("There is no such figure."))
    source = queries.figures_named(actor, figure)[0].source
    found = rows.select_related(*pages.RELATED[source])

    def shown(row: Any) -> dict[str, Any]:
        [record] = pages.records([row], source)
        return {
            "suggestion": record.public_id,
            **{n: getattr(record, n) for n in ("number", "title", "unit", "detail", "on")},
        }

    return web.page(found, KEY, cursor=cursor, limit=limit, shown=shown)


@router.get(
    "/documents",
    response={200: DocumentPage, **web.problems()},
    summary="Documents I may see",
    operation_id="documents",
)
def documents(
    request: HttpRequest,
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=100),
) -> dict[str, Any]:
    """The newest first; ``next`` is the cursor of the following page."""
    rows = queries.documents(_reader(request))
    found = web.page(rows, KEY, cursor=cursor, limit=limit, shown=lambda row: row)
    files = queries.files_of(found["items"])
    return {**found, "items": [_document(row, files) for row in found["items"]]}


@router.post(
    "/documents",
    auth=WRITE,
    response={202: DocumentOut, **web.problems(409, 413, 415)},
    summary="Ask for a document",
    operation_id="create_document",
)
def create(request: HttpRequest, body: DocumentIn) -> Any:
    """It is made in the background: ask for it again until its state is ``ready``."""
    actor = _reader(request)
    if body.kind == "dossier":
        matter = queries.matter(actor, public_id=body.suggestion) if body.suggestion else None
        if matter is None:
            raise Missing(_("There is no such suggestion."))
        made = services.ask_dossier(matter, actor=actor)
    else:
        made = services.ask(body.kind, actor=actor, cut=_cut(body))
    return Status(202, _document(made, {}))


@router.get(
    "/documents/{uuid:public_id}",
    response={200: DocumentOut, **web.problems()},
    summary="One document",
    operation_id="document",
)
def document(request: HttpRequest, public_id: UUID) -> dict[str, Any]:
    """How far it is; its files once it is ready."""
    row = queries.documents(_reader(request)).filter(public_id=public_id).first()
    if row is None:
        raise Missing(_("There is no such document."))
    return _document(row, queries.files_of([row]))


@router.get(
    "/documents/{uuid:public_id}/{kind}",
    response={200: None, **web.problems()},
    summary="A file of a document",
    operation_id="document_file",
)
def document_file(
    request: HttpRequest,
    public_id: UUID,
    kind: Literal["docx", "pdf", "xlsx", "zip"],
) -> Any:
    """The bytes, as they were made."""
    row = queries.documents(_reader(request)).filter(public_id=public_id).first()
    files = queries.files_of([row]).get(row.pk, []) if row else []
    found = next((file for file in files if file.kind == kind), None)
    if found is None:
        raise Missing(_("There is no such document."))
    response = FileResponse(
        opened(found), as_attachment=True, filename=found.name, content_type=MIME[kind]
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _document(row: Document, files: dict[int, list[Any]]) -> dict[str, Any]:
    names = ("kind", "title", "state", "done", "total", "error", "made_by", "asked_at")
    return {
        "id": row.public_id,
        **{name: getattr(row, name) for name in (*names, "counted_on", "published_at")},
        "files": [
            {name: getattr(file, name) for name in ("kind", "name", "size", "sha256")}
            for file in files.get(row.pk, [])
        ],
    }
