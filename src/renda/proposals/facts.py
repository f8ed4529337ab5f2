"""What the steps of motions and suggestions ask for, beyond those of every matter."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from renda.proceedings.facts import Ask, Facts, Line, LongText, Paragraph
from renda.proposals.enums import Field as Subject
from renda.proposals.enums import Form

PERSONAL = "personal"
REFUSALS = (
    (PERSONAL, _("Personal or family matters")),
    ("case", _("Interferes in a specific enforcement or judicial case")),
    ("forwarded", _("A forwarded letter or petition")),
    ("promotion", _("Academic discussion or product promotion")),
    ("empty", _("No concrete content")),
    ("beyond", _("Beyond the powers of this level")),
    ("unlawful", _("Against the law")),
)


class Draft(Facts):
    """A draft: one matter, in facts, analysis and proposal (A14). Everything but the title may
    still be empty."""

    form: Annotated[Form, Ask(_("Kind"), widget="radio", choices=tuple(Form.choices))] = (
        Form.SUGGESTION
    )
    title: Annotated[
        Line,
        Ask(_("Title"), help=_("One matter for one suggestion.")),
        Field(min_length=4),
    ]
    facts: Annotated[
        LongText,
        Ask(
            _("Facts"),
            help=_("What is the matter, where, since when, whom does it concern?"),
            widget="area",
            rows=5,
        ),
    ] = ""
    analysis: Annotated[
        LongText, Ask(_("Analysis"), help=_("Why is it so?"), widget="area", rows=5)
    ] = ""
    proposal: Annotated[
        LongText,
        Ask(_("Proposal"), help=_("What should be done, by whom?"), widget="area", rows=5),
    ] = ""
    wish: Annotated[
        int | None,
        Ask(
            _("Unit you would like to handle it"),
            help=_("A wish; the offices assign."),
            widget="select",
            choices="departments",
        ),
    ] = None
    may_publish: Annotated[
        Literal["yes", "no"] | None,
        Ask(
            _("May it be published with its reply?"),
            widget="radio",
            choices=(("yes", _("It may")), ("no", _("Better not"))),
        ),
    ] = None
    files: Annotated[list[UUID], Ask(_("Photos and enclosures"), widget="files")] = Field(
        default_factory=list, max_length=9
    )


class Invite(Facts):
    """Ask deputies to sign."""

    persons: Annotated[
        list[int], Ask(_("Deputies"), widget="many", choices="deputies"), Field(min_length=1)
    ]


class SubmitDraft(Facts):
    """Hand in. What the check found has been read."""

    read_findings: Annotated[
        bool, Ask(_("I have read what the check found and hand it in"), widget="check")
    ] = False


class Register(Facts):
    """Registered and screened: a number, a field, a decision on publication (SUG-3)."""

    field: Annotated[Subject, Ask(_("Field"), widget="select", choices=tuple(Subject.choices))]
    publication: Annotated[
        Literal["yes", "no", "confidential"],
        Ask(
            _("Publication"),
            help=_("Confidential ones have a series of their own; keep no state secrets here."),
            widget="radio",
            choices=(
                ("yes", _("May be published")),
                ("no", _("Not published")),
                ("confidential", _("Confidential (protect the author)")),
            ),
        ),
    ]
    committee: Annotated[
        int | None,
        Ask(_("Counterpart committee"), widget="select", choices="committees"),
    ] = None
    supervisor: Annotated[
        int | None,
        Ask(_("Supervising vice-chair"), widget="select", choices="vice_chairs"),
    ] = None


class Refuse(Facts):
    """Not taken as a suggestion, with the rule (SUG-15)."""

    ground: Annotated[str, Ask(_("Ground"), widget="radio", choices=REFUSALS)]
    reason: Annotated[
        Paragraph, Ask(_("Explanation to the deputy"), widget="area"), Field(min_length=5)
    ]

    @model_validator(mode="after")
    def _known(self) -> Refuse:
        if self.ground not in dict(REFUSALS):
            raise ValueError(gettext("Please choose one of the grounds."))
        return self


class Examine(Facts):
    """The motions committee's opinion on a motion."""

    opinion: Annotated[LongText, Ask(_("Opinion"), widget="area", rows=5), Field(min_length=5)]


class DecideMotion(Facts):
    """The presidium alone turns a motion into a suggestion (MOT-1, MOT-7)."""

    decision: Annotated[
        Literal["agenda", "suggestion"],
        Ask(
            _("Decision"),
            widget="radio",
            choices=(
                ("agenda", _("Taken as a motion")),
                ("suggestion", _("Handled as a suggestion")),
            ),
        ),
    ]
    reason: Annotated[
        Paragraph, Ask(_("Reason told to the movers"), widget="area"), Field(min_length=2)
    ]


class Merge(Facts):
    """Handled together with another one; each author is kept and answered (A11)."""

    into: Annotated[str, Ask(_("Number of the leading one")), Field(min_length=1, max_length=40)]


class ReturnToCongress(Facts):
    """Back to the congress, because another system has to do it (SUG-9)."""

    handling_office: Annotated[
        int,
        Ask(
            _("Handling office of the other system"),
            help=_("Within your own system you assign the unit yourself."),
            widget="select",
            choices="other_offices",
        ),
    ]
    reason: Annotated[Paragraph, Ask(_("Reason"), widget="area"), Field(min_length=5)]


class Propose(Facts):
    """Undertakers proposed before assignment (两上两下)."""

    lead: Annotated[int, Ask(_("Lead unit"), widget="select", choices="undertakers")]
    joint: Annotated[list[int], Ask(_("Joint units"), widget="many", choices="undertakers")] = (
        Field(default_factory=list, max_length=30)
    )


class AnswerProposal(Facts):
    """The deputy's word on the proposed undertakers."""

    agrees: Annotated[
        Literal["yes", "no"],
        Ask(
            _("Do you agree with these units?"),
            widget="cards",
            choices=(("yes", _("I agree")), ("no", _("I would like another"))),
        ),
    ]
    wish: Annotated[Line, Ask(_("Which unit, and why"))] = ""

    @model_validator(mode="after")
    def _names_another(self) -> AnswerProposal:
        if self.agrees == "no" and not self.wish:
            raise ValueError(gettext("Please write which unit you would like."))
        return self


class Publish(Facts):
    """Put forward for publication after a secrecy check."""

    checked: Annotated[
        bool,
        Ask(_("I have checked that it holds no secrets and no personal data"), widget="check"),
    ] = False

    @model_validator(mode="after")
    def _checked(self) -> Publish:
        if not self.checked:
            raise ValueError(gettext("Please confirm the check first."))
        return self
