"""Pages of reports."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.access.http import SeatedRequest
from renda.files import handlers
from renda.files.checks import too_large
from renda.files.checks.names import cleaned
from renda.files.checks.signatures import MIME
from renda.files.errors import Refused
from renda.files.rules import limits
from renda.kernel import paging
from renda.kernel.errors import DomainError
from renda.kernel.policies import seated
from renda.kernel.time import today
from renda.reports import pages, queries, rules, services
from renda.reports.documents import samples
from renda.reports.enums import DocumentState, Kind
from renda.reports.forms import BY, CutForm
from renda.reports.models import Document

READERS = tuple(sorted(rules.READERS))
OFFICE = ("office_clerk", "office_head")
PAGE_SIZE = 20
KEY = ("-pk",)


def _form(request: SeatedRequest, *, newest: bool) -> CutForm:
    actor = request.actor
    return CutForm(
        request.POST if request.method == "POST" else request.GET,
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
        "cut": cut.query(),
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
        "hidden": queries.hidden(request.actor, cut),
        "kinds": pages.kinds(request.actor),
    }
    return render(request, "reports/home.html", context)


@seated(*READERS)
@require_GET
def records(request: SeatedRequest) -> HttpResponse:
    """The records behind one figure, paged by keyset."""
    form = _form(request, newest=False)
    cut, name = form.cut(), request.GET.get("figure", "received")
    rows = queries.records(request.actor, cut, name)
    if rows is None:
        raise Http404
    figures = queries.figures_named(request.actor, name)
    source = figures[0].source
    found = rows.select_related(*pages.RELATED[source])
    page = paging.page(found, KEY, cursor=request.GET.get("after", ""), size=PAGE_SIZE)
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "label": " + ".join(str(figure.label) for figure in figures),
        "source": source,
        "words": form.words(),
        "rows": pages.records(page.rows, source),
        "page": page,
        "count": rows.count(),
        "query": kept.urlencode(),
        "may_plan": request.actor.role in OFFICE,
    }
    return render(request, "reports/records.html", context)


# --- documents -----------------------------------------------------------------------------------


@seated(*READERS)
@require_http_methods(["GET", "POST"])
def documents(request: SeatedRequest) -> HttpResponse:
    """The documents that were made; a POST asks for one of a cut."""
    if request.method == "POST":
        cut = replace(_form(request, newest=False).cut(), none="")
        try:
            made = services.ask(request.POST.get("kind", ""), actor=request.actor, cut=cut)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("reports:home")
        return redirect("reports:document", public_id=made.public_id)
    rows = queries.documents(request.actor)
    page = paging.page(rows, KEY, cursor=request.GET.get("after", ""), size=PAGE_SIZE)
    context = {
        "page": page,
        "rows": pages.documents(page.rows, queries.files_of(page.rows)),
        "may_template": request.actor.role in OFFICE,
    }
    return render(request, "reports/documents.html", context)


def _document(request: SeatedRequest, public_id: uuid.UUID) -> Document:
    rows = queries.documents(request.actor).select_related("matter")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@seated(*READERS)
@require_GET
def document(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """One document: how far it is, its files; asks anew while it is being made."""
    found = _document(request, public_id)
    context = {
        "document": found,
        "files": queries.files_of([found]).get(found.pk, []),
        "is_running": found.state in (DocumentState.QUEUED, DocumentState.RUNNING),
        "may_publish": request.actor.role == "office_head" and found.kind == Kind.HANDLING,
    }
    is_part = request.headers.get("HX-Request")
    return render(request, "reports/_state.html" if is_part else "reports/document.html", context)


@seated("office_head")
@require_POST
def publish(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """Publish a handling report, or take it back."""
    found = _document(request, public_id)
    change = services.unpublish if "back" in request.POST else services.publish
    try:
        change(found, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("reports:document", public_id=public_id)


@seated(*OFFICE)
@require_POST
def dossier(request: SeatedRequest, matter_id: uuid.UUID) -> HttpResponse:
    """Ask for the archive dossier of a suggestion."""
    matter = queries.matter(request.actor, public_id=matter_id)
    if matter is None:
        raise Http404
    made = services.ask_dossier(matter, actor=request.actor)
    return redirect("reports:document", public_id=made.public_id)


# --- templates -----------------------------------------------------------------------------------


@seated(*OFFICE)
@require_http_methods(["GET", "POST"])
def templates(request: SeatedRequest) -> HttpResponse:
    """The office's own templates: what is in use, replace, go back; what they may say."""
    refusal, kind, format_ = "", request.POST.get("kind", ""), request.POST.get("format", "")
    if request.method == "POST":
        try:
            if "drop" in request.POST:
                services.drop_template(kind, format=format_, actor=request.actor)
            else:
                upload = _upload(request)
                services.replace_template(kind, format=format_, upload=upload, actor=request.actor)
        except DomainError as error:
            refusal = error.message
        else:
            messages.success(request, _("Documents are made from this from now on."))
            return redirect("reports:templates")
    context = {
        "refusal": refusal,
        "rows": pages.templates(queries.templates_in_use(request.actor)),
        "fields": pages.fields(),
        "how": pages.how_to(),
    }
    return render(request, "reports/templates.html", context, status=422 if refusal else 200)


def _upload(request: SeatedRequest) -> UploadedFile:
    upload = request.FILES.get("template")
    if isinstance(upload, UploadedFile):
        return upload
    for name in handlers.dropped(request, "template"):
        raise Refused(too_large(name, limits().document))
    raise Refused(_("Please choose a file first."))


@seated(*OFFICE)
@require_GET
def sample(request: SeatedRequest, kind: str, format: str) -> HttpResponse:
    """A template to begin one's own from."""
    if kind not in rules.MADE_OF_CUTS or format not in samples.WRITERS:
        raise Http404
    response = HttpResponse(samples.WRITERS[format](Kind(kind)), content_type=MIME[format])
    name = cleaned(f"{Kind(kind).label}.{format}")
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
