"""Forms of the assignment conference."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renda.matters.facts import Assign
from renda.proceedings.forms import StepForm
from renda.proposals import conference_queries as queries
from renda.proposals.models import ConferenceItem
from renda.web.forms import RendaForm


def _day(**attributes: Any) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **attributes}, format="%Y-%m-%d")


class ConferenceForm(RendaForm):
    """Prepare a conference."""

    title = forms.CharField(label=_("Name of the conference"), max_length=120)
    held_on = forms.DateField(
        label=_("Day"), help_text=_("The time for replying counts from this day."), widget=_day()
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)


class CancelForm(RendaForm):
    """Cancel a conference."""

    reason = forms.CharField(label=_("Why it is cancelled"), max_length=200)


class ReceiptForm(RendaForm):
    """A signed receipt."""

    signed_by = forms.CharField(label=_("Signed by"), max_length=60)
    signed_on = forms.DateField(label=_("Signed on"), widget=_day())


def units_form(item: ConferenceItem, *, data: Any = None) -> StepForm:
    """Which units get a suggestion; filled with what is fixed already."""
    by_mode: dict[str, list[int]] = {}
    for unit in item.units.all():
        by_mode.setdefault(unit.mode, []).append(unit.body_id)
    return StepForm(
        Assign,
        choices={"undertakers": queries.undertakers_of(item.handling_office)},
        data=data,
        initial={
            "lead": next(iter(by_mode.get("lead", [])), None),
            "joint": by_mode.get("joint", []),
            "separate": by_mode.get("separate", []),
            "is_difficult": item.is_difficult,
            "remark": item.remark,
        },
    )


def chosen_offices(data: Any) -> dict[int, int]:
    """Chosen suggestions with the handling office of each (0: none was chosen)."""
    found = {}
    for value in data.getlist("suggestion"):
        office = data.get(f"office-{value}") or data.get("office") or "0"
        if value.isdigit() and office.isdigit():
            found[int(value)] = int(office)
    return found
