"""The congress of the seat and its bodies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from renda.congresses import queries
from renda.congresses.enums import BodyKind
from renda.congresses.models import Body, Congress
from renda.kernel import paging
from renda.web import api as web

router = Router(tags=["congresses"])
KEY: paging.Key = ("id",)


class CongressOut(Schema):
    """A congress."""

    id: int
    slug: str
    name: str
    short_name: str
    level: str


class CongressPage(Schema):
    """A page of congresses."""

    items: list[CongressOut]
    next: str | None


class BodyOut(Schema):
    """A body of the congress."""

    id: int
    kind: str
    system: str
    name: str
    short_name: str
    handling_office: int | None
    valid_until: str | None


class BodyPage(Schema):
    """A page of bodies."""

    items: list[BodyOut]
    next: str | None


def congress_out(row: Congress) -> dict[str, Any]:
    """A congress as plain values."""
    return {
        "id": row.pk,
        "slug": row.slug,
        "name": row.name,
        "short_name": row.short_name,
        "level": row.level,
    }


def _body_out(row: Body) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "system": row.system,
        "name": row.name,
        "short_name": row.short_name,
        "handling_office": row.handling_office_id,
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
    }


@router.get(
    "/congresses",
    response={200: CongressPage, **web.problems()},
    summary="My congress",
    operation_id="congresses",
)
def congresses(request: HttpRequest) -> dict[str, Any]:
    """The congress in which the seat acts; its number stands in other answers."""
    rows = Congress.objects.filter(pk=request.auth.congress_id)  # type: ignore[attr-defined]
    return web.page(rows, KEY, cursor="", limit=1, shown=congress_out)


@router.get(
    "/bodies",
    response={200: BodyPage, **web.problems()},
    summary="Bodies of my congress",
    operation_id="bodies",
)
def bodies(
    request: HttpRequest,
    kind: BodyKind | None = None,
    cursor: str = Query("", max_length=500),
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """Committees, offices, departments, delegations; narrowed to a kind if asked."""
    rows = queries.visible_bodies(request.auth)  # type: ignore[attr-defined]
    if kind:
        rows = rows.filter(kind=kind)
    return web.page(rows, KEY, cursor=cursor, limit=limit, shown=_body_out)
