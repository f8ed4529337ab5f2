"""Closed lists of files."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileState(TextChoices):
    """Where a file stands. A removed one keeps its row as a tombstone."""

    HELD = "held", _("Uploaded, not sent yet")
    ATTACHED = "attached", _("Attached")
    REMOVED = "removed", _("Removed")


class Purpose(TextChoices):
    """What a file is there for."""

    ENCLOSURE = "enclosure", _("Enclosure")
    SCAN = "scan", _("Stamped scan")
    LETTER = "letter", _("Official letter")
    TEMPLATE = "template", _("Letter template")
