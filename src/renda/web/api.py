"""What every door of the interface shares: problem documents, pages with a cursor, headers.

A problem document (RFC 9457) answers every refusal: type, title, status, detail, and the errors
by field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from renda.kernel import paging
from renda.kernel.errors import DomainError, Invalid

PROBLEM_TYPE = "application/problem+json"
KEY_HEADER = "Idempotency-Key"
KEY_LIMIT = 80


def _iso_day(value: Any) -> Any:
    is_text = isinstance(value, str)
    if isinstance(value, int | float) or (
        is_text and value and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)
    ):
        # Else a number would be taken as seconds since 1970.
        kind = "date_from_datetime_parsing"
        raise PydanticCustomError(kind, "a date is written 2026-06-12")
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]


class Problem(Schema):
    """A refusal: nothing was written."""

    type: str = Field(description="A name that does not change: urn:renda:problem:…")
    title: str
    status: int
    detail: str = Field(description="A sentence for people that says what to do.")
    errors: dict[str, str] = Field(default_factory=dict, description="A sentence by field.")


def problems(*statuses: int) -> dict[int, type[Problem]]:
    """The refusals of an operation, for its ``response``; 401 and 500 may always come."""
    return dict.fromkeys(sorted({400, 401, 403, 404, 405, 422, *statuses}), Problem)


def problem(
    status: int, detail: str, *, code: str = "", errors: Mapping[str, str] | None = None
) -> HttpResponse:
    """A problem document."""
    known = HTTPStatus(status)
    name = code or known.name.lower()
    body = {
        "type": f"urn:renda:problem:{name}",
        "title": known.phrase,
        "status": status,
        "detail": detail,
        "errors": dict(errors or {}),
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM_TYPE
    )
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="renda"'
    return response


def refused(error: DomainError, *, status: int | None = None) -> HttpResponse:
    """The problem document of a domain error."""
    return problem(status or error.status, error.message, code=error.code, errors=error.fields)


def page(
    rows: QuerySet[Any], key: paging.Key, *, cursor: str, limit: int, shown: Callable[[Any], Any]
) -> dict[str, Any]:
    """A page as ``{"items": …, "next": …}``. Raises Invalid for a cursor that is none."""
    message = _("This cursor does not come from a page of this list.")
    try:
        found = paging.page(rows, key, cursor=cursor, size=limit)
    except (ValidationError, ValueError, TypeError, OverflowError):
        raise Invalid(message, fields={"cursor": message}) from None
    if cursor and found.rows and not found.newer:
        raise Invalid(message, fields={"cursor": message})
    return {"items": [shown(row) for row in found.rows], "next": found.older or None}


def body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of the request. Raises Invalid for anything else."""
    try:
        data = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise Invalid(_("The body is not JSON.")) from None
    if not isinstance(data, dict):
        raise Invalid(_("The body must be a JSON object."))
    return data


def idempotency_key(request: HttpRequest) -> str:
    """The request's own number, if it has one. Raises Invalid when it is too long."""
    key = request.headers.get(KEY_HEADER, "")
    if len(key) > KEY_LIMIT or not key.isprintable():
        text = _("The request number is too long or holds strange characters.")
        raise Invalid(text, fields={KEY_HEADER: text})
    return key


def header(name: str, description: str) -> dict[str, Any]:
    """A request header for ``openapi_extra``."""
    schema = {"type": "string", "maxLength": KEY_LIMIT}
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": schema,
    }


KEY_PARAMETER = header(KEY_HEADER, "A number of your own: a repeat gets the first answer.")
MATCH_PARAMETER = header("If-Match", "The ETag you have read: 412 when it has changed since.")
