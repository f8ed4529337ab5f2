"""Django's entry to the app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def put_triggers_back(sender: AppConfig, **kwargs: Any) -> None:
    """A migration may have rebuilt a protected table and dropped its triggers."""
    from renda.records import triggers  # noqa: PLC0415 -- app ready

    if sender.label in triggers.labels():
        triggers.install()


class RecordsConfig(AppConfig):
    """The append-only chained record and the numbering."""

    name = "renda.records"
    label = "records"

    def ready(self) -> None:
        """Put triggers back after migrations; read entries for the check; seal every hour."""
        from datetime import timedelta  # noqa: PLC0415 -- app ready

        from renda.kernel.schedule import Periodic, labels, periodic  # noqa: PLC0415 -- app ready
        from renda.records import queries, services  # noqa: PLC0415 -- app ready
        from renda.records.sources import sources  # noqa: PLC0415 -- app ready

        post_migrate.connect(put_triggers_back)
        sources.register("entry", queries.ENTRIES)
        periodic.register(
            "records.checkpoint", Periodic(services.write_checkpoints, timedelta(hours=1))
        )
        labels.register("records.checkpoint", _("Write checkpoints of the record"))
