"""By slip or link: choose a password."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from renda.access import rules, services
from renda.access.errors import SlipSpent
from renda.access.forms import NewPasswordForm, SecretForm
from renda.kernel.errors import Invalid
from renda.kernel.policies import public

SLIP = "slip"


@public(reason="whoever holds the slip has no password yet")
@require_GET
def activate(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the QR code leads: the secret moves out of the address, into the session."""
    request.session[SLIP] = rules.as_typed(secret)[:60]
    return redirect("access:choose_password")


@public(reason="whoever holds the slip has no password yet")
@require_http_methods(["GET", "POST"])
def typed(request: HttpRequest) -> HttpResponse:
    """The slip's characters typed by hand."""
    form = SecretForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session[SLIP] = rules.as_typed(form.cleaned_data["secret"])
        return redirect("access:choose_password")
    status = 422 if request.method == "POST" else 200
    return render(request, "access/typed.html", {"form": form}, status=status)


@public(reason="whoever holds the slip has no password yet; without one it says what to do")
@require_http_methods(["GET", "POST"])
def choose_password(request: HttpRequest) -> HttpResponse:
    """Choose a password; then log in with it."""
    known = settings.SESSION_COOKIE_NAME in request.COOKIES
    secret = request.session.get(SLIP, "") if known else ""
    form = NewPasswordForm(request.POST or None)
    status = 200
    try:
        slip = services.find_slip(secret)
        if request.method == "POST":
            status = 422
            if form.is_valid():
                account = services.use_slip(secret, password=form.cleaned_data["password"])
                request.session.pop(SLIP, None)
                done = _("Your password is set. Log in as %(name)s.") % {"name": account.username}
                messages.success(request, done)
                return redirect("access:login")
    except SlipSpent:
        return render(request, "access/spent.html", status=410)
    except Invalid as error:
        form.add_refusal(error)
    context = {"form": form, "account": slip.account, "slip": slip}
    return render(request, "access/choose_password.html", context, status=status)
