"""Who administers which accounts, and who needs a second factor. Pure."""

from __future__ import annotations

from datetime import timedelta

from renda.access.enums import Role
from renda.kernel.actor import Actor

# Who shows a one-time code besides the password, by the value of ``access.second_factor``.
SECOND_FACTOR_ROLES = {
    "office": frozenset({Role.ADMINISTRATOR, Role.OFFICE_CLERK, Role.OFFICE_HEAD}),
    "staff": frozenset(Role) - {Role.DEPUTY, Role.LIAISON},
    "all": frozenset(Role),
}
# Roles an undertaker's administrator may give in its own unit.
UNIT_ROLES = frozenset({Role.HANDLER, Role.SIGNER})
# Who sees the pages of accounts at all.
ACCOUNT_ROLES = (Role.ADMINISTRATOR, Role.UNDERTAKER_ADMIN)

# Wrong one-time codes in a row, and how long none is looked at afterwards.
CODE_FAILURES = 5
CODE_PAUSE = timedelta(minutes=15)

# Without I, L, O and U: nothing is mistaken when a slip is typed by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP = 5
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def administers_congress(actor: Actor, congress_id: int) -> bool:
    """Whether the actor gives accounts and seats in the whole congress."""
    return actor.role in (Role.ADMINISTRATOR, "system") and actor.congress_id == congress_id


def may_open_accounts(actor: Actor, congress_id: int) -> bool:
    """Whether the actor opens accounts: the administrator, and a unit's one for its own people."""
    unit = actor.role == Role.UNDERTAKER_ADMIN and actor.congress_id == congress_id
    return unit or administers_congress(actor, congress_id)


def may_give(actor: Actor, *, congress_id: int, role: str, body_id: int | None) -> bool:
    """Whether the actor may give (or end) such a seat."""
    if administers_congress(actor, congress_id):
        return True
    own_unit = actor.role == Role.UNDERTAKER_ADMIN and actor.body_id == body_id
    return own_unit and actor.congress_id == congress_id and role in UNIT_ROLES


def may_reset(
    actor: Actor, *, home_id: int | None, seats: list[tuple[int, str, int | None]]
) -> bool:
    """Whether the actor may reset or close an account with these seats (congress, role, body).

    Whoever resets an account could act from all of its seats. So the congress that opened it
    does, and a unit only for accounts that hold nothing but the unit's own small seats.
    """
    if actor.role in (Role.ADMINISTRATOR, "system"):
        return home_id is None or home_id == actor.congress_id
    return home_id in (None, actor.congress_id) and all(
        may_give(actor, congress_id=congress, role=role, body_id=body)
        for congress, role, body in seats
    )


def needs_second_factor(role: str, *, asked: str, relaxed: bool) -> bool:
    """Whether a seat of this role asks for a one-time code; a demonstration does not.

    ``asked`` is the local value of ``access.second_factor``.
    """
    return not relaxed and role in SECOND_FACTOR_ROLES[asked]


def in_groups(secret: str) -> str:
    """``ABCDE-FGHJK-…``, as it stands on paper."""
    return "-".join(secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP))


def as_typed(secret: str) -> str:
    """What was meant: case, blanks, hyphens and look-alike letters do not matter."""
    return secret.strip().upper().translate(_MISREAD)
