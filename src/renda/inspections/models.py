"""Inspections and the questions of their agenda."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from renda.congresses.models import Body
from renda.proceedings.models import Proceeding

STATES = ("planned", "answered", "owed", "given", "settled", "dropped")


class Inspection(models.Model):
    """An inspection: when and where, who leads it, who took part, what it came to (A4)."""

    proceeding = models.OneToOneField(
        Proceeding, models.PROTECT, primary_key=True, related_name="inspection"
    )
    held_on = models.DateField(_("day"))
    place = models.CharField(max_length=200)
    led_by = models.CharField(max_length=200)
    notice = models.TextField(blank=True)
    deputies = models.TextField(blank=True)
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["-proceeding_id"]

    def __str__(self) -> str:
        return f"{self.place} {self.held_on}"


class Question(models.Model):
    """A suggestion on the agenda: asked of its unit, answered there or owed until a day.

    ``answer`` is what was said on the spot, ``later`` what the unit answered afterwards.
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="questions")
    matter = models.ForeignKey(Proceeding, models.PROTECT, related_name="questions")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="planned")
    asked_by = models.CharField(max_length=200, blank=True)
    question = models.TextField(blank=True)
    officer = models.CharField(max_length=60, blank=True)
    officer_post = models.CharField(max_length=60, blank=True)
    answer = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    later = models.TextField(blank=True)
    later_on = models.DateField(null=True)
    sent_back = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["matter", "-id"], name="question_of_matter")]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "matter"], name="matter_once_an_inspection"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="question_state"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.state}"
