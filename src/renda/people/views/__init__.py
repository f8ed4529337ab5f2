"""Pages of persons: the list, one person, mandates and proposals, the roster."""

from renda.people.views.lists import deputies, everybody, export
from renda.people.views.mandates import decide, mandate_edit, mandate_new, proposals, propose
from renda.people.views.persons import (
    person,
    person_edit,
    person_new,
    post_end,
    post_new,
    unmask,
)
from renda.people.views.roster import roster, roster_confirm, roster_template

__all__ = [
    "decide",
    "deputies",
    "everybody",
    "export",
    "mandate_edit",
    "mandate_new",
    "person",
    "person_edit",
    "person_new",
    "post_end",
    "post_new",
    "proposals",
    "propose",
    "roster",
    "roster_confirm",
    "roster_template",
    "unmask",
]
