"""Django's entry to the app."""

from datetime import timedelta

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Attachments: one pipeline for every upload, private, typed by content."""

    name = "renda.files"
    label = "files"

    def ready(self) -> None:
        """Register who may see files, and the clearing of what was never sent."""
        from renda.files import queries, services  # noqa: PLC0415 -- app ready
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.kernel.schedule import Periodic, periodic  # noqa: PLC0415 -- app ready

        visibility.register("file", queries.files)
        periodic.register(
            "files.clear_held", Periodic(services.clear_held, every=timedelta(days=1))
        )
