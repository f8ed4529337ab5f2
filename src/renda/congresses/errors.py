"""What the congresses app refuses, one class per reason."""

from __future__ import annotations

from renda.kernel.errors import Invalid, NotAllowed, WrongState


class NotAdministrator(NotAllowed):
    """Only the administrator of this congress changes its structure."""

    code = "not_administrator"


class BadAddress(Invalid):
    """The short address is taken or belongs to the platform."""

    code = "bad_address"


class LevelMismatch(Invalid):
    """Region, congress above and level do not go together, or the level has no such thing."""

    code = "level_mismatch"


class NameTaken(Invalid):
    """Another body or constituency has this name or number now."""

    code = "name_taken"


class BodyEnded(WrongState):
    """The body was abolished or merged."""

    code = "body_ended"


class BodyBusy(WrongState):
    """The body still has parts, departments or open work; somebody must take them over."""

    code = "body_busy"


class Circular(Invalid):
    """A body cannot stand under or succeed itself."""

    code = "circular"


class BadDay(Invalid):
    """A day lies where it cannot lie."""

    code = "bad_day"


class WrongSession(WrongState):
    """The session or the term does not stand where this step begins."""

    code = "wrong_session"
