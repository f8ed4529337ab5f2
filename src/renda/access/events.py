"""What accounts tell the apps above, after the commit, by ids only.

``handed_over(congress_id, leaver_id, successor_id)``: the leaver's seats here ended and the
successor holds them; whatever names the leaver as a person may follow.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import Signal

handed_over = Signal()


def after_commit(signal: Signal, **ids: Any) -> None:
    """Send ``signal`` once the running transaction is committed; one listener cannot stop it."""
    transaction.on_commit(lambda: signal.send_robust(sender=None, **ids))
