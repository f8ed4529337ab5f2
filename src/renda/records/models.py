"""The chained record, its head and checkpoints, audit entries, numbering."""

from __future__ import annotations

from typing import Any

from django.db import models

from renda.kernel.time import utc_text


class Record(models.Model):
    """A link of a congress's chain. It holds digests only, nothing personal.

    ``hash`` covers the previous hash, the place in the chain, what it is about and the digest.
    Append-only: triggers refuse UPDATE and DELETE.
    """

    congress = models.ForeignKey("congresses.Congress", models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=60)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["congress", "seq"], name="record_seq_once")]

    def __str__(self) -> str:
        return f"{self.congress_id}/{self.seq}"


class Head(models.Model):
    """The end of a congress's chain; locked last by every change."""

    congress = models.OneToOneField(
        "congresses.Congress", models.PROTECT, primary_key=True, related_name="+"
    )
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.congress_id}/{self.seq}"


class Checkpoint(models.Model):
    """A sealed note of where the chain stood, so that a cut tail shows."""

    congress = models.ForeignKey("congresses.Congress", models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["-seq"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "seq"], name="checkpoint_once"),
        ]

    def __str__(self) -> str:
        return f"{self.congress_id}/{self.seq}"


class Entry(models.Model):
    """What was done outside proceedings: an unmasking, a grant, a changed rule.

    ``facts`` and ``salt`` may be erased later; the chain keeps verifying by ``digest``.
    """

    congress = models.ForeignKey("congresses.Congress", models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=60)
    account_id = models.BigIntegerField(null=True)
    seat_label = models.CharField(max_length=120, blank=True)
    acting_for_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    facts = models.JSONField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["congress", "subject", "-id"], name="entry_by_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"

    @property
    def envelope(self) -> tuple[Any, ...]:
        """The impersonal columns, as the chain covers them."""
        return (self.verb, self.subject, self.account_id, utc_text(self.at))

    @property
    def sealed_facts(self) -> dict[str, Any]:
        """What the salted digest covers: facts and names."""
        return {
            "facts": self.facts,
            "actor_name": self.actor_name,
            "seat_label": self.seat_label,
            "acting_for_name": self.acting_for_name,
        }


class Series(models.Model):
    """The last number given in a series of a congress's year; locked after the proceeding."""

    congress = models.ForeignKey("congresses.Congress", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    series = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "kind", "series", "year"], name="series_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}{self.series}{self.year}/{self.last}"
