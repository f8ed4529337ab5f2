"""Closed lists of the engine."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Visibility(TextChoices):
    """Who may see a proceeding. State secrets do not belong here at all (保密法 §31)."""

    PARTIES = "parties", _("Draft: its parties")
    INTERNAL = "internal", _("Parties and congress offices")
    PUBLIC = "public", _("Published")
    CONFIDENTIAL = "confidential", _("Confidential: parties and the deputies' office")


class Channel(TextChoices):
    """By which way a step came."""

    WEB = "web", _("Web page")
    API = "api", _("Interface")
    PAPER = "paper", _("Paper, entered on behalf")
    PHONE = "phone", _("Telephone, entered on behalf")
    IMPORT = "import", _("Import")
    SYSTEM = "system", _("System")
