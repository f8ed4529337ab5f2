"""How an account wants to be told."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from renda.notices.enums import ByEmail, BySms
from renda.web.forms import RendaForm


class PreferenceForm(RendaForm):
    """E-mail and short messages."""

    email = forms.ChoiceField(
        label=_("By e-mail"),
        choices=ByEmail.choices,
        widget=forms.RadioSelect,
    )
    sms = forms.ChoiceField(
        label=_("By short message"),
        choices=BySms.choices,
        widget=forms.RadioSelect,
    )
