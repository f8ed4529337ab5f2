"""The public site: the same for everybody, without a cookie, fit for a cache."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from renda.congresses.models import Congress
from renda.kernel import paging
from renda.kernel.policies import public
from renda.kernel.time import today
from renda.portal import feeds, opendata, opendata_queries, pages, queries
from renda.portal.forms import PROMISE_STATES, STATES, SearchForm
from renda.portal.middleware import MARK

View = Callable[..., HttpResponse]
# Seconds for which a copy may be shown; afterwards the ETag tells whether it still holds.
FRESH = 60
ATOM = "application/atom+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
# Pages that come in large print too.
PRINTED = ("home", "suggestions", "suggestion", "promises", "fund", "reports", "open_data")
# Years a file may be asked for: congresses began in 1954.
YEARS = range(1954, 2101)


def published(reason: str) -> Callable[[View], View]:
    """Make a view a public page: read only, no cookie, ETag, the same 404 for all that is hidden.

    An address that names a congress hands the view its row.
    """

    def decorate(view: View) -> View:
        @public(reason=reason)
        @require_safe
        @conditional_page
        @functools.wraps(view)
        def page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            response = _answer(view, request, kwargs)
            patch_cache_control(response, public=True, max_age=FRESH)
            setattr(response, MARK, True)
            return response

        return page

    return decorate


def _answer(view: View, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse:
    congress = None
    try:
        if "congress" in kwargs:
            congress = kwargs["congress"] = queries.congress_of(kwargs["congress"])
            if congress is None:
                raise Http404
        return view(request, **kwargs)
    except Http404:
        large = bool(kwargs.get("large"))
        return _render(request, "missing", {"congress": congress, "large": large}, status=404)


def _render(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    congress, large = context.get("congress"), bool(context.get("large"))
    if congress is not None:
        context["links"] = _links(congress, large=large)
        context["twin"] = _twin(request, large=large)
    return render(request, f"portal/{name}.html", context, status=status)


def _links(congress: Congress, *, large: bool) -> dict[str, str]:
    """Addresses of the congress's pages, in large print when this one is."""
    extra = {"large": "large"} if large else {}
    found = {
        name: reverse(f"portal:{name}", kwargs={"congress": congress.slug, **extra})
        for name in ("home", "suggestions", "promises", "fund", "reports", "open_data")
    }
    return found | {"feed": reverse("portal:feed", kwargs={"congress": congress.slug})}


def _twin(request: HttpRequest, *, large: bool) -> str:
    """This page in the other print; a file has none."""
    match = request.resolver_match
    if match is None or match.url_name not in PRINTED:
        return ""
    kwargs = {name: value for name, value in match.kwargs.items() if name != "large"}
    if not large:
        kwargs["large"] = "large"
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return reverse(match.view_name, kwargs=kwargs) + query


@published("the first page names the congresses that work here")
def index(request: HttpRequest) -> HttpResponse:
    """The congresses of this installation."""
    return _render(request, "index", {"congresses": list(queries.congresses())})


@published("a congress shows the public how its suggestions are handled")
def home(request: HttpRequest, congress: Congress, large: str = "") -> HttpResponse:
    """The year in figures, the newest published suggestions."""
    newest = queries.page(queries.published(congress), cursor="", size=6).rows
    year = next((each.year for each in newest if each.year), None)
    context = {
        "congress": congress,
        "large": large,
        "current": "home",
        "rows": pages.rows(newest, queries.overdue(newest)),
        "figures": queries.figures(congress, year) if year else None,
    }
    return _render(request, "home", context)


@published("published suggestions are for everybody")
def suggestions(request: HttpRequest, congress: Congress, large: str = "") -> HttpResponse:
    """The public list."""
    form = SearchForm(request.GET)
    rows = queries.found(congress, form.search())
    page = queries.page(rows, cursor=request.GET.get("after", ""))
    count, more = paging.counted(rows)
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "congress": congress,
        "large": large,
        "current": "suggestions",
        "form": form,
        "rows": pages.rows(page.rows, queries.overdue(page.rows)),
        "page": page,
        "count": count,
        "more": more,
        "query": kept.urlencode(),
        "narrowed": bool(kept),
        "tabs": _tabs(request),
    }
    return _render(request, "suggestions", context)


@published("promises of published suggestions are for everybody")
def promises(request: HttpRequest, congress: Congress, large: str = "") -> HttpResponse:
    """What the replies promised, and whether it was kept."""
    state = request.GET.get("state", "")
    state = state if state in queries.PROMISE_STATES else ""
    rows = queries.promises(congress, state)
    page = queries.promise_page(rows, cursor=request.GET.get("after", ""))
    count, more = paging.counted(rows)
    context = {
        "congress": congress,
        "large": large,
        "current": "promises",
        "rows": pages.promise_rows(page.rows, today()),
        "page": page,
        "count": count,
        "more": more,
        "query": f"state={state}" if state else "",
        "tabs": _tabs(request, PROMISE_STATES),
    }
    return _render(request, "promises", context)


