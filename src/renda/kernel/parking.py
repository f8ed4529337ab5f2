"""A POST that came too late is kept in the session until its sender has logged in again.

Passwords and files are never kept. What one account typed is not shown to another.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url

PARKED = "parked_post"
# Whose session just ended, where that is known.
WAS = "was_account"
_LIMIT = 100_000


def park(request: HttpRequest) -> bool:
    """Keep the fields of this POST; whether there was something to keep."""
    if request.path == resolve_url(settings.LOGIN_URL):
        return False
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name and name != "current"
    }
    size = sum(len(str(value)) for values in fields.values() for value in values)
    if not fields or size >= _LIMIT:
        return False
    request.session[PARKED] = {
        "path": request.path,
        "fields": fields,
        "files": sorted(request.FILES),
        "was": request.session.get(WAS),
    }
    return True


def parked(request: HttpRequest) -> dict[str, Any] | None:
    """What is kept for whoever is logged in now, whatever page it was for."""
    kept: dict[str, Any] | None = request.session.get(PARKED)
    if kept is None:
        return None
    user = getattr(request, "user", None)
    if kept.get("was") not in (None, getattr(user, "pk", None)):
        return None
    return kept


def unpark(request: HttpRequest) -> None:
    """Forget what is kept."""
    request.session.pop(PARKED, None)
