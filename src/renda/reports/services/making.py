"""Asking for a document, and making it in the background."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from renda.access.enums import OFFICE_ROLES
from renda.access.models import Account
from renda.access.queries import actor_for, seats_of
from renda.exchange.placeholders import fill_docx, fill_xlsx
from renda.files import services as files
from renda.files.checks.names import cleaned
from renda.files.enums import Purpose
from renda.jobs.services import defer
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.kernel.errors import DomainError, Invalid, NotAllowed
from renda.kernel.progress import Report
from renda.proceedings.models import Proceeding
from renda.records import services as records
from renda.reports import queries, rules
from renda.reports.documents import content, docx, dossier, pdf, wording, xlsx
from renda.reports.documents.content import Content
from renda.reports.enums import DocumentState, Kind
from renda.reports.models import Document
from renda.reports.rules import Cut, own
from renda.reports.words import both_names

JOB = "reports.make"
OWNER = "report"
Files = dict[str, bytes]


def ask(kind: str, *, actor: Actor, cut: Cut) -> Document:
    """Ask for a document of a cut; the worker makes it.

    Raises NotAllowed for who reads no figures, Invalid for a kind that is none.
    """
    if actor.role not in rules.READERS or not actor.is_signed_in:
        raise NotAllowed(_("Your seat makes no documents."))
    if kind not in rules.MADE_OF_CUTS:
        text = _("There is no such kind of document.")
        raise Invalid(text, fields={"kind": text})
    if kind in rules.OF_OFFICES and not rules.is_congress_wide(actor):
        raise NotAllowed(_("This document is made by the congress's offices."))
    cut = own(cut, actor)
    title = wording.title_of(kind, content.scope(cut))
    return _asked(Document(kind=kind, title=title[:200], cut=cut.query()), actor)


def ask_dossier(matter: Proceeding, *, actor: Actor) -> Document:
    """Ask for the archive dossier of a suggestion; the deputies' office may, else NotAllowed."""
    if actor.role not in OFFICE_ROLES:
        raise NotAllowed(_("Only the deputies' office makes the archive dossier."))
    title = dossier.title_of(matter)
    return _asked(Document(kind=Kind.DOSSIER, title=title[:200], matter=matter), actor)


def _asked(document: Document, actor: Actor) -> Document:
    assert actor.account_id is not None and actor.seat_id is not None  # noqa: S101, PT018
    document.congress_id = actor.congress_id
    document.body_id = None if rules.is_congress_wide(actor) else actor.body_id
    document.account_id, document.seat_id = actor.account_id, actor.seat_id
    document.made_by, document.asked_at = actor.account_name, time.now()
    with transaction.atomic():
        document.save()
        defer(JOB, congress_id=document.congress_id, document_id=document.pk)
    return document


def make(document_id: int) -> None:
    """Work of the platform: make a document that was asked for; may run again after a kill."""
    document = Document.objects.select_related("congress", "matter").get(pk=document_id)
    if document.state == DocumentState.READY:
        return
    _note(document, state=DocumentState.RUNNING, error="", done=0, total=_STEPS)
    try:
        actor = _actor(document)
        made = _made(document, actor, _listener(document))
        with transaction.atomic():
            _keep(document, made, actor)
            _finish(document, actor)
    except DomainError as error:
        _note(document, state=DocumentState.FAILED, error=error.message[:300])
    except Exception:
        words = _("Something went wrong; it is tried again. Ask anew if it stays like this.")
        _note(document, state=DocumentState.FAILED, error=words)
        raise


_STEPS = 10


def _listener(document: Document) -> Report:
    def listen(done: int, total: int, what: str = "") -> None:
        _note(document, done=done, total=total)

    return listen


def _note(document: Document, **values: object) -> None:
    for name, value in values.items():
        setattr(document, name, value)
    Document.objects.filter(pk=document.pk).update(**values)


def _actor(document: Document) -> Actor:
    """Who asked, as he may see now. Raises NotAllowed when the seat is gone."""
    account = Account.objects.filter(pk=document.account_id, is_active=True).first()
    seat = (
        seats_of(account).filter(pk=document.seat_id, congress_id=document.congress_id).first()
        if account
        else None
    )
    if account is None or seat is None:
        raise NotAllowed(_("Who asked for this document has no seat any more."))
    return actor_for(seat, account)


def _made(document: Document, actor: Actor, report: Report) -> Files:
    if document.kind == Kind.DOSSIER:
        return _dossier(document, actor, report)
    cut = Cut.read(document.cut)
    is_public = document.kind == Kind.HANDLING
    found = content.gather(actor, cut, title=document.title, report=report, is_public=is_public)
    document.figures, document.counted_on = found.values, time.today()
    paper = wording.paper(document.kind, found)
    made: Files = {}
    for step, (kind, write) in enumerate(_WRITERS.items(), start=7):
        template = queries.template_file(document.congress_id, document.kind, kind)
        if template is not None and document.body_id is None:
            with files.opened(template) as opened:
                made[kind] = _FILLERS[kind](io.BytesIO(opened.read()), _data(found))
        else:
            made[kind] = write(paper)
        report(step, _STEPS)
    return made


_WRITERS = {"docx": docx.write, "pdf": pdf.write, "xlsx": xlsx.write}
_FILLERS: Mapping[str, Callable[..., bytes]] = {"docx": fill_docx, "xlsx": fill_xlsx}


def _data(found: Content) -> Mapping[str, object]:
    data: Mapping[str, object] = both_names(found.scalars, found.lists)
    return data


def _dossier(document: Document, actor: Actor, report: Report) -> Files:
    assert document.matter is not None  # noqa: S101 -- by constraint
    matter = queries.matter(actor, document.matter_id)
    if matter is None:
        raise NotAllowed(_("The suggestion may not be seen from this seat any more."))
    document.counted_on = time.today()
    return dossier.make(matter, actor, title=document.title, report=report)


def _keep(document: Document, made: Files, actor: Actor) -> None:
    for kind, written in made.items():
        files.keep_made(
            io.BytesIO(written),
            actor=actor,
            congress_id=document.congress_id,
            name=cleaned(f"{document.title[:80]}.{kind}"),
            kind=kind,
            owner=(OWNER, document.pk),
            purpose=Purpose.LETTER,
            mark="",
        )


def _finish(document: Document, actor: Actor) -> None:
    _note(
        document,
        state=DocumentState.READY,
        done=_STEPS,
        total=_STEPS,
        finished_at=time.now(),
        figures=document.figures,
        counted_on=document.counted_on,
    )
    records.note(
        f"report:{document.pk}",
        verb="report.made",
        congress_id=document.congress_id,
        actor=actor,
        facts={"kind": document.kind, "title": document.title, "cut": document.cut},
    )
