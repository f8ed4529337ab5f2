"""Persons, their mandates, the proposals to change them, and memberships in bodies."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from renda.congresses.models import Body, Congress, Constituency, Term
from renda.kernel.crypto import EncryptedField
from renda.people.enums import Ground, MandateChange, MandateState, ProposalState


class Person(models.Model):
    """A person known to a congress's district. One person may hold several mandates (MAN-6).

    Telephone, e-mail and address are encrypted; ``phone_index`` finds a person by telephone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="persons")
    name = models.CharField(_("name"), max_length=60)
    # Filled by the services, for sorting ("wang xiaoming") and for finding by "wxm".
    pinyin = models.CharField(max_length=200, blank=True, editable=False)
    initials = models.CharField(max_length=30, blank=True, editable=False)
    gender = models.CharField(
        _("gender"), max_length=1, blank=True, choices=[("m", _("Male")), ("f", _("Female"))]
    )
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    employer = models.CharField(_("employer and post"), max_length=120, blank=True)
    phone = EncryptedField(_("telephone"), blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    email = EncryptedField(_("e-mail"), blank=True)
    address = EncryptedField(_("address"), blank=True)
    intro = models.TextField(_("introduction"), blank=True)

    class Meta:
        ordering = ["pinyin", "id"]
        indexes = [models.Index(fields=["congress", "pinyin", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """A person's seat in one congress for one term (代表资格)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    term = models.ForeignKey(Term, models.PROTECT, related_name="mandates")
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="mandates")
    card_number = models.CharField(_("deputy card number"), max_length=30, blank=True)
    delegation = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    constituency = models.ForeignKey(
        Constituency, models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    state = models.CharField(max_length=10, choices=MandateState, default=MandateState.ACTIVE)
    began_on = models.DateField(_("began on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_ground = models.CharField(max_length=12, choices=Ground, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["term", "person__pinyin", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "term"],
                condition=Q(state__in=["elected", "active", "suspended"]),
                name="one_open_mandate_a_term",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False)
                | (~Q(state="ended") & Q(ended_on__isnull=True)),
                name="ended_mandate_has_a_day",
            ),
        ]
        indexes = [models.Index(fields=["congress", "state", "person"], name="mandate_open")]

    def __str__(self) -> str:
        return f"{self.person} {self.term}"


class MandateProposal(models.Model):
    """A proposed change of a mandate. The organ decides; nobody ends a mandate by a click."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="proposals")
    change = models.CharField(max_length=10, choices=MandateChange)
    ground = models.CharField(max_length=12, choices=Ground)
    reason = models.TextField(_("facts and reason"))
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    proposed_by = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    organ = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(_("decision document"), max_length=120, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"], condition=Q(state="open"), name="one_open_mandate_proposal"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_on__isnull=False),
                name="decided_proposal_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate} {self.change}"


class Membership(models.Model):
    """A person's post in a body, with dates."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships")
    post = models.CharField(_("post"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "person__pinyin", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "body", "post"],
                condition=Q(until__isnull=True),
                name="one_open_membership",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.body} {self.post}"
