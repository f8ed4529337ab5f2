"""Pages of import and export."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.access.http import SeatedRequest
from renda.exchange import queries, services
from renda.exchange.enums import RunState
from renda.exchange.forms import UploadForm
from renda.exchange.models import ImportRun
from renda.exchange.reading import MOST_BYTES, kind_of
from renda.exchange.registry import importers, importers_for, listings, listings_for, may_export
from renda.exchange.services.faulty import write_faulty, write_template
from renda.kernel import paging, time
from renda.kernel.errors import DomainError, Invalid
from renda.kernel.policies import seated

_ROLES = ("administrator", "office_clerk", "office_head")


def _run(request: SeatedRequest, public_id: uuid.UUID) -> ImportRun:
    found = queries.runs(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _answer(path: Path, name: str) -> FileResponse:
    """The file as a download; its place on disk goes with the answer."""
    kept = path.open("rb")
    path.unlink()
    return FileResponse(kept, as_attachment=True, filename=name)


def _temporary(kind: str) -> Path:
    with tempfile.NamedTemporaryFile(suffix=f".{kind}", delete=False) as made:
        return Path(made.name)


@seated(*_ROLES)
@require_http_methods(["GET", "POST"])
def home(request: SeatedRequest) -> HttpResponse:
    """Upload a list, see former imports, export lists."""
    offered = importers_for(request.actor)
    form = UploadForm(request.POST or None, request.FILES or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        made = _check(request, form)
        if made is not None:
            return redirect("exchange:run", public_id=made.public_id)
    context = {
        "form": form,
        "offered": offered,
        "lists": listings_for(request.actor),
        "page": paging.page(
            queries.runs(request.actor), ("-id",), cursor=request.GET.get("after", "")
        ),
        "labels": {each.name: each.label for each in offered},
    }
    return render(request, "exchange/home.html", context, status=422 if form.is_bound else 200)


def _check(request: SeatedRequest, form: UploadForm) -> ImportRun | None:
    given = form.cleaned_data["file"]
    try:
        if given.size > MOST_BYTES:
            raise Invalid(_("The file is larger than 20 MB. Please split it into several."))
        return services.check_file(
            form.cleaned_data["what"],
            name=given.name,
            data=given.read(),
            congress=request.congress,
            actor=request.actor,
        )
    except DomainError as error:
        form.add_error("file", error.message)
    return None


@seated(*_ROLES)
@require_GET
def run(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """Preview, progress or report of one import, by where it stands."""
    found = _run(request, public_id)
    done, total = queries.progress_of(found)
    context = {
        "run": found,
        "label": importers.get(found.importer).label,
        "done": done,
        "total": total,
        "is_running": found.state in (RunState.QUEUED, RunState.RUNNING),
        "bad_rows": found.preview.get("bad_rows", 0),
    }
    is_part = request.headers.get("HX-Request")
    return render(request, "exchange/_state.html" if is_part else "exchange/run.html", context)


@seated(*_ROLES)
@require_POST
def confirm(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """Import what was shown."""
    found = _run(request, public_id)
    try:
        services.confirm(found, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("exchange:run", public_id=public_id)


@seated(*_ROLES)
@require_GET
def faulty(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The faulty rows with what to do, to be corrected and uploaded again."""
    found = _run(request, public_id)
    path = _temporary("xlsx")
    write_faulty(found, path=path, actor=request.actor)
    return _answer(path, _("Rows to correct") + ".xlsx")


@seated(*_ROLES)
@require_GET
def template(request: SeatedRequest, what: str) -> HttpResponseBase:
    """An empty sheet with the headings of an import."""
    found = next((each for each in importers_for(request.actor) if each.name == what), None)
    if found is None:
        raise Http404
    path = _temporary("xlsx")
    write_template(found, path=path)
    return _answer(path, f"{found.label}.xlsx")


@seated()
@require_POST
def export(request: SeatedRequest, what: str) -> HttpResponseBase:
    """A list as a file, narrowed as its page is (the page's query string). Recorded, so a POST."""
    if what not in listings or not may_export(listings.get(what), request.actor):
        raise Http404
    kind = kind_of(f"x.{request.POST.get('format', 'xlsx')}")
    path = _temporary(kind)
    services.export_list(
        what,
        path=path,
        congress=request.congress,
        actor=request.actor,
        query={str(k): str(v) for k, v in request.GET.items()},
    )
    name = f"{listings.get(what).label}{time.today():%Y%m%d}.{kind}"
    return _answer(path, name)
