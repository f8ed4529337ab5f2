"""Closed lists of reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a document is."""

    BULLETIN = "bulletin", _("Half-yearly bulletin")
    COMPILATION = "compilation", _("Compilation of suggestions")
    UNITS = "units", _("Lists of the units")
    HANDLING = "handling", _("Report on the handling")
    DOSSIER = "dossier", _("Archive dossier of a suggestion")


class DocumentState(TextChoices):
    """Where the making of a document stands."""

    QUEUED = "queued", _("Waiting to be made")
    RUNNING = "running", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
