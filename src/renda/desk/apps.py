"""Django's entry to the app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

OFFICE = frozenset({"office_clerk", "office_head"})


class DeskConfig(AppConfig):
    """Each person's desk: what waits, by deadline."""

    name = "renda.desk"
    label = "desk"

    def ready(self) -> None:
        """Name the entries of the navigation, listen to the engine, count for the seat switch."""
        from renda.desk import receivers  # noqa: F401, PLC0415 -- app ready
        from renda.desk.queries import LATE_ROLES, waiting_by_seat  # noqa: PLC0415 -- app ready
        from renda.desk.services import forget_old  # noqa: PLC0415 -- app ready
        from renda.kernel.schedule import Periodic, labels, periodic  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415 -- app ready

        periodic.register("desk.forget_old", Periodic(forget_old, timedelta(days=1)))
        labels.register("desk.forget_old", _("Clear old lines of “worked on last”"))

        entries = {
            "desk": nav.NavItem(_("Desk"), "desk:home", "layout-dashboard", 1),
            "desk-late": nav.NavItem(
                _("Late ones"), "desk:late", "alert-triangle", 31, LATE_ROLES, _("Following up")
            ),
            "desk-calls": nav.NavItem(
                _("Call list"), "desk:calls", "phone", 32, OFFICE, _("Following up")
            ),
            "conferences": nav.NavItem(
                _("Assignment conferences"),
                "proposals:conferences",
                "messages",
                33,
                OFFICE | {"handling_office"},
                _("Following up"),
            ),
        }
        for name, item in entries.items():
            nav.items.register(name, item)
        nav.seat_counts.register("desk", waiting_by_seat)
