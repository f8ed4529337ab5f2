"""The words in which a procedure is declared, and the checks a declaration must pass.

A procedure names states, relations, clocks and steps, and nothing else. The page, the API, the
desk, the reminders, the permission matrix and the diagram in the docs are derived from it; the
engine in ``proceedings`` runs it. Pure data: no models, no writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

Label = Any  # a lazy translation or a plain string
Named = TypeVar("Named", "State", "Relation", "Clock", "Lane")


class StateType(StrEnum):
    """The few types every state belongs to; labels are many, types are not."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class State:
    """A state. ``stage`` names the place in the stepper, ``tone`` the colour of its chip."""

    name: str
    label: Label
    type: StateType = StateType.OPEN
    stage: str = ""
    tone: str = "run"


@dataclass(frozen=True, slots=True)
class Relation:
    """Who stands how to the subject; compiled to addressee tokens by the engine.

    Exactly one of the three: ``offices`` of the congress; a ``party`` relation; ``lane`` roles on
    the lane's row (an empty tuple means the row's own addressee, a person).
    """

    name: str
    label: Label
    offices: tuple[str, ...] = ()
    party: str = ""
    party_roles: tuple[str, ...] = ()
    lane: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock and the rulebook key that gives its length; without one, its day stands in the
    matter itself, as a promise's.
    """

    name: str
    label: Label
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """Parallel work inside a proceeding: rows with their own state (one per undertaker, signer)."""

    name: str
    label: Label
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Built by chaining; every call returns a new step."""

    name: str
    label: Label
    relations: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()
    targets: tuple[str, ...] = ()
    lane: str = ""
    lane_sources: frozenset[str] = frozenset()
    lane_target: str = ""
    facts: str = ""
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    effect: str = ""
    due_clock: str = ""
    tells: tuple[str, ...] = ()
    is_must: bool = False
    is_bulk: bool = False
    is_paper: bool = False
    is_automatic: bool = False
    is_public: bool = False
    is_grave: bool = False
    is_open_ended: bool = False
    is_blind: bool = False
    is_internal: bool = False
    is_checked: bool = False
    is_quiet: bool = False
    is_private: bool = False
    stage: str = ""

    def by(self, *relations: str) -> Step:
        """The relations that may take the step."""
        return replace(self, relations=relations)

    def from_(self, *states: str) -> Step:
        """The states of the subject in which the step exists."""
        return replace(self, sources=frozenset(states))

    def to(self, *states: str) -> Step:
        """The next state; with several, the effect chooses one of them. None: it stays."""
        return replace(self, targets=states)

    def maybe_to(self, *states: str) -> Step:
        """States the effect may choose; unless it does, the subject stays where it is."""
        return replace(self, targets=states, is_open_ended=True)

    def on(self, lane: str, *states: str, to: str = "") -> Step:
        """The step is taken on a row of ``lane`` standing in one of ``states``."""
        return replace(self, lane=lane, lane_sources=frozenset(states), lane_target=to)

    def asks(self, facts: str) -> Step:
        """The class of facts the step needs."""
        return replace(self, facts=facts)

    def starting(self, *clocks: str) -> Step:
        """Clocks that start with the step."""
        return replace(self, starts=clocks)

    def stopping(self, *clocks: str) -> Step:
        """Clocks that stop with the step."""
        return replace(self, stops=clocks)

    def only_if(self, *guards: str) -> Step:
        """Named guards that must hold."""
        return replace(self, guards=guards)

    def doing(self, effect: str) -> Step:
        """The named effect, bound to a function in ``apps.ready()``."""
        return replace(self, effect=effect)

    def must(self, due: str = "") -> Step:
        """Somebody has to take it: it waits on the desk, due with the clock ``due``."""
        return replace(self, is_must=True, due_clock=due)

    def telling(self, *relations: str) -> Step:
        """Relations that get a notice after the step."""
        return replace(self, tells=relations)

    def bulk(self) -> Step:
        """May be taken for several subjects at once from a list."""
        return replace(self, is_bulk=True)

    def paper(self) -> Step:
        """May come on paper, entered on behalf."""
        return replace(self, is_paper=True)

    def automatic(self) -> Step:
        """Taken by the platform or as part of another step; never offered as a button."""
        return replace(self, is_automatic=True)

    def public(self) -> Step:
        """Shown to the public in the progress of a published matter."""
        return replace(self, is_public=True)

    def grave(self) -> Step:
        """Asks once more before it is taken."""
        return replace(self, is_grave=True)

    def blind(self) -> Step:
        """What was entered is in no history (the first of two entries)."""
        return replace(self, is_blind=True)

    def internal(self) -> Step:
        """In the history of the congress's offices only."""
        return replace(self, is_internal=True)

    def checked(self) -> Step:
        """What was answered is shown for a check before it is sent."""
        return replace(self, is_checked=True)

    def quiet(self) -> Step:
        """Only that it was taken is in the history: what was answered stands elsewhere."""
        return replace(self, is_quiet=True)

    def private(self) -> Step:
        """What was answered is read by those who take the step or are told of it, and the offices."""
        return replace(self, is_private=True)

    def at(self, stage: str) -> Step:
        """The stage of the stepper this step completes."""
        return replace(self, stage=stage)


def step(name: str, label: Label) -> Step:
    """A new step to be chained."""
    return Step(name, label)


