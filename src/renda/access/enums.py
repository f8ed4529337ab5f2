"""Roles of seats. What a role may do, the procedures and ``rules`` say."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The role of a seat. Congress-wide ones answer to ``c…:role``, body ones to ``b…:role``."""

    DEPUTY = "deputy", _("Deputy")
    DELEGATION = "delegation", _("Delegation's contact")
    OFFICE_CLERK = "office_clerk", _("Deputies' office, clerk")
    OFFICE_HEAD = "office_head", _("Deputies' office, head")
    MOTIONS_GROUP = "motions_group", _("Secretariat's motions group")
    MOTIONS_COMMITTEE = "motions_committee", _("Motions committee")
    PRESIDIUM = "presidium", _("Presidium")
    VICE_CHAIR = "vice_chair", _("Supervising vice-chair")
    COMMITTEE = "committee", _("Counterpart committee")
    HANDLING_OFFICE = "handling_office", _("Handling office")
    UNDERTAKER_ADMIN = "undertaker_admin", _("Undertaker's administrator")
    HANDLER = "handler", _("Handler")
    SIGNER = "signer", _("Signing leader")
    LIAISON = "liaison", _("Station liaison")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


# The deputies' office: sees confidential matters and internal steps too.
OFFICE_ROLES = frozenset({Role.OFFICE_CLERK, Role.OFFICE_HEAD})
# Offices of the congress itself: one desk for the whole congress.
CONGRESS_ROLES = frozenset(
    {
        Role.OFFICE_CLERK,
        Role.OFFICE_HEAD,
        Role.MOTIONS_GROUP,
        Role.MOTIONS_COMMITTEE,
        Role.PRESIDIUM,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
    }
)
# Roles that need a body.
BODY_ROLES = frozenset(
    {
        Role.DELEGATION,
        Role.COMMITTEE,
        Role.HANDLING_OFFICE,
        Role.UNDERTAKER_ADMIN,
        Role.HANDLER,
        Role.SIGNER,
        Role.LIAISON,
    }
)
# Roles that see every matter of their congress.
CONGRESS_READERS = frozenset(
    {
        Role.OFFICE_CLERK,
        Role.OFFICE_HEAD,
        Role.MOTIONS_GROUP,
        Role.MOTIONS_COMMITTEE,
        Role.PRESIDIUM,
        Role.VICE_CHAIR,
    }
)
