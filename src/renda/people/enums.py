"""Closed lists of the people app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MandateState(TextChoices):
    """A mandate is suspended or ended by an organ's decision only (代表法 §§61–63)."""

    ELECTED = "elected", _("Elected, the term has not begun")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


class MandateChange(TextChoices):
    """What a proposal asks the organ to decide."""

    SUSPEND = "suspend", _("Suspend the performance of duties")
    RESUME = "resume", _("Resume the performance of duties")
    TERMINATE = "terminate", _("Terminate the mandate")


class Ground(TextChoices):
    """Grounds of suspension (代表法 §61) and termination (代表法 §62).

    ``TERM_ENDED`` is no decision: a mandate ends when the next term's first session opens.
    """

    CUSTODY = "custody", _("In custody in a criminal case")
    SENTENCED = "sentenced", _("Serving a sentence without deprivation of political rights")
    CEASED = "ceased", _("The ground of suspension has ceased")
    MOVED = "moved", _("Moved or transferred out of the region")
    RESIGNED = "resigned", _("Resignation accepted")
    ORDERED = "ordered", _("Ordered resignation accepted")
    ABSENT = "absent", _("Absent without leave from two sessions")
    RECALLED = "recalled", _("Recalled")
    NATIONALITY = "nationality", _("Lost the nationality")
    DEPRIVED = "deprived", _("Deprived of political rights")
    INCAPABLE = "incapable", _("Lost legal capacity")
    DIED = "died", _("Died")
    TERM_ENDED = "term_ended", _("The term ended")


class ProposalState(TextChoices):
    """Where a proposal to change a mandate stands."""

    OPEN = "open", _("Waiting for the decision")
    APPROVED = "approved", _("Decided")
    REJECTED = "rejected", _("Not adopted")
