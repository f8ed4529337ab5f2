"""Rows of the desk: a step that somebody must take."""

from __future__ import annotations

from django.db import models

from renda.congresses.models import Congress


class Waiting(models.Model):
    """One step waiting for one addressee. Projected by the engine, never written by hand.

    ``subject`` is the proceeding's id and ``lane_row`` the row of its lane (0: the subject
    itself); no key points upwards.
    """

    # No index of its own: rows are found by addressee, and a planner would prefer this one.
    congress = models.ForeignKey(Congress, models.CASCADE, related_name="+", db_index=False)
    subject = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    public_id = models.UUIDField()
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300)
    step = models.CharField(max_length=40)
    lane_row = models.BigIntegerField(default=0)
    addressee = models.CharField(max_length=60)
    detail = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    due_on = models.DateField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "step", "lane_row", "addressee"], name="waiting_once"
            ),
        ]
        indexes = [
            models.Index(fields=["addressee", "due_on", "id"], name="waiting_by_addressee"),
        ]

    def __str__(self) -> str:
        return f"{self.addressee} {self.step} {self.title}"
