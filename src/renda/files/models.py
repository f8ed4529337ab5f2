"""Attachments."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from renda.congresses.models import Congress
from renda.files.enums import FileState, Purpose


class File(models.Model):
    """An uploaded or made file. Its owner is plain ids: ``owner_kind`` names the visibility
    function that says who may see it, ``owner_id`` the row of that kind.

    A held file has no owner yet and is its uploading seat's alone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="+")
    owner_kind = models.CharField(max_length=30, blank=True)
    owner_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.ENCLOSURE)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("type"), max_length=8)
    size = models.BigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    # Where the store keeps it; random, never from the name.
    key = models.CharField(max_length=120, unique=True)
    # What a made file was made from: the same again is not made twice.
    mark = models.CharField(max_length=64, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.HELD)
    account_id = models.BigIntegerField(null=True)
    seat_id = models.BigIntegerField(null=True)
    uploaded_by = models.CharField(_("uploaded by"), max_length=60)
    uploaded_at = models.DateTimeField()
    removed_by = models.CharField(max_length=60, blank=True)
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id", "id"], name="file_of_owner"),
            models.Index(
                fields=["seat_id", "uploaded_at"],
                condition=Q(state="held"),
                name="file_held_by_seat",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="file_state"),
            models.CheckConstraint(
                condition=~Q(state="attached") | (~Q(owner_kind="") & Q(owner_id__isnull=False)),
                name="attached_file_has_an_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state="removed") | Q(removed_at__isnull=False),
                name="removed_file_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name
