"""Refusals of accounts and seats."""

from __future__ import annotations

from renda.kernel.errors import Conflict, Invalid, NotAllowed, TooMany


class NotYourAccounts(NotAllowed):
    """The actor does not administer this account."""

    code = "not_your_accounts"


class SlipSpent(Invalid):
    """The slip was used or is too old."""

    code = "slip_spent"


class NameTaken(Conflict):
    """Somebody has this login name."""

    code = "name_taken"


class SeatTaken(Conflict):
    """The account has this seat already."""

    code = "seat_taken"


class WrongCode(Invalid):
    """The one-time code is wrong, too old or used."""

    code = "wrong_code"


class WrongPassword(Invalid):
    """The present password is not this one."""

    code = "wrong_password"


class CodesPaused(TooMany):
    """Too many wrong codes in a row."""

    code = "codes_paused"
