"""What a seat worked on last."""

from __future__ import annotations

from django.db import models
from django.db.models import F

from renda.proceedings.models import Proceeding


class Recent(models.Model):
    """A proceeding on which a seat took a step; one row for both, kept short."""

    seat_id = models.BigIntegerField()
    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="+")
    step = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["seat_id", "proceeding"], name="recent_once"),
        ]
        indexes = [
            models.Index(F("seat_id"), F("at").desc(), F("id").desc(), name="recent_of_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.step}"
