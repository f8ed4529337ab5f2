"""Closed lists of the search."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    """For whom a document was written; each gets a text of its own, so no snippet tells more."""

    INSIDE = "inside", _("Who may see the matter in its congress")
    PUBLIC = "public", _("The public")
