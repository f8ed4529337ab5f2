"""Writes of the ledger: opening promises, following their matters, what the days bring."""

from renda.ledger.services.opening import follow, lapse, open_missing
from renda.ledger.services.reminding import remind
from renda.ledger.services.tending import tend

__all__ = ["follow", "lapse", "open_missing", "remind", "tend"]
