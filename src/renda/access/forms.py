"""Forms of login, one's own account, and administration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from renda.access import queries, rules
from renda.access.enums import Role
from renda.access.models import Account, Seat
from renda.congresses.models import Body
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.people.models import Person
from renda.web.forms import RendaForm


def _password(label: Any, *, new: bool = False, **more: Any) -> forms.CharField:
    autocomplete = "new-password" if new else "current-password"
    widget = forms.PasswordInput(attrs={"class": "form-control", "autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget, **more)


def _line(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control", **attrs})


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})


def _choose() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


class LoginForm(RendaForm):
    """Name, login name or telephone, and password."""

    username = forms.CharField(
        label=_("Name, telephone or login name"),
        max_length=60,
        widget=_line(autocomplete="username", autocapitalize="none", spellcheck="false"),
    )
    password = _password(_("Password"))


class CodeForm(RendaForm):
    """A one-time code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        widget=_line(autocomplete="one-time-code", inputmode="numeric", autocapitalize="none"),
    )


class RecoveryForm(CodeForm):
    """At login: the authenticator's six digits, or a recovery code."""

    code = forms.CharField(
        label=_("Code from your authenticator"),
        max_length=30,
        help_text=_("Six digits. Telephone not at hand? Type one of your recovery codes."),
        widget=_line(autocomplete="one-time-code", autocapitalize="none", spellcheck="false"),
    )


class SecretForm(RendaForm):
    """The characters of a slip, typed by hand."""

    secret = forms.CharField(
        label=_("The 25 characters on your slip"),
        max_length=60,
        help_text=_("Capital or small letters, with or without hyphens: all is understood."),
        widget=_line(autocomplete="off", autocapitalize="characters", spellcheck="false"),
    )


class NewPasswordForm(RendaForm):
    """A new password, twice."""

    password = _password(
        _("New password"),
        new=True,
        help_text=_("At least 10 characters, not only digits. A short sentence is easy to keep."),
    )
    again = _password(_("Once more"), new=True)

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        cleaned = self.cleaned_data
        if "password" in cleaned and cleaned["password"] != cleaned.get("again"):
            self.add_error("again", _("The two are not the same. Type it once more."))
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one."""

    current = _password(_("Present password"))
    field_order = ["current", "password", "again"]


class PasswordForm(RendaForm):
    """The present password, before something that cannot be taken back."""

    current = _password(_("Present password"))


class ProfileForm(RendaForm):
    """What the owner decides about the account."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=200,
        required=False,
        help_text=_("For links to your account and, if you wish, notices."),
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As the address says")), *settings.LANGUAGES],
        help_text=_("In which language pages open after the login, and notices are written."),
        widget=_choose(),
    )
    large_type = forms.BooleanField(
        label=_("Large type and large buttons"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class TokenForm(RendaForm):
    """A new API token."""

    name = forms.CharField(
        label=_("What it is for"), max_length=60, widget=_line(autocomplete="off")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[("read", _("Read what this seat may see")), ("write", _("Take steps"))],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("Good for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("One year"))],
        widget=_choose(),
    )


class NewAccountForm(RendaForm):
    """An account for a person known here, or for a member of staff."""

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Person"),
        required=False,
        empty_label=_("Nobody of the list (staff)"),
        help_text=_("Deputies and members are on the list. Then only the login name is needed."),
        widget=_choose(),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        help_text=_("Stands in the record under all that is done. For staff only."),
        widget=_line(autocomplete="off"),
    )
    username = forms.CharField(
        label=_("Login name"), max_length=60, widget=_line(autocomplete="off", spellcheck="false")
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.role == Role.ADMINISTRATOR:
            self.fields["person"].queryset = queries.persons_without_account(actor)  # type: ignore[attr-defined]
        else:
            del self.fields["person"]
            self.fields["name"].required = True

    def clean(self) -> dict[str, Any]:
        """A person of the list brings the name along."""
        cleaned = self.cleaned_data
        person = cleaned.get("person")
        if person is not None:
            cleaned["name"] = person.name
        elif not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Choose a person or type a name."))
        return cleaned


class SeatForm(RendaForm):
    """A seat: role, body, post, from when on."""

    role = forms.ChoiceField(label=_("Role"), widget=_choose())
    body = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        label=_("Body"),
        required=False,
        empty_label=_("None: a role of the congress itself"),
        widget=_choose(),
    )
    post = forms.CharField(
        label=_("Post"),
        max_length=60,
        required=False,
        help_text=_("As others should read it, for example “head of the reception office”."),
        widget=_line(autocomplete="off"),
    )
    since = forms.DateField(label=_("From"), initial=time.today, widget=_day())

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [
            choice
            for choice in Role.choices
            if actor.role == Role.ADMINISTRATOR or choice[0] in rules.UNIT_ROLES
        ]
        self.fields["role"].choices = [("", _("Choose a role")), *roles]  # type: ignore[attr-defined]
        self.fields["body"].queryset = queries.bodies_to_give(actor)  # type: ignore[attr-defined]


class HandOverForm(RendaForm):
    """To whom all goes when somebody leaves."""

    to = forms.ModelChoiceField(
        queryset=Account.objects.none(),
        label=_("Successor"),
        empty_label=_("Choose an account"),
        widget=_choose(),
    )

    def __init__(self, *args: Any, congress_id: int, leaver: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = queries.colleagues(congress_id, but=leaver.pk)
        self.fields["to"].queryset = rows  # type: ignore[attr-defined]


class DeputisingForm(RendaForm):
    """Who stands in, from when to when, and why."""

    account = forms.ModelChoiceField(
        queryset=Account.objects.none(),
        label=_("Who stands in"),
        empty_label=_("Choose an account"),
        widget=_choose(),
    )
    since = forms.DateField(label=_("From"), initial=time.today, widget=_day())
    until = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("The last day. Empty: until you end it."),
        widget=_day(),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=120,
        help_text=_("On leave, on a journey, ill, secretary of a leader …"),
        widget=_line(autocomplete="off"),
    )

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = queries.colleagues(seat.congress_id, but=seat.account_id)
        self.fields["account"].queryset = rows  # type: ignore[attr-defined]
