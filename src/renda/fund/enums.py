"""Words of the fund."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Advice(TextChoices):
    """What the government's evaluation came to."""

    FIT = "fit", _("Recommended")
    UNFIT = "unfit", _("Not recommended")


class Verdict(TextChoices):
    """What the deputy found on the spot."""

    DONE = "done", _("Done as planned")
    LACKING = "lacking", _("Not yet as planned")


class PaymentState(TextChoices):
    """Where a payment stands."""

    RECORDED = "recorded", _("Recorded, to be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    STRUCK = "struck", _("Struck")


class ReportKind(TextChoices):
    """What a report says."""

    PROGRESS = "progress", _("Progress")
    FINISH = "finish", _("Finished")
    ACCEPTANCE = "accept", _("Accepted")
