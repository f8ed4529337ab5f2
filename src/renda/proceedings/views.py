"""Taking a step on a page: one view for every step of every kind."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.access.http import SeatedRequest
from renda.files.intake import take_up
from renda.kernel.actor import Actor
from renda.kernel.errors import Conflict, DomainError, Invalid
from renda.kernel.policies import seated
from renda.proceedings import pages, queries
from renda.proceedings.facts import asked
from renda.proceedings.forms import StepForm, draft_initial, form_for
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import binding_of
from renda.proceedings.queries import Action
from renda.proceedings.services import Origin, drop_draft, keep_draft, take_step


def find(request: SeatedRequest, public_id: uuid.UUID) -> Proceeding:
    """The proceeding, if the actor may know of it; else 404."""
    rows = queries.visible_proceedings(request.actor).select_related("congress", "lead_body")
    proceeding = rows.filter(public_id=public_id).first()
    if proceeding is None:
        raise Http404
    return proceeding


def _action(request: SeatedRequest, proceeding: Proceeding, step: str, row: int) -> Action:
    standing = queries.standing_of(proceeding)
    for action in queries.actions(proceeding, request.actor, standing):
        if action.step.name == step and (action.row.id if action.row else 0) == row:
            return action
    raise Http404


def _home(proceeding: Proceeding) -> HttpResponse:
    return redirect(binding_of(proceeding).url_name, public_id=proceeding.public_id)


@seated()
@require_GET
def home(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """To the page of the proceeding, whatever its kind."""
    return _home(find(request, public_id))


@seated()
@require_http_methods(["GET", "POST"])
def step(request: SeatedRequest, public_id: uuid.UUID, step: str, row: int = 0) -> HttpResponse:
    """The form of a step; a POST takes it and goes back to the page of the proceeding."""
    proceeding = find(request, public_id)
    if queries.answered(proceeding, request.actor, step, _key(request)):
        return _home(proceeding)
    try:
        action = _action(request, proceeding, step, row)
    except Http404:
        if request.method != "POST":
            raise
        return _gone(request, proceeding, step)
    if action.refusal and request.method == "GET":
        messages.warning(request, action.refusal)
        return _home(proceeding)
    taken = take_up(request, actor=request.actor)
    form = _form(request, proceeding, action, taken.data)
    if not form.is_bound:
        return _show(request, proceeding, action, form)
    taken.tell(form)
    if taken.stays:
        return _show(request, proceeding, action, form)
    if not form.is_valid():
        return _show(request, proceeding, action, form, status=Invalid.status)
    if _wants_check(request, action):
        return _show(request, proceeding, action, form, check=True)
    return _take(request, proceeding, action, form)


def _key(request: SeatedRequest) -> str:
    return request.POST.get("_key", "")[:80]


def _form(
    request: SeatedRequest, proceeding: Proceeding, action: Action, posted: QueryDict
) -> StepForm:
    """The form: bound when it is sent, else filled with what was typed so far."""
    row = action.row
    # One more line, or back from the check: typed already and not to be judged yet.
    typing = "_more" in request.POST or "_back" in request.POST
    draft = None
    if typing:
        draft = draft_initial(dict(posted.lists()))
    elif request.method != "POST":
        kept = queries.draft_of(proceeding, request.actor, action.step.name, row.id if row else 0)
        draft = draft_initial(kept.data) if kept else None
    return form_for(
        action.step.name,
        binding=binding_of(proceeding),
        proceeding=proceeding,
        actor=request.actor,
        row=row,
        data=posted if request.method == "POST" and not typing else None,
        draft=draft,
        extra_rows=1 if "_more" in request.POST else 0,
    )


def _wants_check(request: SeatedRequest, action: Action) -> bool:
    return (action.step.is_checked or action.step.is_grave) and "_sure" not in request.POST


def _take(
    request: SeatedRequest, proceeding: Proceeding, action: Action, form: StepForm
) -> HttpResponse:
    row = action.row.id if action.row else 0
    version = request.POST.get("_version", "")
    assert form.facts is not None  # noqa: S101 -- a valid form has built its facts
    try:
        take_step(
            proceeding,
            action.step.name,
            actor=request.actor,
            facts=form.facts,
            lane_row=row,
            # On a row of parallel work the row's own state decides: others may go on meanwhile.
            version=int(version) if version.isdigit() and not row else None,
            key=_key(request),
            origin=_origin(request, proceeding, action),
        )
    except Invalid as error:
        form.show(error)
        return _show(request, proceeding, action, form, status=error.status)
    except DomainError as error:
        form.add_error(None, error.message)
        fresh = find(request, proceeding.public_id)
        return _show(request, fresh, action, form, status=error.status)
    drop_draft(proceeding, actor=request.actor, step=action.step.name, lane_row=row)
    messages.success(request, _("Done: %(step)s") % {"step": action.step.label})
    return _home(proceeding)


def _origin(request: SeatedRequest, proceeding: Proceeding, action: Action) -> Origin:
    if not action.on_behalf:
        return Origin()
    channel = "phone" if request.POST.get("_channel") == "phone" else "paper"
    if action.row is not None:
        return Origin(channel, action.row.label, action.row.base)
    author = proceeding.parties.filter(relation="author", until__isnull=True).first()
    if author is None:
        return Origin(channel)
    return Origin(channel, author.label, author.addressee)


def _base(request: SeatedRequest) -> str:
    return "web/elder.html" if request.actor.role == "deputy" else "web/desk.html"


def _show(
    request: SeatedRequest,
    proceeding: Proceeding,
    action: Action,
    form: StepForm,
    *,
    check: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "base": _base(request),
        "home": binding_of(proceeding).url_name,
        "check": check,
        "answers": _answers(form) if check else [],
        "repeated": _repeated(request) if check else [],
        **form_context(proceeding, request.actor, action, form, key=_key(request)),
    }
    return render(request, "proceedings/step.html", context, status=status)


def form_context(
    proceeding: Proceeding, actor: Actor, action: Action, form: StepForm, *, key: str = ""
) -> dict[str, Any]:
    """What the form of a step needs, on its own page or within the page of the proceeding."""
    row = action.row.id if action.row else 0
    url = pages.step_url(proceeding, action.step.name, row)
    aside = binding_of(proceeding).asides.get(action.step.name)
    return {
        "proceeding": proceeding,
        "action": action,
        "form": form,
        "key": key or uuid.uuid4().hex,
        "step_url": url,
        "draft_url": f"{url}draft/",
        "aside": aside,
        "shown": aside.load(proceeding, actor, action.row) if aside else {},
    }


def _repeated(request: SeatedRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "_sure", "_back")
        for value in values
    ]


def _answers(form: StepForm) -> list[tuple[str, str]]:
    if form.facts is None:
        return []
    known = dict(pages.told(form.facts_class, form.facts.model_dump()))
    found = []
    for each in asked(form.facts_class):
        label = str(each.ask.label)
        if each.name in form.rows:
            lines = getattr(form.facts, each.name)
            found.append((label, "\n".join(str(getattr(line, "what", line)) for line in lines)))
        else:
            typed = [form.said(each.name, value) for value in _typed(form, each.name)]
            found.append((label, known.get(label) or "、".join(typed)))
    return [(label, words or "—") for label, words in found]


def _typed(form: StepForm, name: str) -> list[str]:
    data = form.data
    return [v for v in (data.getlist(name) if hasattr(data, "getlist") else []) if v]


def _gone(request: SeatedRequest, proceeding: Proceeding, step: str) -> HttpResponse:
    """Somebody was quicker: who decided what and when; what was typed is kept to be read."""
    binding = binding_of(proceeding)
    if not binding.procedure.has_step(step):
        raise Http404
    last = proceeding.events.order_by("-seq").first()
    known = binding.procedure
    wanted = known.step(step)
    context = {
        "base": _base(request),
        "proceeding": proceeding,
        "home": binding.url_name,
        "wanted": wanted.label,
        "last": last,
        "last_label": known.step(last.step).label if last and known.has_step(last.step) else "",
        "state": pages.state_chip(known, proceeding.state),
        "typed": _typed_words(request, proceeding, step),
    }
    return render(request, "proceedings/gone.html", context, status=Conflict.status)


def _typed_words(
    request: SeatedRequest, proceeding: Proceeding, step: str
) -> list[tuple[str, str]]:
    form = form_for(
        step,
        binding=binding_of(proceeding),
        proceeding=proceeding,
        actor=request.actor,
        row=None,
        data=request.POST,
    )
    return [
        (form.label_of(name), form.said(name, value))
        for name, values in request.POST.lists()
        if not name.startswith(("_", "csrf"))
        for value in values
        if value
    ]


@seated()
@require_POST
def draft(request: SeatedRequest, public_id: uuid.UUID, step: str, row: int = 0) -> HttpResponse:
    """Keep what is typed, for autosave and the Save button."""
    proceeding = find(request, public_id)
    action = _action(request, proceeding, step, row)
    taken = take_up(request, actor=request.actor)
    at = keep_draft(
        proceeding,
        actor=request.actor,
        step=action.step.name,
        lane_row=row,
        data=dict(taken.data.lists()),
    )
    saved = _("Saved at %(time)s") % {"time": date_format(localtime(at), "H:i")}
    if request.headers.get("X-Requested-With") == "autosave":
        return JsonResponse({"saved": saved})
    for sentence in taken.sentences:
        messages.error(request, sentence)
    messages.info(request, saved)
    return redirect(pages.step_url(proceeding, step, row))
