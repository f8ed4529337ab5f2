"""Django's entry to the app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """Closer supervision of chosen suggestions."""

    name = "renda.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Give the procedure its code and its visibility; follow the matters."""
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.oversight import queries, receivers  # noqa: PLC0415 -- app ready
        from renda.oversight.procedure import KIND  # noqa: PLC0415 -- app ready
        from renda.oversight.services.binding import BINDING  # noqa: PLC0415 -- app ready
        from renda.proceedings import events  # noqa: PLC0415 -- app ready
        from renda.proceedings import procedure as bindings  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415 -- app ready

        nav.items.register("keys", _entry())
        bindings.register(BINDING)
        visibility.register(KIND, queries.proceedings)
        events.step_settled.connect(receivers.followed, dispatch_uid="oversight.followed")


def _entry() -> Any:
    """The room's entry of the navigation; administrators and auditors have none here."""
    from renda.access.enums import Role  # noqa: PLC0415 -- app ready
    from renda.web.nav import NavItem  # noqa: PLC0415 -- app ready

    roles = frozenset(Role.values) - {Role.ADMINISTRATOR, Role.AUDITOR}
    return NavItem(_("Key suggestions"), "oversight:list", "user-star", 14, roles)
