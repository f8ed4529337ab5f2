"""What the steps of the closed loop ask for; shared by every kind of matter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from renda.matters.enums import ContactWay, Grade, Outcome
from renda.proceedings.facts import Ask, Facts, Line, LongText, Paragraph, ShortLine

YES_NO = (("yes", _("Yes")), ("no", _("No")))


class Reason(Facts):
    """A step that must say why."""

    reason: Annotated[Paragraph, Ask(_("Reason"), widget="area"), Field(min_length=2)]


class Dispatch(Facts):
    """Hand over to a handling office, perhaps at an assignment conference (A2)."""

    handling_office: Annotated[
        int, Ask(_("Handling office"), widget="select", choices="handling_offices")
    ]
    conference: Annotated[
        int | None,
        Ask(_("Assignment conference"), widget="select", choices="conferences"),
    ] = None


class Assign(Facts):
    """Name the undertakers: one lead with joint ones, or several separate ones."""

    lead: Annotated[int | None, Ask(_("Lead unit"), widget="select", choices="undertakers")] = None
    joint: Annotated[list[int], Ask(_("Joint units"), widget="many", choices="undertakers")] = (
        Field(default_factory=list, max_length=30)
    )
    separate: Annotated[
        list[int],
        Ask(
            _("Separate units"),
            help=_("Each replies for itself. Leave empty when there is a lead unit."),
            widget="many",
            choices="undertakers",
        ),
    ] = Field(default_factory=list, max_length=30)
    is_difficult: Annotated[
        bool,
        Ask(
            _("Broad or difficult"),
            help=_("The longer time of the rulebook applies; the deputy is told."),
            widget="check",
        ),
    ] = False
    remark: Annotated[Line, Ask(_("Remark to the units"))] = ""

    @model_validator(mode="after")
    def _one_way(self) -> Assign:
        if self.lead is None and not self.separate:
            raise ValueError(gettext("Please name a lead unit or separate units."))
        if self.lead is not None and self.separate:
            raise ValueError(gettext("Either a lead unit or separate units, not both."))
        named = [*([self.lead] if self.lead else []), *self.joint, *self.separate]
        if len(named) != len(set(named)):
            raise ValueError(gettext("A unit is named twice."))
        return self


class AddUnit(Facts):
    """One more unit for a matter that is being handled, as after an accepted hand-back."""

    unit: Annotated[int, Ask(_("Unit"), widget="select", choices="undertakers")]
    mode: Annotated[
        Literal["joint", "separate"],
        Ask(
            _("How it takes part"),
            widget="radio",
            choices=(
                ("joint", _("Joint: gives its opinion to the lead")),
                ("separate", _("Separate: replies for itself")),
            ),
        ),
    ]
    remark: Annotated[Line, Ask(_("Remark to the units"))] = ""


class Receive(Facts):
    """Sign for receipt."""

    handler_name: Annotated[ShortLine, Ask(_("Handler"))] = ""


class HandBack(Facts):
    """Hand back with reasons and the unit that should do it."""

    reason: Annotated[
        Paragraph,
        Ask(_("Why it is not yours"), help=_("Name the duty or the document."), widget="area"),
        Field(min_length=5),
    ]
    proposed: Annotated[
        int | None, Ask(_("Unit you propose"), widget="select", choices="departments")
    ] = None


class DecideHandBack(Facts):
    """Accept or refuse a hand-back."""

    decision: Annotated[
        Literal["accept", "refuse"],
        Ask(
            _("Decision"),
            widget="radio",
            choices=(
                ("accept", _("Accept and assign anew")),
                ("refuse", _("Refuse; the unit handles it")),
            ),
        ),
    ]
    remark: Annotated[Line, Ask(_("Reason told to the unit"))] = ""


class StateContact(Facts):
    """A talk with the deputy, as the unit states it (面商)."""

    way: Annotated[ContactWay, Ask(_("How"), widget="radio", choices=tuple(ContactWay.choices))]
    happened_at: Annotated[datetime, Ask(_("When it happened"), widget="moment")]
    person: Annotated[int, Ask(_("With which deputy"), widget="select", choices="authors")]
    who: Annotated[Line, Ask(_("Who took part, with post"))]
    place: Annotated[Line, Ask(_("Place"))] = ""
    summary: Annotated[Paragraph, Ask(_("What was said"), widget="area"), Field(min_length=5)]


class AnswerContact(Facts):
    """The deputy's word on a stated contact."""

    is_right: Annotated[
        Literal["yes", "no"],
        Ask(
            _("Did it happen like this?"),
            widget="cards",
            choices=(("yes", _("Yes, that is right")), ("no", _("No, it was otherwise"))),
        ),
    ]
    answer: Annotated[Paragraph, Ask(_("How it was"), widget="area")] = ""

    @model_validator(mode="after")
    def _says_how(self) -> AnswerContact:
        if self.is_right == "no" and not self.answer:
            raise ValueError(gettext("Please write in a sentence how it was."))
        return self


class AskExtension(Facts):
    """Ask for more time."""

    until: Annotated[date, Ask(_("Until"), widget="date")]
    reason: Annotated[Paragraph, Ask(_("Why"), widget="area"), Field(min_length=5)]


class DecideExtension(Facts):
    """Consent to more time, or not."""

    decision: Annotated[
        Literal["grant", "refuse"],
        Ask(
            _("Decision"),
            widget="radio",
            choices=(("grant", _("Grant")), ("refuse", _("Refuse"))),
        ),
    ]
    answer: Annotated[Line, Ask(_("Reason told to the unit and the deputy"))] = ""


class GiveOpinion(Facts):
    """A joint unit's opinion to the lead."""

    opinion: Annotated[LongText, Ask(_("Opinion"), widget="area", rows=6), Field(min_length=5)]


