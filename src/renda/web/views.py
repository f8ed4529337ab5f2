"""Health, error pages, and the pages about the pages."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_GET

from renda.kernel import parking
from renda.kernel.parking import park
from renda.kernel.policies import public


@public(reason="the supervisor and load balancers ask whether the process answers")
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@public(reason="load balancers ask whether the database answers")
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready\n", content_type="text/plain")


@public(reason="everybody may read how accessible the pages are")
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "web/accessibility.html")


@public(reason="help is for everybody")
@require_GET
def keyboard(request: HttpRequest) -> HttpResponse:
    """Which keys do what."""
    return render(request, "web/keyboard.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A POST after a time-out is parked; after the login its form comes back filled."""
    kept = park(request)
    context = {
        "title": _("This page had been open too long"),
        "message": _("Nothing is lost. Please log in again; your form comes back as you left it.")
        if kept
        else _("Please log in once more; nothing was changed."),
        "next": request.path if kept else "",
        "login": reverse("access:login"),
    }
    return render(request, "web/error.html", context, status=403)


def parked(request: HttpRequest) -> dict[str, list[str]] | None:
    """The fields parked for this page, once."""
    kept = parking.parked(request)
    if kept and kept["path"] == request.path:
        parking.unpark(request)
        fields: dict[str, list[str]] = kept["fields"]
        return fields
    return None


def safe_next(request: HttpRequest, target: str) -> str:
    """``target`` if it is an address of ours, else nothing (S2)."""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe and target.startswith("/") else ""


def back(request: HttpRequest, fallback: str) -> HttpResponse:
    """To the page named in ``next`` if it is ours, else to ``fallback``."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return redirect(safe_next(request, target) or fallback)


def _error(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    return render(request, "web/error.html", {"title": title, "message": message}, status=status)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _error(request, 400, _("This cannot be read"), _("Please go back and try once more."))


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    return _error(request, 403, _("Not for this seat"), _("Another seat may do this."))


@requires_csrf_token
def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404, the same for what is hidden and what never was."""
    return _error(
        request, 404, _("There is no such page"), _("Please check the address, or search for it.")
    )


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500; static, asks the database nothing."""
    return HttpResponse(
        "<!doctype html><html lang='zh-Hans'><meta charset='utf-8'><title>500</title>"
        "<h1>系统出错了</h1><p>您填写的内容没有保存。请稍后再试,仍不行请告诉管理员。</p>",
        status=500,
    )
