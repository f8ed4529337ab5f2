"""Shapes for templates, and the page that is one form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from renda.access.services import Issued, address_of
from renda.kernel.errors import DomainError
from renda.records.models import Entry
from renda.web.forms import RendaForm

_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg/", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class FormPage:
    """What a page of one form says: heading, explanation, the button, where to go afterwards."""

    heading: str
    submit: str
    back: str
    done: str
    note: str = ""
    is_grave: bool = False
    template: str = "access/form.html"
    context: Mapping[str, Any] = field(default_factory=dict)
    onward: Callable[[], str] | None = None
    listed: list[str] = field(default_factory=list)


def answer(
    request: HttpRequest, form: RendaForm, *, save: Callable[..., Any], page: FormPage
) -> HttpResponse:
    """Show the form; on a good POST call ``save`` with its values and go on.

    A refusal keeps what was typed and stands at its field.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            save(**form.cleaned_data)
        except DomainError as error:
            form.add_refusal(error)
            status = error.status
        else:
            messages.success(request, page.done)
            return redirect(page.onward() if page.onward else page.back)
    elif request.method == "POST":
        status = 422
    context = {"form": form, "page": page, **page.context}
    return render(request, page.template, context, status=status)


def device_of(agent: str) -> str:
    """``Chrome · Windows``: enough for the owner to know it again, not to follow anybody."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return " · ".join(part for part in (browser, system) if part)


def endings(why: str, target: str) -> str:
    """Why one has to log in (again)."""
    known = {
        "too_old": _("You were logged in for a long time. For safety, please log in once more."),
        "idle": _("You did nothing for a while. For safety, please log in once more."),
        "revoked": _(
            "This session was ended, because the password was changed or the account was logged "
            "out everywhere."
        ),
    }
    if why in known:
        return known[why]
    if not target:
        return ""
    return _(
        "Please log in to go on. After half an hour without use one is logged out; what you "
        "sent is kept."
    )


def picture(text: str) -> str:
    """The QR code of a text as an SVG document."""
    inline = str(segno.make(text, error="m").svg_inline(scale=5, border=4, light="#fff"))
    return inline.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """A slip on paper."""

    name: str
    username: str
    is_reset: bool
    secret: str
    short: str
    qr: str
    expires_at: datetime


def printed(issued: Iterable[Issued]) -> list[PrintedSlip]:
    """Slips with their QR codes, made here and kept nowhere."""
    return [_printed(each) for each in issued]


def _printed(slip: Issued) -> PrintedSlip:
    address = address_of(slip.secret)
    return PrintedSlip(
        name=slip.account.name,
        username=slip.account.username,
        is_reset=slip.purpose == "reset",
        secret=slip.secret,
        short=f"{settings.BASE_URL}{reverse('access:typed')}",
        qr=segno.make(address, error="m").svg_data_uri(scale=4, border=2, xmldecl=False),
        expires_at=slip.expires_at,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an account's history."""

    at: datetime
    what: str
    who: str


def history(entries: Iterable[Entry]) -> list[Line]:
    """What was done, in words; with the substitute's own name and for whom he acted."""
    words = _verbs()
    return [Line(entry.at, words.get(entry.verb, entry.verb), who(entry)) for entry in entries]


def who(entry: Entry) -> str:
    """``许文静 (for 罗敏)``."""
    if not entry.acting_for_name:
        return entry.actor_name
    return _("%(name)s (for %(holder)s)") % {
        "name": entry.actor_name,
        "holder": entry.acting_for_name,
    }


def _verbs() -> dict[str, str]:
    return {
        "account_created": _("Account opened"),
        "account_disabled": _("Account closed"),
        "account_enabled": _("Account opened again"),
        "slip_activate": _("Activation slip issued"),
        "slip_reset": _("Reset slip issued"),
        "slip_used_activate": _("Activated by slip"),
        "slip_used_reset": _("Password set by reset slip"),
        "password_changed": _("Password changed"),
        "email_changed": _("E-mail changed"),
        "sessions_ended": _("Other sessions ended"),
        "second_factor_dropped": _("Two-step login switched off"),
        "recovery_codes_renewed": _("New recovery codes"),
        "seat_granted": _("Seat given"),
        "seat_ended": _("Seat ended"),
        "deputising_granted": _("Somebody stands in"),
        "deputising_ended": _("Standing in ended"),
        "handed_over": _("Handed over to the successor"),
        "token_created": _("API token made"),
        "token_revoked": _("API token revoked"),
    }
