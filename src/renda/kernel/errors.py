"""Errors every app may raise; doors translate them, nobody else catches them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """A rule of the domain said no, and nothing was written.

    ``message`` is a translated sentence that says what to do; ``fields`` maps a field's name to
    its own sentence, so that a form or a problem document can show it at the field.
    """

    code: ClassVar[str] = "domain_error"
    status: ClassVar[int] = 400

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class Invalid(DomainError):
    """What was entered cannot be taken as it is."""

    code = "invalid"
    status = 422


class NotAllowed(DomainError):
    """The actor may see the thing but not do this to it."""

    code = "not_allowed"
    status = 403


class Missing(DomainError):
    """There is no such thing, or the actor may not know of it."""

    code = "not_found"
    status = 404


class Conflict(DomainError):
    """Somebody else was quicker; ``who`` and ``when`` say who and when."""

    code = "conflict"
    status = 409


class WrongState(DomainError):
    """The step does not exist where the thing stands now."""

    code = "wrong_state"
    status = 409


class TooMany(DomainError):
    """Too many requests of one kind in a short time."""

    code = "too_many"
    status = 429


class BrokenRecord(DomainError):
    """The chained record does not verify."""

    code = "broken_record"
    status = 500
