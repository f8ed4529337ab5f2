"""The year of the table of figures, and what goes with a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ReportForm(forms.Form):
    """Report the year's figures to the level above."""

    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["remark"].widget.attrs["class"] = "form-control"
