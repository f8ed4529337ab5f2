"""Closed lists of the exchange app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    """Where an import stands."""

    READY = "ready", _("Checked, to be confirmed")
    FAULTY = "faulty", _("Rows to be corrected")
    QUEUED = "queued", _("Waiting to run")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Not imported")
