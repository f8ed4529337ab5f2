"""The outbox: work to be done after a commit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from renda.kernel.schedule import labels


class JobState(models.TextChoices):
    """Where a job stands; ``failed`` waits for a person."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Job(models.Model):
    """One piece of work, written in the transaction that asks for it.

    A worker takes it with a lease; when the lease runs out (the worker was killed) the sweeper
    queues it again. Handlers take ids, may run twice, and find their work done.
    """

    name = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    congress_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["run_at", "id"], condition=Q(state="queued"), name="job_queued"),
            models.Index(fields=["state", "-id"], name="job_by_state"),
        ]

    @property
    def label(self) -> str:
        """What the work is, for people; of work that no app knows any more, its name."""
        return str(labels.get(self.name)) if self.name in labels else self.name

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
