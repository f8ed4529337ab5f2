"""The procedure of an inspection (视察, A4): planned, announced, held, followed to the last answer.

Twice a year deputies question the officers in charge of suggestions chosen from the bulletin
(代表法 §§26, 31). Every question and its answer is kept with the suggestion.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from renda.law.procedure import Clock, Lane, Procedure, Relation, State, StateType, step

KIND = "inspection"
OPEN, CLOSED = StateType.OPEN, StateType.CLOSED

STAGES = (
    ("plan", pgettext_lazy("stage", "Agenda set")),
    ("announce", pgettext_lazy("stage", "Announced")),
    ("hold", pgettext_lazy("stage", "Held")),
    ("conclude", pgettext_lazy("stage", "Concluded")),
)

STATES = (
    State("planned", _("Being planned"), OPEN, "plan", "idle"),
    State("announced", _("Announced to the units"), OPEN, "announce", "ask"),
    State("held", _("Held, questions being followed"), OPEN, "hold", "run"),
    State("concluded", _("Concluded"), CLOSED, "conclude", "done"),
    State("cancelled", _("Called off"), CLOSED, "conclude", "idle"),
)

RELATIONS = (
    Relation("author", _("leading deputy"), party="author"),
    Relation("office", _("deputies' office"), offices=("office_clerk", "office_head")),
    Relation(
        "undertaker",
        _("undertaker"),
        party="undertaker",
        party_roles=("handler", "undertaker_admin"),
    ),
    Relation("asked_unit", _("undertaker"), lane=("handler", "undertaker_admin")),
)

CLOCKS = (Clock("answer", _("Next answer owed")),)

LANES = (
    Lane(
        "question",
        _("Questions"),
        (
            State("planned", _("To be asked")),
            State("answered", _("Answered on the spot")),
            State("owed", _("Answer owed")),
            State("given", _("Answered afterwards, to be looked at")),
            State("settled", _("Answered afterwards")),
            State("dropped", _("Not asked")),
        ),
    ),
)

# fmt: off
STEPS = (
    step("announce", _("Announce it to units and deputies")).by("office").from_("planned").to("announced").asks("announce").doing("announce").must().telling("undertaker", "author").at("announce"),
    step("hold", _("Record that it was held")).by("office").from_("announced").to("held").asks("hold").doing("hold").must().telling("author").at("hold"),
    step("record", _("Record a question answered on the spot")).by("office").from_("held").on("question", "planned", to="answered").asks("record").doing("record").must().telling("author").quiet(),
    step("record_owed", _("Record a question whose answer is owed")).by("office").from_("held").on("question", "planned", to="owed").asks("record_owed").doing("record_owed").telling("undertaker", "author").quiet(),
    step("drop", _("It was not asked")).by("office").from_("planned", "announced", "held").on("question", "planned", to="dropped").asks("reason").quiet(),
    step("answer", _("Answer the question")).by("asked_unit").from_("held").on("question", "owed", to="given").asks("answer").doing("answer").must("answer").telling("office").quiet(),
    step("accept", _("Take the answer")).by("office").from_("held").on("question", "given", to="settled").doing("accept").must().telling("author").quiet(),
    step("send_back", _("Send the answer back")).by("office").from_("held").on("question", "given", to="owed").asks("send_back").doing("send_back").telling("undertaker").quiet(),
    step("conclude", _("Conclude the inspection")).by("office").from_("held").to("concluded").only_if("all_settled").asks("conclude").doing("conclude").stopping("answer").telling("author", "undertaker").at("conclude"),
    step("cancel", _("Call it off")).by("office").from_("planned", "announced").to("cancelled").asks("reason").telling("undertaker", "author").grave(),
)
# fmt: on

INSPECTION = Procedure(
    kind=KIND,
    version=1,
    label=_("Inspections"),
    initial="planned",
    states=STATES,
    relations=RELATIONS,
    steps=STEPS,
    clocks=CLOCKS,
    lanes=LANES,
    stages=STAGES,
)
