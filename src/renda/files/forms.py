"""The field of attachments: a list of what is there and a box for more; works without script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from renda.files import queries, rules
from renda.files.checks.signatures import TAKEN
from renda.files.models import File
from renda.kernel.actor import PUBLIC, Actor

ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.pptx,.txt"


class FilesWidget(forms.Widget):
    """Hidden ids with names and remove buttons, and a file input for several at once."""

    template_name = "files/widget.html"
    needs_multipart_form = True
    actor: Actor = PUBLIC

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Sequence[str]:
        """The ids; the uploads themselves were taken up before (``intake``)."""
        if isinstance(data, MultiValueDict):
            return [each for each in data.getlist(name) if each]
        value = data.get(name) or []
        return [value] if isinstance(value, str) else list(value)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """An empty list is sent as nothing."""
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The label belongs to the box for more."""
        return id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template draws."""
        context = super().get_context(name, None, attrs)
        limits = rules.limits()
        ids = [value] if isinstance(value, str) else [str(each) for each in value or []]
        files: list[File] = queries.listed(ids, actor=self.actor) if ids else []
        context["widget"] |= {
            "files": files,
            "accept": ACCEPT,
            "types": TAKEN,
            "count": limits.count,
            "megabytes": limits.document // rules.MIB,
            "is_full": len(files) >= limits.count,
        }
        return context


class FilesField(forms.Field):
    """A list of public ids of files. Whose they are, the service checks when it attaches them."""

    widget = FilesWidget
    hidden_widget = forms.MultipleHiddenInput

    def for_actor(self, actor: Actor) -> None:
        """Let the widget show the names of the files that this actor may see."""
        if isinstance(self.widget, FilesWidget):
            self.widget.actor = actor

    def said(self, public_id: str) -> str:
        """The name of a file, for a page that repeats what was answered."""
        actor = self.widget.actor if isinstance(self.widget, FilesWidget) else PUBLIC
        return "".join(file.name for file in queries.listed([public_id], actor=actor))

    def clean(self, value: Any) -> list[str]:
        """Each id once. Raises ValidationError beyond the number allowed."""
        ids = list(dict.fromkeys(str(each) for each in value or []))
        limit = rules.limits().count
        if len(ids) > limit:
            raise forms.ValidationError(_("At most %(count)d files.") % {"count": limit})
        return ids
