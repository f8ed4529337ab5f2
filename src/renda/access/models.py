"""Accounts, seats, deputising, activation slips, second factors, API tokens."""

from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from renda.access.enums import BODY_ROLES, Role
from renda.congresses.models import Body, Congress
from renda.kernel import time
from renda.kernel.crypto import EncryptedField
from renda.people.models import Mandate, Person


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by name."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of that name, whatever the case."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A login. It has one or more seats; the name in the record is ``name``."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(_("login name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="account"
    )
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    email = EncryptedField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    # Raised to end every session of the account at once.
    session_epoch = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=10, blank=True)
    large_type = models.BooleanField(default=False)
    # The congress whose administrator opened it: only there it is reset or closed. Another one,
    # where the same person holds a seat, gives and ends its own seats and nothing else.
    home = models.ForeignKey(
        Congress, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                fields=["phone_index"], condition=~Q(phone_index=""), name="account_phone_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """The name shown in the frame."""
        return self.name


class Seat(models.Model):
    """A place from which an account acts: a role, in a congress, often in a body.

    One person with two seats (deputy of two levels, officer and liaison) switches in the header.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="seats")
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="seats")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="seats")
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="seats"
    )
    post = models.CharField(_("post"), max_length=60, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["congress", "role", "body"], name="seat_by_role")]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="seat_role"),
            models.CheckConstraint(
                condition=Q(body__isnull=False) | ~Q(role__in=sorted(BODY_ROLES)),
                name="body_role_has_a_body",
            ),
            models.CheckConstraint(
                condition=Q(mandate__isnull=False) | ~Q(role=Role.DEPUTY),
                name="deputy_seat_has_a_mandate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.get_role_display()}"

    @property
    def label(self) -> str:
        """``区交通运输局 · 承办人``: body or delegation, and post or role."""
        place = self.body or (self.mandate.delegation if self.mandate else None)
        name = self.post or self.get_role_display()
        return f"{place} · {name}" if place else str(name)

    @property
    def is_open(self) -> bool:
        """Whether somebody may act from it today."""
        day = time.today()
        return self.since <= day and (self.until is None or self.until >= day)


class Deputising(models.Model):
    """Somebody acts on a seat that is another's: a leader's secretary, a stand-in.

    The record shows the name of who acted and for whom.
    """

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="deputised_by")
    account = models.ForeignKey(Account, models.CASCADE, related_name="deputises")
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "account"],
                condition=Q(until__isnull=True),
                name="one_open_deputising",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} → {self.seat}"


class Slip(models.Model):
    """A one-time slip that activates or resets an account; only its hash is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="slips")
    purpose = models.CharField(
        max_length=10, choices=[("activate", _("Activation")), ("reset", _("Reset"))]
    )
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.CharField(max_length=60)
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-issued_at", "-id"]

    def __str__(self) -> str:
        return f"{self.account} {self.purpose}"


class SecondFactor(models.Model):
    """A time-based one-time password; confirmed by its first code."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="second_factor")
    secret = EncryptedField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The last accepted time step: a code works once.
    last_step = models.BigIntegerField(default=0)
    # Wrong codes in a row, and until when no code is looked at.
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.account)


class RecoveryCode(models.Model):
    """A hashed recovery code for a lost second factor; used once."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.account)


class ApiToken(models.Model):
    """A token of a seat for the REST API, with scopes; only its hash is kept."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name


class SignIn(models.Model):
    """A session as its owner sees it: since when, last used when, on what kind of device.

    Valid while ``epoch`` is the account's; no address and no exact browser is kept.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_ins")
    mark = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    epoch = models.PositiveIntegerField()
    device = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at", "-id"]
        indexes = [models.Index(fields=["account", "epoch", "-seen_at"], name="sign_in_open")]

    def __str__(self) -> str:
        return f"{self.account} {self.device}"
