"""What the people app refuses, one class per reason."""

from __future__ import annotations

from renda.kernel.errors import Conflict, Invalid, NotAllowed, WrongState


class NotOffice(NotAllowed):
    """Only the deputies' office (or the administrator) keeps persons and mandates."""

    code = "not_office"


class NotHead(NotAllowed):
    """The organ's decision is entered by the head of the deputies' office."""

    code = "not_head"


class SecondChain(Conflict):
    """Nobody is deputy of two congresses that do not stand one above the other (MAN-6)."""

    code = "second_chain"


class MandateExists(Conflict):
    """The person already has a mandate in this term."""

    code = "mandate_exists"


class WrongOrgan(Invalid):
    """This organ does not decide on this (代表法 §§61–63; MAN-9 to MAN-11)."""

    code = "wrong_organ"


class WrongGround(Invalid):
    """The ground does not lead to this change."""

    code = "wrong_ground"


class ProposalClosed(WrongState):
    """The proposal was decided, or another one is open."""

    code = "proposal_closed"


class MembershipClash(Invalid):
    """The person holds this post already, or the days do not fit."""

    code = "membership_clash"


class RosterRefused(Invalid):
    """The roster has rows that cannot be taken; nothing was imported.

    ``problems`` names row, column and what to do.
    """

    code = "roster_refused"

    def __init__(self, message: str, *, problems: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
