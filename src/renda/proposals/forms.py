"""Forms of lists and drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from renda.access.enums import Role
from renda.files.enums import Purpose
from renda.files.queries import current
from renda.kernel.actor import Actor
from renda.matters.enums import Grade, Outcome
from renda.proceedings.forms import StepForm
from renda.proceedings.models import Proceeding
from renda.proposals import queries
from renda.proposals.enums import Field, Form
from renda.proposals.facts import Draft
from renda.proposals.procedure import KIND, SUGGESTION
from renda.proposals.queries import Filters
from renda.web.forms import RendaForm

_STATES = (
    ("", _("All")),
    ("open", _("In hand")),
    ("late", _("Late")),
    ("rehandle", _("Dissatisfied, to be handled again")),
    ("unevaluated", _("Replied, not evaluated")),
    ("closed", _("Concluded")),
)


class FilterForm(RendaForm):
    """The filter bar of the list; wrong values narrow nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("State"), required=False)
    field = forms.ChoiceField(
        label=_("Field"), required=False, choices=[("", _("All fields")), *Field.choices]
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    due = forms.DateField(
        label=_("Due until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1954, max_value=2100)
    form = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Both")), *Form.choices]
    )
    outcome = forms.ChoiceField(
        label=_("Class"), required=False, choices=[("", _("All classes")), *Outcome.choices]
    )
    grade = forms.ChoiceField(
        label=_("Grade"), required=False, choices=[("", _("All grades")), *Grade.choices]
    )
    session = forms.ChoiceField(label=_("Session"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("newest", _("Newest first")), ("due", _("Nearest due first"))],
    )

    def __init__(
        self, data: Any, *, units: list[tuple[str, str]], sessions: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(data)
        states = [(s.name, s.label) for s in SUGGESTION.states if s.name != "draft"]
        self.fields["state"].choices = [*_STATES, *states]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("All units")), *units]  # type: ignore[attr-defined]
        choices = [("", _("All sessions")), *sessions]
        self.fields["session"].choices = choices  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """The filters of what is valid."""
        self.is_valid()
        given = self.cleaned_data
        due: date | None = given.get("due")
        return Filters(
            state=given.get("state", ""),
            field=given.get("field", ""),
            unit=int(given["unit"]) if given.get("unit") else None,
            due_until=due,
            year=given.get("year"),
            form=given.get("form", ""),
            outcome=given.get("outcome", ""),
            grade=given.get("grade", ""),
            session=int(given["session"]) if given.get("session") else None,
            words=given.get("q", ""),
            sort=given.get("sort") or "newest",
        )

    def chosen(self) -> list[tuple[str, str, str]]:
        """What narrows the list: (label, value, the query without it)."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value in (None, "", []) or name == "sort":
                continue
            labels = dict(getattr(field, "choices", []) or [])
            kept = QueryDict(mutable=True)
            kept.update(self.data)
            kept.pop(name, None)
            kept.pop("after", None)
            found.append((str(field.label), str(labels.get(str(value), value)), kept.urlencode()))
        return found

    def tabs(self) -> list[tuple[str, str, bool, str]]:
        """The common filters: (value, label, whether it is the current one, the query)."""
        current = self.cleaned_data.get("state") or ""
        found = []
        for value, label in _STATES:
            kept = QueryDict(mutable=True)
            kept.update(self.data)
            kept.pop("after", None)
            kept["state"] = value
            found.append((value, str(label), value == current, kept.urlencode()))
        return found

    def is_more_open(self) -> bool:
        """Whether one of the folded filters narrows the list or is wrong."""
        names = ("outcome", "grade", "form", "session", "year", "due")
        return any(self.cleaned_data.get(name) or self.errors.get(name) for name in names)


def draft_form(actor: Actor, proceeding: Proceeding | None, *, data: Any = None) -> StepForm:
    """The form of a draft, new or kept; who enters it on behalf names the deputy first."""
    place = proceeding or Proceeding(congress_id=actor.congress_id)
    form = StepForm(
        Draft,
        choices={"departments": queries.departments(place, actor)},
        data=data,
        initial=_kept(proceeding) if proceeding else {"form": Form.SUGGESTION},
        actor=actor,
    )
    if proceeding is None and actor.role != Role.DEPUTY:
        form.fields["deputy"] = forms.ChoiceField(
            label=_("Deputy"),
            help_text=_("Marked as entered by you; the deputy is told and sees it at once."),
            choices=[("", "—"), *_mandates(actor)],
        )
    return form


def _mandates(actor: Actor) -> list[tuple[str, str]]:
    return [
        (str(each.pk), f"{each.person.name} {each.delegation or ''}".strip())
        for each in queries.active_mandates(actor)
    ]


def _kept(proceeding: Proceeding) -> dict[str, Any]:
    suggestion = proceeding.suggestion
    publish = {True: "yes", False: "no", None: None}[suggestion.may_publish]
    return {
        "form": suggestion.form,
        "title": proceeding.title,
        "facts": suggestion.facts,
        "analysis": suggestion.analysis,
        "proposal": suggestion.proposal,
        "wish": suggestion.wish_id,
        "may_publish": publish,
        "files": [str(each.public_id) for each in current(KIND, proceeding.pk, Purpose.ENCLOSURE)],
    }
