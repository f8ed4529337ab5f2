"""The code behind the names of the procedure."""

from __future__ import annotations

from typing import Any

from renda.files.enums import Purpose
from renda.files.queries import current
from renda.kernel.actor import Actor
from renda.ledger import asides
from renda.ledger import facts as own
from renda.ledger.procedure import COMMITMENT, KIND
from renda.ledger.rules import GUARDS
from renda.ledger.services import effects
from renda.matters import facts as shared
from renda.matters.queries import EvaluationLane
from renda.matters.services import evaluating
from renda.proceedings.facts import Facts
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import Aside, Binding, LaneRow

FACTS: dict[str, type[Facts]] = {
    "reason": shared.Reason,
    "progress": shared.Progress,
    "urge": shared.Urge,
    "evaluate": shared.Evaluate,
    "enter_paper": shared.EnterPaper,
    "report": own.Report,
    "confirm": own.Confirm,
    "ask_change": own.AskChange,
    "decide_change": own.DecideChange,
    "review": own.Review,
}

EFFECTS = {
    "report": effects.report,
    "review": effects.review,
    "ask_change": effects.ask_change,
    "decide_change": effects.decide_change,
    "confirm": effects.confirm,
    "send_back": effects.send_back,
    "evaluate": effects.evaluate,
    "waive": effects.waive,
    "enter_paper": effects.enter_paper,
    "clear_paper": evaluating.clear_paper,
    "close_unanswered": effects.close_unanswered,
    "break_promise": effects.break_promise,
    "strike": effects.strike,
}


def reported(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """What was reported before fills the form again after it was sent back."""
    promise = proceeding.promise
    return {
        "text": promise.report,
        "document": promise.document,
        "files": [str(each.public_id) for each in current(KIND, proceeding.pk, Purpose.ENCLOSURE)],
    }


def stated_day(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The day that the unit reported."""
    return {"delivered_on": proceeding.promise.delivered_on}


_PROMISE = Aside("ledger/_read.html", asides.promise)

BINDING = Binding(
    procedure=COMMITMENT,
    url_name="ledger:detail",
    facts=FACTS,
    effects=EFFECTS,
    guards=GUARDS,
    lanes={"evaluation": EvaluationLane()},
    reminded_apart=frozenset({"report", "review"}),
    initial={"report": reported, "report_also": reported, "confirm": stated_day},
    asides=dict.fromkeys(
        (
            *("report", "report_also", "review", "ask_change", "decide_change"),
            *("decide_change_leader", "confirm", "send_back", "evaluate", "break", "enter_paper"),
        ),
        _PROMISE,
    ),
)
