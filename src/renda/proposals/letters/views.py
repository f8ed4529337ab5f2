"""Doors of letters and paper forms."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.access.http import SeatedRequest
from renda.files import handlers, rules
from renda.files.checks import names, too_large
from renda.files.enums import Purpose
from renda.files.errors import Refused
from renda.files.queries import current
from renda.kernel.errors import DomainError
from renda.kernel.policies import seated
from renda.matters.models import Reply
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import step_url
from renda.proceedings.queries import actions, standing_of
from renda.proposals import queries
from renda.proposals.letters import block, content, docx, making, pdf

_EVALUATING = ("evaluate", "evaluate_marks", "enter_paper")


def _suggestion(request: SeatedRequest, public_id: uuid.UUID) -> Proceeding:
    rows = queries.suggestions(request.actor).select_related(
        "congress", "suggestion__lead", "suggestion__delegation"
    )
    proceeding = rows.filter(public_id=public_id).first()
    if proceeding is None:
        raise Http404
    return proceeding


def _reply(request: SeatedRequest, public_id: uuid.UUID, reply: int) -> Reply:
    proceeding = _suggestion(request, public_id)
    found = block.replies(proceeding, request.actor).filter(pk=reply).first()
    if found is None:
        raise Http404
    return found


@seated()
@require_POST
def make(request: SeatedRequest, public_id: uuid.UUID, reply: int) -> HttpResponse:
    """Make the letter of a reply, as docx and PDF."""
    found = _reply(request, public_id, reply)
    making.make(found, actor=request.actor)
    messages.success(request, _("The letter is ready: Word and PDF."))
    return redirect("proposals:detail", public_id=public_id)


@seated()
@require_POST
def scan(request: SeatedRequest, public_id: uuid.UUID, reply: int) -> HttpResponse:
    """Attach the stamped scan."""
    found = _reply(request, public_id, reply)
    try:
        making.add_scan(_upload(request, "scan"), reply=found, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The stamped scan is attached."))
    return redirect("proposals:detail", public_id=public_id)


def _upload(request: SeatedRequest, field: str) -> UploadedFile:
    upload = request.FILES.get(field)
    if isinstance(upload, UploadedFile):
        return upload
    for name in handlers.dropped(request, field):
        raise Refused(too_large(name, rules.limits().document))
    raise Refused(_("Please choose a file first."))


@seated("undertaker_admin", "handling_office")
@require_http_methods(["GET", "POST"])
def template(request: SeatedRequest) -> HttpResponse:
    """The unit's own letter template: what is in use, replace it, go back to the shipped one."""
    refusal = ""
    if request.method == "POST":
        try:
            if "drop" in request.POST:
                making.drop_template(actor=request.actor)
            else:
                making.replace_template(_upload(request, "template"), actor=request.actor)
        except DomainError as error:
            refusal = error.message
        else:
            messages.success(request, _("Letters are made from this template from now on."))
            return redirect("proposals:letter_template")
    context = {
        "refusal": refusal,
        "current": current("body", request.actor.body_id or 0, Purpose.TEMPLATE).last(),
        "fields": docx.FIELDS,
        "promise_fields": docx.PROMISE,
    }
    status = 422 if refusal else 200
    return render(request, "proposals/letter_template.html", context, status=status)


@seated("undertaker_admin", "handling_office")
@require_GET
def shipped_template(request: SeatedRequest) -> HttpResponse:
    """The shipped template, to begin one's own from."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _download(docx.DEFAULT.read_bytes(), "答复函模板.docx", kind)


@seated()
@require_GET
def evaluation_form(request: SeatedRequest, public_id: uuid.UUID, row: int) -> HttpResponse:
    """The paper form of one deputy's evaluation."""
    proceeding = _suggestion(request, public_id)
    found = block.evaluations(proceeding, request.actor).filter(pk=row).first()
    if found is None:
        raise Http404
    made = pdf.typeset("evaluation", content.evaluation_form(found))
    return _download(made, f"评价表 {proceeding.number} {found.person.name}.pdf", _PDF)


@seated()
@require_GET
def cosign_sheet(request: SeatedRequest, public_id: uuid.UUID) -> HttpResponse:
    """The sheet for signatures by hand."""
    proceeding = _suggestion(request, public_id)
    made = pdf.typeset("cosign", content.cosign_sheet(proceeding))
    return _download(made, f"联名签名表 {proceeding.title}.pdf", _PDF)


_PDF = "application/pdf"


def _download(made: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, names.cleaned(name)) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@seated()
@require_GET
def feedback(request: SeatedRequest, public_id: uuid.UUID, row: int = 0) -> HttpResponse:
    """Where the QR leads: the deputy to his evaluation, the clerk to entering the paper."""
    proceeding = _suggestion(request, public_id)
    for action in actions(proceeding, request.actor, standing_of(proceeding)):
        lane_row = action.row.id if action.row else 0
        fits = lane_row and row in (0, lane_row)
        if action.step.name in _EVALUATING and fits and not action.refusal:
            return redirect(step_url(proceeding, action.step.name, lane_row))
    return redirect("proposals:detail", public_id=public_id)
