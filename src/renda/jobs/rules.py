"""How long a worker may be silent and how often a job is tried. Pure."""

from __future__ import annotations

from datetime import timedelta

# A worker that has not been heard of for so long is taken for dead.
LEASE = timedelta(minutes=2)
# A job that failed this often waits for a person.
ATTEMPTS = 6
FIRST_PAUSE = timedelta(seconds=20)
# Finished work is forgotten after this; failed work stays until a person dealt with it.
KEPT = timedelta(days=30)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after the ``attempts``-th failure: 20 s, then four times as long each."""
    return FIRST_PAUSE * int(4 ** (attempts - 1))


def is_last(attempts: int) -> bool:
    """Whether nothing tries again by itself."""
    return attempts >= ATTEMPTS
