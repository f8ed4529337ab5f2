"""Every change of persons, mandates, proposals and memberships; the roster import."""

from renda.people.services.mandates import (
    begin_mandates,
    edit_mandate,
    end_mandates,
    give_mandate,
    hand_on_delegation,
)
from renda.people.services.memberships import add_membership, end_membership, end_memberships_of
from renda.people.services.persons import create_person, edit_person, unmask
from renda.people.services.proposals import decide_change, propose_change
from renda.people.services.roster import import_roster, rehearse_roster

__all__ = [
    "add_membership",
    "begin_mandates",
    "create_person",
    "decide_change",
    "edit_mandate",
    "edit_person",
    "end_mandates",
    "end_membership",
    "end_memberships_of",
    "give_mandate",
    "hand_on_delegation",
    "import_roster",
    "propose_change",
    "rehearse_roster",
    "unmask",
]
