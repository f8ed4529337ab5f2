"""Django's entry to the app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Attachments: one pipeline for every upload, private, typed by content."""

    name = "renda.files"
    label = "files"

    def ready(self) -> None:
        """Register who may see files, and the clearing of what was never sent."""
        from renda.files import queries, services  # noqa: PLC0415 -- app ready
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.kernel.schedule import Periodic, labels, periodic  # noqa: PLC0415 -- app ready

        visibility.register("file", queries.files)
        periodic.register(
            "files.clear_held", Periodic(services.clear_held, every=timedelta(days=1))
        )
        labels.register("files.clear_held", _("Clear away uploads that were never sent"))
