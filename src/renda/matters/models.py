"""Tables of the closed loop: assignments, replies, promises, evaluations, contacts, notes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from renda.congresses.models import Body, Congress
from renda.matters.enums import (
    AssignmentState,
    CommitmentState,
    ContactState,
    ContactWay,
    EvaluationState,
    ExtensionState,
    Grade,
    Mode,
    Outcome,
)
from renda.people.models import Person
from renda.proceedings.models import Proceeding

_GONE = [AssignmentState.WITHDRAWN.value]


class Conference(models.Model):
    """An assignment conference (交办会; A2): one batch of assignments at a public meeting."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="conferences")
    title = models.CharField(_("title"), max_length=120)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=120, blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return self.title


class Assignment(models.Model):
    """One unit's part in a matter, in one round. One open lead, by constraint."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="assignments")
    round = models.PositiveSmallIntegerField(default=1)
    body = models.ForeignKey(Body, models.PROTECT, related_name="assignments")
    mode = models.CharField(max_length=10, choices=Mode)
    state = models.CharField(
        max_length=15, choices=AssignmentState, default=AssignmentState.ASSIGNED
    )
    conference = models.ForeignKey(
        Conference, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    handler_name = models.CharField(_("handler"), max_length=60, blank=True)
    assigned_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    # What a joint unit answers the lead.
    opinion = models.TextField(blank=True)
    adopted = models.BooleanField(null=True)
    # Why it was handed back, and to whom it should go.
    reason = models.TextField(blank=True)
    proposed = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["round", "id"]
        indexes = [models.Index(fields=["body", "state", "-id"], name="assignment_of_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["proceeding", "round"],
                condition=Q(mode="lead") & ~Q(state__in=_GONE),
                name="one_open_lead",
            ),
            models.UniqueConstraint(
                fields=["proceeding", "round", "body"],
                condition=~Q(state__in=_GONE),
                name="body_assigned_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AssignmentState.values), name="assignment_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.mode}"


class Reply(models.Model):
    """A unit's reply. ``proposed_class`` is the unit's, ``outcome_class`` the confirmed one."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="replies")
    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="reply")
    round = models.PositiveSmallIntegerField(default=1)
    document_number = models.CharField(_("document number"), max_length=60)
    proposed_class = models.CharField(max_length=1, choices=Outcome)
    outcome_class = models.CharField(max_length=1, choices=Outcome, blank=True)
    class_reason = models.CharField(max_length=300, blank=True)
    text = models.TextField(_("reply"))
    reason = models.TextField(_("why it cannot be solved now"), blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=30, blank=True)
    signer_name = models.CharField(_("signed by"), max_length=60, blank=True)
    signer_post = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["round", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | ~Q(outcome_class=""),
                name="delivered_reply_has_a_class",
            ),
        ]

    def __str__(self) -> str:
        return self.document_number


class Commitment(models.Model):
    """A promise in a reply: what, how much, who, by when or on what condition (A10).

    Either a day, or a condition with the day on which it is reviewed.
    """

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="commitments")
    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="commitments")
    body = models.ForeignKey(Body, models.PROTECT, related_name="commitments")
    order = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(_("what"), max_length=300)
    amount = models.CharField(_("how much"), max_length=60, blank=True)
    owner = models.CharField(_("who"), max_length=60)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    condition = models.CharField(_("on what condition"), max_length=200, blank=True)
    review_on = models.DateField(_("reviewed on"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=CommitmentState, default=CommitmentState.OPEN)

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["body", "state", "due_on"], name="commitment_of_body")]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | (~Q(condition="") & Q(review_on__isnull=False)),
                name="promise_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Evaluation(models.Model):
    """One deputy's evaluation of one reply, process and result apart. Never a default.

    The row is made when the reply is delivered; the grades come from the deputy only (or from
    a paper form entered twice by two clerks).
    """

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="evaluations")
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="evaluations")
    round = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=15, default="reply")
    person = models.ForeignKey(Person, models.PROTECT, related_name="evaluations")
    is_lead = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=EvaluationState, default=EvaluationState.SENT)
    opened_at = models.DateTimeField(null=True)
    process_grade = models.CharField(max_length=12, choices=Grade, blank=True)
    result_grade = models.CharField(max_length=12, choices=Grade, blank=True)
    marks = models.JSONField(null=True, blank=True)
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    comment = models.TextField(blank=True)
    channel = models.CharField(max_length=10, blank=True)
    given_at = models.DateTimeField(null=True)
    # First blind entry of a paper form, and who made it; emptied when the second agrees.
    first_entry = models.JSONField(null=True, blank=True)
    first_entry_by = models.BigIntegerField(null=True)
    first_entry_name = models.CharField(max_length=60, blank=True)
    second_entry_name = models.CharField(max_length=60, blank=True)
    contested = models.BooleanField(default=False)
    last_call = models.CharField(max_length=200, blank=True)
    last_call_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["round", "-is_lead", "id"]
        indexes = [models.Index(fields=["person", "state", "-id"], name="evaluation_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["reply", "person", "stage"], name="evaluation_once"),
            models.CheckConstraint(
                condition=~Q(state="given")
                | (~Q(process_grade="") & ~Q(result_grade="") & Q(given_at__isnull=False)),
                name="given_evaluation_has_grades",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.reply}"


class Contact(models.Model):
    """A talk of the unit with the deputy (面商): stated by the unit, confirmed by the deputy."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="contacts")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="contacts")
    round = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    way = models.CharField(_("way"), max_length=10, choices=ContactWay)
    happened_at = models.DateTimeField(_("when it happened"))
    recorded_at = models.DateTimeField()
    place = models.CharField(_("place"), max_length=120, blank=True)
    who = models.CharField(_("who took part, with post"), max_length=200)
    summary = models.TextField(_("what was said"))
    state = models.CharField(max_length=10, choices=ContactState, default=ContactState.STATED)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-happened_at", "-id"]

    def __str__(self) -> str:
        return f"{self.way} {self.happened_at:%Y-%m-%d}"


class Extension(models.Model):
    """A unit's request for more time, with the reason told to the deputy."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="extensions")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    round = models.PositiveSmallIntegerField(default=1)
    until = models.DateField(_("until"))
    reason = models.TextField(_("reason"))
    state = models.CharField(max_length=10, choices=ExtensionState, default=ExtensionState.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state="asked"), name="one_open_extension"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.until} {self.state}"


class Note(models.Model):
    """An internal note: only the writer's body sees it, and it is in no dossier."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="notes")
    # Empty: a note of the congress's own offices.
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    author_name = models.CharField(max_length=60)
    text = models.TextField(_("note"))
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text[:30]
