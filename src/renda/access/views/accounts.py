"""Administration: accounts, seats, slips, who stands in, who leaves."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.access import forms, queries, rules, services
from renda.access.enums import Role
from renda.access.http import SeatedRequest
from renda.access.models import Account, Seat
from renda.access.pages import FormPage, answer, history, printed
from renda.kernel import paging
from renda.kernel.errors import DomainError
from renda.kernel.policies import seated
from renda.web.views import back

administrators = seated(*rules.ACCOUNT_ROLES)
KEY = ("username", "id")
SIZE = 30


def _account(request: SeatedRequest, public_id: UUID) -> Account:
    found = queries.account_of(request.actor, public_id)
    if found is None:
        raise Http404
    return found


def _home(account: Account) -> str:
    return reverse("access:account", args=[account.public_id])


@administrators
@require_GET
def accounts(request: SeatedRequest) -> HttpResponse:
    """Accounts with their seats here."""
    wanted = queries.AccountFilter(
        search=request.GET.get("q", "").strip()[:60],
        state=request.GET.get("state", ""),
        role=request.GET.get("role", ""),
    )
    rows = queries.account_list(request.actor, wanted)
    context = {
        "page": paging.page(rows, KEY, cursor=request.GET.get("after", ""), size=SIZE),
        "wanted": wanted,
        "roles": Role.choices,
        "states": [
            ("", _("All")),
            ("waiting", _("Not activated")),
            ("active", _("In use")),
            ("closed", _("Closed accounts")),
        ],
    }
    return render(request, "access/accounts.html", context)


@administrators
@require_http_methods(["GET", "POST"])
def account_new(request: SeatedRequest) -> HttpResponse:
    """Open an account; then it gets its seats and its slip."""
    made: list[Account] = []

    def save(**values: Any) -> None:
        username = values.pop("username")
        made.append(
            services.create_account(
                username, congress_id=request.congress.pk, actor=request.actor, **values
            )
        )

    form = forms.NewAccountForm(
        request.POST or None, actor=request.actor, initial={"person": request.GET.get("person")}
    )
    page = FormPage(
        heading=_("Open an account"),
        submit=_("Open the account"),
        back=reverse("access:accounts"),
        done=_("The account is open. Give it a seat, then print its slip."),
        note=_("One person, one account; several seats if need be."),
        onward=lambda: _home(made[0]),
    )
    return answer(request, form, save=save, page=page)


@administrators
@require_GET
def account(request: SeatedRequest, public_id: UUID) -> HttpResponse:
    """One account: seats, slips, who stands in, what was done."""
    found = _account(request, public_id)
    context = {
        "account": found,
        "seats": queries.seats_here(request.actor, found),
        "may_reset": queries.may_reset(request.actor, found),
        "may_close": rules.administers_congress(request.actor, request.congress.pk)
        and found.pk != request.actor.account_id,
        "slips": list(queries.slips_of(found)),
        "history": history(queries.entries_of(request.actor, found)),
    }
    return render(request, "access/account.html", context)


@administrators
@require_http_methods(["GET", "POST"])
def seat_new(request: SeatedRequest, public_id: UUID) -> HttpResponse:
    """Give the account a seat."""
    found = _account(request, public_id)

    def save(role: str, **values: Any) -> None:
        mandate = None
        if role == Role.DEPUTY:
            mandate = queries.open_mandate(found.person, request.congress.pk)
        services.grant_seat(
            found,
            congress=request.congress,
            role=role,
            mandate=mandate,
            actor=request.actor,
            **values,
        )

    page = FormPage(
        heading=_("Give %(name)s a seat") % {"name": found.name},
        submit=_("Give the seat"),
        back=_home(found),
        done=_("The seat is given. It is in force at once."),
        note=_("A seat says in which body and as what somebody acts here."),
    )
    form = forms.SeatForm(request.POST or None, actor=request.actor)
    return answer(request, form, save=save, page=page)


def _seat(request: SeatedRequest, pk: int) -> Seat:
    found = queries.seat_of(request.actor, pk)
    if found is None:
        raise Http404
    return found


@administrators
@require_POST
def seat_end(request: SeatedRequest, pk: int) -> HttpResponse:
    """End a seat at once."""
    seat = _seat(request, pk)
    services.end_seat(seat, actor=request.actor)
    messages.success(request, _("The seat has ended. What waits goes on waiting for the role."))
    return redirect(_home(seat.account))


@seated()
@require_http_methods(["GET", "POST"])
def seat_deputise(request: SeatedRequest, pk: int) -> HttpResponse:
    """Let somebody stand in: the holder himself, or the administrator for the absent."""
    seat = _seat(request, pk)
    mine = seat.account_id == request.actor.account_id
    page = FormPage(
        heading=_("Let somebody stand in for %(name)s") % {"name": seat.account.name},
        submit=_("Let stand in"),
        back=reverse("access:profile") if mine else _home(seat.account),
        done=_("Done. The record will name both: who acted, and for whom."),
        note=queries.seat_label(seat),
    )
    save = partial(services.grant_deputising, seat, actor=request.actor)
    return answer(
        request, forms.DeputisingForm(request.POST or None, seat=seat), save=save, page=page
    )


@seated()
@require_POST
def deputising_end(request: SeatedRequest, pk: int) -> HttpResponse:
    """Nobody stands in by this any more."""
    row = queries.deputising_of(request.actor, pk)
    if row is None:
        raise Http404
    services.end_deputising(row, actor=request.actor)
    messages.success(request, _("%(name)s no longer stands in.") % {"name": row.account.name})
    return back(request, reverse("access:profile"))


@administrators
@require_POST
def slips(request: SeatedRequest) -> HttpResponse:
    """Print slips for the chosen accounts; each is shown here and never again."""
    try:
        wanted = [UUID(each) for each in request.POST.getlist("account")[:200]]
        chosen = queries.chosen_accounts(request.actor, wanted)
    except (ValueError, ValidationError):
        chosen = []
    if not chosen:
        messages.error(request, _("Choose at least one account."))
        return redirect("access:accounts")
    try:
        issued = services.issue_slips(chosen, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("access:accounts")
    context = {"sheets": printed(issued), "congress": request.congress}
    return render(request, "access/slips.html", context)


@administrators
@require_POST
def mail(request: SeatedRequest, public_id: UUID) -> HttpResponse:
    """Send the link by e-mail."""
    found = _account(request, public_id)
    services.ask_for_mail(found, actor=request.actor)
    messages.success(request, _("The link goes out within a minute. It is good until tomorrow."))
    return redirect(_home(found))


@seated(Role.ADMINISTRATOR)
@require_POST
def close(request: SeatedRequest, public_id: UUID) -> HttpResponse:
    """No login from now on."""
    found = _account(request, public_id)
    services.disable_account(found, congress_id=request.congress.pk, actor=request.actor)
    messages.success(request, _("The account is closed; its sessions have ended."))
    return redirect(_home(found))


@seated(Role.ADMINISTRATOR)
@require_POST
def reopen(request: SeatedRequest, public_id: UUID) -> HttpResponse:
    """Login is possible again."""
    found = _account(request, public_id)
    services.enable_account(found, congress_id=request.congress.pk, actor=request.actor)
    messages.success(request, _("The account is open again."))
    return redirect(_home(found))


@seated(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def hand_over(request: SeatedRequest, public_id: UUID) -> HttpResponse:
    """Somebody leaves: everything that waits goes to the successor, the seats end."""
    found = _account(request, public_id)
    form = forms.HandOverForm(request.POST or None, congress_id=request.congress.pk, leaver=found)
    save = partial(services.hand_over, found, actor=request.actor, congress_id=request.congress.pk)
    page = FormPage(
        heading=_("Hand over from %(name)s") % {"name": found.name},
        submit=_("Hand over"),
        back=_home(found),
        done=_("Handed over. All that waited now waits for the successor."),
        note=_("These seats end now and pass to the successor, with all that waits for them:"),
        is_grave=True,
        listed=[
            queries.seat_label(seat)
            for seat in queries.open_seats(found).filter(congress=request.congress)
            if seat.role != Role.DEPUTY
        ],
    )
    return answer(request, form, save=save, page=page)
