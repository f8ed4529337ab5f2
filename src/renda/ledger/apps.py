"""Django's entry to the app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Promises of replies, open across years and terms until they are kept."""

    name = "renda.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Give the procedure its code and its visibility; follow the matters."""
        from datetime import timedelta  # noqa: PLC0415 -- app ready

        from renda.exchange.registry import listings  # noqa: PLC0415 -- app ready
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.kernel.schedule import Periodic, labels, periodic  # noqa: PLC0415 -- app ready
        from renda.ledger import exchange, queries, receivers, services  # noqa: PLC0415
        from renda.ledger.procedure import KIND  # noqa: PLC0415 -- app ready
        from renda.ledger.services.binding import BINDING  # noqa: PLC0415 -- app ready
        from renda.proceedings import events  # noqa: PLC0415 -- app ready
        from renda.proceedings import procedure as bindings  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415 -- app ready

        nav.items.register("promises", _entry())
        bindings.register(BINDING)
        visibility.register(KIND, queries.commitments)
        listings.register("promises", exchange.LIST)
        events.step_settled.connect(receivers.followed, dispatch_uid="ledger.followed")
        periodic.register("ledger.tend", Periodic(services.tend, timedelta(hours=1)))
        periodic.register("ledger.remind", Periodic(services.remind, timedelta(hours=1)))
        labels.register("ledger.tend", _("Follow the promises"))
        labels.register("ledger.remind", _("Remind of promises"))


def _entry() -> Any:
    """The room's entry of the navigation; administrators and auditors have no promises here."""
    from renda.access.enums import Role  # noqa: PLC0415 -- app ready
    from renda.web.nav import NavItem  # noqa: PLC0415 -- app ready

    roles = frozenset(Role.values) - {Role.ADMINISTRATOR, Role.AUDITOR}
    return NavItem(_("Promises"), "ledger:list", "list-check", 13, roles)
