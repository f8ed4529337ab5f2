"""The code behind the names of both procedures."""

from __future__ import annotations

from typing import Any

from renda.kernel.actor import Actor
from renda.levels import asides, queries
from renda.levels import facts as own
from renda.levels.procedure import FROM_BELOW, PASSED_UP
from renda.levels.services import effects
from renda.matters import facts as shared
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import Aside, Binding, LaneRow

_BELOW = Aside("levels/_passed.html", asides.passed)
_ABOVE = Aside("levels/_asked.html", asides.asked)


def _reply_so_far(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    return {"text": proceeding.from_below.reply}


PASSED_UP_BINDING = Binding(
    procedure=PASSED_UP,
    url_name="levels:passed",
    facts={
        "turned_back": own.TurnedBack,
        "answer": own.Answer,
        "settle": own.Settle,
        "reason": shared.Reason,
    },
    effects={
        "end": effects.end_below,
        "answer": effects.answer,
        "settle": effects.settle,
        "again": effects.again,
    },
    guards={},
    lanes={},
    asides=dict.fromkeys(("settle", "again", "withdraw"), _BELOW),
)

FROM_BELOW_BINDING = Binding(
    procedure=FROM_BELOW,
    url_name="levels:asked",
    facts={
        "turned_back": own.TurnedBack,
        "assign": own.Assign,
        "progress": shared.Progress,
        "reply": own.Reply,
        "urge": shared.Urge,
        "deliver": own.Deliver,
        "reason": shared.Reason,
    },
    effects={
        "end": effects.end_above,
        "assign": effects.assign,
        "take_back": effects.take_back,
        "reply": effects.reply,
        "send_back": effects.send_back,
        "deliver": effects.deliver,
    },
    guards={},
    lanes={},
    choices={"units": queries.units},
    initial={"reply": _reply_so_far, "deliver": _reply_so_far},
    asides=dict.fromkeys(
        ("accept", "turn_back", "assign", "take_back", "reply", "send_back", "deliver"), _ABOVE
    ),
)
