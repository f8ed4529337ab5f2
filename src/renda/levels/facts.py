"""What passing a matter up asks for, and the steps on both levels (K4)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from renda.proceedings.facts import Ask, Facts, Line, LongText, Paragraph


class PassUp(Facts):
    """Why the level above is needed, what is asked of it, and what is sent along."""

    reason: Annotated[
        Paragraph,
        Ask(
            _("Why the level above is needed"),
            help=_("What this level has tried, and what lies outside its powers."),
            widget="area",
        ),
        Field(min_length=10),
    ]
    request: Annotated[
        Paragraph, Ask(_("What is asked of the level above"), widget="area"), Field(min_length=5)
    ]
    with_text: Annotated[
        bool,
        Ask(
            _("Send the suggestion's text along"),
            help=_("Only what you send is read above; the course of the suggestion here is not."),
            widget="check",
        ),
    ] = False
    with_name: Annotated[bool, Ask(_("Name the leading deputy"), widget="check")] = False


class TurnedBack(Facts):
    """Why the level above does not take it up; read on the level below."""

    reason: Annotated[
        Paragraph,
        Ask(_("Why it is turned back"), help=_("The level below reads this."), widget="area"),
        Field(min_length=5),
    ]


class Assign(Facts):
    """The unit of this level that handles it."""

    unit: Annotated[int, Ask(_("Unit"), widget="select", choices="units")]
    remark: Annotated[Line, Ask(_("Remark to the unit"))] = ""


class Reply(Facts):
    """The unit's reply, for the deputies' office of its own level."""

    text: Annotated[LongText, Ask(_("Reply"), widget="area", rows=8), Field(min_length=10)]


class Deliver(Facts):
    """What the level below reads."""

    text: Annotated[
        LongText,
        Ask(
            _("Answer to the level below"),
            help=_(
                "The reply of the unit stands here; shorten or complete it. Only this goes down."
            ),
            widget="area",
            rows=8,
        ),
        Field(min_length=10),
    ]


class Answer(Facts):
    """The answer as it reaches the level below."""

    text: Annotated[LongText, Ask(_("Answer from above"), widget="area")]
    unit: Annotated[Line, Ask(_("Handled by"))]
    answered_on: Annotated[date, Ask(_("Answered on"), widget="date")]


class Settle(Facts):
    """When the deputy was told, and what he said."""

    told_on: Annotated[date, Ask(_("Deputy told on"), widget="date")]
    remark: Annotated[
        Paragraph, Ask(_("What the deputy said of it"), widget="area"), Field(min_length=2)
    ]
