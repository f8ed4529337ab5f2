"""Closed lists of motions and suggestions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Form(TextChoices):
    """Motion 议案 or suggestion 建议 (建议、批评和意见)."""

    SUGGESTION = "suggestion", _("Suggestion")
    MOTION = "motion", _("Motion")


class Field(TextChoices):
    """Fields by which committees divide the work."""

    URBAN = "urban", _("Urban construction and environment")
    FINANCE = "finance", _("Finance and economy")
    EDUCATION = "education", _("Education, science, culture and health")
    AGRICULTURE = "agriculture", _("Agriculture and villages")
    SOCIAL = "social", _("Social development")
    LEGAL = "legal", _("Supervision and justice")
    OTHER = "other", _("Other")


class CosignState(TextChoices):
    """Each cosigner confirms himself; the unsigned drop out at the deadline."""

    INVITED = "invited", _("Invited")
    SIGNED = "signed", _("Signed")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Dropped out unsigned")


class PublishState(TextChoices):
    """Where the publication of a suggestion stands."""

    NONE = "none", _("Not for publication")
    CLEARED = "cleared", _("May be published")
    PROPOSED = "proposed", _("Waiting for the leader's approval")
    PUBLISHED = "published", _("Published")
    WITHHELD = "withheld", _("Withheld")


class PlanState(TextChoices):
    """Where an assignment conference stands."""

    PLANNED = "planned", _("Being prepared")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class ItemState(TextChoices):
    """What became of a suggestion at an assignment conference."""

    PLANNED = "planned", _("To be assigned at the conference")
    ASSIGNED = "assigned", _("Assigned to units")
    DISPATCHED = "dispatched", _("With the handling office, units to be named")
    REFUSED = "refused", _("Not assigned")
