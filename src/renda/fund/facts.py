"""What putting forward, the pot, the final list and the steps of a micro-project ask for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from renda.kernel import money
from renda.proceedings.facts import Ask, Facts, Line, Paragraph, ShortLine

# More than nothing, in yuan with two decimals.
Yuan = Annotated[
    Decimal,
    BeforeValidator(money.parse),
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str),
    Field(gt=0),
]
_IN_YUAN = _("In yuan; 12万 is understood too.")
_PUBLIC = _("The public reads this once the project is on the final list.")


class SetPot(Facts):
    """The pot of a year: set, raised or lowered."""

    year: Annotated[int, Ask(_("Year")), Field(ge=1954, le=2100)]
    amount: Annotated[Yuan, Ask(_("Sum of the pot (yuan)"), help=_IN_YUAN)]
    basis: Annotated[
        Line,
        Ask(_("Basis"), help=_("The budget document or the decision it follows.")),
        Field(min_length=4),
    ]


class ProjectCandidate(Facts):
    """A suggestion goes on the preliminary list as a small livelihood project (A12)."""

    year: Annotated[int, Ask(_("Pot of the year"), widget="select", choices="pots")]
    name: Annotated[Line, Ask(_("Name of the project"), help=_PUBLIC), Field(min_length=4)]
    place: Annotated[Line, Ask(_("Place"), help=_PUBLIC), Field(min_length=2)]
    why: Annotated[
        Paragraph,
        Ask(
            _("Why it is a small livelihood project"),
            help=_("Whom it concerns, why it is small, urgent and can be done within the year."),
            widget="area",
        ),
        Field(min_length=10),
    ]


class BudgetFact(Facts):
    """A line of the budget."""

    what: Annotated[Line, Ask(_("What for")), Field(min_length=2)]
    amount: Annotated[Yuan, Ask(_("Sum (yuan)"))]


class PlanProject(Facts):
    """Plan, beneficiaries and budget; the total is the sum of the lines."""

    text: Annotated[Paragraph, Ask(_("Plan"), widget="area", rows=6), Field(min_length=10)]
    beneficiaries: Annotated[Line, Ask(_("Who benefits"), help=_PUBLIC), Field(min_length=2)]
    people: Annotated[int, Ask(_("How many people benefit")), Field(ge=1, le=10_000_000)]
    finish_by: Annotated[date, Ask(_("To be finished by"), widget="date")]
    budget: Annotated[
        list[BudgetFact],
        Ask(_("Budget"), help=_("One line for one thing; the total is worked out."), widget="rows"),
        Field(min_length=1, max_length=30),
    ]


class EvaluateProject(Facts):
    """What the government's evaluation came to."""

    advice: Annotated[
        Literal["fit", "unfit"],
        Ask(
            _("Evaluation"),
            widget="radio",
            choices=(
                ("fit", _("Recommended for the final list")),
                ("unfit", _("Not recommended")),
            ),
        ),
    ]
    amount: Annotated[
        Yuan | None, Ask(_("Sum after the evaluation (yuan)"), help=_("If it is recommended."))
    ] = None
    text: Annotated[
        Paragraph,
        Ask(_("Reasons"), help=_("Need, plan, budget, whether it can be done."), widget="area"),
        Field(min_length=5),
    ]

    @model_validator(mode="after")
    def _has_its_sum(self) -> EvaluateProject:
        if self.advice == "fit" and self.amount is None:
            raise ValueError(gettext("Please enter the sum that is recommended."))
        return self


class _Decision(Facts):
    """Who decided, and when."""

    meeting: Annotated[Line, Ask(_("Meeting or office that decided")), Field(min_length=2)]
    decided_on: Annotated[date, Ask(_("Decided on"), widget="date")]


class ListProject(_Decision):
    """On the final list, with its sum."""

    amount: Annotated[Yuan, Ask(_("Sum on the final list (yuan)"))]


class PassProject(_Decision):
    """Not on the final list."""

    reason: Annotated[Line, Ask(_("Reason"))] = ""


class ListedProject(Facts):
    """A project in a decision on the whole list: its sum, or nothing when it is not on it."""

    project: UUID
    amount: Yuan | None = None
    version: int | None = None


