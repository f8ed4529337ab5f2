"""The code behind the names of the procedure."""

from __future__ import annotations

from datetime import date
from typing import Any

from renda.fund import asides, queries
from renda.fund import facts as own
from renda.fund.procedure import MICROPROJECT
from renda.fund.rules import GUARDS
from renda.fund.services import effects
from renda.kernel import money
from renda.kernel.actor import Actor
from renda.matters import facts as shared
from renda.proceedings.facts import Facts
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import Aside, Binding, LaneRow

FACTS: dict[str, type[Facts]] = {
    "plan": own.PlanProject,
    "evaluate": own.EvaluateProject,
    "choose": own.ListProject,
    "pass_over": own.PassProject,
    "begin": own.BeginProject,
    "progress": own.ProjectProgress,
    "ask_change": own.AskSum,
    "decide_change": own.DecideSum,
    "finish": own.FinishProject,
    "pay": own.PayProject,
    "inspect": own.InspectProject,
    "accept": own.AcceptProject,
    "urge": shared.Urge,
    "reason": shared.Reason,
}

EFFECTS = {
    name: getattr(effects, name)
    for name in (
        *("plan", "evaluate", "unadvise", "choose", "pass_over", "drop", "begin", "progress"),
        *("ask_change", "decide_change", "finish", "pay", "confirm_payment", "strike_payment"),
        *("inspect", "accept", "rework", "settle", "reopen"),
    )
}


def planned(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The plan that was sent back fills the form again."""
    project = proceeding.project
    finish_by: date | None = project.finish_by
    return {
        "text": project.plan,
        "beneficiaries": project.beneficiaries,
        "people": project.people,
        "finish_by": finish_by,
        "budget": [
            {"what": each.what, "amount": str(money.yuan(each.amount))}
            for each in project.budget.all()
        ],
    }


def asked_sum(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """What the unit asked for."""
    return {"amount": str(money.yuan(proceeding.project.asked))}


def advised_sum(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """What the evaluation came to."""
    return {"amount": str(money.yuan(proceeding.project.advised))}


_PROJECT = Aside("fund/_read.html", asides.project)
_PAYMENT = Aside("fund/_read_payment.html", asides.payment)

BINDING = Binding(
    procedure=MICROPROJECT,
    url_name="fund:detail",
    facts=FACTS,
    effects=EFFECTS,
    guards=GUARDS,
    lanes={"payment": queries.PaymentLane()},
    initial={"plan": planned, "evaluate": asked_sum, "choose": advised_sum},
    asides={
        **dict.fromkeys(
            (
                *("plan", "withdraw", "evaluate", "send_back_plan", "send_back_evaluation"),
                *("choose", "pass_over", "begin", "progress", "ask_change", "decide_change"),
                *("finish", "pay", "inspect", "accept", "rework", "settle", "reopen", "end"),
            ),
            _PROJECT,
        ),
        **dict.fromkeys(("confirm_payment", "return_payment", "strike_payment"), _PAYMENT),
    },
)
