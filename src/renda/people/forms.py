"""Shapes of what the office enters about persons and mandates; no writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renda.congresses import queries as congresses
from renda.congresses.enums import BodyKind
from renda.congresses.forms import DeskForm, GraveForm, day_field
from renda.congresses.models import Body, Congress, Constituency, Term
from renda.kernel import time
from renda.people import queries, rules
from renda.people.enums import Ground
from renda.people.models import Mandate, Person
from renda.web.forms import OptionCards
from renda.web.templatetags.renda import in_brackets

CONTACT = ("phone", "email", "address")
MOST_BYTES = 5 * 1024 * 1024
MEMBER_KINDS = tuple(
    kind
    for kind in BodyKind
    if kind not in {BodyKind.DEPARTMENT, BodyKind.HANDLING_OFFICE, BodyKind.TOWN_GOVERNMENT}
)


class TermField(forms.ModelChoiceField):
    """A term by its number and state."""

    def label_from_instance(self, obj: Any) -> str:
        """``18 (current)``."""
        return str(_("Term %(number)d") % {"number": obj.number}) + in_brackets(
            obj.get_state_display()
        )


class PersonForm(DeskForm):
    """A person."""

    name = forms.CharField(label=_("Name of person"), max_length=60)
    gender = forms.ChoiceField(
        label=_("Gender"),
        required=False,
        choices=[("", _("not stated")), ("m", _("Male")), ("f", _("Female"))],
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, min_value=1900, max_value=2100
    )
    employer = forms.CharField(label=_("Employer and post"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=200, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    intro = forms.CharField(
        label=_("Introduction"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("May be shown to the public."),
    )

    def columns(self) -> dict[str, Any]:
        """What the service takes."""
        return dict(self.cleaned_data)


class EditPersonForm(PersonForm):
    """A person who is known: contact stays masked, so an empty field keeps what there is."""

    forget = forms.MultipleChoiceField(
        label=_("Erase"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, masks: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [column for column in CONTACT if masks[column]]
        for column in known:
            help_text = _("Now %(mask)s. Leave it empty to keep it.") % {"mask": masks[column]}
            self.fields[column].help_text = help_text
        choices = [(column, self.fields[column].label) for column in known]
        self.fields["forget"].choices = choices  # type: ignore[attr-defined]
        if not known:
            del self.fields["forget"]

    def columns(self) -> dict[str, Any]:
        """Columns to change: empty contact is left alone unless it is to be erased."""
        forget = set(self.cleaned_data.get("forget", []))
        return {
            name: "" if name in forget else value
            for name, value in self.cleaned_data.items()
            if name != "forget" and (name not in CONTACT or value or name in forget)
        }


class UnmaskForm(DeskForm):
    """Which personal column, and what for."""

    column = forms.ChoiceField(choices=[(name, name) for name in CONTACT])
    reason = forms.CharField(
        label=_("What for"),
        max_length=120,
        error_messages={"required": _("Please say what you need it for.")},
    )

    def __init__(self, *args: Any, is_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not is_self


class MandateForm(DeskForm):
    """What of a mandate may be changed without a decision."""

    delegation = forms.ModelChoiceField(Body.objects.none(), label=_("Delegation"), required=False)
    constituency = forms.ModelChoiceField(
        Constituency.objects.none(), label=_("Constituency"), required=False
    )
    card_number = forms.CharField(label=_("Deputy card number"), max_length=30, required=False)

    def __init__(self, *args: Any, congress: Congress, terms: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        delegations = congresses.bodies_for_choice(congress.pk, BodyKind.DELEGATION)
        self.fields["delegation"].queryset = delegations  # type: ignore[attr-defined]
        areas = Constituency.objects.filter(term__in=terms).order_by("term", "number")
        self.fields["constituency"].queryset = areas  # type: ignore[attr-defined]


class NewMandateForm(MandateForm):
    """An election or a by-election."""

    term = TermField(Term.objects.none(), label=_("Term"), empty_label=None)
    began_on = day_field(_("Elected on"), initial=time.today)
    field_order = ["term", "began_on", "delegation", "constituency", "card_number"]

    def __init__(self, *args: Any, congress: Congress, **kwargs: Any) -> None:
        choices = queries.terms_for_choice(congress.pk)
        terms = [term.pk for term in choices]
        super().__init__(*args, congress=congress, terms=terms, **kwargs)
        self.fields["term"].queryset = choices  # type: ignore[attr-defined]


class ProposalForm(DeskForm):
    """Asking the organ to change a mandate."""

    ground = forms.ChoiceField(label=_("Legal ground"), widget=OptionCards)
    reason = forms.CharField(
        label=_("Facts and reason"), max_length=4000, widget=forms.Textarea({"rows": 5})
    )

    def __init__(self, *args: Any, change: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = [(each.value, Ground(each).label) for each in rules.GROUNDS[change]]
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined]


class DecisionForm(GraveForm):
    """What the organ decided."""

    approved = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Adopted: it takes effect on that day")), ("no", _("Not adopted"))],
        coerce=lambda value: value == "yes",
        widget=OptionCards,
    )
    organ = forms.ModelChoiceField(Body.objects.none(), label=_("Organ"))
    decision = forms.CharField(label=_("Decision: document and number"), max_length=120)
    decided_on = day_field(_("Decided on"), initial=time.today)
    field_order = ["approved", "organ", "decision", "decided_on", "confirmed"]

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = rules.deciding_kind(mandate.congress.level)
        if kind is None:
            # In a town the congress itself decides; there is nothing to choose.
            del self.fields["organ"]
            return
        organs = congresses.bodies_for_choice(mandate.congress_id, kind)
        self.fields["organ"].queryset = organs  # type: ignore[attr-defined]


class PostForm(DeskForm):
    """A post in a body."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Body"))
    post = forms.CharField(
        label=_("Post"), max_length=60, required=False, help_text=_("Empty: a member.")
    )
    since = day_field(_("In post since"), initial=time.today)
    order = forms.IntegerField(label=_("Place in lists"), min_value=0, max_value=9999, initial=100)

    def __init__(self, *args: Any, congress: Congress, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = congresses.bodies_for_choice(congress.pk, *MEMBER_KINDS)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class EndPostForm(DeskForm):
    """The last day of a post."""

    on = day_field(_("Last day"), initial=time.today)


class RosterForm(DeskForm):
    """A roster for a term."""

    term = TermField(Term.objects.none(), label=_("Term"), empty_label=None)
    file = forms.FileField(
        label=_("Roster"),
        help_text=_("xlsx, at most 5 MB; one deputy a row, the headings in one of the first rows."),
        widget=forms.ClearableFileInput({"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, congress: Congress, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = queries.terms_for_choice(congress.pk)
        self.fields["term"].queryset = terms  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is unpacked."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file


def initial_of(person: Person) -> dict[str, Any]:
    """What an edit form begins with; contact is not among it."""
    names = ("name", "gender", "birth_year", "employer", "intro")
    return {name: getattr(person, name) for name in names}
