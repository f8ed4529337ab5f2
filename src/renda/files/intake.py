"""What a form's POST brings along: stored before the form is checked, so that it survives errors.

A page that has a ``FilesField`` calls ``take_up`` first and gives the form ``Intake.data``::

    taken = take_up(request, actor=request.actor)
    form = SomeForm(taken.fields)
    taken.tell(form)
    if taken.stays or not form.is_valid(): show the form again
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from renda.files import handlers, rules, services
from renda.files.checks import too_large
from renda.kernel.actor import Actor
from renda.kernel.errors import DomainError

REMOVE = "_files_remove"
UPLOAD = "_files_upload"
_NEW = "_new"


@dataclass(slots=True)
class Intake:
    """The fields as sent, with the ids of what was stored; what was refused, by field.

    ``stays``: only files were added or removed, the rest of the form is shown as it was.
    """

    data: QueryDict
    stays: bool = False
    is_post: bool = False
    refusals: dict[str, list[str]] = field(default_factory=dict)

    @property
    def fields(self) -> QueryDict | None:
        """What a form is bound to: nothing unless the request was a POST."""
        return self.data if self.is_post else None

    @property
    def sentences(self) -> list[str]:
        """Everything that was refused, for a page without the form."""
        return [sentence for each in self.refusals.values() for sentence in each]

    def tell(self, form: forms.BaseForm) -> None:
        """Put the refusals at their fields; a form with one is not valid.

        Who only adds or removes a file is not told yet what else is missing.
        """
        if not form.is_bound:
            return
        if self.stays:
            form.errors.clear()
        for name, sentences in self.refusals.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)


def take_up(request: HttpRequest, *, actor: Actor) -> Intake:
    """Hold the uploads of a POST (inputs named ``<field>_new``) and drop what is to be removed.

    Each file stands for itself: a refused one does not hinder the others.
    """
    taken = Intake(request.POST.copy())
    taken.is_post = request.method == "POST"
    brought = sorted({*request.FILES, *_dropped_fields(request)})
    # The Enter key presses the first button of a form: without files it is an ordinary sending.
    taken.stays = REMOVE in request.POST or (UPLOAD in request.POST and bool(brought))
    for name in brought:
        if name.endswith(_NEW):
            _take_field(request, name, taken, actor)
    gone = request.POST.getlist(REMOVE)
    if gone:
        _take_out(taken.data, gone)
        services.let_go_ids(gone, actor=actor)
    return taken


def _dropped_fields(request: HttpRequest) -> set[str]:
    return {place for place, _name in getattr(request, handlers.ATTRIBUTE, [])}


def _take_field(request: HttpRequest, name: str, taken: Intake, actor: Actor) -> None:
    place, limits = name.removesuffix(_NEW), rules.limits()
    ids = list(taken.data.getlist(place))
    refusals = [too_large(each, limits.document) for each in handlers.dropped(request, name)]
    for upload in request.FILES.getlist(name):
        if len(ids) >= limits.count:
            refusals.append(_full(limits.count))
            break
        try:
            ids.append(_held(upload, actor))
        except DomainError as error:
            refusals.append(error.message)
    taken.data.setlist(place, ids)
    if refusals:
        taken.refusals[place] = refusals


def _held(upload: UploadedFile, actor: Actor) -> str:
    return str(services.hold(upload, actor=actor).public_id)


def _full(count: int) -> str:
    return _("At most %(count)d files.") % {"count": count}


def _take_out(data: QueryDict, gone: list[str]) -> None:
    for name in list(data):
        kept = [each for each in data.getlist(name) if each not in gone]
        if name != REMOVE and len(kept) != len(data.getlist(name)):
            data.setlist(name, kept)
