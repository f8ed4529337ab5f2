"""The procedure of a key suggestion, from candidate to closing (A11).

The chairpersons' meeting chooses; a leader of the government takes charge (领办), one of the
congress supervises (督办); the plan has milestones with days.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from renda.law.procedure import Clock, Lane, Procedure, Relation, State, StateType, step

KIND = "key"
OPEN, CLOSED = StateType.OPEN, StateType.CLOSED

STAGES = (
    ("decide", pgettext_lazy("stage", "Chosen")),
    ("plan", pgettext_lazy("stage", "Planned")),
    ("work", pgettext_lazy("stage", "Carried out")),
    ("conclude", pgettext_lazy("stage", "Concluded")),
)

STATES = (
    State("candidate", _("Candidate, to be decided"), OPEN, "decide", "ask"),
    State("planning", _("Chosen, to be planned"), OPEN, "plan", "soon"),
    State("running", _("Plan being carried out"), OPEN, "work", "run"),
    State("concluded", _("Concluded"), CLOSED, "conclude", "done"),
    State("ended", _("Ended before its plan"), CLOSED, "conclude", "late"),
    State("passed", _("Not chosen"), CLOSED, "conclude", "idle"),
)

RELATIONS = (
    Relation("author", _("leading deputy"), party="author"),
    Relation("office", _("deputies' office"), offices=("office_clerk", "office_head")),
    Relation("office_head", _("head of the deputies' office"), offices=("office_head",)),
    Relation("vice_chair", _("supervising vice-chair"), party="supervisor"),
    Relation(
        "handling_office",
        _("handling office"),
        party="handling_office",
        party_roles=("handling_office",),
    ),
    Relation(
        "undertaker",
        _("undertaker"),
        party="undertaker",
        party_roles=("handler", "undertaker_admin"),
    ),
)

CLOCKS = (Clock("milestone", _("Next milestone")),)

LANES = (
    Lane("milestone", _("Milestones"), (State("due", _("Due")), State("reached", _("Reached")))),
)

# fmt: off
STEPS = (
    step("choose", _("Record that it was chosen")).by("office").from_("candidate").to("planning").asks("choose").doing("choose").must().telling("author", "handling_office", "undertaker", "vice_chair").at("decide").public(),
    step("pass_over", _("Record that it was not chosen")).by("office").from_("candidate").to("passed").asks("pass_over").doing("pass_over").telling("author").grave(),
    step("plan", _("Set the plan")).by("undertaker", "handling_office").from_("planning").to("running").asks("plan").doing("plan").must().telling("office", "vice_chair", "author").at("plan").public(),
    step("reach", _("Report the milestone reached")).by("undertaker", "handling_office").from_("running").on("milestone", "due", to="reached").asks("reach").doing("reach").must("milestone").telling("office", "vice_chair", "author").public(),
    step("progress", _("Report progress")).by("undertaker", "handling_office").from_("planning", "running").asks("progress").telling("vice_chair", "author").public(),
    step("urge", _("Urge")).by("vice_chair", "office").from_("planning", "running").asks("urge").telling("undertaker", "handling_office").private(),
    step("conclude", _("Conclude the supervision")).by("vice_chair", "office").from_("running").to("concluded").only_if("all_reached").asks("conclude").doing("conclude").stopping("milestone").telling("author", "undertaker", "handling_office").at("conclude").public(),
    step("lapse", _("Ended with its suggestion")).from_("candidate", "planning", "running").to("ended").automatic().telling("undertaker", "handling_office").public(),
    step("end", _("End it before its plan is done")).by("vice_chair", "office_head").from_("planning", "running").to("ended").asks("reason").stopping("milestone").telling("author", "undertaker", "handling_office").grave().public(),
)
# fmt: on

KEY = Procedure(
    kind=KIND,
    version=1,
    label=_("Key suggestions"),
    initial="candidate",
    states=STATES,
    relations=RELATIONS,
    steps=STEPS,
    clocks=CLOCKS,
    lanes=LANES,
    stages=STAGES,
)
