"""The two halves of a matter that is passed up (K4): below, and on the level above.

Neither level reads the other's proceeding. What one does that concerns the other, the platform
enters there as an automatic step.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from renda.law.procedure import Clock, Procedure, Relation, State, StateType, step

PASSED_UP_KIND, FROM_BELOW_KIND = "passed_up", "from_below"
OPEN, CLOSED = StateType.OPEN, StateType.CLOSED

_OFFICE = Relation("office", _("deputies' office"), offices=("office_clerk", "office_head"))

# --- on the level below ---------------------------------------------------------------------------

_BELOW_STATES = (
    State("sent", _("Passed up, to be taken up"), OPEN, "send", "soon"),
    State("in_hand", _("In hand above"), OPEN, "work", "run"),
    State("answered", _("Answered, the deputy to be told"), OPEN, "answer", "ask"),
    State("settled", _("Told the deputy"), CLOSED, "settle", "done"),
    State("returned", _("Turned back"), CLOSED, "settle", "late"),
    State("withdrawn", _("Withdrawn"), CLOSED, "settle", "idle"),
)

# fmt: off
_BELOW_STEPS = (
    step("taken_up", _("Taken up above")).from_("sent").to("in_hand").automatic().telling("author", "office").at("send"),
    step("turned_back", _("Turned back from above")).from_("sent", "in_hand").to("returned").automatic().asks("turned_back").doing("end").telling("author", "office"),
    step("answer", _("Answered from above")).from_("in_hand").to("answered").automatic().asks("answer").doing("answer").telling("author", "office").at("work"),
    step("settle", _("Tell the deputy and settle")).by("office").from_("answered").to("settled").asks("settle").doing("settle").must("settle").stopping("settle").telling("author").at("answer"),
    step("again", _("Ask for more")).by("office").from_("answered").to("in_hand").asks("reason").doing("again").stopping("settle").telling("author"),
    step("withdraw", _("Withdraw what was passed up")).by("office").from_("sent", "in_hand").to("withdrawn").asks("reason").doing("end").telling("author").grave(),
    step("lapse", _("Ended with its suggestion")).from_("sent", "in_hand", "answered").to("withdrawn").automatic().doing("end").stopping("settle"),
)
# fmt: on

PASSED_UP = Procedure(
    kind=PASSED_UP_KIND,
    version=1,
    label=_("Passed up"),
    initial="sent",
    states=_BELOW_STATES,
    relations=(Relation("author", _("leading deputy"), party="author"), _OFFICE),
    steps=_BELOW_STEPS,
    clocks=(Clock("settle", _("Telling the deputy"), "referral.settle"),),
    stages=(
        ("send", pgettext_lazy("stage", "Passed up")),
        ("work", pgettext_lazy("stage", "Handled above")),
        ("answer", pgettext_lazy("stage", "Answered")),
        ("settle", pgettext_lazy("stage", "Settled")),
    ),
)

# --- on the level above ---------------------------------------------------------------------------

_ABOVE_STATES = (
    State("sent", _("To be taken up"), OPEN, "take", "ask"),
    State("accepted", _("To be assigned"), OPEN, "assign", "soon"),
    State("assigned", _("In hand"), OPEN, "work", "run"),
    State("replied", _("Reply to be checked"), OPEN, "answer", "ask"),
    State("delivered", _("Answered, with the level below"), OPEN, "settle", "idle"),
    State("settled", _("Settled"), CLOSED, "settle", "done"),
    State("returned", _("Turned back"), CLOSED, "settle", "late"),
    State("withdrawn", _("Withdrawn below"), CLOSED, "settle", "idle"),
)

# fmt: off
_ABOVE_STEPS = (
    step("accept", _("Take it up")).by("office").from_("sent").to("accepted").must("accept").stopping("accept").at("take"),
    step("turn_back", _("Turn it back")).by("office").from_("sent", "accepted").to("returned").asks("turned_back").doing("end").grave(),
    step("assign", _("Assign it")).by("office").from_("accepted").to("assigned").asks("assign").doing("assign").must().telling("undertaker").starting("answer").at("assign"),
    step("take_back", _("Assign it anew")).by("office").from_("assigned").to("accepted").asks("reason").doing("take_back").stopping("answer").telling("undertaker"),
    step("progress", _("Report progress")).by("undertaker").from_("assigned").asks("progress").telling("office"),
    step("reply", _("Reply")).by("undertaker").from_("assigned").to("replied").asks("reply").doing("reply").must("answer").stopping("answer").telling("office").at("work"),
    step("urge", _("Urge")).by("office").from_("assigned").asks("urge").telling("undertaker"),
    step("send_back", _("Send the reply back")).by("office").from_("replied").to("assigned").asks("reason").doing("send_back").telling("undertaker"),
    step("deliver", _("Answer the level below")).by("office").from_("replied").to("delivered").asks("deliver").doing("deliver").must().telling("undertaker").at("answer"),
    step("again", _("More was asked for below")).from_("delivered").to("accepted").automatic().asks("reason").telling("office", "undertaker").doing("take_back"),
    step("settled", _("Settled below")).from_("delivered").to("settled").automatic().telling("office", "undertaker").at("settle"),
    step("withdrawn", _("Withdrawn below")).from_("sent", "accepted", "assigned", "replied", "delivered").to("withdrawn").automatic().stopping("accept", "answer").telling("office", "undertaker"),
)
# fmt: on

FROM_BELOW = Procedure(
    kind=FROM_BELOW_KIND,
    version=1,
    label=_("From the level below"),
    initial="sent",
    states=_ABOVE_STATES,
    relations=(
        _OFFICE,
        Relation(
            "undertaker",
            _("undertaker"),
            party="undertaker",
            party_roles=("handler", "undertaker_admin"),
        ),
    ),
    steps=_ABOVE_STEPS,
    clocks=(
        Clock("accept", _("Taking it up"), "referral.accept"),
        Clock("answer", _("Reply"), "referral.answer"),
    ),
    stages=(
        ("take", pgettext_lazy("stage", "Taken up")),
        ("assign", pgettext_lazy("stage", "Assigned")),
        ("work", pgettext_lazy("stage", "Replied")),
        ("answer", pgettext_lazy("stage", "Answered")),
        ("settle", pgettext_lazy("stage", "Settled")),
    ),
)
