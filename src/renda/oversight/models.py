"""Key suggestions and the milestones of their plans."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from renda.people.models import Person
from renda.proceedings.models import Proceeding


class KeySuggestion(models.Model):
    """A suggestion put before the chairpersons' meeting, and what became of it (A11).

    ``is_live`` is false once it was not chosen: a suggestion is a candidate once at a time.
    """

    proceeding = models.OneToOneField(
        Proceeding, models.PROTECT, primary_key=True, related_name="key"
    )
    matter = models.ForeignKey(Proceeding, models.PROTECT, related_name="keys")
    is_live = models.BooleanField(default=True)
    evidence = models.TextField(_("evidence"))
    meeting = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True)
    leader = models.CharField(max_length=60, blank=True)
    leader_post = models.CharField(max_length=60, blank=True)
    supervisor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    plan = models.TextField(blank=True)
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["-proceeding_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(is_live=True), name="key_once_a_matter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.meeting}"


class Milestone(models.Model):
    """A milestone of the plan: due, then reached on a day."""

    key = models.ForeignKey(KeySuggestion, models.CASCADE, related_name="milestones")
    what = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=[("due", _("Due")), ("reached", _("Reached"))], default="due"
    )
    reached_on = models.DateField(null=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="due", reached_on__isnull=True) | Q(state="reached"),
                name="milestone_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.due_on}"
