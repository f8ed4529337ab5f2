"""Pages of reports."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from renda.access.http import SeatedRequest
from renda.kernel import paging
from renda.kernel.policies import seated
from renda.kernel.time import today
from renda.reports import pages, queries, rules
from renda.reports.figures import FIGURES
from renda.reports.forms import BY, CutForm

READERS = tuple(sorted(rules.READERS))
PAGE_SIZE = 20
KEY = ("-pk",)


def _form(request: SeatedRequest, *, newest: bool) -> CutForm:
    actor = request.actor
    return CutForm(
        request.GET,
        choices=queries.choices(actor),
        dimensions=rules.dimensions(actor),
        newest=newest,
    )


@seated(*READERS)
@require_GET
def home(request: SeatedRequest) -> HttpResponse:
    """The figures of a cut, from live data; every one opens its records."""
    form = _form(request, newest=True)
    cut, by = replace(form.cut(), none=""), form.laid_out()
    lines = queries.table(request.actor, cut, by)
    values = pages.added(lines)
    is_office = rules.sees_odd(request.actor)
    context = {
        "form": form,
        "cut": cut,
        "by": BY[by],
        "words": form.words(),
        "day": today(),
        "tiles": pages.tiles(cut, values),
        "heads": [str(pages.HEADS[name]) for name in pages.COLUMNS],
        "share_heads": pages.share_labels(),
        "rows": pages.table(cut, lines, by),
        "total": pages.total(cut, values),
        "lists": pages.lists(cut, values),
        "stages": pages.stages(cut, values),
        "stage_heads": pages.STAGE_HEADS,
        "odd": pages.odd(cut, values) if is_office else [],
        "is_office": is_office,
        "hidden": queries.hidden(request.actor, cut),
    }
    return render(request, "reports/home.html", context)


@seated(*READERS)
@require_GET
def records(request: SeatedRequest) -> HttpResponse:
    """The records behind one figure, paged by keyset."""
    form = _form(request, newest=False)
    cut, name = form.cut(), request.GET.get("figure", "")
    rows = queries.records(request.actor, cut, name)
    if rows is None:
        raise Http404
    source = FIGURES[name].source
    found = rows.select_related(*pages.RELATED[source])
    page = paging.page(found, KEY, cursor=request.GET.get("after", ""), size=PAGE_SIZE)
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "figure": FIGURES[name],
        "source": source,
        "words": form.words(),
        "rows": pages.records(page.rows, source),
        "page": page,
        "count": rows.count(),
        "query": kept.urlencode(),
        "back": cut.query(),
    }
    return render(request, "reports/records.html", context)
