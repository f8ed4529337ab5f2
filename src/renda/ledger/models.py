"""The ledger's table: a promise of a reply, followed as a proceeding."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from renda.congresses.models import Body, Congress
from renda.matters.enums import Grade
from renda.matters.models import Commitment
from renda.proceedings.models import Proceeding


class Promise(models.Model):
    """A promise under way. What was promised stands in ``commitment``, which only changes state.

    ``due_on`` and ``condition`` are what holds now; ``day`` is until when it is owed (or the day
    of the condition's review), ``first_day`` what the reply said. ``first_grade`` and
    ``second_grade`` are the leading deputy's result grades of the reply and of the delivery, for
    lists (A7).
    """

    proceeding = models.OneToOneField(
        Proceeding, models.PROTECT, primary_key=True, related_name="promise"
    )
    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="promise")
    matter = models.ForeignKey(Proceeding, models.PROTECT, related_name="promises")
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    condition = models.CharField(max_length=200, blank=True)
    day = models.DateField()
    first_day = models.DateField()
    changes = models.PositiveSmallIntegerField(default=0)
    reviews = models.PositiveSmallIntegerField(default=0)
    delivered_on = models.DateField(_("delivered on"), null=True)
    report = models.TextField(blank=True)
    document = models.CharField(max_length=60, blank=True)
    # What a change asks for, until it is decided.
    asked = models.JSONField(null=True)
    first_grade = models.CharField(max_length=12, choices=Grade, blank=True)
    second_grade = models.CharField(max_length=12, choices=Grade, blank=True)

    class Meta:
        ordering = ["day", "proceeding_id"]
        indexes = [
            models.Index(F("congress"), F("day"), F("proceeding"), name="promise_by_day"),
            models.Index(F("body"), F("day"), F("proceeding"), name="promise_of_body"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on=F("day")) | (Q(due_on__isnull=True) & ~Q(condition="")),
                name="promise_day_or_condition",
            ),
            models.CheckConstraint(
                condition=Q(first_grade__in=["", *Grade.values])
                & Q(second_grade__in=["", *Grade.values]),
                name="promise_grades",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} {self.day}"
