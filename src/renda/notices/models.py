"""Notices, how each account wants them, and what was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from renda.access.models import Account
from renda.congresses.models import Congress
from renda.notices.enums import ByEmail, BySms, Channel, DeliveryState


class Delivery(models.Model):
    """One e-mail or short message, with the notices it carried. The address is not kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.SENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["at"], condition=~Q(state="sent"), name="delivery_unsent"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.channel} {self.state}"


class Notice(models.Model):
    """Something an account should know, in its language, with the page to go to.

    ``source`` makes a repeat harmless: the same thing is told to an account once. What is not
    ``is_quotable`` (a confidential matter) leaves the platform by its number only.
    """

    congress = models.ForeignKey(Congress, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="notices")
    source = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=340, blank=True)
    number = models.CharField(max_length=40, blank=True)
    url = models.CharField(max_length=300)
    is_urgent = models.BooleanField(default=False)
    is_quotable = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="mailed")
    sms = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="texted")
    # Nothing more is to be sent of it: it went out, was read before, or nobody wanted it sent.
    is_settled = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "source"], name="notice_once"),
        ]
        indexes = [
            models.Index(F("account"), F("id").desc(), name="notice_newest"),
            models.Index(
                fields=["account"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(
                fields=["account", "id"], condition=Q(is_settled=False), name="notice_unsettled"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """How an account wants to be told. Without a row: a daily e-mail where one is known."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="notice_preference")
    email = models.CharField(
        _("By e-mail"),
        max_length=10,
        choices=ByEmail,
        default=ByEmail.DIGEST,
    )
    sms = models.CharField(
        _("By short message"),
        max_length=10,
        choices=BySms,
        default=BySms.OFF,
    )

    def __str__(self) -> str:
        return f"{self.account}: {self.email}, {self.sms}"
