"""Closed lists of the closed loop."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mode(TextChoices):
    """How a unit takes part: lead 主办, joint 会办, separate 分办."""

    LEAD = "lead", _("Lead")
    JOINT = "joint", _("Joint")
    SEPARATE = "separate", _("Separate")


class AssignmentState(TextChoices):
    """Where one unit's part stands."""

    ASSIGNED = "assigned", _("Waiting for receipt")
    RECEIVED = "received", _("Being handled")
    HANDED_BACK = "handed_back", _("Handed back, to be decided")
    SIGNING = "signing", _("Waiting for the leader's signature")
    CONFIRMING = "confirming", _("Waiting for the class to be confirmed")
    REPLIED = "replied", _("Replied")
    OPINION_GIVEN = "opinion_given", _("Opinion given")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Outcome(TextChoices):
    """Class of a reply; what A–D mean is a local rule."""

    A = "A", _("Class A, solved")
    B = "B", _("Class B, being solved")
    C = "C", _("Class C, planned")
    D = "D", _("Class D, cannot be solved now")


class Grade(TextChoices):
    """A deputy's grade. There is no default, ever."""

    SATISFIED = "satisfied", _("Satisfied")
    BASICALLY = "basically", _("Basically satisfied")
    DISSATISFIED = "dissatisfied", _("Dissatisfied")


class EvaluationState(TextChoices):
    """Where one deputy's evaluation of one reply stands."""

    SENT = "sent", _("Reply not opened yet")
    OPENED = "opened", _("Opened, not evaluated")
    HALF = "half", _("Paper form entered once")
    GIVEN = "given", _("Evaluated")
    WAIVED = "waived", _("No reply needed")
    MISSED = "missed", _("Not evaluated")


class ContactWay(TextChoices):
    """How the unit talked with the deputy."""

    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    ON_SITE = "on_site", _("On site")
    PHONE = "phone", _("Telephone")
    MESSAGE = "message", _("Message")
    OTHER = "other", _("Other")


class ContactState(TextChoices):
    """What the deputy says of a contact that the unit states."""

    STATED = "stated", _("Waiting for the deputy's word")
    CONFIRMED = "confirmed", _("Confirmed by the deputy")
    CORRECTED = "corrected", _("Corrected by the deputy")


class ExtensionState(TextChoices):
    """Where a request for more time stands."""

    ASKED = "asked", _("Waiting for consent")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class CommitmentState(TextChoices):
    """Where a promise stands."""

    OPEN = "open", _("Open")
    KEPT = "kept", _("Kept")
    LATE = "late", _("Kept late")
    BROKEN = "broken", _("Not kept")
    CHANGED = "changed", _("Changed with approval")
    STRUCK = "struck", _("Struck off")
