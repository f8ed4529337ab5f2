"""Django's entry to the app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Telling people."""

    name = "renda.notices"
    label = "notices"

    def ready(self) -> None:
        """Send digests and remind, again and again; show the page."""
        from renda.kernel.schedule import Periodic, labels, periodic  # noqa: PLC0415 -- app ready
        from renda.notices import services  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415 -- app ready

        periodic.register("notices.digests", Periodic(services.send_digests, timedelta(minutes=10)))
        labels.register("notices.digests", _("Send digests of notices"))
        nav.items.register("notices", nav.NavItem(_("Notices"), "notices:list", "bell", order=80))