@published("the report on the handling has to be published (代表法 §51)")
def reports(request: HttpRequest, congress: Congress, large: str = "") -> HttpResponse:
    """Reports on the handling of suggestions, as files."""
    context = {
        "congress": congress,
        "large": large,
        "current": "reports",
        "rows": queries.reports(congress),
    }
    return _render(request, "reports", context)


@published("what is paid from public money for published suggestions is for everybody")
def fund(request: HttpRequest, congress: Congress, large: str = "") -> HttpResponse:
    """The final list of a year's micro-projects and their progress."""
    pots = list(queries.pots(congress))
    asked = request.GET.get("year", "")
    pot = next((each for each in pots if str(each.year) == asked), None)
    pot = pot or next(iter(pots), None)
    context = {
        "congress": congress,
        "large": large,
        "current": "fund",
        "page": pages.fund_page(pot, queries.listed_projects(pot)) if pot else None,
        "years": [(each.year, each == pot) for each in pots],
    }
    return _render(request, "fund", context)


def _tabs(request: HttpRequest, states: Any = STATES) -> list[tuple[str, str, bool]]:
    """The states as links that keep the other filters: (query, label, whether it is chosen)."""
    found, current = [], request.GET.get("state", "")
    for value, label in states:
        kept = request.GET.copy()
        kept.pop("after", None)
        kept["state"] = value
        found.append((kept.urlencode(), str(label), value == current))
    return found


@published("published suggestions are for everybody")
def suggestion(
    request: HttpRequest, congress: Congress, public_id: uuid.UUID, large: str = ""
) -> HttpResponse:
    """A published suggestion: where it stands, what was answered, promised, graded."""
    proceeding = queries.one(congress, public_id)
    if proceeding is None:
        raise Http404
    page = pages.page(queries.dossier(proceeding))
    context = {"congress": congress, "large": large, "current": "suggestions", "page": page}
    return _render(request, "suggestion", context)


@published("the feed tells what was published or has changed")
def feed(request: HttpRequest, congress: Congress) -> HttpResponse:
    """Atom."""
    text = feeds.atom(congress, queries.changed(congress), root=_root(request))
    return HttpResponse(text, content_type=ATOM)


@published("what is published may be used by everybody")
def open_data(request: HttpRequest, congress: Congress, large: str = "") -> HttpResponse:
    """The files by year, and what stands in them."""
    slug = congress.slug
    context = {
        "congress": congress,
        "large": large,
        "current": "open_data",
        "tables": opendata.TABLES,
        "files": opendata.shelf(congress, opendata_queries.years(congress)),
        "description": reverse("portal:open_package", args=[slug]),
        "popolo": [
            (label, reverse("portal:popolo", args=[slug, name]))
            for name, label in opendata.POPOLO.items()
        ],
    }
    return _render(request, "opendata", context)


@published("what is published may be used by everybody")
def open_package(request: HttpRequest, congress: Congress) -> HttpResponse:
    """The description of the files."""
    years = opendata_queries.years(congress)
    return _json(opendata.package(congress, years, root=_root(request)))


@published("what is published may be used by everybody")
def open_file(
    request: HttpRequest, congress: Congress, table: str, year: int, kind: str
) -> HttpResponse:
    """A year of a table."""
    found = opendata.BY_NAME.get(table)
    if found is None or kind not in opendata.FORMATS or year not in YEARS:
        raise Http404
    text = opendata.file(congress, found, year, kind, root=_root(request))
    answer = HttpResponse(text, content_type=opendata.FORMATS[kind])
    name = f"{congress.slug}-{table}-{year}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@published("who holds a seat or a post is announced to the public")
def popolo(request: HttpRequest, congress: Congress, name: str) -> HttpResponse:
    """Deputies or bodies in the form of Popolo."""
    if name not in opendata.POPOLO:
        raise Http404
    return _json(opendata.popolo(congress, name))


def _json(content: dict[str, Any]) -> HttpResponse:
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


@published("search engines may find what is published")
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The sitemaps of all congresses."""
    slugs = queries.congresses().values_list("slug", flat=True)
    found = [(_root(request) + reverse("portal:sitemap", args=[slug]), None) for slug in slugs]
    return HttpResponse(feeds.sitemap(found, is_index=True), content_type=XML)


@published("search engines may find what is published")
def sitemap(request: HttpRequest, congress: Congress) -> HttpResponse:
    """The public pages of a congress."""
    root = _root(request)
    found: list[feeds.Address] = [
        (root + reverse(f"portal:{name}", args=[congress.slug]), None)
        for name in ("home", "suggestions", "fund", "open_data")
    ]
    found += [
        (root + reverse("portal:suggestion", args=[congress.slug, public_id]), day)
        for public_id, day in queries.addresses(congress)
    ]
    return HttpResponse(feeds.sitemap(found), content_type=XML)


@published("robots ask which pages they may read")
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read."""
    return HttpResponse(feeds.robots(root=_root(request)), content_type="text/plain")


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
