"""Closed lists of the congresses app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Levels that have a people's congress (宪法 §95). Streets and zones have none."""

    PROVINCE = "P", _("Province")
    CITY = "M", _("City")
    COUNTY = "C", _("County")
    TOWN = "T", _("Town")


class BodyKind(TextChoices):
    """What a body is; the level profile says which kinds a congress has."""

    STANDING_COMMITTEE = "standing_committee", _("Standing committee")
    CHAIRPERSONS = "chairpersons", _("Chairpersons' meeting")
    PRESIDIUM = "presidium", _("Presidium")
    MOTIONS_COMMITTEE = "motions_committee", _("Motions committee")
    SECRETARIAT = "secretariat", _("Session secretariat, motions group")
    COMMITTEE = "committee", _("Committee")
    OFFICE = "office", _("Deputies' office")
    DELEGATION = "delegation", _("Delegation")
    GROUP = "group", _("Deputy group")
    STREET_COMMITTEE = "street_committee", _("Street working committee")
    STATION = "station", _("Contact station")
    HANDLING_OFFICE = "handling_office", _("Handling office")
    DEPARTMENT = "department", _("Department")
    TOWN_GOVERNMENT = "town_government", _("Town government")
    OTHER = "other", _("Other body")


class System(TextChoices):
    """The system of organs a handling office and its departments belong to."""

    CONGRESS = "congress", _("People's congress")
    GOVERNMENT = "government", _("Government")
    PARTY = "party", _("Party committee")
    SUPERVISION = "supervision", _("Supervisory commission")
    COURT = "court", _("Court")
    PROCURATORATE = "procuratorate", _("Procuratorate")
    VERTICAL = "vertical", _("Units under vertical administration")


class SessionState(TextChoices):
    """Where a session of the congress stands."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("In session")
    CLOSED = "closed", _("Closed")


class TermState(TextChoices):
    """Where a term stands; exactly one is current."""

    PREPARED = "prepared", _("Prepared")
    CURRENT = "current", _("Current")
    ENDED = "ended", _("Ended")


class DayKind(TextChoices):
    """How a day of the calendar counts."""

    WORKDAY = "workday", _("Working day")
    HOLIDAY = "holiday", _("Holiday")
    MAKEUP = "makeup", _("Make-up working day")
