"""The pot of a year, its projects, their budgets and payments. All sums are whole fen.

``bound``, ``drawn`` and ``paid`` are kept by triggers (``fund.triggers``) and never written by
hand; the constraints below refuse what would exceed the pot, whoever writes.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from renda.congresses.models import Congress
from renda.fund.enums import Advice, PaymentState, ReportKind, Verdict
from renda.proceedings.models import Proceeding


class Pot(models.Model):
    """What a congress's fund holds in a year: set, bound by chosen projects, paid (fen)."""

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="pots")
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    bound = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "year"], name="pot_once_a_year"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="pot_amount"),
            models.CheckConstraint(
                condition=Q(bound__gte=0, bound__lte=F("amount")), name="pot_holds_what_is_bound"
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("bound")), name="pot_holds_what_is_paid"
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def left(self) -> int:
        """What is not bound yet (fen)."""
        return self.amount - self.bound


class PotChange(models.Model):
    """The pot was set, raised or lowered; ``before`` is empty for the first."""

    pot = models.ForeignKey(Pot, models.PROTECT, related_name="changes")
    before = models.BigIntegerField(null=True)
    after = models.BigIntegerField()
    basis = models.CharField(max_length=200)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pot_id} {self.after}"


class FinalList(models.Model):
    """A decision on the final list: which meeting, on which day."""

    pot = models.ForeignKey(Pot, models.PROTECT, related_name="lists")
    meeting = models.CharField(max_length=200)
    decided_on = models.DateField()

    class Meta:
        ordering = ["decided_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pot", "meeting", "decided_on"], name="final_list_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.decided_on}"


class Project(models.Model):
    """A small livelihood project out of a suggestion (A12).

    ``asked`` is the sum of the budget's lines, ``advised`` what the government's evaluation came
    to, ``listed`` the sum of the final list, ``agreed`` that or a sum changed with approval;
    ``granted`` is what the project binds of the pot now: ``agreed`` until its account is closed,
    what was drawn afterwards. ``drawn`` are payments recorded, ``paid`` those confirmed too.
    ``is_live`` is false once it was not chosen or withdrawn: a suggestion is one project at a time.
    """

    proceeding = models.OneToOneField(
        Proceeding, models.PROTECT, primary_key=True, related_name="project"
    )
    matter = models.ForeignKey(Proceeding, models.PROTECT, related_name="projects")
    pot = models.ForeignKey(Pot, models.PROTECT, related_name="projects")
    is_live = models.BooleanField(default=True)
    why = models.TextField()
    place = models.CharField(max_length=200)
    plan = models.TextField(blank=True)
    beneficiaries = models.CharField(max_length=200, blank=True)
    people = models.PositiveIntegerField(null=True)
    finish_by = models.DateField(null=True)
    asked = models.BigIntegerField(default=0)
    advice = models.CharField(max_length=10, choices=Advice, blank=True)
    advised = models.BigIntegerField(default=0)
    evaluation = models.TextField(blank=True)
    final_list = models.ForeignKey(FinalList, models.PROTECT, null=True, related_name="projects")
    listed = models.BigIntegerField(default=0)
    agreed = models.BigIntegerField(default=0)
    granted = models.BigIntegerField(default=0)
    drawn = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    # What a change asks for, until it is decided.
    wanted = models.JSONField(null=True)
    changes = models.PositiveSmallIntegerField(default=0)
    builder = models.CharField(max_length=200, blank=True)
    begun_on = models.DateField(null=True)
    percent = models.PositiveSmallIntegerField(default=0)
    finished_on = models.DateField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    inspected_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)

    class Meta:
        ordering = ["-proceeding_id"]
        indexes = [models.Index(F("pot"), F("proceeding").desc(), name="project_of_pot")]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(is_live=True), name="project_once_a_matter"
            ),
            models.CheckConstraint(
                condition=Q(drawn__gte=0, drawn__lte=F("granted")),
                name="project_holds_what_is_drawn",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("drawn")), name="project_holds_what_is_paid"
            ),
            models.CheckConstraint(
                condition=Q(granted=0) | Q(final_list__isnull=False, granted__lte=F("agreed")),
                name="project_binds_what_was_decided",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="project_percent"),
            models.CheckConstraint(
                condition=Q(advice__in=["", *Advice.values]) & Q(verdict__in=["", *Verdict.values]),
                name="project_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pot_id} {self.proceeding_id}"

    @property
    def open_sum(self) -> int:
        """What may still be drawn (fen)."""
        return self.granted - self.drawn


class BudgetLine(models.Model):
    """A line of a project's budget (fen)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="budget")
    what = models.CharField(max_length=200)
    amount = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.amount}"


class Report(models.Model):
    """What was reported of a project, with its files: progress, the finish, the acceptance."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="reports")
    what = models.CharField(max_length=10, choices=ReportKind)
    on = models.DateField()
    percent = models.PositiveSmallIntegerField(null=True)
    text = models.TextField()
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=ReportKind.values), name="report_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.on}"


class Payment(models.Model):
    """A payment (fen) with its voucher: recorded by one person, confirmed by another, or struck."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    paid_on = models.DateField()
    payee = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    voucher = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=PaymentState, default=PaymentState.RECORDED)
    recorded_by = models.BigIntegerField()
    recorded_name = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_name = models.CharField(max_length=60, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    struck_why = models.CharField(_("why it was struck"), max_length=200, blank=True)

    class Meta:
        ordering = ["paid_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount"),
            models.CheckConstraint(
                condition=Q(state__in=PaymentState.values), name="payment_state"
            ),
            # Nobody confirms what he recorded himself.
            models.CheckConstraint(
                condition=~Q(state=PaymentState.CONFIRMED)
                | (Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("recorded_by"))),
                name="payment_by_two_persons",
            ),
            models.UniqueConstraint(
                fields=["project", "voucher"],
                condition=~Q(state=PaymentState.STRUCK),
                name="voucher_once_a_project",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voucher} {self.amount}"
