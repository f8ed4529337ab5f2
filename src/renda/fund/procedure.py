"""The procedure of a micro-project, from the preliminary list to the closed account (A12).

The congress's office puts forward, the undertaker plans, the government evaluates, the
chairpersons' meeting decides within the pot; money is recorded by one person and confirmed by
another; the deputy sees for himself before the project is accepted.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from renda.fund.enums import PaymentState
from renda.law.procedure import Clock, Lane, Procedure, Relation, State, StateType, step

KIND = "microproject"
OPEN, CLOSED = StateType.OPEN, StateType.CLOSED

STAGES = (
    ("screen", pgettext_lazy("stage", "Put forward")),
    ("plan", pgettext_lazy("stage", "Planned")),
    ("evaluate", pgettext_lazy("stage", "Evaluated by the government")),
    ("decide", pgettext_lazy("stage", "Decided")),
    ("work", pgettext_lazy("stage", "Carried out")),
    ("accept", pgettext_lazy("stage", "Accepted")),
    ("conclude", pgettext_lazy("stage", "Account closed")),
)

STATES = (
    State("candidate", _("On the preliminary list, to be planned"), OPEN, "plan", "ask"),
    State("planned", _("Planned, to be evaluated"), OPEN, "evaluate", "ask"),
    State("evaluated", _("Evaluated, to be decided"), OPEN, "decide", "ask"),
    State("chosen", _("On the final list, to begin"), OPEN, "work", "soon"),
    State("running", _("Under way"), OPEN, "work", "run"),
    State("change_asked", _("Change of the sum asked for"), OPEN, "work", "ask"),
    State("finished", _("Finished, to be accepted"), OPEN, "accept", "ask"),
    State("accepted", _("Accepted, account open"), OPEN, "conclude", "soon"),
    State("settled", _("Account closed"), CLOSED, "conclude", "done"),
    State("passed", _("Not on the final list"), CLOSED, "conclude", "idle"),
    State("withdrawn", _("Withdrawn"), CLOSED, "conclude", "idle"),
    State("ended", _("Ended before it was done"), CLOSED, "conclude", "late"),
)

RELATIONS = (
    Relation("author", _("leading deputy"), party="author"),
    Relation("liaison", _("station liaison"), party="liaison", party_roles=("liaison",)),
    Relation("office", _("deputies' office"), offices=("office_clerk", "office_head")),
    Relation("office_head", _("head of the deputies' office"), offices=("office_head",)),
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
    Relation("payer", _("undertaker's handler"), party="undertaker", party_roles=("handler",)),
    Relation(
        "checker",
        _("undertaker's second person"),
        party="undertaker",
        party_roles=("undertaker_admin", "signer"),
    ),
)

CLOCKS = (
    Clock("plan", _("Plan and budget"), "fund.plan"),
    Clock("evaluate", _("Evaluation by the government"), "fund.evaluate"),
    Clock("finish", _("Finishing the project")),
    Clock("decide_change", _("Decision on the change"), "fund.decide_change"),
    Clock("confirm", _("Confirmation of the payment"), "fund.confirm"),
    Clock("accept", _("Acceptance"), "fund.accept"),
    Clock("settle", _("Closing the account"), "fund.settle"),
)

LANES = (
    Lane(
        "payment",
        _("Payments"),
        tuple(State(each.value, each.label) for each in PaymentState),
    ),
)

_LISTED = ("candidate", "planned", "evaluated")
_WORK = ("chosen", "running", "change_asked")
_PAYING = ("chosen", "running", "change_asked", "finished", "accepted")

# fmt: off
STEPS = (
    # Plan
    step("plan", _("Submit plan and budget")).by("undertaker").from_("candidate").to("planned").asks("plan").doing("plan").must("plan").stopping("plan").starting("evaluate").telling("handling_office", "office", "author").at("plan"),
    step("withdraw", _("Take it off the preliminary list")).by("office").from_(*_LISTED).to("withdrawn").asks("reason").doing("drop").telling("author", "undertaker", "handling_office").grave(),
    # Evaluate
    step("evaluate", _("Record the government's evaluation")).by("handling_office").from_("planned").to("evaluated").asks("evaluate").doing("evaluate").must("evaluate").stopping("evaluate").telling("office", "undertaker").at("evaluate"),
    step("send_back_plan", _("Send the plan back")).by("handling_office").from_("planned").to("candidate").asks("reason").stopping("evaluate").starting("plan").telling("undertaker", "office"),
    step("send_back_evaluation", _("Ask for another evaluation")).by("office").from_("evaluated").to("planned").asks("reason").doing("unadvise").starting("evaluate").telling("handling_office"),
    # Decide
    step("choose", _("Record that it is on the final list")).by("office").from_("evaluated").to("chosen").asks("choose").doing("choose").must().telling("undertaker", "author", "handling_office").at("decide").public(),
    step("pass_over", _("Record that it is not on the final list")).by("office").from_("evaluated").to("passed").asks("pass_over").doing("pass_over").telling("author", "undertaker", "handling_office").grave(),
    # Carry out
    step("begin", _("Report that work has begun")).by("undertaker").from_("chosen").to("running").asks("begin").doing("begin").must("finish").telling("office", "author").public(),
    step("progress", _("Report progress")).by("undertaker").from_("running").asks("progress").doing("progress").telling("author", "office").public(),
    step("urge", _("Urge")).by("office", "handling_office").from_("candidate", "chosen", "running").asks("urge").bulk().telling("undertaker").private(),
    step("ask_change", _("Ask for a change of the sum")).by("undertaker").from_("chosen", "running").to("change_asked").asks("ask_change").doing("ask_change").starting("decide_change").telling("office_head", "handling_office").private(),
    step("decide_change", _("Decide on the change of the sum")).by("office_head").from_("change_asked").to("chosen", "running").asks("decide_change").doing("decide_change").must("decide_change").stopping("decide_change").telling("undertaker", "handling_office", "author").public(),
    step("finish", _("Report it finished")).by("undertaker").from_("running").to("finished").asks("finish").doing("finish").must("finish").stopping("finish").starting("accept").telling("author", "handling_office", "office").at("work").public(),
    # Pay
    step("pay", _("Record a payment")).by("payer").from_(*_PAYING).asks("pay").doing("pay").telling("checker"),
    step("confirm_payment", _("Confirm the payment")).by("checker").from_(*_PAYING).on("payment", "recorded").doing("confirm_payment").must("confirm").stopping("confirm").telling("payer", "office"),
    step("return_payment", _("Payment is wrong: strike it")).by("checker").from_(*_PAYING).on("payment", "recorded", to="struck").asks("reason").doing("strike_payment").stopping("confirm").telling("payer"),
    step("strike_payment", _("Strike a confirmed payment")).by("office").from_(*_PAYING).on("payment", "confirmed", to="struck").asks("reason").doing("strike_payment").telling("payer", "checker").grave(),
    # Accept
    step("inspect", _("Say what you found on the spot")).by("author").from_("finished").asks("inspect").doing("inspect").must("accept").telling("handling_office", "office", "undertaker").paper().public(),
    step("accept", _("Accept the project")).by("handling_office", "office").from_("finished").to("accepted").only_if("deputy_was_heard").asks("accept").doing("accept").must("accept").stopping("accept").starting("settle").telling("author", "undertaker", "office").at("accept").public(),
    step("rework", _("Not as planned: back to work")).by("handling_office", "office").from_("finished").to("running").asks("reason").doing("rework").stopping("accept").telling("undertaker", "author").public(),
    # End
    step("settle", _("Close the project's account")).by("office", "handling_office").from_("accepted").to("settled").only_if("no_payment_waits").doing("settle").must("settle").stopping("settle").telling("undertaker", "author").at("conclude").public(),
    step("reopen", _("Open the account again")).by("office_head").from_("settled").to("accepted").asks("reason").doing("reopen").starting("settle").telling("undertaker").grave(),
    step("end", _("End it before it is done")).by("office_head").from_(*_WORK).to("ended").only_if("no_payment_waits").asks("reason").doing("drop").stopping("finish", "decide_change").telling("author", "undertaker", "handling_office").grave().public(),
    step("lapse", _("Ended with its suggestion")).from_(*_LISTED, *_WORK).to("ended").doing("drop").automatic().telling("undertaker", "handling_office", "office").public(),
)
# fmt: on

MICROPROJECT = Procedure(
    kind=KIND,
    version=1,
    label=_("Micro-projects"),
    initial="candidate",
    states=STATES,
    relations=RELATIONS,
    steps=STEPS,
    clocks=CLOCKS,
    lanes=LANES,
    stages=STAGES,
    paper_by=("office", "liaison"),
)
