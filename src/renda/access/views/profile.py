"""One's own account: details, password, second factor, sessions, tokens, who stands in."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.access import queries, services
from renda.access.forms import ChangePasswordForm, CodeForm, PasswordForm, ProfileForm, TokenForm
from renda.access.http import SeatedRequest
from renda.access.middleware import EPOCH, MARK
from renda.access.models import Account
from renda.access.pages import FormPage, answer, device_of
from renda.kernel.errors import DomainError, Invalid
from renda.kernel.policies import seated
from renda.web.views import back


def own(request: SeatedRequest) -> Account:
    """The account that is logged in."""
    return Account.objects.get(pk=request.user.pk or 0)


@seated()
@require_http_methods(["GET", "POST"])
def profile(request: SeatedRequest) -> HttpResponse:
    """One's own account."""
    account = own(request)
    initial = {name: getattr(account, name) for name in ProfileForm.base_fields}
    page = FormPage(
        heading=_("My account"),
        submit=_("Save"),
        back=reverse("access:profile"),
        done=_("Saved."),
        template="access/profile.html",
        context={
            "account": account,
            "person": account.person,
            "seats": queries.seats_here(request.actor, account),
            "factor": queries.factor_of(account),
            "must_have": queries.must_have_factor(account),
            "sign_ins": list(queries.sign_ins(account)),
            "mark": request.session.get(MARK, ""),
        },
    )
    save = partial(services.edit_profile, account, actor=request.actor)
    return answer(request, ProfileForm(request.POST or None, initial=initial), save=save, page=page)


@seated()
@require_http_methods(["GET", "POST"])
def password(request: SeatedRequest) -> HttpResponse:
    """A new password; other sessions end, this one goes on."""
    account = own(request)

    def save(current: str, password: str, again: str) -> None:
        services.change_password(account, current=current, password=password, actor=request.actor)
        update_session_auth_hash(request, account)
        request.session[EPOCH] = account.session_epoch
        request.session[MARK] = services.note_sign_in(account, device=_device(request))

    page = FormPage(
        heading=_("Change the password"),
        submit=_("Change the password"),
        back=reverse("access:profile"),
        done=_("The password is changed. All other sessions of yours have ended."),
        note=_("All other sessions of yours end with it."),
    )
    return answer(request, ChangePasswordForm(request.POST or None), save=save, page=page)


def _device(request: SeatedRequest) -> str:
    return device_of(request.headers.get("User-Agent", ""))


@seated()
@require_POST
def large_type(request: SeatedRequest) -> HttpResponse:
    """Large type on or off, from the foot of every page."""
    on = request.POST.get("on") == "1"
    services.set_large_type(own(request), on=on, actor=request.actor)
    return back(request, reverse("access:profile"))


@seated()
@require_POST
def sessions_end(request: SeatedRequest) -> HttpResponse:
    """End all sessions but this one."""
    epoch = services.end_other_sessions(
        own(request), mark=request.session.get(MARK, ""), actor=request.actor
    )
    request.session[EPOCH] = epoch
    messages.success(request, _("All other sessions of yours have ended."))
    return redirect("access:profile")


@seated()
@require_http_methods(["GET", "POST"])
def factor(request: SeatedRequest) -> HttpResponse:
    """The second factor: set up, in force, or not."""
    account = own(request)
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                codes = services.confirm_second_factor(account, code=form.cleaned_data["code"])
            except Invalid as error:
                form.add_refusal(error)
            else:
                onward = reverse("access:profile")
                return render(request, "access/codes.html", {"codes": codes, "onward": onward})
    found = queries.factor_of(account)
    begun = found if found and found.confirmed_at is None else None
    context = {
        "form": form,
        "factor": found,
        "begun": begun,
        "secret": " ".join(begun.secret[at : at + 4] for at in range(0, 32, 4)) if begun else "",
        "must_have": queries.must_have_factor(account),
    }
    return render(request, "access/factor.html", context, status=status)


@seated()
@require_POST
def factor_begin(request: SeatedRequest) -> HttpResponse:
    """Make a secret; the next page shows its QR code."""
    services.begin_second_factor(own(request))
    return redirect("access:factor")


@seated()
@require_http_methods(["GET", "POST"])
def factor_drop(request: SeatedRequest) -> HttpResponse:
    """Take the factor away; asks for the password."""
    page = FormPage(
        heading=_("Switch two-step login off"),
        submit=_("Switch it off"),
        back=reverse("access:factor"),
        done=_("Two-step login is off."),
        note=_("Then the password alone opens your account. Your recovery codes are void, too."),
        is_grave=True,
    )
    save = partial(services.drop_second_factor, own(request), actor=request.actor)
    return answer(request, PasswordForm(request.POST or None), save=save, page=page)


@seated()
@require_http_methods(["GET", "POST"])
def factor_renew(request: SeatedRequest) -> HttpResponse:
    """New recovery codes; asks for the password."""
    form, status = PasswordForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                codes = services.renew_codes(
                    own(request), current=form.cleaned_data["current"], actor=request.actor
                )
            except DomainError as error:
                form.add_refusal(error)
            else:
                onward = reverse("access:profile")
                return render(request, "access/codes.html", {"codes": codes, "onward": onward})
    page = FormPage(
        heading=_("New recovery codes"),
        submit=_("Make new codes"),
        back=reverse("access:factor"),
        done="",
        note=_("The codes you have now are void from then on."),
    )
    return render(request, "access/form.html", {"form": form, "page": page}, status=status)


@seated()
@require_GET
def tokens(request: SeatedRequest) -> HttpResponse:
    """Tokens for programs that work from one's own seats."""
    rows = list(queries.tokens_of(own(request)))
    return render(request, "access/tokens.html", {"tokens": rows})


@seated()
@require_http_methods(["GET", "POST"])
def token_new(request: SeatedRequest) -> HttpResponse:
    """A new token of the present seat, shown once."""
    if request.actor.acting_for is not None:
        raise Http404
    form, status = TokenForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                raw = services.create_token(request.seat, actor=request.actor, **form.cleaned_data)
            except DomainError as error:
                form.add_refusal(error)
            else:
                return render(request, "access/token_shown.html", {"raw": raw})
    page = FormPage(
        heading=_("New token"),
        submit=_("Make the token"),
        back=reverse("access:tokens"),
        done="",
        note=_("A program with this token acts as you, from this seat: %(seat)s.")
        % {"seat": request.actor.seat_label},
    )
    return render(request, "access/form.html", {"form": form, "page": page}, status=status)


@seated()
@require_POST
def token_revoke(request: SeatedRequest, pk: int) -> HttpResponse:
    """The token is void at once."""
    row = queries.tokens_of(own(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    services.revoke_token(row, actor=request.actor)
    messages.success(request, _("The token is void."))
    return redirect("access:tokens")
