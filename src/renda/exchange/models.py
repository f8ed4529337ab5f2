"""Imports that were asked for, and the keys of rows that were taken."""

from __future__ import annotations

import uuid

from django.db import models

from renda.congresses.models import Congress
from renda.exchange.enums import RunState


class ImportRun(models.Model):
    """One import: its file as it was given, what the check found, and how it ended."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="+")
    importer = models.CharField(max_length=40)
    file = models.FileField(upload_to="imports/", max_length=200)
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=RunState)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    # Headings used and ignored, first rows, what would be created, as plain data for the page.
    preview = models.JSONField(default=dict)
    # [line, heading, sentence]; the first ones, all are in the file of faulty rows.
    problems = models.JSONField(default=list)
    error = models.CharField(max_length=300, blank=True)
    account_id = models.BigIntegerField(null=True)
    seat_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["congress", "-id"], name="import_run_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=RunState.values), name="import_run_state"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportKey(models.Model):
    """A row that was taken: the same row of a later file is known by its key."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="+")
    importer = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    object_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["congress", "importer", "key"], name="import_key_once"),
        ]

    def __str__(self) -> str:
        return self.key
