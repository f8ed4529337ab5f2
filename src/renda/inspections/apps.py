"""Django's entry to the app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """Deputies question the officers in charge, twice a year."""

    name = "renda.inspections"
    label = "inspections"

    def ready(self) -> None:
        """Give the procedure its code and its visibility; enter the navigation."""
        from renda.inspections import queries  # noqa: PLC0415 -- app ready
        from renda.inspections.procedure import KIND  # noqa: PLC0415 -- app ready
        from renda.inspections.services.binding import BINDING  # noqa: PLC0415 -- app ready
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.proceedings import procedure as bindings  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415 -- app ready

        nav.items.register("inspections", _entry())
        bindings.register(BINDING)
        visibility.register(KIND, queries.proceedings)


def _entry() -> Any:
    """The room's entry of the navigation; administrators and auditors have none here."""
    from renda.access.enums import Role  # noqa: PLC0415 -- app ready
    from renda.web.nav import NavItem  # noqa: PLC0415 -- app ready

    roles = frozenset(Role.values) - {Role.ADMINISTRATOR, Role.AUDITOR, Role.LIAISON}
    return NavItem(_("Inspections"), "inspections:list", "messages", 15, roles)
