"""Ways on which a notice travels."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """Besides the page, which every notice reaches."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Short message")


class DeliveryState(TextChoices):
    """Where a delivery stands; one that stays in sending is sent again."""

    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


class ByEmail(TextChoices):
    """Whether e-mails are wanted."""

    DIGEST = "digest", _("One digest, in office hours")
    OFF = "off", _("Not at all")


class BySms(TextChoices):
    """Whether short messages are wanted."""

    URGENT = "urgent", _("Only what is late or asks me to act")
    DIGEST = "digest", _("One digest, in office hours")
    OFF = "off", _("Not at all")
