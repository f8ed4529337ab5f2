"""Sums of money: whole fen in the database and in sums, yuan wherever people read or write.

A fen is a hundredth of a yuan. Whole numbers add up exactly on every database; SQLite has no
decimals of its own.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

FEN = 100
# Beyond any county's budget, and exact in every number format (fen).
LIMIT = 100_000_000_000 * FEN

_TEXT = re.compile(r"[¥￥]?\s*(\d{1,15}(?:\.\d{1,6})?)\s*(万元|万|元)?")


def parse(value: Any) -> Decimal:
    """Yuan as people write them: ``120000``, ``120,000.50``, ``12万元``, ``35.5 万``.

    Raises ValueError with a sentence for anything else, more than two decimals of a yuan, or a
    sum beyond the limit.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValueError(_sentence())
    text = str(value).strip().replace(",", "").replace("，", "")
    match = _TEXT.fullmatch(text)
    if match is None:
        raise ValueError(_sentence())
    amount = Decimal(match[1])
    if match[2] in ("万元", "万"):
        amount *= 10_000
    if amount * FEN % 1 or amount * FEN > LIMIT:
        raise ValueError(_sentence())
    return amount.quantize(Decimal("0.01"))


def _sentence() -> str:
    return _("Please write the sum in yuan, like 120000 or 120000.50.")


def fen(amount: Decimal) -> int:
    """Yuan with at most two decimals in fen."""
    return int(amount * FEN)


def yuan(amount: int) -> Decimal:
    """Fen in yuan, with two decimals."""
    return (Decimal(amount) / FEN).quantize(Decimal("0.01"))


def words(amount: int) -> str:
    """Fen as people read yuan: ``1,200,000``, ``35.50``; decimals only where there are any."""
    whole, rest = divmod(abs(amount), FEN)
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole:,}.{rest:02d}" if rest else f"{sign}{whole:,}"
