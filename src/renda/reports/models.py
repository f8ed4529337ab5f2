"""Documents made of figures and records, and the templates that an office brings itself."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from renda.congresses.models import Body, Congress
from renda.proceedings.models import Proceeding
from renda.reports.enums import DocumentState, Kind


class Document(models.Model):
    """A document that somebody asked for: what of, who, and how far it is. Its files are its own.

    ``body`` is the unit or delegation whose document it is; empty: the congress's offices'.
    ``figures`` are the numbers as they stood when it was made.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    cut = models.JSONField(default=dict)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    # The suggestion of a dossier.
    matter = models.ForeignKey(Proceeding, models.PROTECT, null=True, related_name="dossiers")
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    account_id = models.BigIntegerField()
    seat_id = models.BigIntegerField()
    made_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counted_on = models.DateField(null=True)
    figures = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["congress", "-id"], name="report_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DocumentState.values), name="report_state"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(kind="handling", state="ready"),
                name="only_the_handling_report_is_published",
            ),
            models.CheckConstraint(
                condition=Q(kind="dossier", matter__isnull=False)
                | (~Q(kind="dossier") & Q(matter__isnull=True)),
                name="dossier_has_a_matter",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Template(models.Model):
    """The office's own template of a kind of document in a format; its file is attached to it."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    format = models.CharField(max_length=4, choices=[("docx", "Word"), ("xlsx", "Excel")])

    class Meta:
        ordering = ["kind", "format"]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "kind", "format"], name="report_template_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.format}"
