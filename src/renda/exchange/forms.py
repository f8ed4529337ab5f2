"""The form of an upload."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renda.exchange.registry import Importer
from renda.web.forms import RendaForm


class UploadForm(RendaForm):
    """A file and what it holds."""

    what = forms.ChoiceField(
        label=_("What the file holds"), widget=forms.Select(attrs={"class": "form-select"})
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("xlsx, csv or tsv, up to 20 MB. Do not upload state secrets."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".xlsx,.csv,.tsv", "class": "form-control"}
        ),
    )

    def __init__(self, *args: Any, offered: list[Importer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [(each.name, each.label) for each in offered]  # type: ignore[attr-defined]
