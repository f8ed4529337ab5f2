"""The filter bar of the list, and the decision on the final list."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from renda.fund.models import Project
from renda.fund.procedure import MICROPROJECT
from renda.fund.queries import Filters
from renda.fund.services import Choice
from renda.kernel import money
from renda.web.forms import RendaForm

TABS = (
    ("", _("All")),
    ("preliminary", _("On the preliminary list")),
    ("final", _("On the final list")),
    ("working", _("To do and under way")),
    ("done", _("Accepted")),
    ("out", _("Dropped")),
)


class FilterForm(RendaForm):
    """Wrong values narrow nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=60)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1954, max_value=2100)
    state = forms.ChoiceField(label=_("State"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    paid = forms.ChoiceField(
        label=_("With a sum"),
        required=False,
        choices=[
            ("", _("All")),
            ("asked", _("Asked for")),
            ("listed", _("Final list")),
            ("bound", _("Bound now")),
            ("drawn", _("Recorded as paid")),
            ("paid", _("Paid and confirmed")),
        ],
    )

    def __init__(self, data: Any, *, units: list[tuple[str, str]]) -> None:
        super().__init__(data)
        tabs = dict(TABS)
        states = [(s.name, s.label) for s in MICROPROJECT.states if s.name not in tabs]
        self.fields["state"].choices = [*TABS, *states]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("All units")), *units]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """The filters of what is valid."""
        self.is_valid()
        given = self.cleaned_data
        return Filters(
            year=given.get("year"),
            state=given.get("state", ""),
            unit=int(given["unit"]) if given.get("unit") else None,
            paid=given.get("paid", ""),
            words=given.get("q", ""),
        )

    def without(self, *names: str) -> QueryDict:
        """The query without some of its filters and without a page."""
        kept = QueryDict(mutable=True)
        kept.update(self.data)
        for name in (*names, "after"):
            kept.pop(name, None)
        return kept

    def chosen(self) -> list[tuple[str, str, str]]:
        """What narrows the list: (label, value, the query without it); the year has its tabs."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value in (None, "", []) or name == "year":
                continue
            labels = dict(getattr(field, "choices", []) or [])
            shown = str(labels.get(str(value), value))
            found.append((str(field.label), shown, self.without(name).urlencode()))
        return found

    def tabs(self) -> list[tuple[str, bool, str]]:
        """The groups of states: (label, whether it is the current one, the query)."""
        current = self.cleaned_data.get("state") or ""
        found = []
        for value, label in TABS:
            kept = self.without("state")
            if value:
                kept["state"] = value
            found.append((str(label), value == current, kept.urlencode()))
        return found


class DecisionForm(RendaForm):
    """Who decided on the final list, and when; the projects are read beside it."""

    meeting = forms.CharField(
        label=_("Meeting or office that decided"), min_length=2, max_length=200
    )
    decided_on = forms.DateField(
        label=_("Decided on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def typed(data: QueryDict, projects: list[Project]) -> dict[int, tuple[str, str]]:
    """What was typed at each project: (decision, sum)."""
    return {
        each.pk: (data.get(f"p{each.pk}", "")[:10], data.get(f"p{each.pk}-amount", "")[:40])
        for each in projects
    }


def choices(data: QueryDict, projects: list[Project]) -> tuple[list[Choice], dict[str, str]]:
    """What was decided, and a sentence at each project whose sum cannot be read."""
    found: list[Choice] = []
    errors: dict[str, str] = {}
    for project in projects:
        decision, amount = typed(data, [project])[project.pk]
        if decision not in ("choose", "pass"):
            continue
        version = data.get(f"p{project.pk}-version", "")
        parsed: Decimal | None = None
        if decision == "choose":
            try:
                parsed = money.parse(amount)
            except ValueError as error:
                errors[f"p{project.pk}"] = str(error)
                continue
        found.append(Choice(project, parsed, int(version) if version.isdigit() else None))
    return found, errors
