"""What the plan and the steps of an inspection ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from renda.proceedings.facts import Ask, Facts, Line, Paragraph, ShortLine


class Plan(Facts):
    """An inspection to come: what it is called, when, where, who leads it."""

    title: Annotated[Line, Ask(_("Title")), Field(min_length=4)]
    held_on: Annotated[date, Ask(_("Day"), widget="date")]
    place: Annotated[Line, Ask(_("Place")), Field(min_length=2)]
    led_by: Annotated[Line, Ask(_("Leader of the inspection")), Field(min_length=2)]


class Announce(Facts):
    """What units and deputies are told."""

    text: Annotated[
        Paragraph,
        Ask(
            _("What units should prepare"),
            help=_("The officer in charge answers in person; name what has to be brought."),
            widget="area",
        ),
        Field(min_length=5),
    ]


class Hold(Facts):
    """It was held: on which day, and who was there."""

    held_on: Annotated[date, Ask(_("Held on"), widget="date")]
    deputies: Annotated[
        Paragraph, Ask(_("Deputies who took part"), widget="area"), Field(min_length=2)
    ]


class _Question(Facts):
    asked_by: Annotated[Line, Ask(_("Deputy who asked")), Field(min_length=2)]
    question: Annotated[Paragraph, Ask(_("Question"), widget="area"), Field(min_length=5)]
    officer: Annotated[ShortLine, Ask(_("Officer who answered")), Field(min_length=2)]
    officer_post: Annotated[ShortLine, Ask(_("Post")), Field(min_length=2)]
    answer: Annotated[Paragraph, Ask(_("Answer"), widget="area"), Field(min_length=5)]


class Record(_Question):
    """A question and its answer, as they were given."""


class RecordOwed(_Question):
    """A question whose answer the unit owes until a day."""

    due_on: Annotated[date, Ask(_("Answer owed by"), widget="date")]


class Answer(Facts):
    """What the unit answers afterwards."""

    text: Annotated[Paragraph, Ask(_("Answer"), widget="area", rows=5), Field(min_length=5)]


class SendBack(Facts):
    """Why the answer is not one, and until when a better one is owed."""

    reason: Annotated[Line, Ask(_("Reason")), Field(min_length=2)]
    due_on: Annotated[date, Ask(_("Answer owed by"), widget="date")]


class Conclude(Facts):
    """What the inspection came to."""

    text: Annotated[
        Paragraph, Ask(_("What the inspection came to"), widget="area"), Field(min_length=10)
    ]
