"""Closed lists of what waits."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Group(TextChoices):
    """The groups of the desk, the most urgent first (K1)."""

    LATE = "late", _("Late")
    TODAY = "today", _("Due today")
    WEEK = "week", _("This week")
    LATER = "later", _("Later")
    NONE = "none", _("Without a deadline")
