"""The search bar of the public list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renda.portal.queries import Search
from renda.proposals.enums import Field
from renda.web.forms import RendaForm

STATES = (
    ("", _("All")),
    ("open", _("In hand")),
    ("late", _("With overdue promises")),
    ("closed", _("Concluded")),
)


PROMISE_STATES = (
    ("", _("All")),
    ("late", _("Overdue")),
    ("open", _("Still to be kept")),
    ("kept", _("Delivered")),
    ("broken", _("Not kept")),
)


class SearchForm(RendaForm):
    """Words, field, state, year; wrong values narrow nothing and are told at the field."""

    q = forms.CharField(label=_("Number or words of the title"), required=False, max_length=60)
    field = forms.ChoiceField(
        label=_("Field"), required=False, choices=[("", _("All fields")), *Field.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1954, max_value=2100)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for bound in self.visible_fields():
            widget = bound.field.widget
            kind = "form-select" if isinstance(widget, forms.Select) else "form-control"
            widget.attrs["class"] = kind
        self.fields["year"].widget.attrs["inputmode"] = "numeric"

    def search(self) -> Search:
        """What is asked for, as far as it is valid."""
        self.is_valid()
        given = self.cleaned_data
        return Search(
            words=given.get("q", ""),
            field=given.get("field", ""),
            state=given.get("state", ""),
            year=given.get("year"),
        )
