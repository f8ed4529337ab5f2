"""Pages of motions and suggestions."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.access.http import SeatedRequest
from renda.congresses.queries import calendar_of
from renda.files.intake import take_up
from renda.kernel import paging
from renda.kernel.errors import DomainError, Invalid
from renda.kernel.policies import seated
from renda.matters.services import add_note
from renda.people.models import Mandate
from renda.proceedings.forms import StepForm, draft_initial, form_for
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import binding_of
from renda.proceedings.queries import Action, draft_of
from renda.proceedings.views import form_context
from renda.proposals import pages, queries, services
from renda.proposals.facts import Draft
from renda.proposals.forms import FilterForm, draft_form
from renda.proposals.letters import block

PAGE_SIZE = 20
# Deputies write their own; the others enter on behalf, from paper or by telephone.
ENTERING = ("deputy", "liaison", "office_clerk", "office_head")


def _suggestion(request: SeatedRequest, public_id: uuid.UUID) -> Proceeding:
    rows = queries.suggestions(request.actor).select_related(
        "congress",
        "session__term",
        "suggestion__lead",
        "suggestion__wish",
        "suggestion__committee",
        "suggestion__supervisor",
        "suggestion__conference",
        "suggestion__merged_into__proceeding",
    )
    proceeding = rows.filter(public_id=public_id).first()
    if proceeding is None:
        raise Http404
    return proceeding


@seated()
@require_GET
def listing(request: SeatedRequest) -> HttpResponse:
    """Suggestions the actor may see, filtered and paged by keyset."""
    place = Proceeding(congress_id=request.actor.congress_id)
    form = FilterForm(
        request.GET,
        units=queries.departments(place, request.actor),
        sessions=queries.sessions(request.actor.congress_id),
    )
    filters = form.filters()
    rows = queries.filtered(request.actor, filters)
    key = queries.SORTS[filters.sort]
    page = paging.page(rows, key, cursor=request.GET.get("after", ""), size=PAGE_SIZE)
    count, more = paging.counted(rows)
    context = {
        "form": form,
        "rows": pages.rows(
            page.rows,
            queries.joint_bodies(page.rows),
            calendar_of(request.congress),
        ),
        "page": page,
        "count": count,
        "more": more,
        "query": _query(request),
        "chosen": form.chosen(),
        "tabs": form.tabs(),
        "more_open": form.is_more_open(),
        "may_create": request.actor.role in ENTERING,
        "is_own": request.actor.role == "deputy",
    }
    template = (
        "proposals/_list.html" if request.headers.get("HX-Request") else "proposals/list.html"
    )
    return render(request, template, context)


def _query(request: SeatedRequest) -> str:
    kept = request.GET.copy()
    kept.pop("after", None)
    return kept.urlencode()


@seated()
@require_GET
def detail(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """One suggestion: what it is, where it stands, what I can do now."""
    proceeding = _suggestion(request, public_id)
    context = _detail(request, proceeding)
    return render(request, "proposals/detail.html", context)


def _detail(request: SeatedRequest, proceeding: Proceeding) -> dict[str, Any]:
    context = pages.detail(proceeding, request.actor)
    context |= block.context(proceeding, request.actor)
    if context["now"] and request.actor.role != "deputy":
        context["primary"] = _primary(request, proceeding, context["now"][0].action)
    return context


def _primary(request: SeatedRequest, proceeding: Proceeding, action: Action) -> dict[str, Any]:
    """The form of the first step that waits, within the page; deputies get it large and alone."""
    row = action.row.id if action.row else 0
    kept = draft_of(proceeding, request.actor, action.step.name, row)
    form = form_for(
        action.step.name,
        binding=binding_of(proceeding),
        proceeding=proceeding,
        actor=request.actor,
        row=action.row,
        draft=draft_initial(kept.data) if kept else None,
    )
    return form_context(proceeding, request.actor, action, form)


@seated()
@require_POST
def note(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """Leave an internal note; what cannot be taken comes back at its field."""
    proceeding = _suggestion(request, public_id)
    words = request.POST.get("text", "")
    try:
        add_note(proceeding, actor=request.actor, words=words)
    except Invalid as error:
        context = _detail(request, proceeding)
        context |= {"note_error": error.message, "note_text": words}
        return render(request, "proposals/detail.html", context, status=error.status)
    return redirect("proposals:detail", public_id=public_id)


@seated(*ENTERING)
@require_http_methods(["GET", "POST"])
def create(request: SeatedRequest) -> HttpResponse:
    """Begin a draft, one's own or on behalf of a deputy."""
    taken = take_up(request, actor=request.actor)
    form = draft_form(request.actor, None, data=taken.data or None)
    if form.is_bound:
        taken.tell(form)
    status = 422 if form.is_bound and not taken.stays else 200
    if form.is_bound and not taken.stays and form.is_valid() and isinstance(form.facts, Draft):
        try:
            proceeding = services.open_draft(
                actor=request.actor,
                facts=form.facts,
                mandate=_mandate(request, form),
                key=request.POST.get("_key", "")[:80],
            )
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("The draft is kept. Hand it in when it is ready."))
            return _next(request, proceeding)
    context = {
        "form": form,
        "parts": pages.draft_parts(form),
        "proceeding": None,
        "findings": [],
        "key": request.POST.get("_key") or uuid.uuid4().hex,
        "entering": request.actor.role != "deputy",
    }
    return render(request, "proposals/draft.html", context, status=status)


