"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Import and export of lists."""

    name = "renda.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Let the worker run imports, register the list of bodies, show the page."""
        from renda.exchange import services  # noqa: PLC0415 -- app ready
        from renda.exchange.bodies import BODIES  # noqa: PLC0415 -- app ready
        from renda.exchange.registry import OFFICE, listings  # noqa: PLC0415 -- app ready
        from renda.jobs.services import handlers  # noqa: PLC0415 -- app ready
        from renda.kernel.schedule import labels  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415 -- app ready

        handlers.register(services.importing.JOB, services.run_import)
        labels.register(services.importing.JOB, _("Import a list"))
        listings.register(BODIES.name, BODIES)
        nav.items.register(
            "exchange",
            nav.NavItem(
                _("Import and export"),
                "exchange:home",
                "table-export",
                order=90,
                roles=OFFICE,
                group=_("Administration"),
            ),
        )