class Progress(Facts):
    """A word on how the work goes, seen by the deputy."""

    text: Annotated[Paragraph, Ask(_("Progress"), widget="area"), Field(min_length=5)]


class Urge(Facts):
    """Urge a unit on; the log keeps every one."""

    text: Annotated[Paragraph, Ask(_("What is urged"), widget="area"), Field(min_length=2)]


def has_a_day(due_on: date | None, condition: str, review_on: date | None) -> None:
    """A promise names a day, or a condition with the day of its review; else ValueError (A10)."""
    if due_on is None and not (condition and review_on):
        raise ValueError(
            gettext("A promise needs a day, or a condition with the day of its review.")
        )


class CommitmentFact(Facts):
    """A promise: what, how much, who, by when or on what condition (A10)."""

    what: Annotated[Line, Ask(_("What is promised")), Field(min_length=2)]
    amount: Annotated[ShortLine, Ask(_("How much"))] = ""
    owner: Annotated[ShortLine, Ask(_("Who")), Field(min_length=1)]
    due_on: Annotated[date | None, Ask(_("By when"), widget="date")] = None
    condition: Annotated[Line, Ask(_("or on what condition"))] = ""
    review_on: Annotated[date | None, Ask(_("reviewed on"), widget="date")] = None

    @model_validator(mode="after")
    def _has_a_day(self) -> CommitmentFact:
        has_a_day(self.due_on, self.condition, self.review_on)
        return self


class SubmitReply(Facts):
    """A reply sent to the leader for signature. "Being solved" and "planned" need promises."""

    outcome_class: Annotated[
        Outcome, Ask(_("Class of the outcome"), widget="cards", choices="classes")
    ]
    commitments: Annotated[
        list[CommitmentFact],
        Ask(_("Promises"), help=_("One line for one thing."), widget="rows"),
    ] = Field(default_factory=list, max_length=30)
    text: Annotated[
        LongText, Ask(_("Text of the reply"), widget="area", rows=10), Field(min_length=20)
    ]
    reason: Annotated[
        Paragraph,
        Ask(_("Why it cannot be solved now"), help=_("Class D only."), widget="area"),
    ] = ""
    review_on: Annotated[
        date | None,
        Ask(_("To be reviewed on"), help=_("Class D only."), widget="date"),
    ] = None
    document_number: Annotated[ShortLine, Ask(_("Document number")), Field(min_length=3)]
    contact_name: Annotated[ShortLine, Ask(_("Contact"))] = ""
    contact_phone: Annotated[ShortLine, Ask(_("Contact's telephone"))] = ""
    files: Annotated[
        list[UUID],
        Ask(_("Stamped scan and enclosures"), widget="files"),
    ] = Field(default_factory=list, max_length=9)

    @model_validator(mode="after")
    def _keeps_its_class(self) -> SubmitReply:
        if self.outcome_class in (Outcome.B, Outcome.C) and not self.commitments:
            raise ValueError(
                gettext("“Being solved” and “planned” cannot be sent without a promise and a day.")
            )
        if self.outcome_class == Outcome.D and not (self.reason and self.review_on):
            raise ValueError(
                gettext("Class D needs the reason and the day on which it is reviewed.")
            )
        return self


class SignReply(Facts):
    """The leader's signature."""

    remark: Annotated[Line, Ask(_("Remark"))] = ""


class ConfirmClass(Facts):
    """The handling office confirms or changes the class, so that nobody flees into C or D."""

    outcome_class: Annotated[Outcome, Ask(_("Confirmed class"), widget="cards", choices="classes")]
    class_reason: Annotated[Line, Ask(_("Reason, when you change it"))] = ""


class Evaluate(Facts):
    """A deputy's grades of process and result. Neither has a default, ever (A5)."""

    process_grade: Annotated[
        Grade,
        Ask(
            _("Are you satisfied with how it was handled?"),
            help=_("Whether you were contacted, heard, and told how it went."),
            widget="cards",
            choices=tuple(Grade.choices),
        ),
    ]
    result_grade: Annotated[
        Grade,
        Ask(
            _("Are you satisfied with the result?"),
            help=_("Whether it was done, and whether you trust what was promised."),
            widget="cards",
            choices=tuple(Grade.choices),
        ),
    ]
    comment: Annotated[
        Paragraph,
        Ask(
            _("What you want to say"),
            help=_("May stay empty. With “dissatisfied” please write a sentence why."),
            widget="area",
        ),
    ] = ""

    @model_validator(mode="after")
    def _says_why(self) -> Evaluate:
        grades = (self.process_grade, self.result_grade)
        if Grade.DISSATISFIED in grades and not self.comment:
            raise ValueError(gettext("Please write in a sentence why you are dissatisfied."))
        return self


class EvaluateMarks(Facts):
    """The 100-mark form of the reply stage (A6); the bands of the rulebook give the grade."""

    attitude: Annotated[int, Ask(_("Attitude")), Field(ge=0, le=100)]
    timeliness: Annotated[int, Ask(_("Timeliness")), Field(ge=0, le=100)]
    content: Annotated[int, Ask(_("Content")), Field(ge=0, le=100)]
    comment: Annotated[
        Paragraph,
        Ask(
            _("What you want to say"),
            help=_("May stay empty; below the pass mark please write a sentence why."),
            widget="area",
        ),
    ] = ""


class Call(Facts):
    """A telephone call to a deputy who has not answered."""

    result: Annotated[Line, Ask(_("What came of the call")), Field(min_length=2)]


class EnterPaper(Evaluate):
    """A paper form, entered blind by two clerks; it counts when both entries agree."""


class EnterPaperMarks(EvaluateMarks):
    """A paper form with marks, entered blind by two clerks."""
