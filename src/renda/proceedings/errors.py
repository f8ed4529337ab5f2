"""Refusals of the engine."""

from __future__ import annotations

from renda.kernel.errors import Conflict, NotAllowed, WrongState


class StepTaken(Conflict):
    """Somebody was quicker: the subject has moved since the page was opened."""

    code = "step_taken"


class StepMissing(WrongState):
    """The step does not exist where the subject stands."""

    code = "step_missing"


class NotYours(NotAllowed):
    """The step is another's to take."""

    code = "not_yours"


class Guarded(WrongState):
    """A condition of the step does not hold; the message says which."""

    code = "guarded"


class KeyReused(Conflict):
    """The idempotency key was used for a different request."""

    code = "key_reused"
