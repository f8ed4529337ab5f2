"""Two levels, and a suggestion of the lower one on its way between them."""

from __future__ import annotations

from typing import Any

from renda.jobs.services import work_off
from renda.kernel import time
from renda.levels import facts as own
from renda.levels.models import FromBelow
from renda.levels.services import pass_up
from renda.proceedings.facts import Facts, Nothing
from renda.proceedings.models import Proceeding
from renda.proceedings.services import take_step
from tests.factories import make_congress
from tests.proposals import journeys as j
from tests.proposals.journeys import Cast

ASKED = own.PassUp(
    reason="道路产权属于市里,区里多次协调没有结果。",
    request="请市里把柳溪路东段列入改造计划。",
)


def below(upper: Cast) -> Cast:
    """The cast of a congress under another."""
    return j.cast(make_congress(level="T", parent=upper.congress))


def passed(lower: Cast, asked: own.PassUp = ASKED, **values: Any) -> Proceeding:
    """Passed up by the clerk while a unit is handling it; the half of the lower level."""
    return pass_up(j.received(lower, **values), actor=lower.clerk, facts=asked)


def again(proceeding: Proceeding) -> Proceeding:
    """As it stands in the database."""
    return Proceeding.objects.select_related("congress").get(pk=proceeding.pk)


def above(half: Proceeding) -> Proceeding:
    """The half of the upper level."""
    return again(FromBelow.objects.get(passed_id=half.pk).proceeding)


def step(proceeding: Proceeding, name: str, actor: Any, facts: Facts | None = None) -> Proceeding:
    """Take a step, and let the worker tell the other level."""
    take_step(again(proceeding), name, actor=actor, facts=facts or Nothing())
    work_off()
    return again(proceeding)


def assigned(upper: Cast, half: Proceeding) -> Proceeding:
    """Taken up and given to a unit of the upper level."""
    found = step(above(half), "accept", upper.clerk)
    return step(found, "assign", upper.clerk, own.Assign(unit=upper.unit.pk))


def answered(upper: Cast, half: Proceeding) -> Proceeding:
    """Replied by the unit, answered by the office."""
    found = assigned(upper, half)
    found = step(
        found, "reply", upper.handler, own.Reply(text="内部答复:已列入明年计划,资金待批。")
    )
    return step(found, "deliver", upper.clerk, own.Deliver(text="柳溪路东段已列入明年改造计划。"))


def told(**values: Any) -> own.Settle:
    """The deputy was told today."""
    return own.Settle(**{"told_on": time.today(), "remark": "代表表示认可。", **values})
