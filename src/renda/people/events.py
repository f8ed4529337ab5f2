"""What people tell the apps above, after the commit, by ids only.

``mandates_changed(mandate_ids)``: mandates began, were suspended, resumed or ended; seats and
waiting steps follow. ``person_changed(person_id)``: name or contact changed.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import Signal

mandates_changed = Signal()
person_changed = Signal()


def after_commit(signal: Signal, **ids: Any) -> None:
    """Send ``signal`` once the running transaction is committed; one listener cannot stop it."""
    transaction.on_commit(lambda: signal.send_robust(sender=None, **ids))
