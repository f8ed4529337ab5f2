"""How a room binds its procedure to code: facts, effects, guards, lanes, choices.

The declaration stays data (``renda.law.procedure``); the binding gives its names a meaning and
is registered once in ``apps.ready()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from renda.kernel.actor import Actor
from renda.kernel.registry import Registry
from renda.law.procedure import Procedure, Step
from renda.proceedings.facts import Facts
from renda.proceedings.models import Proceeding


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A row of parallel work: its id, state, and the addressee base (``b33`` or ``p12``)."""

    id: int
    state: str
    base: str
    label: str
    row: Any


class LaneSource(Protocol):
    """Reads the rows of a lane; implemented by the app that owns the table.

    A row has a ``state`` column, which the engine moves.
    """

    def rows(self, proceeding: Proceeding) -> list[LaneRow]:
        """The rows of the current round that still matter, in order; one statement."""


Guard = Callable[[Proceeding, Actor, LaneRow | None], "str | None"]
Choices = Callable[[Proceeding, Actor], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Aside:
    """What is read before a step is taken: a template above the form, and what it shows.

    ``below`` is a template under the form's buttons.
    """

    template: str
    load: Callable[[Proceeding, Actor, LaneRow | None], dict[str, Any]]
    below: str = ""


@dataclass(frozen=True)
class Binding:
    """A procedure with its code. ``url_name`` is the page of one proceeding.

    ``choices`` and ``initial`` fill forms; ``asides`` say what is read beside them. Of the steps
    ``reminded_apart`` the room reminds itself, by days of its own.
    """

    procedure: Procedure
    url_name: str
    facts: Mapping[str, type[Facts]]
    effects: Mapping[str, Callable[..., None]]
    guards: Mapping[str, Guard]
    lanes: Mapping[str, LaneSource]
    choices: Mapping[str, Choices] = field(default_factory=dict)
    initial: Mapping[str, Callable[[Proceeding, Actor, LaneRow | None], dict[str, Any]]] = field(
        default_factory=dict
    )
    asides: Mapping[str, Aside] = field(default_factory=dict)
    reminded_apart: frozenset[str] = frozenset()

    def problems(self) -> list[str]:
        """Names in the declaration that have no code behind them."""
        procedure, missing = self.procedure, []
        for step in procedure.steps:
            missing += [f"{step.name}: guard {g}" for g in step.guards if g not in self.guards]
            missing += _absent(step, "effect", step.effect, self.effects)
            missing += _absent(step, "facts", step.facts, self.facts)
            missing += _absent(step, "lane", step.lane, self.lanes)
        return procedure.problems() + missing


def _absent(step: Step, what: str, name: str, known: Mapping[str, Any]) -> list[str]:
    return [f"{step.name}: {what} {name}"] if name and name not in known else []


_bindings: Registry[Binding] = Registry("procedure")


def register(binding: Binding) -> None:
    """Take a binding. Raises ValueError when its declaration does not hold together."""
    problems = binding.problems()
    if problems:
        raise ValueError("; ".join(problems))
    _bindings.register(f"{binding.procedure.kind}/{binding.procedure.version}", binding)


def binding_of(proceeding: Proceeding) -> Binding:
    """The binding under whose version the proceeding runs."""
    return _bindings.get(f"{proceeding.kind}/{proceeding.version}")


def current_binding(kind: str) -> Binding:
    """The newest version of a kind's procedure, for new proceedings."""
    versions = [each for _name, each in _bindings if each.procedure.kind == kind]
    if not versions:
        message = f"no procedure for {kind!r}"
        raise LookupError(message)
    return max(versions, key=lambda each: each.procedure.version)


def all_bindings() -> list[Binding]:
    """Every registered binding."""
    return [binding for _name, binding in _bindings]
