"""Motions and suggestions, their cosigners and proposed undertakers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from renda.congresses.models import Body
from renda.matters.enums import Mode
from renda.matters.models import Conference
from renda.people.models import Person
from renda.proceedings.models import Proceeding
from renda.proposals.enums import CosignState, Form, ItemState, PlanState, PublishState


class Suggestion(models.Model):
    """A deputy's motion or suggestion: one matter, in facts, analysis and proposal (A14)."""

    proceeding = models.OneToOneField(
        Proceeding, models.CASCADE, primary_key=True, related_name="suggestion"
    )
    form = models.CharField(_("kind"), max_length=10, choices=Form, default=Form.SUGGESTION)
    in_session = models.BooleanField(_("made in session"), default=False)
    lead = models.ForeignKey(Person, models.PROTECT, related_name="suggestions")
    delegation = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.TextField(_("facts"), blank=True)
    analysis = models.TextField(_("analysis"), blank=True)
    proposal = models.TextField(_("proposal"), blank=True)
    wish = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wish")
    )
    wish_text = models.CharField(_("wish in words"), max_length=200, blank=True)
    may_publish = models.BooleanField(_("may be published"), null=True)
    cosign_until = models.DateField(_("signatures until"), null=True, blank=True)
    is_difficult = models.BooleanField(_("broad or difficult"), default=False)
    is_key = models.BooleanField(_("key suggestion"), default=False)
    conference = models.ForeignKey(
        Conference, models.PROTECT, null=True, blank=True, related_name="suggestions"
    )
    supervisor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    committee = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    examination = models.TextField(_("motions committee's opinion"), blank=True)
    # The last confirmed class and the leading deputy's last grades, for lists.
    outcome_class = models.CharField(max_length=1, blank=True)
    process_grade = models.CharField(max_length=12, blank=True)
    result_grade = models.CharField(max_length=12, blank=True)
    publish_state = models.CharField(max_length=10, choices=PublishState, default=PublishState.NONE)
    published_at = models.DateTimeField(null=True)
    entered_by = models.CharField(_("entered by"), max_length=60, blank=True)
    legacy_number = models.CharField(_("number in the old system"), max_length=40, blank=True)

    def __str__(self) -> str:
        return str(self.proceeding_id)


class Cosignature(models.Model):
    """A deputy asked to sign, and his own answer."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="cosignatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="cosignatures")
    state = models.CharField(max_length=10, choices=CosignState, default=CosignState.INVITED)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=10, blank=True)
    entered_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "person"], name="cosigner_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.state}"


class ProposedUndertaker(models.Model):
    """An undertaker proposed before assignment (两上两下): by whom, and how."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="proposed")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode)
    source = models.CharField(max_length=20)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "body", "source"], name="proposed_undertaker_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.mode}"


class ConferencePlan(models.Model):
    """The preparation of an assignment conference (A2): planned, then held or cancelled."""

    conference = models.OneToOneField(
        Conference, models.PROTECT, primary_key=True, related_name="plan"
    )
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.PLANNED)
    prepared_by = models.CharField(max_length=60)
    held_by = models.CharField(max_length=60, blank=True)
    held_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=PlanState.values), name="conference_plan_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="held") | models.Q(held_at__isnull=False),
                name="held_conference_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conference} {self.state}"


class ConferenceItem(models.Model):
    """A suggestion on the list of a conference; it stands on one prepared list at a time."""

    plan = models.ForeignKey(ConferencePlan, models.CASCADE, related_name="items")
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="+")
    handling_office = models.ForeignKey(Body, models.PROTECT, related_name="+")
    is_difficult = models.BooleanField(_("broad or difficult"), default=False)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.PLANNED)
    refusal = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "suggestion"], name="conference_item_once"),
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=models.Q(state="planned"),
                name="on_one_prepared_list",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ItemState.values), name="conference_item_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.state}"


class ConferenceUnit(models.Model):
    """A unit that is to get a suggestion at the conference, and how it takes part."""

    item = models.ForeignKey(ConferenceItem, models.CASCADE, related_name="units")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "body"], name="conference_unit_once"),
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(mode="lead"), name="conference_one_lead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.mode}"


class ConferenceReceipt(models.Model):
    """The signed paper by which a unit took over its suggestions at a conference."""

    plan = models.ForeignKey(ConferencePlan, models.PROTECT, related_name="receipts")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    signed_by = models.CharField(_("signed by"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "body"], name="conference_receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.signed_by}"
