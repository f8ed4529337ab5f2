"""Django's entry to the app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Figures from live data and the documents made of them."""

    name = "renda.reports"
    label = "reports"

    def ready(self) -> None:
        """Enter the navigation; let the records of a figure out as a file."""
        from renda.exchange.registry import listings  # noqa: PLC0415 -- app ready
        from renda.jobs.services import handlers  # noqa: PLC0415 -- app ready
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.kernel.schedule import labels  # noqa: PLC0415 -- app ready
        from renda.reports import exchange, queries, services  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415 -- app ready

        nav.items.register("reports", _entry())
        listings.register("report_records", exchange.LIST)
        visibility.register("report", queries.documents)
        visibility.register("report_template", queries.templates)
        handlers.register(services.JOB, services.make)
        labels.register(services.JOB, _("Make a document"))


def _entry() -> Any:
    """The entry of the navigation, for who reads figures."""
    from renda.reports.rules import READERS  # noqa: PLC0415 -- app ready
    from renda.web.nav import NavItem  # noqa: PLC0415 -- app ready

    return NavItem(_("Figures and reports"), "reports:home", "chart-bar", 16, READERS)
