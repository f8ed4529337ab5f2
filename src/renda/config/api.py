"""The interface under ``/api/v1/``: wiring of the doors, refusals as problem documents.

Closed by default: an operation without a token's or a session's authentication must declare why
it is public, else ``renda check`` fails (``kernel.policies``).
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as ParametersInvalid
from ninja.operation import PathView

from renda.access.api import READ
from renda.access.api import router as access
from renda.congresses.api import router as congresses
from renda.fund.api import router as fund
from renda.inspections.api import router as inspections
from renda.kernel.errors import DomainError
from renda.kernel.policies import ATTRIBUTE, Policy, policy_of, public
from renda.ledger.api import router as ledger
from renda.levels.api import router as levels
from renda.oversight.api import router as oversight
from renda.portal.api import router as portal
from renda.proceedings.api import REF, components, facts_components, facts_names
from renda.proceedings.api import router as proceedings
from renda.proceedings.facts import invalid_from
from renda.proposals.api import router as proposals
from renda.proposals.facts import Draft
from renda.reports.api import router as reports
from renda.waiting.api import router as waiting
from renda.web.api import problem, refused

logger = logging.getLogger("renda.api")
View = Callable[..., HttpResponseBase]
SAFE = ("GET", "HEAD", "OPTIONS")

api = NinjaAPI(
    title="Renda",
    version="1",
    description="Suggestions of deputies from draft to satisfied, for systems of the congress.",
    urls_namespace="api-1",
    openapi_url="",
    docs_url="",
    auth=READ,
)
for _router in (
    *(access, congresses, waiting, proceedings, proposals),
    *(ledger, oversight, levels, fund, inspections, reports, portal),
):
    api.add_router("", _router)


# --- refusals -----------------------------------------------------------------------------------


@api.exception_handler(DomainError)
def _domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    return refused(error)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, _("There is nothing at this address."))


@api.exception_handler(AuthenticationError)
def _unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, _("Bring a valid token, or log in."))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == HTTPStatus.FORBIDDEN:
        return problem(403, _("The CSRF token is missing or wrong."))
    return problem(error.status_code, _("The request cannot be read."))


@api.exception_handler(ParametersInvalid)
def _parameters(request: HttpRequest, error: ParametersInvalid) -> HttpResponse:
    # The first part of a place says where it stood (query, path); people know it by its name.
    found = [{**each, "loc": each["loc"][1:] or each["loc"]} for each in error.errors]
    return refused(invalid_from(cast("Any", SimpleNamespace(errors=lambda: found))))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        return _too_large()
    logger.exception("api: %s %s", request.method, request.path)
    return problem(500, _("Something went wrong here; nothing was saved. Please try again later."))


def _too_large() -> HttpResponse:
    return problem(413, _("The request is too large."))


# --- the gate of every operation ----------------------------------------------------------------


def _gate(view: View, allowed: list[str]) -> View:
    """Checks what has nothing to do with the operation: method, size, kind of the body."""

    @functools.wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in allowed:
            response = problem(405, _("This method is not offered here."))
            response["Allow"] = ", ".join(allowed)
            return response
        refusal = _body_refused(request)
        response_ = refusal or view(request, *args, **kwargs)
        response_["Cache-Control"] = "no-store"
        return response_

    return gate


def _body_refused(request: HttpRequest) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    if request.method in SAFE:
        return None
    if not length.isdigit() or int(length) > limit:
        return _too_large()
    if request.content_type != "application/json" and int(length):
        return problem(415, _("The body must be application/json."))
    return None


def _policy(operations: PathView) -> Policy | None:
    """The policy of a route: declared as public, or by the authentication of all operations."""
    declared = [policy_of(each.view_func) for each in operations.operations]
    if all(declared):
        return declared[0]
    if any(declared) or not all(each.auth_callbacks for each in operations.operations):
        return None
    return Policy()


def _routes() -> list[URLPattern]:
    found = []
    # The library's own patterns say nothing of the operations behind them.
    for bound in api._get_bound_routers():
        for place, operations in bound.path_operations.items():
            allowed = sorted({m for each in operations.operations for m in each.methods})
            view = csrf_exempt(_gate(operations.get_view(), allowed))
            policy = _policy(operations)
            if policy is not None:
                setattr(view, ATTRIBUTE, policy)
            route = place.lstrip("/").replace("{", "<").replace("}", ">")
            found.append(path(route, view, name=operations.operations[0].operation_id))
    return found


# --- the document -------------------------------------------------------------------------------


@functools.cache
def document() -> dict[str, Any]:
    """The OpenAPI document, with the facts of every step among its components."""
    schema = dict(api.get_openapi_schema(path_prefix="api/v1/"))
    schema["components"]["schemas"] |= components() | facts_components(Draft)
    _offer_facts(schema)
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= HTTPStatus.BAD_REQUEST and "content" in answer:
                    kinds = answer["content"]
                    kinds["application/problem+json"] = kinds.pop("application/json")
    return schema


def _offer_facts(schema: dict[str, Any]) -> None:
    """A step takes the facts of one of the procedures' steps."""
    take = schema["paths"]["/api/v1/proceedings/{public_id}/steps/{step}"]["post"]
    refs = [{"$ref": REF.format(model=name)} for name in facts_names()]
    take["requestBody"]["content"]["application/json"]["schema"] = {"anyOf": refs}


@public(reason="whoever writes a program reads what the interface offers")
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@public(reason="whoever writes a program reads what the interface offers")
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The operations as a page, without anything from elsewhere."""
    operations = [
        {"method": method.upper(), "path": place, **operation}
        for place, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "portal/developers.html", {"operations": operations})


@public(reason="an address that is none is answered as a problem document")
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """404 for everything else under the interface."""
    return problem(404, _("There is nothing at this address."))


urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("docs/", docs, name="docs"),
    *_routes(),
    path("", csrf_exempt(nowhere)),
    path("<path:rest>", csrf_exempt(nowhere)),
]
