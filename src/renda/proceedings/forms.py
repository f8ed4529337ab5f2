"""Forms derived from facts: what a step asks for is written once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from renda.files.forms import FilesField
from renda.kernel.actor import PUBLIC, Actor
from renda.kernel.errors import Invalid
from renda.proceedings.facts import Ask, Asked, Facts, asked, build
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import Binding, LaneRow
from renda.web.forms import OptionCards, RendaForm

BLANK = ("", "—")


class StepForm(RendaForm):
    """The form of one step; ``rows`` holds the lines of list-like facts (promises)."""

    def __init__(
        self,
        facts: type[Facts],
        *,
        choices: Mapping[str, list[tuple[str, str]]],
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        prefix: str | None = None,
        extra_rows: int = 0,
        actor: Actor = PUBLIC,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), prefix=prefix)
        self.facts_class = facts
        self.asked = asked(facts)
        self.rows: dict[str, list[StepForm]] = {}
        self.facts: Facts | None = None
        for each in self.asked:
            if each.ask.widget == "rows":
                self.rows[each.name] = self._row_forms(each, choices, extra_rows)
            else:
                self.fields[each.name] = _field(each, _choices(each.ask, choices))
                if isinstance(field := self.fields[each.name], FilesField):
                    field.for_actor(actor)
                known = self.initial.get(each.name)
                if each.is_list and isinstance(known, str):
                    self.initial[each.name] = [known]

    def _row_forms(
        self, each: Asked, choices: Mapping[str, list[tuple[str, str]]], extra: int
    ) -> list[StepForm]:
        given = self.initial.get(each.name) or []
        count = _row_count(self.data, each.name) if self.is_bound else len(given)
        count = min(max(count + extra, 1 if self.is_bound else each.ask.blank_rows), 30)
        return [
            StepForm(
                each.type,
                choices=choices,
                data=self.data if self.is_bound else None,
                initial=given[n] if n < len(given) else None,
                prefix=f"{each.name}-{n}",
            )
            for n in range(count)
        ]

    def parts(self) -> Iterator[tuple[str, Any, Any]]:
        """What is asked, in its order: ("field", bound field, None) or ("rows", asked, lines)."""
        for each in self.asked:
            if each.name in self.rows:
                yield "rows", each.ask, self.rows[each.name]
            else:
                yield "field", self[each.name], None

    def label_of(self, name: str) -> str:
        """The label of a field, or of a line's field (``commitments-0-what``)."""
        row, _dash, rest = name.partition("-")
        number, _dash, field = rest.partition("-")
        if row in self.rows and number.isdigit():
            label = self.rows[row][0].fields[field].label if self.rows[row] else field
            return f"{int(number) + 1} {label}"
        return str(self.fields[name].label) if name in self.fields else name

    def said(self, name: str, value: str) -> str:
        """A typed value in words: the label of a choice, else the value."""
        field = self.fields.get(name)
        if isinstance(field, FilesField):
            return field.said(value)
        return str(dict(getattr(field, "choices", ())).get(value, value))

    def is_blank(self) -> bool:
        """Whether nothing was typed in this line."""
        return not any(
            str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields
        )

    def clean(self) -> dict[str, Any]:
        """Build the facts; what they refuse is shown at its field."""
        cleaned = super().clean() or self.cleaned_data
        # A room may add fields of its own to the form; they are not facts of the step.
        known = {each.name for each in self.asked}
        values = {
            name: value
            for name, value in cleaned.items()
            if name in known and value not in ("", None, [])
        }
        lines = {
            name: [_line(row) for row in rows if not row.is_blank()]
            for name, rows in self.rows.items()
        }
        if not self.errors:
            try:
                self.facts = build(self.facts_class, values | lines)
            except Invalid as error:
                self.show(error)
        return cleaned

    def show(self, error: Invalid) -> None:
        """Put a refusal at its fields, or on top."""
        if not error.fields:
            self.add_error(None, error.message)
        for place, text in error.fields.items():
            self._show_at(place, text)

    def _show_at(self, place: str, text: str) -> None:
        name, _dot, rest = place.partition(".")
        filled = [row for row in self.rows.get(name, []) if not row.is_blank()]
        number, _dot, field = rest.partition(".")
        if number.isdigit() and int(number) < len(filled):
            row = filled[int(number)]
            row.full_clean()
            row.add_error(field if field in row.fields else None, text)
            self.add_error(None, text)
        else:
            self.add_error(name if name in self.fields else None, text)


