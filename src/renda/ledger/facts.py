"""What the steps of a promise ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from renda.matters.facts import has_a_day
from renda.proceedings.facts import Ask, Facts, Line, Paragraph, ShortLine


class Report(Facts):
    """Delivered, with the evidence: photos and papers, or the number of a document (A10)."""

    delivered_on: Annotated[date, Ask(_("Kept on"), widget="date")]
    text: Annotated[
        Paragraph,
        Ask(_("What was done"), help=_("As the deputy will read it."), widget="area"),
        Field(min_length=5),
    ]
    document: Annotated[
        ShortLine,
        Ask(_("Number of the document that proves it"), help=_("If there is no file.")),
    ] = ""
    files: Annotated[list[UUID], Ask(_("Photos and papers"), widget="files")] = Field(
        default_factory=list, max_length=9
    )

    @model_validator(mode="after")
    def _has_evidence(self) -> Report:
        if not self.files and not self.document:
            raise ValueError(gettext("Please add a photo or paper, or name the document."))
        return self


class Confirm(Facts):
    """The office has looked; the day that counts."""

    delivered_on: Annotated[
        date,
        Ask(
            _("Kept on"),
            help=_("The day that counts; correct it if you found another one."),
            widget="date",
        ),
    ]
    remark: Annotated[Line, Ask(_("How it was checked"))] = ""


class AskChange(Facts):
    """Another day or condition is asked for; it needs approval."""

    due_on: Annotated[date | None, Ask(_("By when"), widget="date")] = None
    condition: Annotated[Line, Ask(_("or on what condition"))] = ""
    review_on: Annotated[date | None, Ask(_("reviewed on"), widget="date")] = None
    reason: Annotated[Paragraph, Ask(_("Why"), widget="area"), Field(min_length=5)]

    @model_validator(mode="after")
    def _has_a_day(self) -> AskChange:
        has_a_day(self.due_on, self.condition, self.review_on)
        return self


class DecideChange(Facts):
    """Consent to a change, or not."""

    decision: Annotated[
        Literal["grant", "refuse"],
        Ask(
            _("Decision"),
            widget="radio",
            choices=(("grant", _("Grant")), ("refuse", _("Refuse"))),
        ),
    ]
    answer: Annotated[Line, Ask(_("Reason told to the unit and the deputy"))] = ""


class Review(Facts):
    """A condition is looked at again: met, with a day now; or not yet, with the next review."""

    is_met: Annotated[
        Literal["yes", "no"],
        Ask(
            _("Is the condition met?"),
            widget="radio",
            choices=(("yes", _("Yes, it can be kept now")), ("no", _("Not yet"))),
        ),
    ]
    due_on: Annotated[date | None, Ask(_("If yes: by when"), widget="date")] = None
    review_on: Annotated[date | None, Ask(_("If not: reviewed again on"), widget="date")] = None
    text: Annotated[Paragraph, Ask(_("How it stands"), widget="area"), Field(min_length=5)]

    @model_validator(mode="after")
    def _has_its_day(self) -> Review:
        if self.is_met == "yes" and self.due_on is None:
            raise ValueError(gettext("Please name the day until which it will be kept."))
        if self.is_met == "no" and self.review_on is None:
            raise ValueError(gettext("Please name the day of the next review."))
        return self
