"""Django's entry to the app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundConfig(AppConfig):
    """Small livelihood projects out of suggestions, within the pot of a year."""

    name = "renda.fund"
    label = "fund"

    def ready(self) -> None:
        """Give the procedure its code and its visibility; follow the suggestions; hold the sums."""
        from renda.exchange.registry import listings  # noqa: PLC0415 -- app ready
        from renda.fund import exchange, queries, receivers, triggers  # noqa: PLC0415 -- app ready
        from renda.fund.procedure import KIND  # noqa: PLC0415 -- app ready
        from renda.fund.services.binding import BINDING  # noqa: PLC0415 -- app ready
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.proceedings import events  # noqa: PLC0415 -- app ready
        from renda.proceedings import procedure as bindings  # noqa: PLC0415 -- app ready
        from renda.records.triggers import guards  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415 -- app ready

        nav.items.register("fund", _entry())
        guards.register("fund", triggers.GUARD)
        bindings.register(BINDING)
        visibility.register(KIND, queries.proceedings)
        visibility.register(queries.PAYMENT_KIND, queries.payments)
        visibility.register(queries.REPORT_KIND, queries.reports)
        listings.register("fund", exchange.PROJECTS)
        listings.register("fund_payments", exchange.PAYMENTS)
        events.step_settled.connect(receivers.followed, dispatch_uid="fund.followed")


def _entry() -> Any:
    """The room's entry of the navigation; administrators and auditors have none here."""
    from renda.access.enums import Role  # noqa: PLC0415 -- app ready
    from renda.web.nav import NavItem  # noqa: PLC0415 -- app ready

    roles = frozenset(Role.values) - {Role.ADMINISTRATOR, Role.AUDITOR}
    return NavItem(_("Micro-project fund"), "fund:list", "coin-yuan", 15, roles)