def _line(row: StepForm) -> dict[str, Any]:
    return {
        name: str(value).strip()
        for name in row.fields
        if (value := row.data.get(row.add_prefix(name), "")) not in ("", None)
    }


def _row_count(data: Mapping[str, Any], name: str) -> int:
    prefix = f"{name}-"
    numbers = [key[len(prefix) :].split("-")[0] for key in data if key.startswith(prefix)]
    return max((int(number) + 1 for number in numbers if number.isdigit()), default=0)


def _choices(ask: Ask, provided: Mapping[str, list[tuple[str, str]]]) -> list[tuple[str, Any]]:
    if isinstance(ask.choices, str):
        return list(provided.get(ask.choices, []))
    return list(ask.choices)


def _field(each: Asked, choices: list[tuple[str, Any]]) -> forms.Field:
    ask = each.ask
    common: dict[str, Any] = {
        "label": ask.label,
        "help_text": ask.help,
        "required": each.is_required,
    }
    match ask.widget:
        case "check":
            return forms.BooleanField(**{**common, "required": False})
        case "date":
            return forms.DateField(
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common
            )
        case "moment":
            widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            return forms.DateTimeField(widget=widget, **common)
        case "select":
            return forms.ChoiceField(choices=[BLANK, *choices], **common)
        case "many":
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, **common
            )
        case "radio" | "cards":
            style = OptionCards if ask.widget == "cards" else forms.RadioSelect
            return forms.ChoiceField(choices=choices, widget=style, **common)
        case "hidden":
            return forms.CharField(widget=forms.HiddenInput, **common)
        case "files":
            return FilesField(**{**common, "required": False})
    return _text_field(each, common)


def _text_field(each: Asked, common: dict[str, Any]) -> forms.Field:
    if each.type is int:
        return forms.IntegerField(**common)
    if each.ask.widget == "area":
        widget: forms.Widget = forms.Textarea(attrs={"rows": each.ask.rows})
    else:
        widget = forms.TextInput()
    return forms.CharField(max_length=each.max_length, widget=widget, **common)


def form_for(
    step_name: str,
    *,
    binding: Binding,
    proceeding: Proceeding,
    actor: Actor,
    row: LaneRow | None,
    data: Any = None,
    draft: Mapping[str, Any] | None = None,
    extra_rows: int = 0,
) -> StepForm:
    """The form of a step, filled with what was typed before, else with what is known."""
    step = binding.procedure.step(step_name)
    facts = binding.facts[step.facts or "nothing"]
    names = {each.ask.choices for each in asked(facts) if isinstance(each.ask.choices, str)}
    choices = {
        name: list(binding.choices[name](proceeding, actor))
        for name in sorted(names)
        if name in binding.choices
    }
    known = {}
    if data is None and step_name in binding.initial:
        known = binding.initial[step_name](proceeding, actor, row)
    return StepForm(
        facts,
        choices=choices,
        data=data,
        initial={**known, **(draft or {})},
        extra_rows=extra_rows,
        actor=actor,
    )


def draft_initial(data: Mapping[str, list[str]]) -> dict[str, Any]:
    """A kept draft as initial values; lines of promises are put together again."""
    initial: dict[str, Any] = {}
    lines: dict[str, dict[int, dict[str, str]]] = {}
    for key, values in data.items():
        name, _dash, rest = key.partition("-")
        number, _dash, field = rest.partition("-")
        if number.isdigit() and field:
            lines.setdefault(name, {}).setdefault(int(number), {})[field] = values[0]
        else:
            initial[key] = values if len(values) > 1 else values[0]
    return initial | {
        name: [rows[number] for number in sorted(rows)] for name, rows in lines.items()
    }
