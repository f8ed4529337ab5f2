"""Coming in: password, second factor, what was parked; leaving; changing seat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.access import queries, services
from renda.access.forms import CodeForm, LoginForm, RecoveryForm
from renda.access.middleware import (
    BEGAN,
    CODE,
    ENDED,
    ENROL,
    EPOCH,
    LIMITS,
    MARK,
    PENDING,
    SEAT,
)
from renda.access.models import Account
from renda.access.pages import device_of, endings, picture
from renda.kernel import parking, time
from renda.kernel.errors import DomainError, Invalid
from renda.kernel.policies import public, seated
from renda.web.views import safe_next

NEXT = "after_login"


@public(reason="one must come in somewhere")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in by name, login name or telephone and password."""
    form = LoginForm(request.POST or None)
    target = safe_next(request, request.POST.get("next") or request.GET.get("next") or "")
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            found = authenticate(request, **form.cleaned_data)
            if isinstance(found, Account):
                return _welcome(request, found, target)
            # One sentence for an unknown or shared name, a wrong password, a closed account.
            form.add_error(
                None,
                _(
                    "Name and password do not match. If somebody else has the same name as you, "
                    "use your telephone number or login name."
                ),
            )
    context = {"form": form, "next": target, "ended": endings(_why(request), target)}
    return render(request, "access/login.html", context, status=status)


def _why(request: HttpRequest) -> str:
    """Why the last session ended; a visitor without a cookie gets none by our asking."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return str(request.session.get(ENDED, ""))


def _welcome(request: HttpRequest, account: Account, target: str) -> HttpResponse:
    """The session begins; with a second factor it is good for nothing but the code."""
    kept = request.session.get(parking.PARKED)
    login(request, account)
    session = request.session
    session.pop(ENDED, None)
    # Django empties a session that was another's; what was typed is checked by `parked` anyway.
    if kept is not None:
        session[parking.PARKED] = kept
    session[BEGAN], session[EPOCH] = time.now().timestamp(), account.session_epoch
    session[NEXT] = target
    factor = queries.factor_of(account)
    if factor is not None and factor.confirmed_at and not settings.DEMO:
        session[PENDING] = CODE
        return redirect("access:code")
    if queries.must_have_factor(account):
        session[PENDING] = ENROL
        services.begin_second_factor(account)
        return redirect("access:enrol")
    return _come_in(request, account)


def _come_in(request: HttpRequest, account: Account) -> HttpResponse:
    """All factors are shown: note the session, go where one wanted to go."""
    session = request.session
    session.pop(PENDING, None)
    session.cycle_key()
    session[LIMITS] = queries.session_limits(account)
    session[MARK] = services.note_sign_in(
        account, device=device_of(request.headers.get("User-Agent", ""))
    )
    target = session.pop(NEXT, "") or reverse(settings.LOGIN_REDIRECT_URL)
    if parking.parked(request):
        return redirect("access:resume")
    return redirect(translate_url(target, account.language) if account.language else target)


def pending(request: HttpRequest, what: str) -> Account | None:
    """The account whose password was right and whose second step is ``what``."""
    known = settings.SESSION_COOKIE_NAME in request.COOKIES
    if not known or not request.user.is_authenticated or request.session.get(PENDING) != what:
        return None
    return (
        request.user
        if isinstance(request.user, Account)
        else Account.objects.get(pk=request.user.pk)
    )


@public(reason="the second step of the login; answers only after the first")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The one-time code."""
    account = pending(request, CODE)
    if account is None:
        return redirect("access:login")
    form = RecoveryForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.check_code(account, code=form.cleaned_data["code"])
            except DomainError as error:
                form.add_refusal(error)
                status = error.status
            else:
                return _come_in(request, account)
    return render(request, "access/code.html", {"form": form}, status=status)


@public(
    reason="setting up the second step where the login asks for it; answers only after the first"
)
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Whoever needs a second factor and has none sets it up before anything else."""
    account = pending(request, ENROL)
    if account is None:
        return redirect("access:login")
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                codes = services.confirm_second_factor(account, code=form.cleaned_data["code"])
            except Invalid as error:
                form.add_refusal(error)
            else:
                onward = _come_in(request, account)["Location"]
                return render(request, "access/codes.html", {"codes": codes, "onward": onward})
    factor = queries.factor_of(account)
    context = {"form": form, "factor": factor, "secret": _spaced(factor.secret if factor else "")}
    return render(request, "access/enrol.html", context, status=status)


def _spaced(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


@public(reason="the QR code of a factor that is being set up; its owner only, else 404")
@require_GET
def qr(request: HttpRequest) -> HttpResponse:
    """The QR code that an authenticator reads, as long as the factor is not in force."""
    known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    held = not known or request.session.get(PENDING) == CODE
    factor = None if held else queries.factor_of(request.user)  # type: ignore[arg-type]
    if factor is None or factor.confirmed_at is not None:
        raise Http404
    headers = {"Cache-Control": "private, no-store"}
    image = picture(services.provisioning(factor))
    return HttpResponse(image, content_type="image/svg+xml", headers=headers)


@seated()
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """What was sent after the time-out: send it now, or let it go."""
    kept = parking.parked(request)
    home = reverse(settings.LOGIN_REDIRECT_URL)
    if request.method == "POST" or kept is None:
        parking.unpark(request)
        return redirect(home)
    pairs = [(name, value) for name, values in kept["fields"].items() for value in values]
    # Only what somebody wrote is shown; the rest goes along unseen.
    written = [value for name, value in pairs if len(value) > 20 and name != "next"]
    context = {
        "path": kept["path"],
        "pairs": pairs,
        "written": written,
        "files": kept.get("files", []),
    }
    return render(request, "access/resume.html", context)


@public(reason="leaving needs no right")
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session; the browser forgets the pages."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        if mark := request.session.get(MARK):
            services.note_sign_out(mark)
        logout(request)
    response = redirect("access:login")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@public(reason="who cannot come in must be able to read what to do")
@require_GET
def forgot(request: HttpRequest) -> HttpResponse:
    """What to do without a password, telephone or slip."""
    return render(request, "access/forgot.html")


def locked(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Too many wrong passwords: says when to try again. Called by django-axes."""
    pause = timedelta(hours=settings.AXES_COOLOFF_TIME)
    again = timezone.localtime(time.now() + pause)
    context = {"again": again, "minutes": int(pause.total_seconds() // 60)}
    answer = render(request, "access/locked.html", context, status=429)
    answer["Retry-After"] = str(int(pause.total_seconds()))
    return answer


@seated()
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act from another seat of one's own or one that one deputises; others are a 404."""
    wanted = request.POST.get("seat", "")
    seats = {str(choice.key): choice for choice in request.seats}  # type: ignore[attr-defined]
    if wanted not in seats:
        raise Http404
    request.session[SEAT] = seats[wanted].key
    request.session.cycle_key()
    return redirect(settings.LOGIN_REDIRECT_URL)
