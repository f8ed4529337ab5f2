"""The code behind the names of the procedure."""

from __future__ import annotations

from renda.matters import facts as shared
from renda.oversight import asides, queries
from renda.oversight import facts as own
from renda.oversight.procedure import KEY
from renda.oversight.rules import GUARDS
from renda.oversight.services import effects
from renda.proceedings.facts import Facts
from renda.proceedings.procedure import Aside, Binding

FACTS: dict[str, type[Facts]] = {
    "choose": own.Choose,
    "pass_over": own.PassOver,
    "plan": own.Plan,
    "reach": own.Reach,
    "progress": shared.Progress,
    "urge": shared.Urge,
    "conclude": own.Conclude,
    "reason": shared.Reason,
}

EFFECTS = {
    "choose": effects.choose,
    "pass_over": effects.pass_over,
    "plan": effects.plan,
    "reach": effects.reach,
    "conclude": effects.conclude,
}

_KEY = Aside("oversight/_key.html", asides.key)

BINDING = Binding(
    procedure=KEY,
    url_name="oversight:detail",
    facts=FACTS,
    effects=EFFECTS,
    guards=GUARDS,
    lanes={"milestone": queries.MilestoneLane()},
    choices={"vice_chairs": queries.vice_chairs},
    asides=dict.fromkeys(("choose", "pass_over", "plan", "reach", "conclude"), _KEY),
)
