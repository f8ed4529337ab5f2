"""Local values of the rules."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from renda.congresses.models import Congress


class RuleValue(models.Model):
    """The value a congress gives a rule, from a day on, with its legal basis.

    It holds for the congress and, until overridden there, for those below it. ``value`` has the
    shape of the rule's kind (see ``law.localrules``).
    """

    congress = models.ForeignKey(Congress, models.PROTECT, related_name="rule_values")
    key = models.CharField(max_length=60)
    value = models.JSONField(_("value"))
    basis = models.CharField(_("basis: document and article"), max_length=200)
    quote = models.TextField(_("wording of the article"), blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    entered_by = models.CharField(max_length=60)
    entered_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["key", "-valid_from"]
        indexes = [models.Index(fields=["congress", "key", "-valid_from"], name="rule_in_force")]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "key", "valid_from"], name="rule_value_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="rule_value_interval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"
