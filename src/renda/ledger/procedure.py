"""The procedure of a promise, from the reply that made it to the second evaluation.

A promise stays open across years and terms until it is kept, broken or changed with approval
(A10); after delivery the deputy evaluates once more (A7).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from renda.law.procedure import Clock, Lane, Procedure, Relation, State, StateType, step

KIND = "commitment"
OPEN, CLOSED = StateType.OPEN, StateType.CLOSED

STAGES = (
    ("keep", pgettext_lazy("stage", "Promised")),
    ("report", pgettext_lazy("stage", "Reported delivered")),
    ("check", pgettext_lazy("stage", "Checked")),
    ("evaluate", pgettext_lazy("stage", "Evaluated again")),
    ("conclude", pgettext_lazy("stage", "Concluded")),
)

STATES = (
    State("open", _("To be kept"), OPEN, "keep", "run"),
    State("review", _("Condition to be reviewed"), OPEN, "keep", "soon"),
    State("overdue", _("Past its day"), OPEN, "keep", "late"),
    State("change_asked", _("Change asked for"), OPEN, "keep", "ask"),
    State("reported", _("Reported delivered, to be checked"), OPEN, "check", "ask"),
    State("delivered", _("Delivered, to be evaluated again"), OPEN, "evaluate", "ask"),
    State("kept", _("Kept"), CLOSED, "conclude", "done"),
    State("late", _("Kept late"), CLOSED, "conclude", "soon"),
    State("changed", _("Changed with approval"), CLOSED, "conclude", "idle"),
    State("broken", _("Not kept"), CLOSED, "conclude", "late"),
    State("struck", _("Struck off"), CLOSED, "conclude", "idle"),
)

RELATIONS = (
    Relation("author", _("leading deputy"), party="author"),
    Relation("evaluator", _("author"), lane=()),
    Relation("liaison", _("station liaison"), party="liaison", party_roles=("liaison",)),
    Relation("office", _("deputies' office"), offices=("office_clerk", "office_head")),
    Relation("office_head", _("head of the deputies' office"), offices=("office_head",)),
    Relation("vice_chair", _("supervising vice-chair"), party="supervisor"),
    Relation(
        "committee", _("counterpart committee"), party="committee", party_roles=("committee",)
    ),
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

CLOCKS = (
    Clock("keep", _("Keeping the promise")),
    Clock("review", _("Review of the condition")),
    Clock("check", _("Check of the delivery"), "promise.check"),
    Clock("decide_change", _("Decision on the change"), "promise.decide_change"),
    Clock("evaluate", _("Second evaluation"), "promise.evaluate"),
)

LANES = (
    Lane(
        "evaluation",
        _("Second evaluations"),
        tuple(
            State(name, label)
            for name, label in (
                ("sent", _("Not opened")),
                ("opened", _("Opened")),
                ("half", _("Entered once")),
                ("given", _("Evaluated")),
                ("waived", _("No reply needed")),
                ("missed", _("Not evaluated")),
            )
        ),
    ),
)

_OWED = ("open", "review", "overdue")
_ENDS = ("kept", "late", "changed")

# fmt: off
STEPS = (
    # Keep
    step("report", _("Report it delivered")).by("undertaker").from_("open", "overdue").to("reported").only_if("has_day").asks("report").doing("report").must("keep").stopping("keep").starting("check").telling("office", "author").at("report").public(),
    step("report_also", _("Report it delivered all the same")).by("undertaker").from_("open", "review", "broken").to("reported").only_if("no_day_runs").asks("report").doing("report").stopping("review").starting("check").telling("office", "author").at("report").public(),
    step("progress", _("Report progress")).by("undertaker").from_(*_OWED).asks("progress").telling("author").public(),
    step("urge", _("Urge")).by("office", "handling_office", "vice_chair", "committee").from_(*_OWED).asks("urge").bulk().telling("undertaker").private(),
    step("fall_due", _("Day passed without delivery")).from_("open").to("overdue").automatic().telling("office", "undertaker", "author", "vice_chair").public(),
    # A promise on a condition
    step("come_up", _("Condition comes up for review")).from_("open").to("review").automatic().telling("office"),
    step("review", _("Review the condition")).by("undertaker").from_("open", "review").to("open").only_if("is_conditional").asks("review").doing("review").must("review").stopping("review").telling("office", "author").public(),
    # Change with approval
    step("ask_change", _("Ask for a change")).by("undertaker").from_(*_OWED).to("change_asked").asks("ask_change").doing("ask_change").starting("decide_change").telling("office").private(),
    step("decide_change", _("Decide on the change")).by("office_head").from_("change_asked").to("open", "review", "overdue").only_if("head_decides").asks("decide_change").doing("decide_change").must("decide_change").stopping("decide_change").telling("undertaker", "author").public(),
    step("decide_change_leader", _("Decide on the change as supervisor")).by("vice_chair").from_("change_asked").to("open", "review", "overdue").only_if("leader_decides").asks("decide_change").doing("decide_change").must("decide_change").stopping("decide_change").telling("undertaker", "author", "office").public(),
    # Check
    step("confirm", _("Confirm the delivery")).by("office").from_("reported").to("delivered", *_ENDS).asks("confirm").doing("confirm").must("check").stopping("check").telling("author", "undertaker").at("check").public(),
    step("send_back", _("Not delivered yet: send back")).by("office").from_("reported").to("open", "review", "overdue").asks("reason").doing("send_back").stopping("check").telling("undertaker", "author"),
    # Evaluate a second time
    step("evaluate", _("Evaluate again")).by("evaluator").from_("delivered").maybe_to(*_ENDS).on("evaluation", "opened").asks("evaluate").doing("evaluate").checked().must("evaluate").telling("office").at("evaluate").public().quiet(),
    step("waive", _("No evaluation needed")).by("evaluator").from_("delivered").maybe_to(*_ENDS).on("evaluation", "opened", to="waived").doing("waive").paper(),
    step("enter_paper", _("Enter a paper form")).by("office").from_("delivered").maybe_to(*_ENDS).on("evaluation", "opened").asks("enter_paper").doing("enter_paper").blind().internal(),
    step("enter_paper_again", _("Enter the paper form a second time")).by("office").from_("delivered").maybe_to(*_ENDS).on("evaluation", "half").asks("enter_paper").doing("enter_paper").blind().internal().must("evaluate"),
    step("clear_paper", _("Clear the first entry")).by("office").from_("delivered").on("evaluation", "half", to="opened").asks("reason").doing("clear_paper").internal(),
    step("close_unanswered", _("Close without an evaluation")).by("office").from_("delivered").to(*_ENDS).only_if("evaluation_overdue").asks("reason").doing("close_unanswered").stopping("evaluate").grave(),
    # End otherwise
    step("break", _("Declare it not kept")).by("office_head", "vice_chair").from_(*_OWED).to("broken").asks("reason").doing("break_promise").stopping("keep", "review").telling("author", "undertaker", "handling_office").grave().public(),
    step("lapse", _("Struck off with its suggestion")).from_(*_OWED, "change_asked", "reported", "delivered").to("struck").doing("strike").automatic().telling("undertaker").public(),
    step("strike", _("Strike it off the ledger")).by("office_head").from_(*_OWED, "change_asked", "reported").to("struck").asks("reason").doing("strike").telling("undertaker", "author").grave(),
)
# fmt: on

COMMITMENT = Procedure(
    kind=KIND,
    version=1,
    label=_("Promises"),
    initial="open",
    states=STATES,
    relations=RELATIONS,
    steps=STEPS,
    clocks=CLOCKS,
    lanes=LANES,
    stages=STAGES,
    paper_by=("office", "liaison"),
)
