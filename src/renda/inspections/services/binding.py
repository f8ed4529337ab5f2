"""The code behind the names of the procedure."""

from __future__ import annotations

from renda.inspections import asides, queries
from renda.inspections import facts as own
from renda.inspections.procedure import INSPECTION
from renda.inspections.rules import GUARDS
from renda.inspections.services import effects
from renda.matters import facts as shared
from renda.proceedings.facts import Facts
from renda.proceedings.procedure import Aside, Binding

FACTS: dict[str, type[Facts]] = {
    "announce": own.Announce,
    "hold": own.Hold,
    "record": own.Record,
    "record_owed": own.RecordOwed,
    "answer": own.Answer,
    "send_back": own.SendBack,
    "conclude": own.Conclude,
    "reason": shared.Reason,
}

EFFECTS = {
    "announce": effects.announce,
    "hold": effects.hold,
    "record": effects.record,
    "record_owed": effects.record_owed,
    "answer": effects.answer,
    "accept": effects.accept,
    "send_back": effects.send_back,
    "conclude": effects.conclude,
}

_AGENDA = Aside("inspections/_agenda.html", asides.agenda)
_QUESTION = Aside("inspections/_question.html", asides.question)

BINDING = Binding(
    procedure=INSPECTION,
    url_name="inspections:detail",
    facts=FACTS,
    effects=EFFECTS,
    guards=GUARDS,
    lanes={"question": queries.QuestionLane()},
    asides={
        **dict.fromkeys(("announce", "hold", "conclude"), _AGENDA),
        **dict.fromkeys(("record", "record_owed", "drop", "answer", "accept"), _QUESTION),
        "send_back": _QUESTION,
    },
)
