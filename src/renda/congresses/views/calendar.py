"""The working-day calendar of the congress."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from renda.congresses import pages, queries, rules, services
from renda.congresses.forms import DayForm
from renda.congresses.http import CongressRequest
from renda.kernel import time
from renda.kernel.errors import Missing
from renda.kernel.policies import seated


@seated()
@require_http_methods(["GET", "POST"])
def calendar(request: CongressRequest) -> HttpResponse:
    """A month with holidays and make-up days; the administrator says how a day counts."""
    may_edit = rules.may_administer(request.actor, request.congress.pk)
    if request.method == "POST" and not may_edit:
        raise Missing(_("There is no such page here."))
    first = pages.month_of(request.GET.get("month", ""), today=time.today())
    form = DayForm(request.POST or None, initial={"day": request.GET.get("day") or first})
    page = pages.FormPage(
        heading=_("Working-day calendar"),
        submit=_("Save the day"),
        back=f"{reverse('congresses:calendar')}?month={first:%Y-%m}",
        done=_("The day is saved; due dates that cross it are computed anew."),
        template="congresses/calendar.html",
        context=_shown(request, first, may_edit=may_edit),
    )
    save = partial(services.set_day, request.congress, actor=request.actor)
    return pages.answer(request, form, save=save, page=page)


def _shown(request: CongressRequest, first: date, *, may_edit: bool) -> dict[str, object]:
    known = queries.calendar_for(request.congress.pk)
    year = (first.replace(month=1, day=1), first.replace(month=12, day=31))
    own = queries.own_days(request.congress.pk, since=year[0], until=year[1])
    return {
        "month": pages.month(first, known, own={row.day for row in own}, today=time.today()),
        "years": [pages.year_view(first.year + n, known) for n in (0, 1)],
        "own": own,
        "may_edit": may_edit,
    }


@seated("administrator")
@require_POST
def calendar_clear(request: CongressRequest) -> HttpResponse:
    """Let a day count as published again."""
    form = DayForm({**request.POST.dict(), "kind": "workday"})
    if not form.is_valid():
        raise Missing(_("There is no such day."))
    day = form.cleaned_data["day"]
    services.clear_day(request.congress, day=day, actor=request.actor)
    return redirect(f"{reverse('congresses:calendar')}?month={day:%Y-%m}")
