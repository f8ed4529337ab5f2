"""What congresses tell the apps above, after the commit, by ids only.

``body_succeeded(body_id, successor_id)``: a body was merged into another; its open work, seats
and deputies pass on. ``body_abolished(body_id)``: a body ended without a successor.
``body_renamed(body_id)``: shown names may be stored elsewhere. ``term_opened(term_id,
previous_id)``: the first session of a term opened, the previous term (or None) ended that day.
``session_changed(session_id)``: a session opened or closed. ``calendar_changed(congress_id)``:
stored due dates of this congress and those below it must be computed anew.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import Signal

body_succeeded = Signal()
body_abolished = Signal()
body_renamed = Signal()
term_opened = Signal()
session_changed = Signal()
calendar_changed = Signal()


def after_commit(signal: Signal, **ids: Any) -> None:
    """Send ``signal`` once the running transaction is committed; one listener cannot stop it."""
    transaction.on_commit(lambda: signal.send_robust(sender=None, **ids))
