"""Pages of the ledger."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from renda.access.http import SeatedRequest
from renda.congresses.queries import calendar_of
from renda.kernel import paging
from renda.kernel.policies import seated
from renda.ledger import pages, queries
from renda.ledger.forms import FilterForm

PAGE_SIZE = 20


@seated()
@require_GET
def listing(request: SeatedRequest) -> HttpResponse:
    """Promises the actor may see, filtered and paged by keyset."""
    form = FilterForm(request.GET, units=queries.units(request.actor))
    filters = form.filters()
    rows = queries.filtered(request.actor, filters)
    key = queries.SORTS[filters.sort]
    page = paging.page(rows, key, cursor=request.GET.get("after", ""), size=PAGE_SIZE)
    count, more = paging.counted(rows)
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "form": form,
        "rows": pages.rows(page.rows, calendar_of(request.congress)),
        "page": page,
        "count": count,
        "more": more,
        "query": kept.urlencode(),
        "chosen": form.chosen(),
        "tabs": form.tabs(),
    }
    template = "ledger/_list.html" if request.headers.get("HX-Request") else "ledger/list.html"
    return render(request, template, context)


@seated()
@require_GET
def ageing(request: SeatedRequest) -> HttpResponse:
    """What is owed by unit and age; every figure opens its records."""
    context = pages.ageing(queries.ageing(request.actor))
    return render(request, "ledger/ageing.html", context)


@seated()
@require_GET
def detail(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """One promise: what was promised, where it stands, what I can do now."""
    rows = queries.commitments(request.actor).select_related(
        "congress", "promise__matter", "promise__body"
    )
    proceeding = rows.filter(public_id=public_id).first()
    if proceeding is None:
        raise Http404
    return render(request, "ledger/detail.html", pages.detail(proceeding, request.actor))
