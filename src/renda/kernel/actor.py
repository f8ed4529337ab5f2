"""Who is acting: an account on one seat in one congress, with the rights of that seat.

Declared here, filled by ``access``. Everything that reads or writes starts from an Actor.
"""

from __future__ import annotations

from dataclasses import dataclass, field


def person_token(person_id: int) -> str:
    """Addressee of one person: ``p12``."""
    return f"p{person_id}"


def body_token(body_id: int, role: str) -> str:
    """Addressee of whoever holds a role in a body: ``b33:handler``."""
    return f"b{body_id}:{role}"


def congress_token(congress_id: int, role: str) -> str:
    """Addressee of whoever holds an office of a congress: ``c7:office``."""
    return f"c{congress_id}:{role}"


@dataclass(frozen=True, slots=True)
class Actor:
    """An account on a seat. ``tokens`` are the addressees it answers to.

    ``congress_id`` is 0 for the public: no row has it. ``acting_for`` is the
    account of the absent or the leader whom this account deputises; the
    record then shows both names. ``assisted`` marks entry on behalf (paper, by telephone).
    """

    account_id: int | None = None
    account_name: str = ""
    seat_id: int | None = None
    seat_label: str = ""
    role: str = "public"
    congress_id: int = 0
    body_id: int | None = None
    person_id: int | None = None
    acting_for: int | None = None
    acting_for_name: str = ""
    tokens: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_signed_in(self) -> bool:
        """Whether an account on a seat stands behind this actor."""
        return self.account_id is not None and self.seat_id is not None

    def answers_to(self, tokens: frozenset[str] | set[str]) -> bool:
        """Whether one of ``tokens`` is this actor's."""
        return not self.tokens.isdisjoint(tokens)


PUBLIC = Actor()


def system(congress_id: int, *, name: str = "Renda") -> Actor:
    """The platform itself, for steps that fall due without a person (lapse of a signature)."""
    return Actor(
        account_name=name,
        role="system",
        congress_id=congress_id,
        tokens=frozenset({congress_token(congress_id, "system")}),
    )
