"""The page of one's notices."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.access.http import SeatedRequest
from renda.access.models import Account
from renda.kernel.paging import page
from renda.kernel.policies import seated
from renda.notices import queries, services
from renda.notices.forms import PreferenceForm


@seated()
@require_GET
def notices(request: SeatedRequest) -> HttpResponse:
    """All notices of the account, the unread ones marked."""
    only = request.GET.get("show") == "unread"
    rows = queries.notices_of(request.actor, unread=only)
    context = {
        "page": page(rows, ("-id",), cursor=request.GET.get("after", "")),
        "only_unread": only,
        "unread": queries.unread_count(request.actor),
    }
    return render(request, "notices/list.html", context)


@seated()
@require_POST
def follow(request: SeatedRequest, pk: int) -> HttpResponse:
    """Mark as read and go where the notice points."""
    notice = get_object_or_404(queries.notices_of(request.actor), pk=pk)
    services.mark_read(notice, actor=request.actor)
    return redirect(notice.url)


@seated()
@require_POST
def read_all(request: SeatedRequest) -> HttpResponse:
    """Mark all as read."""
    services.mark_all_read(actor=request.actor)
    messages.success(request, _("All notices are marked as read."))
    return redirect("notices:list")


@seated()
@require_http_methods(["GET", "POST"])
def preference(request: SeatedRequest) -> HttpResponse:
    """What is sent, and how."""
    account = get_object_or_404(
        Account.objects.select_related("person"), pk=request.actor.account_id or 0
    )
    known = queries.preference_of(account)
    form = PreferenceForm(request.POST or None, initial={"email": known.email, "sms": known.sms})
    if request.method == "POST" and form.is_valid():
        services.set_preference(account, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notices:list")
    context = {
        "form": form,
        "has_email": bool(account.email),
        "has_phone": bool(account.person and account.person.phone),
    }
    status = 422 if form.errors else 200
    return render(request, "notices/preference.html", context, status=status)
