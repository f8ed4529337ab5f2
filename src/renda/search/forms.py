"""The form of the search."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renda.search.queries import MOST_CHARACTERS
from renda.search.registry import findables
from renda.web.forms import RendaForm


class SearchForm(RendaForm):
    """Words and filters; wrong filters narrow nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=MOST_CHARACTERS)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1954, max_value=2100)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        kinds = [(kind, each.label) for kind, each in findables]
        states = [pair for _kind, each in findables for pair in each.states]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("All")), *states]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
            field.widget.attrs["id"] = f"found-{name}"
