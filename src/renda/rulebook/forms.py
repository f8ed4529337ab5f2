"""Entering a local value, ending one, trying a day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renda.law.localrules import Kind, RuleDefinition
from renda.web.forms import RendaForm

UNITS = [("working_day", _("working days")), ("day", _("days")), ("month", _("months"))]


class DayInput(forms.DateInput):
    """The browser's own day picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ValueForm(RendaForm):
    """A value in the shape of its rule, its basis and the day from which it holds."""

    basis = forms.CharField(
        label=_("Basis: document and article"),
        max_length=200,
        help_text=_("For example: 清河区人大代表建议办理办法第九条"),
    )
    quote = forms.CharField(
        label=_("Wording of the article"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    valid_from = forms.DateField(
        label=_("In force from"),
        widget=DayInput(),
        help_text=_("Matters whose clock already runs keep the value they started with."),
    )

    def __init__(self, *args: Any, rule: RuleDefinition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        own = _fields(rule)
        self.fields = {**own, **self.fields}

    def value(self) -> Any:
        """What was entered, in the rule's shape."""
        data = self.cleaned_data
        if self.rule.kind is Kind.PERIOD:
            return {"amount": data["value"], "unit": data["unit"]}
        if self.rule.kind is Kind.MARKS:
            return {"satisfied": data["value"], "basically": data["basically"]}
        if self.rule.kind is Kind.FLAG:
            return data["value"] == "yes"
        return data["value"]


def _fields(rule: RuleDefinition) -> dict[str, forms.Field]:
    if rule.kind is Kind.PERIOD:
        return {
            "value": forms.IntegerField(label=_("How many"), min_value=1),
            "unit": forms.ChoiceField(label=_("Counted in"), choices=UNITS),
        }
    if rule.kind is Kind.INTEGER:
        return {"value": forms.IntegerField(label=rule.label, min_value=0)}
    if rule.kind is Kind.FLAG:
        answers = [("yes", _("Yes")), ("no", _("No"))]
        return {
            "value": forms.ChoiceField(label=rule.label, choices=answers, widget=forms.RadioSelect)
        }
    if rule.kind is Kind.CHOICE:
        return {
            "value": forms.ChoiceField(
                label=rule.label, choices=rule.choices, widget=forms.RadioSelect
            )
        }
    if rule.kind is Kind.MARKS:
        return {
            "value": forms.IntegerField(
                label=_("Satisfied from (of 100)"), min_value=1, max_value=100
            ),
            "basically": forms.IntegerField(
                label=_("Basically satisfied from (of 100)"), min_value=1, max_value=100
            ),
        }
    return {"value": forms.CharField(label=rule.label, max_length=200)}


class EndForm(RendaForm):
    """The last day of a local value."""

    until = forms.DateField(label=_("Last day in force"), widget=DayInput())


class TryForm(RendaForm):
    """What would be due when, if something happened on a day."""

    rule = forms.ChoiceField(label=_("What"))
    start = forms.DateField(label=_("Happened on"), widget=DayInput())

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- narrows the type
        field.choices = choices
