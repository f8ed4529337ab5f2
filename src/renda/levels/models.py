"""The two halves of a matter that is passed up, and the yearly figures of a congress."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from renda.congresses.models import Body, Congress
from renda.proceedings.models import Proceeding


class PassedUp(models.Model):
    """A suggestion passed up, as the level below knows it (K4).

    ``is_live`` is false once it was turned back or withdrawn: a suggestion is with the level above
    once at a time.
    """

    proceeding = models.OneToOneField(
        Proceeding, models.PROTECT, primary_key=True, related_name="passed_up"
    )
    matter = models.ForeignKey(Proceeding, models.PROTECT, related_name="passed")
    above = models.ForeignKey(Congress, models.PROTECT, related_name="+")
    is_live = models.BooleanField(default=True)
    reason = models.TextField(_("why the level above is needed"))
    request = models.TextField(_("what is asked of it"))
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(null=True)
    turned_back = models.TextField(blank=True)
    told_on = models.DateField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["-proceeding_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(is_live=True), name="passed_up_once_a_matter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} -> {self.above_id}"


class FromBelow(models.Model):
    """The same as the level above knows it: what was sent up, its unit and reply (K4)."""

    proceeding = models.OneToOneField(
        Proceeding, models.PROTECT, primary_key=True, related_name="from_below"
    )
    passed = models.OneToOneField(PassedUp, models.PROTECT, related_name="half_above")
    below = models.ForeignKey(Congress, models.PROTECT, related_name="+")
    reason = models.TextField()
    request = models.TextField()
    text = models.TextField(blank=True)
    unit = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    reply = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-proceeding_id"]

    def __str__(self) -> str:
        return f"{self.below_id} {self.proceeding_id}"


class YearReport(models.Model):
    """The figures of a congress's year as its office reported them to the level above (K4).

    ``own`` are those of the congress, ``below`` the sums of what its own lower levels had reported
    by then. The newest report of a year holds; the earlier stay.
    """

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="year_reports")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(default=1)
    own = models.JSONField()
    below = models.JSONField()
    reporting = models.PositiveIntegerField(_("congresses below that had reported"), default=0)
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=60)
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "year", "number"], name="year_report_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.congress_id} {self.year}/{self.number}"
