"""Fetching a file; marking and removing it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from renda.access.http import SeatedRequest
from renda.files import queries, services
from renda.files.checks.signatures import MIME, PHOTOS
from renda.kernel.actor import PUBLIC
from renda.kernel.errors import DomainError
from renda.kernel.policies import public, seated


@public(reason="files of published matters that are marked public; every other one is a 404")
@require_GET
def fetch(request: HttpRequest, public_id: uuid.UUID) -> FileResponse:
    """A file, if its owner may be seen. Rewritten photos may be shown in a page (``?show=1``)."""
    file = queries.find(public_id, actor=getattr(request, "actor", PUBLIC))
    in_page = file.kind in PHOTOS and request.GET.get("show") == "1"
    response = FileResponse(
        services.opened(file),
        as_attachment=not in_page,
        filename=file.name,
        content_type=MIME[file.kind],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    return redirect(target)


@seated("office_clerk", "office_head")
@require_POST
def remove(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a file out of the record, with a reason."""
    file = queries.find(public_id, actor=request.actor)
    try:
        services.remove(file, actor=request.actor, reason=request.POST.get("reason", ""))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Removed: %(name)s") % {"name": file.name})
    return _back(request)


@seated("office_clerk", "office_head")
@require_POST
def mark(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make a file public, or private again."""
    file = queries.find(public_id, actor=request.actor)
    try:
        services.set_public(
            file, actor=request.actor, is_public=request.POST.get("public") == "yes"
        )
    except DomainError as error:
        messages.error(request, error.message)
    return _back(request)
