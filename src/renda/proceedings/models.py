"""The engine's tables: proceeding, party, event, clock, idempotency."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from renda.congresses.models import Body, Congress, Session
from renda.kernel.time import utc_text
from renda.law.procedure import StateType
from renda.proceedings.enums import Channel, Visibility
from renda.rulebook.models import RuleValue


class Proceeding(models.Model):
    """Anything that moves through steps. Rooms join it one to one, never by a generic key.

    List columns live here, so that one index serves filter and sort. ``row_version`` rises with
    every step: two officers at once, one wins.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="proceedings")
    kind = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="derived"
    )
    series = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=30)
    state_type = models.CharField(max_length=10, choices=[(t.value, t.value) for t in StateType])
    round = models.PositiveSmallIntegerField(default=1)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.PARTIES)
    field = models.CharField(max_length=30, blank=True)
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="+")
    lead_body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    lead_name = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    next_due_on = models.DateField(null=True)
    last_step = models.CharField(max_length=40, blank=True)
    last_step_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    row_version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "kind", "series", "year", "serial"],
                condition=Q(serial__isnull=False),
                name="proceeding_number_once",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="proceeding_visibility"
            ),
        ]
        indexes = [
            models.Index(
                F("congress"), F("kind"), F("opened_at").desc(), F("id").desc(), name="p_newest"
            ),
            models.Index(
                F("congress"),
                F("kind"),
                F("state"),
                F("opened_at").desc(),
                F("id").desc(),
                name="p_state_newest",
            ),
            models.Index(
                fields=["congress", "next_due_on", "id"],
                condition=Q(state_type="open"),
                name="p_due_open",
            ),
            models.Index(
                F("congress"),
                F("kind"),
                F("opened_at").desc(),
                F("id").desc(),
                condition=Q(visibility="public"),
                name="p_public_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Party(models.Model):
    """Somebody's relation to a proceeding, as an addressee token; the wall of visibility.

    ``opened_at`` repeats the proceeding's, so that a deputy's or department's list is one index
    scan on the token.
    """

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="parties")
    relation = models.CharField(max_length=30)
    addressee = models.CharField(max_length=60)
    label = models.CharField(max_length=120, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proceeding", "relation", "addressee"],
                condition=Q(until__isnull=True),
                name="party_once",
            ),
        ]
        indexes = [
            models.Index(
                F("addressee"), F("opened_at").desc(), F("proceeding").desc(), name="party_newest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relation} {self.addressee}"


class Event(models.Model):
    """A step that was taken: the history of a proceeding. Append-only.

    ``at`` is the server's; ``stated_at`` when it happened, where a step may be recorded later.
    ``facts`` and ``salt`` may be erased; the chain keeps verifying by ``digest``.
    """

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    lane_row = models.BigIntegerField(default=0)
    from_state = models.CharField(max_length=30)
    to_state = models.CharField(max_length=30)
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60)
    seat_id = models.BigIntegerField(null=True)
    seat_label = models.CharField(max_length=120, blank=True)
    acting_for_name = models.CharField(max_length=60, blank=True)
    on_behalf_of = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    at = models.DateTimeField()
    stated_at = models.DateTimeField(null=True)
    facts = models.JSONField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["proceeding", "seq"], name="event_seq_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.step}"

    @property
    def envelope(self) -> tuple[Any, ...]:
        """The impersonal columns, as the chain covers them."""
        return (
            self.proceeding_id,
            self.seq,
            self.step,
            self.round,
            self.lane_row,
            self.from_state,
            self.to_state,
            self.account_id,
            self.seat_id,
            self.channel,
            utc_text(self.at),
            utc_text(self.stated_at),
        )

    @property
    def sealed_facts(self) -> dict[str, Any]:
        """What the salted digest covers: facts and names."""
        return {
            "facts": self.facts,
            "actor_name": self.actor_name,
            "seat_label": self.seat_label,
            "acting_for_name": self.acting_for_name,
            "on_behalf_of": self.on_behalf_of,
        }


class Clock(models.Model):
    """A running or stopped clock with its rule, stored, not computed on read."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="clocks")
    name = models.CharField(max_length=30)
    lane_row = models.BigIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=1)
    rule = models.CharField(max_length=60)
    rule_value = models.ForeignKey(
        RuleValue, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The period as it stood when the clock started: {"amount": 3, "unit": "month"}.
    period = models.JSONField()
    basis = models.CharField(max_length=200)
    started_on = models.DateField()
    original_due_on = models.DateField()
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    extension = models.JSONField(null=True, blank=True)
    extended_by = models.CharField(max_length=60, blank=True)
    extended_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    # Days late when it stopped (0: in time); reports need no recomputation.
    late_days = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proceeding", "name", "lane_row", "round"], name="clock_once_a_round"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "proceeding"],
                condition=Q(stopped_at__isnull=True),
                name="clock_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_on}"


class ClockPause(models.Model):
    """An interval in which a clock stood still; ``until`` empty while it stands."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="pauses")
    since = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.since}–{self.until}"


class Idempotency(models.Model):
    """A request that was answered: its repeat gets the same answer and writes nothing."""

    congress = models.ForeignKey(Congress, models.CASCADE, related_name="+")
    actor = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="+")
    proceeding = models.ForeignKey(Proceeding, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["congress", "actor", "key"], name="idempotency_once"),
        ]

    def __str__(self) -> str:
        return self.key


class StepDraft(models.Model):
    """What somebody has typed for a step and not yet sent; survives time-out and conflict."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="drafts")
    seat_id = models.BigIntegerField()
    step = models.CharField(max_length=40)
    lane_row = models.BigIntegerField(default=0)
    data = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proceeding", "seat_id", "step", "lane_row"], name="step_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.saved_at}"
