"""Finding things."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from renda.access.http import SeatedRequest
from renda.kernel.policies import seated
from renda.search import queries
from renda.search.forms import SearchForm
from renda.search.registry import findables


@seated()
@require_GET
def results(request: SeatedRequest) -> HttpResponse:
    """What was found, newest first."""
    form = SearchForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    kind = given.get("kind") or next((name for name, _each in findables), "")
    query = given.get("q", "")
    found = queries.search(
        request.actor,
        query,
        kind=kind,
        state=given.get("state", ""),
        year=given.get("year"),
        cursor=request.GET.get("after", ""),
    )
    kept = request.GET.copy()
    kept.pop("at", None)
    context = {
        "form": form,
        "words": query,
        "found": found,
        "url_name": findables.get(kind).url_name,
        "query": kept.urlencode(),
        "is_narrowed": bool(given.get("state") or given.get("year")),
    }
    return render(request, "search/results.html", context)
