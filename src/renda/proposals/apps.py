"""Django's entry to the app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    """Motions and suggestions of deputies."""

    name = "renda.proposals"
    label = "proposals"

    def ready(self) -> None:
        """Give the procedure its code and its visibility."""
        from renda.exchange.registry import importers, listings  # noqa: PLC0415 -- app ready
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.levels.sources import counts, texts  # noqa: PLC0415 -- app ready
        from renda.people.rules import open_of_deputy  # noqa: PLC0415 -- app ready
        from renda.proceedings import events  # noqa: PLC0415 -- app ready
        from renda.proceedings import procedure as bindings  # noqa: PLC0415 -- app ready
        from renda.proposals import (  # noqa: PLC0415 -- app ready
            exchange,
            finding,
            queries,
            receivers,
        )
        from renda.proposals.services.binding import BINDING  # noqa: PLC0415 -- app ready
        from renda.search.registry import findables  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415 -- app ready

        for name, item in _entries().items():
            nav.items.register(name, item)
        bindings.register(BINDING)
        visibility.register("suggestion", queries.suggestions)
        importers.register("suggestions", exchange.SUGGESTIONS)
        listings.register("suggestions", exchange.LIST)
        open_of_deputy.register("suggestions", queries.open_of_deputy)
        texts.register("suggestion", queries.whole_text)
        counts.register("suggestions", queries.year_counts)
        findables.register(finding.SUGGESTIONS.kind, finding.SUGGESTIONS)
        events.step_settled.connect(receivers.found_anew, dispatch_uid="proposals.found_anew")
        events.step_settled.connect(receivers.followed, dispatch_uid="proposals.followed")


def _entries() -> dict[str, Any]:
    """The room's entries of the navigation; administrators and auditors have no matters here."""
    from renda.access.enums import Role  # noqa: PLC0415 -- app ready
    from renda.web.nav import NavItem  # noqa: PLC0415 -- app ready

    roles = frozenset(Role.values) - {Role.ADMINISTRATOR, Role.AUDITOR}
    common = _("Common filters")
    place = "proposals:list"
    return {
        "suggestions": NavItem(_("Motions and suggestions"), place, "file-text", 10, roles),
        "suggestions-new": NavItem(
            _("Write a suggestion"), "proposals:create", "pencil", 11, frozenset({Role.DEPUTY})
        ),
        "suggestions-late": NavItem(
            _("Late"), place, "alert-triangle", 40, roles, common, "?state=late"
        ),
        "suggestions-again": NavItem(
            _("To be handled again"), place, "refresh", 41, roles, common, "?state=rehandle"
        ),
        "suggestions-unevaluated": NavItem(
            _("Not evaluated"), place, "clipboard-check", 42, roles, common, "?state=unevaluated"
        ),
    }
