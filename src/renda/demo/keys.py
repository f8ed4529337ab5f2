"""The key suggestions of the district: put forward, chosen, planned and supervised (A11).

What is said and how it goes stands in ``data/keys.toml``. Lines that would come after today have
not happened yet.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from renda.access.enums import Role
from renda.demo.content import Key
from renda.demo.walk import Walk
from renda.kernel import time
from renda.kernel.registry import Registry
from renda.matters import facts as shared
from renda.oversight import facts as own
from renda.oversight.models import KeySuggestion
from renda.oversight.services import propose as put_forward

Verb = Callable[[Walk, Key], None]
verbs: Registry[Verb] = Registry("verb of a key suggestion")


def tell(matter: Walk, key: Key, verb: str) -> None:
    """Let one line happen."""
    verbs.get(verb)(matter, key)


def _verb(function: Verb) -> Verb:
    verbs.register(function.__name__, function)
    return function


def _walk(matter: Walk) -> Walk:
    found = KeySuggestion.objects.select_related("proceeding").get(matter=matter.proceeding)
    walk = Walk(matter.cast, matter.chance, proceeding=found.proceeding)
    walk.reload()
    return walk


def _today(matter: Walk) -> date:
    return time.local_day(matter.cast.clock.now)


@_verb
def propose(matter: Walk, key: Key) -> None:
    """The office puts the suggestion before the chairpersons' meeting."""
    clerk = matter.cast.of_role(Role.OFFICE_CLERK)
    with matter.cast.clock.tick():
        put_forward(matter.proceeding, actor=clerk, facts=own.Candidate(evidence=key.evidence))


@_verb
def choose(matter: Walk, key: Key) -> None:
    """The meeting of the day before has chosen it."""
    supervisor = matter.cast.of_role(Role.VICE_CHAIR)
    facts = own.Choose(
        meeting=key.meeting,
        decided_on=_today(matter) - timedelta(days=1),
        leader=key.leader,
        leader_post=key.leader_post,
        supervisor=supervisor.person_id or 0,
    )
    _walk(matter).take("choose", facts)


@_verb
def pass_over(matter: Walk, key: Key) -> None:
    """The meeting has not chosen it."""
    day = _today(matter) - timedelta(days=1)
    facts = own.PassOver(meeting=key.meeting, decided_on=day, reason=key.reason)
    _walk(matter).take("pass_over", facts)


@_verb
def plan(matter: Walk, key: Key) -> None:
    """The unit sets the plan and its milestones."""
    today = _today(matter)
    milestones = [
        own.MilestoneFact(what=what, due_on=today + timedelta(days=days))
        for days, what in key.milestones
    ]
    _walk(matter).take("plan", own.Plan(text=key.plan, milestones=milestones))


@_verb
def reach(matter: Walk, key: Key) -> None:
    """The next milestone was reached the day before."""
    walk = _walk(matter)
    row = walk.rows("reach")[0]
    number = len(walk.standing_rows("milestone")) - len(walk.rows("reach"))
    day = _today(matter) - timedelta(days=1)
    walk.take("reach", own.Reach(reached_on=day, text=key.reached[number]), row=row)


@_verb
def progress(matter: Walk, key: Key) -> None:
    """The unit reports how it goes."""
    _walk(matter).take("progress", shared.Progress(text=key.progress))


@_verb
def urge(matter: Walk, key: Key) -> None:
    """The supervising leader urges the unit on."""
    _walk(matter).take("urge", shared.Urge(text=key.urge))


@_verb
def conclude(matter: Walk, key: Key) -> None:
    """The supervising leader concludes."""
    _walk(matter).take("conclude", own.Conclude(text=key.result))


@_verb
def end(matter: Walk, key: Key) -> None:
    """The supervising leader ends it before its plan is done."""
    _walk(matter).take("end", shared.Reason(reason=key.reason))
