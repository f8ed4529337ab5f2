"""How every form looks and cleans: errors at the field, the input kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from renda.kernel import text
from renda.kernel.errors import DomainError, Invalid


class Renderer(TemplatesSetting):
    """Forms and fields through our own templates."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"


class OptionCards(forms.RadioSelect):
    """Radio buttons as cards; none is chosen beforehand."""

    template_name = "web/forms/cards.html"


class RendaBoundField(forms.BoundField):
    """A field whose control carries the class that the style sheet draws."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """The control's attributes with its class, unless the widget names one."""
        own = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, own)
        if "class" not in own.attrs and "class" not in built and (name := _class_of(own)):
            built["class"] = name
        return built


def _class_of(widget: forms.Widget) -> str:
    match widget:
        case forms.CheckboxSelectMultiple() | forms.RadioSelect():
            # A group: Django puts the class on its frame too; the field's template draws it.
            return ""
        case forms.CheckboxInput():
            return "form-check-input"
        case forms.Select():
            return "form-select"
        case forms.widgets.Input(input_type="hidden"):
            return ""
        case forms.widgets.Input() | forms.Textarea():
            return "form-control"
    return ""


class RendaForm(forms.Form):
    """Cleans every text: NUL, control and override characters are refused at the field."""

    required_css_class = "required"
    bound_field_class = RendaBoundField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str):
                self._clean_text(name, value)

    def _clean_text(self, name: str, value: str) -> None:
        try:
            self.cleaned_data[name] = text.clean(value)
        except Invalid as error:
            self.add_error(name, error.message)

    def add_refusal(self, error: DomainError) -> None:
        """Put a service's refusal at its fields, or on top."""
        if not error.fields:
            self.add_error(None, error.message)
        for name, words in error.fields.items():
            self.add_error(name if name in self.fields else None, words)
