"""What is found: one document per matter and audience."""

from __future__ import annotations

from django.db import models

from renda.congresses.models import Congress
from renda.search.enums import Audience


class Document(models.Model):
    """The words of a matter that one audience may read.

    The tokens stand beside it, where each database keeps full text (``vendor``). ``subject`` is
    a plain id: the things themselves live in apps above.
    """

    kind = models.CharField(max_length=30)
    subject = models.BigIntegerField()
    audience = models.CharField(max_length=10, choices=Audience)
    congress = models.ForeignKey(Congress, models.CASCADE, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "audience"], name="search_document_once"
            ),
            models.CheckConstraint(
                condition=models.Q(audience__in=Audience.values), name="search_audience"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.audience}"
