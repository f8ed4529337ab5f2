"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProceedingsConfig(AppConfig):
    """The engine of everything that moves through steps."""

    name = "renda.proceedings"
    label = "proceedings"

    def ready(self) -> None:
        """Let the record read events again; tell people after a step."""
        from datetime import timedelta  # noqa: PLC0415 -- app ready

        from renda.jobs.services import handlers  # noqa: PLC0415 -- app ready
        from renda.kernel.schedule import Periodic, labels, periodic  # noqa: PLC0415 -- app ready
        from renda.proceedings import record, services, tasks  # noqa: PLC0415 -- app ready
        from renda.records.sources import sources  # noqa: PLC0415 -- app ready

        sources.register("event", record.EVENTS)
        handlers.register("proceedings.after_step", tasks.after_step)
        periodic.register("proceedings.reminders", Periodic(services.remind, timedelta(hours=1)))
        labels.register("proceedings.after_step", _("Tell people after a step"))
        labels.register("proceedings.reminders", _("Remind of deadlines"))
