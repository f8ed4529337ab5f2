"""Opening a proceeding once, however often the request comes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renda.kernel import time
from renda.kernel.actor import Actor
from renda.proceedings import errors
from renda.proceedings.facts import Facts
from renda.proceedings.models import Idempotency, Proceeding


def open_once(
    make: Callable[[], Proceeding], *, actor: Actor, kind: str, facts: Facts, key: str
) -> Proceeding:
    """Open by ``make``, or answer what the same request has opened before.

    Raises KeyReused when the key was used for something else. Two at once: one opens, the other
    is rolled back and answers the first one's.
    """
    if not key:
        return make()
    mark = hashlib.sha256(f"open|{kind}|{facts.model_dump_json()}".encode()).hexdigest()
    known = _known(actor, key, mark)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            proceeding = make()
            Idempotency.objects.create(
                congress_id=actor.congress_id,
                actor=f"s{actor.seat_id}",
                key=key,
                fingerprint=mark,
                proceeding=proceeding,
                at=time.now(),
            )
    except IntegrityError:
        known = _known(actor, key, mark)
        if known is None:
            raise
        return known
    return proceeding


def _known(actor: Actor, key: str, mark: str) -> Proceeding | None:
    row = (
        Idempotency.objects.filter(
            congress_id=actor.congress_id, actor=f"s{actor.seat_id}", key=key
        )
        .select_related("proceeding")
        .first()
    )
    if row is None:
        return None
    if row.fingerprint != mark:
        raise errors.KeyReused(_("This request number was used for something else."))
    return row.proceeding


def was_answered(actor: Actor, *, key: str) -> bool:
    """Whether a request of the actor's seat with this key was answered before."""
    rows = Idempotency.objects.filter(congress_id=actor.congress_id, actor=f"s{actor.seat_id}")
    return bool(key) and rows.filter(key=key).exists()
