"""The server's clock, in the congress's time zone. A client never supplies these."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from django.utils import timezone

_invented: ContextVar[datetime | None] = ContextVar("invented", default=None)


def now() -> datetime:
    """This moment, aware."""
    return _invented.get() or timezone.now()


def today() -> date:
    """Today in China."""
    return timezone.localdate(now())


def local_day(moment: datetime) -> date:
    """The day in China on which ``moment`` fell."""
    return timezone.localdate(moment)


def utc_text(moment: datetime | None) -> str:
    """A moment as it is hashed and written to files: UTC with microseconds; none is empty."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""


@contextmanager
def invented(moment: datetime) -> Iterator[None]:
    """Let ``now`` be ``moment`` inside: for the invented histories of the demo and the simulator.

    Only ``demo`` and tests may import this; a house test says so.
    """
    token = _invented.set(moment)
    try:
        yield
    finally:
        _invented.reset(token)
