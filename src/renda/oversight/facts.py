"""What a candidate and the steps of a key suggestion ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from renda.proceedings.facts import Ask, Facts, Line, Paragraph, ShortLine


class Candidate(Facts):
    """Why a suggestion is put before the chairpersons' meeting (A11)."""

    evidence: Annotated[
        Paragraph,
        Ask(
            _("Why it should be a key suggestion"),
            help=_("How many deputies raised it, in which years, whom it concerns."),
            widget="area",
        ),
        Field(min_length=10),
    ]


class _Decision(Facts):
    meeting: Annotated[Line, Ask(_("Chairpersons' meeting")), Field(min_length=2)]
    decided_on: Annotated[date, Ask(_("Decided on"), widget="date")]


class Choose(_Decision):
    """The meeting's decision: who leads for the government, who supervises for the congress."""

    leader: Annotated[ShortLine, Ask(_("Government leader in charge")), Field(min_length=2)]
    leader_post: Annotated[ShortLine, Ask(_("Post")), Field(min_length=2)]
    supervisor: Annotated[
        int, Ask(_("Congress leader supervising"), widget="select", choices="vice_chairs")
    ]


class PassOver(_Decision):
    """The meeting did not choose it."""

    reason: Annotated[Line, Ask(_("Reason"))] = ""


class MilestoneFact(Facts):
    """One milestone of the plan and its day."""

    what: Annotated[Line, Ask(_("Milestone")), Field(min_length=2)]
    due_on: Annotated[date, Ask(_("By when"), widget="date")]


class Plan(Facts):
    """The plan with its milestones."""

    text: Annotated[Paragraph, Ask(_("Plan"), widget="area", rows=6), Field(min_length=10)]
    milestones: Annotated[
        list[MilestoneFact],
        Ask(_("Milestones"), help=_("One line for one thing."), widget="rows"),
        Field(min_length=1, max_length=30),
    ]


class Reach(Facts):
    """A milestone was reached."""

    reached_on: Annotated[date, Ask(_("Reached on"), widget="date")]
    text: Annotated[Paragraph, Ask(_("What was done"), widget="area"), Field(min_length=5)]


class Conclude(Facts):
    """What the supervision came to."""

    text: Annotated[
        Paragraph, Ask(_("What the supervision came to"), widget="area"), Field(min_length=10)
    ]
