"""The filter bar of the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from renda.ledger.procedure import COMMITMENT
from renda.ledger.queries import ENDED, Filters
from renda.matters.enums import CommitmentState
from renda.web.forms import RendaForm

TABS = (
    ("", _("All")),
    ("owed", _("Still owed")),
    ("past", _("Past their day")),
    ("soon", _("Due within 30 days")),
    ("reported", _("To be checked")),
    ("delivered", _("To be evaluated again")),
    ("broken", _("Not kept")),
)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class FilterForm(RendaForm):
    """Wrong values narrow nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("State"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1954, max_value=2100)
    due_from = _day(_("Due from"))
    due = _day(_("Due until"))
    end = forms.ChoiceField(
        label=_("How it ended"),
        required=False,
        choices=[("", _("All")), *((s, CommitmentState(s).label) for s in ENDED)],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("due", _("Nearest due first")), ("newest", _("Newest first"))],
    )

    def __init__(self, data: Any, *, units: list[tuple[str, str]]) -> None:
        super().__init__(data)
        tabs = dict(TABS)
        states = [(s.name, s.label) for s in COMMITMENT.states if s.name not in tabs]
        self.fields["state"].choices = [*TABS, *states]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("All units")), *units]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """The filters of what is valid."""
        self.is_valid()
        given = self.cleaned_data
        until: date | None = given.get("due")
        return Filters(
            state=given.get("state", ""),
            unit=int(given["unit"]) if given.get("unit") else None,
            year=given.get("year"),
            due_from=given.get("due_from"),
            due_until=until,
            end=given.get("end", ""),
            words=given.get("q", ""),
            sort=given.get("sort") or "due",
        )

    def _without(self, name: str) -> QueryDict:
        kept = QueryDict(mutable=True)
        kept.update(self.data)
        kept.pop(name, None)
        kept.pop("after", None)
        return kept

    def chosen(self) -> list[tuple[str, str, str]]:
        """What narrows the list: (label, value, the query without it)."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value in (None, "", []) or name == "sort":
                continue
            labels = dict(getattr(field, "choices", []) or [])
            shown = str(labels.get(str(value), value))
            found.append((str(field.label), shown, self._without(name).urlencode()))
        return found

    def tabs(self) -> list[tuple[str, str, bool, str]]:
        """The common filters: (value, label, whether it is the current one, the query)."""
        current = self.cleaned_data.get("state") or ""
        found = []
        for value, label in TABS:
            kept = self._without("state")
            kept["state"] = value
            found.append((value, str(label), value == current, kept.urlencode()))
        return found
