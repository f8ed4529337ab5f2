"""Django's entry to the app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LevelsConfig(AppConfig):
    """Passing up, and yearly figures that add up."""

    name = "renda.levels"
    label = "levels"

    def ready(self) -> None:
        """Give both procedures their code and visibility; relay between the levels."""
        from renda.exchange.registry import listings  # noqa: PLC0415 -- app ready
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.levels import procedure, queries, receivers  # noqa: PLC0415 -- app ready
        from renda.levels.exchange import LIST  # noqa: PLC0415 -- app ready
        from renda.levels.services import binding  # noqa: PLC0415 -- app ready
        from renda.proceedings import events  # noqa: PLC0415 -- app ready
        from renda.proceedings import procedure as bindings  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415 -- app ready

        nav.items.register("levels", _entry())
        listings.register(LIST.name, LIST)
        bindings.register(binding.PASSED_UP_BINDING)
        bindings.register(binding.FROM_BELOW_BINDING)
        visibility.register(procedure.PASSED_UP_KIND, queries.passed_up_proceedings)
        visibility.register(procedure.FROM_BELOW_KIND, queries.from_below_proceedings)
        events.step_settled.connect(receivers.relayed, dispatch_uid="levels.relayed")


def _entry() -> Any:
    """The room's entry of the navigation, for the offices and leaders of a congress and units."""
    from renda.access.enums import OFFICE_ROLES, Role  # noqa: PLC0415 -- app ready
    from renda.web.nav import NavItem  # noqa: PLC0415 -- app ready

    roles = frozenset({*OFFICE_ROLES, Role.VICE_CHAIR, Role.HANDLER, Role.UNDERTAKER_ADMIN})
    return NavItem(_("Levels together"), "levels:list", "arrows-up-down", 16, roles)
