"""What the district passed up to the city, and what came of it (K4).

The words stand in ``data/passing.toml``. What one level does is entered on the other at once: in
the invented past no worker runs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from renda.access.enums import Role
from renda.congresses.models import Body
from renda.demo.cast import Cast
from renda.demo.content import Passing
from renda.demo.walk import NOTHING, Walk
from renda.kernel import time
from renda.kernel.registry import Registry
from renda.levels import facts as own
from renda.levels import services
from renda.levels.models import PassedUp
from renda.proceedings.facts import Facts

Verb = Callable[[Walk, Walk, Passing], None]
verbs: Registry[Verb] = Registry("verb of what is passed up")


def tell(matter: Walk, upper: Cast, passing: Passing, verb: str) -> None:
    """Let one line happen."""
    if verb == "pass_up":
        _pass_up(matter, passing)
        return
    rows = PassedUp.objects.select_related("proceeding", "half_above__proceeding")
    row = rows.get(matter=matter.proceeding)
    below = Walk(matter.cast, matter.chance, proceeding=row.proceeding)
    above = Walk(upper, matter.chance, proceeding=row.half_above.proceeding)
    for walk in (below, above):
        walk.reload()
    verbs.get(verb)(below, above, passing)


def _pass_up(matter: Walk, passing: Passing) -> None:
    """The office passes the suggestion up."""
    facts = own.PassUp(
        reason=passing.reason,
        request=passing.request,
        with_text=passing.with_text,
        with_name=passing.with_name,
    )
    clerk = matter.cast.of_role(Role.OFFICE_CLERK)
    with matter.cast.clock.tick():
        services.pass_up(matter.proceeding, actor=clerk, facts=facts)


def _take(walk: Walk, step: str, facts: Facts = NOTHING) -> None:
    event = walk.take(step, facts)
    with walk.cast.clock.tick():
        services.relay(event)


def _verb(function: Verb) -> Verb:
    verbs.register(function.__name__, function)
    return function


@_verb
def accept(below: Walk, above: Walk, passing: Passing) -> None:
    """The city takes it up."""
    _take(above, "accept")


@_verb
def turn_back(below: Walk, above: Walk, passing: Passing) -> None:
    """The city turns it back."""
    _take(above, "turn_back", own.TurnedBack(reason=passing.back))


@_verb
def assign(below: Walk, above: Walk, passing: Passing) -> None:
    """The city gives it to a unit."""
    unit = Body.objects.get(congress=above.cast.congress, name=passing.unit)
    _take(above, "assign", own.Assign(unit=unit.pk))


@_verb
def reply(below: Walk, above: Walk, passing: Passing) -> None:
    """The unit replies to its office."""
    _take(above, "reply", own.Reply(text=passing.reply))


@_verb
def deliver(below: Walk, above: Walk, passing: Passing) -> None:
    """The city's office answers the district."""
    _take(above, "deliver", own.Deliver(text=passing.answer))


@_verb
def settle(below: Walk, above: Walk, passing: Passing) -> None:
    """The district's office has told the deputy."""
    day = time.local_day(below.cast.clock.now) - timedelta(days=1)
    _take(below, "settle", own.Settle(told_on=day, remark=passing.remark))
