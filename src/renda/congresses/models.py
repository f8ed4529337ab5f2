"""Regions, congresses, terms and sessions, bodies, constituencies."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from renda.congresses.enums import BodyKind, DayKind, Level, SessionState, System, TermState


class Region(models.Model):
    """An administrative division by its GB/T 2260 code (villages have 12 digits).

    A subtree is a code prefix, so that a province loads in one statement.
    """

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"))
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="region_level"),
        ]

    def __str__(self) -> str:
        return self.name


class Congress(models.Model):
    """A people's congress: the tenant. Every row of the platform has one congress."""

    slug = models.SlugField(_("short address"), unique=True, max_length=40)
    name = models.CharField(_("full name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=40)
    level = models.CharField(_("level"), max_length=1, choices=Level)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    phone = models.CharField(_("office telephone"), max_length=30, blank=True)
    seat_count = models.PositiveIntegerField(_("number of seats"), default=0)
    is_demo = models.BooleanField(default=False)
    # Rises with every change of the calendar, so that each process knows when to build it anew.
    calendar_version = models.PositiveIntegerField(default=0, editable=False)
    # Another one with every change of the local rules, for the same reason; empty without any.
    rules_stamp = models.CharField(max_length=32, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="congress_level"),
        ]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A term of a congress (届). Its end is an event, the first session of the next (MAN-1)."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField(_("term number"))
    state = models.CharField(max_length=10, choices=TermState, default=TermState.PREPARED)
    began_on = models.DateField(_("began on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "number"], name="term_number_once"),
            models.UniqueConstraint(
                fields=["congress"], condition=Q(state="current"), name="one_current_term"
            ),
            models.CheckConstraint(condition=Q(state__in=TermState.values), name="term_state"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Session(models.Model):
    """A session of the congress (次会议)."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("session number"))
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    motions_until = models.DateTimeField(_("motions taken until"), null=True, blank=True)

    class Meta:
        ordering = ["-term__number", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="session_number_once"),
            models.UniqueConstraint(
                fields=["term"], condition=Q(state="open"), name="one_open_session"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="session_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term.number}-{self.number}"


class Body(models.Model):
    """An organ, office, delegation or undertaking unit of a congress's district.

    ``handling_office`` says through whom a department receives its assignments; a body that ended
    keeps its history and names its ``successor``.
    """

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind)
    system = models.CharField(_("system"), max_length=15, choices=System, default=System.CONGRESS)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    handling_office = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="departments"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    valid_from = models.DateField(_("since"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "name"]
        indexes = [models.Index(fields=["congress", "kind", "order"], name="body_by_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "name"],
                condition=Q(valid_until__isnull=True),
                name="body_name_once_while_valid",
            ),
            models.CheckConstraint(condition=Q(kind__in=BodyKind.values), name="body_kind"),
            models.CheckConstraint(condition=Q(system__in=System.values), name="body_system"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class FormerName(models.Model):
    """What a body was called until a day; old papers and searches find it by this name."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="former_names")
    name = models.CharField(_("name"), max_length=100)
    until = models.DateField(_("until"))
    basis = models.CharField(_("basis"), max_length=120, blank=True)

    class Meta:
        ordering = ["-until", "-id"]

    def __str__(self) -> str:
        return self.name


class Constituency(models.Model):
    """A constituency returns one to three deputies (选举法 §25; MAN-5)."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="constituencies")
    number = models.CharField(_("number"), max_length=10)
    name = models.CharField(_("name"), max_length=100)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="constituency_number_once"),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=3), name="one_to_three"),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day that differs from the shipped calendar, entered by the administrator."""

    day = models.DateField(_("day"))
    congress = models.ForeignKey(Congress, models.CASCADE, related_name="calendar_days")
    kind = models.CharField(_("kind"), max_length=10, choices=DayKind)
    name = models.CharField(_("name"), max_length=40, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "day"], name="calendar_day_once"),
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="calendar_day_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