def _mandate(request: SeatedRequest, form: StepForm) -> Mandate | None:
    wanted = form.cleaned_data.get("deputy")
    return queries.active_mandates(request.actor).filter(pk=wanted).first() if wanted else None


def _next(request: SeatedRequest, proceeding: Proceeding) -> HttpResponse:
    page = "proposals:detail" if "_next" in request.POST else "proposals:edit"
    return redirect(page, public_id=proceeding.public_id)


@seated()
@require_http_methods(["GET", "POST"])
def edit(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """Go on with a draft; a Save button keeps it, autosave does the same by itself."""
    proceeding = _suggestion(request, public_id)
    if request.method == "GET" and (
        proceeding.state != "draft" or not queries.may_edit(proceeding, request.actor)
    ):
        return redirect("proposals:detail", public_id=public_id)
    page = request.POST.get("_key", "")[:80] or uuid.uuid4().hex
    taken = take_up(request, actor=request.actor)
    form = draft_form(request.actor, proceeding, data=taken.data or None)
    if form.is_bound:
        taken.tell(form)
    status, stored = (422 if form.is_bound and not taken.stays else 200), None
    if form.is_bound and not taken.stays and form.is_valid() and isinstance(form.facts, Draft):
        try:
            services.save_draft(
                proceeding,
                actor=request.actor,
                facts=form.facts,
                page=page,
                seen=request.POST.get("_seen", ""),
            )
        except DomainError as error:
            form.add_error(None, error.message)
            status, stored = error.status, proceeding.suggestion
        else:
            return _saved(request, proceeding)
    saving = queries.last_saving(proceeding)
    context = {
        "form": form,
        "parts": pages.draft_parts(form),
        "proceeding": proceeding,
        "findings": pages.findings(proceeding),
        "key": page,
        "seen": queries.saving_mark(saving),
        "stored": stored,
        "saved_at": saving.saved_at if saving else proceeding.last_step_at,
        "entering": request.actor.role != "deputy",
        **pages.cosigning(proceeding, request.actor),
    }
    return render(request, "proposals/draft.html", context, status=status)


def _saved(request: SeatedRequest, proceeding: Proceeding) -> HttpResponse:
    saving = queries.last_saving(proceeding)
    at = date_format(localtime(saving.saved_at), "H:i") if saving else ""
    saved = _("Saved at %(time)s") % {"time": at}
    if request.headers.get("X-Requested-With") == "autosave":
        return JsonResponse({"saved": saved})
    messages.success(request, saved)
    return _next(request, proceeding)
