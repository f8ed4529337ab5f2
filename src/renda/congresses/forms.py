"""Shapes of what the administrator enters about the congress; no writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renda.congresses import queries, rules
from renda.congresses.enums import BodyKind, DayKind, Level, System
from renda.congresses.models import Body, Congress, Region
from renda.kernel import time
from renda.kernel.errors import DomainError
from renda.web.forms import RendaForm

NO_CHOICE = [("", _("All"))]


def show(form: forms.Form, error: DomainError) -> None:
    """Put a refusal where it belongs: at its fields, else above the form."""
    at = {name: text for name, text in error.fields.items() if name in form.fields}
    if not at:
        form.add_error(None, error.message)
    for name, text in at.items():
        form.add_error(name, text)


class DeskForm(RendaForm):
    """A form of the desk: its controls carry the classes of the look."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            is_choice = isinstance(each.widget, forms.Select)
            if isinstance(each.widget, forms.CheckboxInput):
                each.widget.attrs.setdefault("class", "form-check-input")
            elif not isinstance(each.widget, forms.RadioSelect | forms.HiddenInput):
                each.widget.attrs.setdefault(
                    "class", "form-select" if is_choice else "form-control"
                )


class GraveForm(DeskForm):
    """What cannot be undone asks once more."""

    confirmed = forms.BooleanField(
        label=_("I have checked this. It cannot be undone."),
        error_messages={"required": _("Please tick that you have checked this.")},
    )


def values_of(form: forms.Form) -> dict[str, Any]:
    """What a service takes: everything but the tick."""
    return {name: value for name, value in form.cleaned_data.items() if name != "confirmed"}


def day_field(label: Any, *, required: bool = True, **options: Any) -> forms.DateField:
    """A day, shown by the browser's own calendar; ISO on the wire in every language."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, widget=widget, input_formats=["%Y-%m-%d"], required=required, **options
    )


def moment_field(label: Any, *, required: bool = True, **options: Any) -> forms.DateTimeField:
    """A day and time in China."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    return forms.DateTimeField(
        label=label, widget=widget, input_formats=formats, required=required, **options
    )


class CongressForm(DeskForm):
    """Names, telephone and seats of the congress."""

    name = forms.CharField(label=_("Full name"), max_length=100)
    short_name = forms.CharField(label=_("Short name"), max_length=40)
    phone = forms.CharField(label=_("Office telephone"), max_length=30, required=False)
    seat_count = forms.IntegerField(
        label=_("Number of seats"),
        min_value=0,
        max_value=1000,
        help_text=_("As fixed by decision; it does not change within a term."),
    )


class BelowForm(CongressForm):
    """A congress below this one."""

    slug = forms.CharField(
        label=_("Short address"), max_length=40, help_text=_("As in the public address: liuxi")
    )
    level = forms.ChoiceField(label=_("Level"))
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), required=False)

    def __init__(self, *args: Any, congress: Congress, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lower = [each for each in Level if rules.stands_above(congress.level, each)]
        self.fields["level"].choices = [(e.value, e.label) for e in lower]  # type: ignore[attr-defined]
        regions = queries.regions_below(congress.region_id or "")
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]


class BodyForm(DeskForm):
    """A body without its name and kind."""

    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    code = forms.CharField(label=_("Code"), max_length=40, required=False)
    system = forms.ChoiceField(label=_("System"), choices=System.choices)
    parent = forms.ModelChoiceField(Body.objects.none(), label=_("Stands under"), required=False)
    handling_office = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Handling office"),
        required=False,
        help_text=_("For departments: through whom they receive their assignments."),
    )
    order = forms.IntegerField(label=_("Place in lists"), min_value=0, max_value=9999, initial=100)

    def __init__(self, *args: Any, congress: Congress, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = queries.bodies_for_choice(congress.pk, BodyKind.HANDLING_OFFICE)
        parents = queries.bodies_for_choice(congress.pk)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["handling_office"].queryset = offices  # type: ignore[attr-defined]


class NewBodyForm(BodyForm):
    """A new body."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(label=_("Full name"), max_length=100)
    valid_from = day_field(_("Since"), required=False)
    field_order = ["kind", "name", "short_name", "system", "parent", "handling_office"]

    def __init__(self, *args: Any, congress: Congress, **kwargs: Any) -> None:
        super().__init__(*args, congress=congress, **kwargs)
        kinds = [(kind.value, kind.label) for kind in rules.body_kinds(congress.level)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class RenameForm(DeskForm):
    """A body's new name."""

    name = forms.CharField(label=_("New full name"), max_length=100)
    short_name = forms.CharField(label=_("New short name"), max_length=40, required=False)
    on = day_field(_("From"), initial=time.today)
    basis = forms.CharField(label=_("Document"), max_length=120, required=False)


class EndForm(GraveForm):
    """The last day of a body."""

    on = day_field(_("Last day"), initial=time.today)
    basis = forms.CharField(label=_("Document"), max_length=120, required=False)
    field_order = ["on", "basis", "confirmed"]


class MergeForm(EndForm):
    """The body that goes on."""

    into = forms.ModelChoiceField(Body.objects.none(), label=_("Merged into"))
    field_order = ["into", "on", "basis", "confirmed"]

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = queries.bodies_for_choice(body.congress_id).exclude(pk=body.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class TermForm(DeskForm):
    """A term that is prepared."""

    number = forms.IntegerField(label=_("Term number"), min_value=1, max_value=99)


class RunningTermForm(TermForm):
    """The term that is running."""

    began_on = day_field(_("Began on"))


class SessionDaysForm(DeskForm):
    """The days of a session."""

    opens_on = day_field(_("Opens on"), required=False)
    closes_on = day_field(_("Closes on"), required=False)
    motions_until = moment_field(_("Motions taken until"), required=False)


class SessionForm(SessionDaysForm):
    """A session that is planned."""

    number = forms.IntegerField(label=_("Session number"), min_value=1, max_value=99)
    field_order = ["number"]


class OnForm(DeskForm):
    """The day on which something happened."""

    on = day_field(_("On"), initial=time.today)


class RollOverForm(OnForm, GraveForm):
    """The opening day of the next term's first session."""

    field_order = ["on", "confirmed"]


class ConstituencyForm(DeskForm):
    """A constituency."""

    number = forms.CharField(label=_("Number"), max_length=10)
    name = forms.CharField(label=_("Name"), max_length=100)
    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=3, help_text=_("One to three.")
    )


class DayForm(DeskForm):
    """How a day counts."""

    day = day_field(_("Day"))
    kind = forms.ChoiceField(label=_("Counts as"), choices=DayKind.choices)
    name = forms.CharField(label=_("Name"), max_length=40, required=False)


class NoForm(GraveForm):
    """Only a confirmation."""
