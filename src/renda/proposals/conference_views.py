"""Pages of the assignment conference (A2): prepare, look over, hold, print, sign for receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.access.enums import Role
from renda.access.http import SeatedRequest
from renda.congresses.models import Body
from renda.kernel.errors import DomainError, Invalid
from renda.kernel.policies import seated
from renda.kernel.time import today
from renda.matters.facts import Assign
from renda.proposals import conference_pages as pages
from renda.proposals import conference_queries as queries
from renda.proposals.conference_forms import (
    CancelForm,
    ConferenceForm,
    ReceiptForm,
    chosen_offices,
    units_form,
)
from renda.proposals.models import ConferenceItem, ConferencePlan
from renda.proposals.services import conference as services

OFFICE = (Role.OFFICE_CLERK.value, Role.OFFICE_HEAD.value)
READERS = (*OFFICE, Role.HANDLING_OFFICE.value)


def _plan(request: SeatedRequest, pk: int) -> ConferencePlan:
    plan = queries.plan_of(request.actor, pk)
    if plan is None:
        raise Http404
    return plan


def _item(request: SeatedRequest, plan: ConferencePlan, item: int) -> ConferenceItem:
    found = queries.item_of(request.actor, plan, item)
    if found is None:
        raise Http404
    return found


@seated(*READERS)
@require_GET
def listing(request: SeatedRequest) -> HttpResponse:
    """Assignment conferences, the newest first."""
    rows = [(plan, pages.plan_chip(plan)) for plan in queries.listed(request.actor)[:50]]
    context = {"rows": rows, "is_office": request.actor.role in OFFICE}
    return render(request, "proposals/conferences.html", context)


@seated(*OFFICE)
@require_http_methods(["GET", "POST"])
def create(request: SeatedRequest) -> HttpResponse:
    """Prepare a conference."""
    form = ConferenceForm(request.POST or None, initial={"held_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            plan = services.plan_conference(
                request.congress, actor=request.actor, **form.cleaned_data
            )
        except Invalid as error:
            form.add_refusal(error)
        else:
            return redirect("proposals:conference_choose", pk=plan.pk)
    status = 422 if form.is_bound else 200
    return render(request, "proposals/conference_new.html", {"form": form}, status=status)


@seated(*READERS)
@require_GET
def detail(request: SeatedRequest, pk: int) -> HttpResponse:
    """The list of a conference: each row with its units, its clock and its last day."""
    return _show(request, _plan(request, pk))


def _show(
    request: SeatedRequest, plan: ConferencePlan, *, status: int = 200, **more: Any
) -> HttpResponse:
    found = pages.lines(request.actor, plan)
    context = {
        "plan": plan,
        "conference": plan.conference,
        "chip": pages.plan_chip(plan),
        "lines": found,
        "unfixed": sum(not line.units for line in found),
        "receipts": pages.receipts(request.actor, plan),
        "is_office": request.actor.role in OFFICE,
        "own_office": request.actor.body_id,
        "may_hold": plan.conference.held_on <= today() and bool(found),
        "cancel_form": CancelForm(),
        "receipt_form": ReceiptForm(initial={"signed_on": today()}),
        **more,
    }
    return render(request, "proposals/conference.html", context, status=status)


@seated(*OFFICE)
@require_http_methods(["GET", "POST"])
def choose(request: SeatedRequest, pk: int) -> HttpResponse:
    """Choose what is assigned at the conference."""
    plan = _plan(request, pk)
    offices = chosen_offices(request.POST)
    error = ""
    if request.method == "POST":
        if not offices:
            error = _("Please choose at least one suggestion.")
        else:
            try:
                count = services.choose(plan, offices=offices, actor=request.actor)
            except Invalid as refusal:
                error = refusal.message
            else:
                text = ngettext("%(n)d is on the list.", "%(n)d are on the list.", count)
                messages.success(request, text % {"n": count})
                return redirect("proposals:conference", pk=pk)
    context = {
        "plan": plan,
        "conference": plan.conference,
        "lines": pages.choice_lines(request.actor),
        "offices": queries.handling_offices(request.actor),
        "chosen": offices,
        "error": error,
        "most": queries.MOST,
    }
    status = 422 if error else 200
    return render(request, "proposals/conference_choose.html", context, status=status)


@seated(*OFFICE)
@require_POST
def drop(request: SeatedRequest, pk: int, item: int) -> HttpResponse:
    """Take a suggestion off the list."""
    plan = _plan(request, pk)
    found = queries.item_of(request.actor, plan, item)
    if found is not None:
        services.drop(found, actor=request.actor)
        messages.success(request, _("It is off the list and waits to be assigned as before."))
    return redirect("proposals:conference", pk=pk)


@seated(Role.HANDLING_OFFICE.value)
@require_http_methods(["GET", "POST"])
def units(request: SeatedRequest, pk: int, item: int) -> HttpResponse:
    """The handling office fixes its units for one suggestion."""
    plan = _plan(request, pk)
    found = _item(request, plan, item)
    form = units_form(found, data=request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid() and isinstance(form.facts, Assign):
        try:
            services.set_units(found, facts=form.facts, actor=request.actor)
        except Invalid as error:
            form.show(error)
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("The units are fixed for the conference."))
            return redirect("proposals:conference", pk=pk)
    days = queries.reply_days(plan.conference.congress, plan.conference.held_on)
    context = {
        "plan": plan,
        "conference": plan.conference,
        "item": found,
        "form": form,
        "normal": days[False],
        "longer": days[True],
    }
    return render(request, "proposals/conference_units.html", context, status=status)


@seated(*OFFICE)
@require_POST
def hold(request: SeatedRequest, pk: int) -> HttpResponse:
    """Hold the conference: everything on the list is assigned. A repeat is safe."""
    plan = _plan(request, pk)
    try:
        found = services.hold(plan, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("proposals:conference", pk=pk)
    refused = sum(item.state == "refused" for item in found)
    done = len(found) - refused
    text = ngettext("%(n)d was assigned.", "%(n)d were assigned.", done)
    messages.success(request, text % {"n": done})
    if refused:
        text = ngettext("%(n)d was not: see below.", "%(n)d were not: see below.", refused)
        messages.error(request, text % {"n": refused})
    return redirect("proposals:conference", pk=pk)


@seated(*OFFICE)
@require_POST
def cancel(request: SeatedRequest, pk: int) -> HttpResponse:
    """Cancel a conference before it is held."""
    plan = _plan(request, pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, status=422, cancel_form=form)
    services.cancel(plan, reason=form.cleaned_data["reason"], actor=request.actor)
    messages.success(request, _("The conference is cancelled; its suggestions are free again."))
    return redirect("proposals:conference", pk=pk)


@seated(*OFFICE)
@require_POST
def receipt(request: SeatedRequest, pk: int, body: int) -> HttpResponse:
    """Record that a unit has signed its printed list."""
    plan = _plan(request, pk)
    unit = queries.units_of(request.actor, plan).get(body)
    if unit is None:
        raise Http404
    form = ReceiptForm(request.POST)
    if form.is_valid():
        try:
            services.record_receipt(plan, body=unit, actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            form.add_refusal(error)
    if form.errors:
        return _show(request, plan, status=422, receipt_form=form, wrong=body)
    messages.success(request, _("The receipt of %(unit)s is recorded.") % {"unit": unit})
    return redirect("proposals:conference", pk=pk)


@seated(*READERS)
@require_GET
def sheets(request: SeatedRequest, pk: int, by: str) -> HttpResponse:
    """Printable lists by handling office, or by unit with a signature column."""
    if by not in ("office", "unit"):
        raise Http404
    plan = _plan(request, pk)
    found = pages.lines(request.actor, plan)
    bodies = _bodies(request, plan, by)
    wanted = request.GET.get("body", "")
    if wanted.isdigit():
        bodies = {pk: body for pk, body in bodies.items() if pk == int(wanted)}
    context = {
        "plan": plan,
        "conference": plan.conference,
        "by": by,
        "sheets": pages.sheets(found, by=by, bodies=bodies),
        "receipts": queries.receipts(plan),
    }
    return render(request, "proposals/print/sheets.html", context)


def _bodies(request: SeatedRequest, plan: ConferencePlan, by: str) -> dict[int, Body]:
    if by == "unit":
        return queries.units_of(request.actor, plan)
    offices = {item.handling_office_id: item for item in queries.items(request.actor, plan)}
    return {pk: item.handling_office for pk, item in offices.items()}


urlpatterns = [
    path("conferences/", listing, name="conferences"),
    path("conferences/new/", create, name="conference_new"),
    path("conferences/<int:pk>/", detail, name="conference"),
    path("conferences/<int:pk>/choose/", choose, name="conference_choose"),
    path("conferences/<int:pk>/hold/", hold, name="conference_hold"),
    path("conferences/<int:pk>/cancel/", cancel, name="conference_cancel"),
    path("conferences/<int:pk>/print/<slug:by>/", sheets, name="conference_print"),
    path("conferences/<int:pk>/receipt/<int:body>/", receipt, name="conference_receipt"),
    path("conferences/<int:pk>/items/<int:item>/units/", units, name="conference_units"),
    path("conferences/<int:pk>/items/<int:item>/drop/", drop, name="conference_drop"),
]