@dataclass(frozen=True)
class Procedure:
    """A whole procedure, versioned: a changed declaration needs a new version."""

    kind: str
    version: int
    label: Label
    initial: str
    states: tuple[State, ...]
    relations: tuple[Relation, ...]
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...] = ()
    lanes: tuple[Lane, ...] = ()
    stages: tuple[tuple[str, Label], ...] = ()
    paper_by: tuple[str, ...] = ()
    _by_name: dict[str, Step] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_name.update({each.name: each for each in self.steps})

    def step(self, name: str) -> Step:
        """The step of that name. Raises LookupError."""
        try:
            return self._by_name[name]
        except KeyError:
            message = f"{self.kind} has no step {name!r}"
            raise LookupError(message) from None

    def has_step(self, name: str) -> bool:
        """Whether there is a step of that name."""
        return name in self._by_name

    def state(self, name: str) -> State:
        """The state of that name. Raises LookupError."""
        return _find(self.states, name, self.kind)

    def relation(self, name: str) -> Relation:
        """The relation of that name. Raises LookupError."""
        return _find(self.relations, name, self.kind)

    def clock(self, name: str) -> Clock:
        """The clock of that name. Raises LookupError."""
        return _find(self.clocks, name, self.kind)

    def lane(self, name: str) -> Lane:
        """The lane of that name. Raises LookupError."""
        return _find(self.lanes, name, self.kind)

    def steps_from(self, state: str) -> Iterator[Step]:
        """Steps that exist while the subject stands in ``state``."""
        return (each for each in self.steps if state in each.sources)

    def names_of_type(self, *types: StateType) -> frozenset[str]:
        """Names of the states of these types."""
        return frozenset(each.name for each in self.states if each.type in types)

    def problems(self) -> list[str]:
        """What is wrong with the declaration; empty when it holds together."""
        return [*self._unknown_names(), *self._dead_ends(), *self._unreachable()]

    def fingerprint(self) -> str:
        """A digest of everything that decides behaviour; labels do not count."""
        parts = [repr((s.name, s.type.value, s.stage)) for s in self.states]
        parts += [repr((r.name, r.offices, r.party, r.party_roles, r.lane)) for r in self.relations]
        parts += [repr((c.name, c.rule)) for c in self.clocks]
        parts += [repr((lane.name, [s.name for s in lane.states])) for lane in self.lanes]
        parts += [repr(_behaviour(each)) for each in self.steps]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def _unknown_names(self) -> Iterator[str]:
        states, relations = _names(self.states), _names(self.relations)
        clocks, lanes = _names(self.clocks), _names(self.lanes)
        for each in self.steps:
            yield from _unknown(each, "state", {*each.sources, *each.targets} - states)
            yield from _unknown(each, "relation", {*each.relations, *each.tells} - relations)
            used = {*each.starts, *each.stops, each.due_clock} - {""}
            yield from _unknown(each, "clock", used - clocks)
            yield from _unknown(each, "lane", {each.lane} - {""} - lanes)
            if each.lane in lanes:
                rows = _names(self.lane(each.lane).states)
                asked = {*each.lane_sources, each.lane_target} - {""}
                yield from _unknown(each, "lane state", asked - rows)
            if not each.relations and not each.is_automatic:
                yield f"step {each.name}: nobody may take it"
            if (len(each.targets) > 1 or each.is_open_ended) and not each.effect:
                yield f"step {each.name}: several targets and no effect to choose"

    def _dead_ends(self) -> Iterator[str]:
        leaving = {source for each in self.steps for source in each.sources}
        for state in self.states:
            if state.type is not StateType.CLOSED and state.name not in leaving:
                yield f"state {state.name}: no step leaves it"

    def _unreachable(self) -> Iterator[str]:
        reached, frontier = {self.initial}, {self.initial}
        while frontier:
            frontier = {
                target for each in self.steps if each.sources & frontier for target in each.targets
            } - reached
            reached |= frontier
        for state in self.states:
            if state.name not in reached:
                yield f"state {state.name}: cannot be reached"


def _find(things: Iterable[Named], name: str, kind: str) -> Named:
    for thing in things:
        if thing.name == name:
            return thing
    message = f"{kind} has nothing called {name!r}"
    raise LookupError(message)


def _names(things: Iterable[Any]) -> set[str]:
    return {thing.name for thing in things}


def _unknown(each: Step, what: str, names: set[str]) -> Iterator[str]:
    for name in sorted(names):
        yield f"step {each.name}: unknown {what} {name!r}"


def _behaviour(each: Step) -> tuple[object, ...]:
    return (
        each.name,
        each.relations,
        sorted(each.sources),
        each.targets,
        each.is_open_ended,
        each.lane,
        sorted(each.lane_sources),
        each.lane_target,
        each.facts,
        each.starts,
        each.stops,
        each.guards,
        each.effect,
        each.due_clock,
        each.is_must,
        each.is_paper,
        each.is_automatic,
    )


def mermaid(procedure: Procedure) -> str:
    """The procedure as a Mermaid state diagram, for the docs."""
    lines = ["stateDiagram-v2", f"    [*] --> {procedure.initial}"]
    for each in procedure.steps:
        for source in sorted(each.sources):
            lines += [f"    {source} --> {target}: {each.label}" for target in each.targets]
    closed = sorted(procedure.names_of_type(StateType.CLOSED))
    lines += [f"    {name} --> [*]" for name in closed]
    lines += [f"    {state.name}: {state.label}" for state in procedure.states]
    return "\n".join(lines) + "\n"
