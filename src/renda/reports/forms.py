"""Choosing a cut of the figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renda.proposals.enums import Field
from renda.reports.queries import Choices
from renda.reports.rules import DIMENSIONS, Cut
from renda.web.forms import RendaForm

BY = {
    "unit": _("Unit"),
    "delegation": _("Delegation"),
    "field": _("Field"),
    "session": _("Session"),
    "year": _("Year"),
}


class CutForm(RendaForm):
    """What the figures are narrowed to and by what they are laid out; wrong values narrow nothing.

    Without any word of the year the newest one stands; an empty year means all years.
    """

    year = forms.ChoiceField(label=_("Year"), required=False)
    session = forms.ChoiceField(label=_("Session"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    delegation = forms.ChoiceField(label=_("Delegation"), required=False)
    field = forms.ChoiceField(
        label=_("Field"), required=False, choices=[("", _("All fields")), *Field.choices]
    )
    by = forms.ChoiceField(label=_("Laid out by"), required=False)
    none = forms.ChoiceField(
        required=False, choices=[(each, each) for each in DIMENSIONS], widget=forms.HiddenInput
    )

    def __init__(
        self, data: Any, *, choices: Choices, dimensions: tuple[str, ...], newest: bool = True
    ) -> None:
        given = data.copy()
        if newest and "year" not in given and not given.get("session") and choices.years:
            given["year"] = choices.years[0][0]
        super().__init__(given)
        for name, empty, offered in (
            ("year", _("All years"), choices.years),
            ("session", _("All sessions"), choices.sessions),
            ("unit", _("All units"), choices.units),
            ("delegation", _("All delegations"), choices.delegations),
        ):
            self.fields[name].choices = [("", empty), *offered]  # type: ignore[attr-defined]
        self.fields["by"].choices = [(d, BY[d]) for d in dimensions]  # type: ignore[attr-defined]
        self.dimensions = dimensions

    def cut(self) -> Cut:
        """The cut of what is valid."""
        self.is_valid()
        given = self.cleaned_data
        numbers = {
            name: int(given[name]) if given.get(name) else None
            for name in ("year", "session", "unit", "delegation")
        }
        return Cut(**numbers, field=given.get("field", ""), none=given.get("none", ""))

    def laid_out(self) -> str:
        """The dimension of the table."""
        self.is_valid()
        return self.cleaned_data.get("by") or self.dimensions[0]

    def words(self) -> list[tuple[str, str]]:
        """What the cut is narrowed to, as (label, value), for headings of pages and documents."""
        self.is_valid()
        found = []
        for name in ("year", "session", "unit", "delegation", "field"):
            field, value = self.fields[name], self.cleaned_data.get(name)
            if value:
                labels = dict(field.choices)  # type: ignore[attr-defined]
                found.append((str(field.label), str(labels[value])))
        if self.cleaned_data.get("none"):
            found.append((str(BY[self.cleaned_data["none"]]), str(_("none"))))
        return found
