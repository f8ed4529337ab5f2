"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# The office keeps them; the others look deputies up.
NAV_ROLES = frozenset(
    {
        *("administrator", "office_head", "office_clerk", "auditor", "delegation", "vice_chair"),
        *("committee", "presidium", "motions_group", "motions_committee"),
    }
)


class PeopleConfig(AppConfig):
    """Persons, mandates, memberships."""

    name = "renda.people"
    label = "people"

    def ready(self) -> None:
        """Name the visibility of persons; listen to terms and bodies; guard delegations."""
        from renda.congresses import events, rules  # noqa: PLC0415 -- app ready
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.people import queries, receivers  # noqa: PLC0415 -- app ready

        visibility.register("person", queries.visible_persons)
        from renda.web import nav  # noqa: PLC0415 -- app ready

        nav.items.register(
            "people",
            nav.NavItem(_("Deputies"), "people:deputies", "users", order=30, roles=NAV_ROLES),
        )
        rules.passing.register("people.mandates", queries.roll_over)
        rules.open_work.register("people.mandates", queries.deputies_in)
        events.term_opened.connect(receivers.follow_term, dispatch_uid="people.term")
        events.body_succeeded.connect(receivers.follow_successor, dispatch_uid="people.successor")
        events.body_abolished.connect(receivers.follow_abolished, dispatch_uid="people.abolished")