class WholeList(_Decision):
    """What a meeting decided on several projects at once."""

    projects: Annotated[list[ListedProject], Field(min_length=1, max_length=200)]


class BeginProject(Facts):
    """Work has begun."""

    begun_on: Annotated[date, Ask(_("Begun on"), widget="date")]
    builder: Annotated[Line, Ask(_("Who carries it out")), Field(min_length=2)]


class ProjectProgress(Facts):
    """How far it is."""

    percent: Annotated[
        int,
        Ask(_("How far it is (percent)"), help=_("The public reads this number.")),
        Field(ge=0, le=100),
    ]
    text: Annotated[Paragraph, Ask(_("How it stands"), widget="area"), Field(min_length=5)]
    files: Annotated[list[UUID], Ask(_("Photos and papers"), widget="files")] = Field(
        default_factory=list, max_length=9
    )


class AskSum(Facts):
    """Another sum is asked for; it needs approval."""

    amount: Annotated[Yuan, Ask(_("New sum of the project (yuan)"), help=_IN_YUAN)]
    finish_by: Annotated[
        date | None, Ask(_("To be finished by"), help=_("If the day moves too."), widget="date")
    ] = None
    reason: Annotated[Paragraph, Ask(_("Why"), widget="area"), Field(min_length=5)]


class DecideSum(Facts):
    """Consent to a change of the sum, or not."""

    decision: Annotated[
        Literal["grant", "refuse"],
        Ask(
            _("Decision"),
            widget="radio",
            choices=(("grant", _("Grant")), ("refuse", _("Refuse"))),
        ),
    ]
    meeting: Annotated[Line, Ask(_("Meeting or office that decided"))] = ""
    answer: Annotated[Line, Ask(_("Reason told to the unit and the deputy"))] = ""


class FinishProject(Facts):
    """Finished, with photos or papers."""

    finished_on: Annotated[date, Ask(_("Finished on"), widget="date")]
    text: Annotated[
        Paragraph,
        Ask(_("What was done"), help=_("As the deputy will read it."), widget="area"),
        Field(min_length=5),
    ]
    files: Annotated[list[UUID], Ask(_("Photos and papers"), widget="files")] = Field(
        min_length=1, max_length=9
    )


class PayProject(Facts):
    """A payment with its voucher; a second person confirms it."""

    amount: Annotated[Yuan, Ask(_("Sum paid (yuan)"), help=_IN_YUAN)]
    paid_on: Annotated[date, Ask(_("Paid on"), widget="date")]
    payee: Annotated[Line, Ask(_("Paid to")), Field(min_length=2)]
    purpose: Annotated[Line, Ask(_("What for")), Field(min_length=2)]
    voucher: Annotated[ShortLine, Ask(_("Number of the voucher")), Field(min_length=1)]
    files: Annotated[list[UUID], Ask(_("Voucher"), widget="files")] = Field(
        min_length=1, max_length=5
    )


class InspectProject(Facts):
    """What the deputy found; no default."""

    verdict: Annotated[
        Literal["done", "lacking"],
        Ask(
            _("What you found"),
            widget="radio",
            choices=(("done", _("Done as planned")), ("lacking", _("Not yet as planned"))),
        ),
    ]
    inspected_on: Annotated[date, Ask(_("Seen on"), widget="date")]
    text: Annotated[Paragraph, Ask(pgettext_lazy("of a visit", "Remarks"), widget="area")] = ""

    @model_validator(mode="after")
    def _says_what_lacks(self) -> InspectProject:
        if self.verdict == "lacking" and not self.text:
            raise ValueError(gettext("Please write what is missing; the unit reads it."))
        return self


class AcceptProject(Facts):
    """The project is accepted, with the signed paper."""

    accepted_on: Annotated[date, Ask(_("Accepted on"), widget="date")]
    text: Annotated[
        Paragraph, Ask(_("Who took part, what was found"), widget="area"), Field(min_length=5)
    ]
    files: Annotated[list[UUID], Ask(_("Paper of acceptance"), widget="files")] = Field(
        min_length=1, max_length=9
    )
