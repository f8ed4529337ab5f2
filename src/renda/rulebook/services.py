"""Writes of local values: a new value from a day on, an end, each with its basis."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from renda.congresses.models import Congress
from renda.congresses.services import stamp_rules
from renda.kernel import text, time
from renda.kernel.actor import Actor
from renda.kernel.errors import Conflict, Invalid, NotAllowed
from renda.law import localrules
from renda.records import services as records
from renda.rulebook import rules
from renda.rulebook.models import RuleValue

KEEPERS = frozenset({"administrator", "office_head", "system"})


def set_value(
    congress: Congress,
    *,
    key: str,
    value: Any,
    basis: str,
    valid_from: date,
    actor: Actor,
    quote: str = "",
) -> RuleValue:
    """Give a rule a local value from a day on; the value before it ends the day before.

    Clocks that run keep the value they started with. Raises NotAllowed, Invalid (at the field),
    Conflict when a value already begins that day.
    """
    _require_keeper(actor, congress)
    rule = localrules.definition(key)
    stored = rules.check(rule, value)
    basis = text.clean(basis, field="basis", limit=200)
    if not basis:
        message = _("Please name the document and the article.")
        raise Invalid(message, fields={"basis": message})
    quote = text.clean(quote, field="quote", limit=2000)
    with transaction.atomic():
        Congress.objects.select_for_update().get(pk=congress.pk)
        _make_room(congress, key, valid_from, actor)
        following = _following(congress, key, valid_from)
        row = RuleValue.objects.create(
            congress=congress,
            key=key,
            value=stored,
            basis=basis,
            quote=quote,
            valid_from=valid_from,
            valid_until=following.valid_from - timedelta(days=1) if following else None,
            entered_by=actor.account_name,
            entered_at=time.now(),
        )
        _note(row, "set", actor)
    return row


def end_value(row: RuleValue, *, until: date, actor: Actor) -> None:
    """End a local value with a day; from the next day the value from above holds again."""
    _require_keeper(actor, row.congress)
    if until < row.valid_from:
        message = _("The value begins on %(day)s; it cannot end before.") % {"day": row.valid_from}
        raise Invalid(message, fields={"until": message})
    with transaction.atomic():
        locked = RuleValue.objects.select_for_update().get(pk=row.pk)
        if locked.valid_until is not None and locked.valid_until < until:
            raise Conflict(_("This value already ends on %(day)s.") % {"day": locked.valid_until})
        locked.valid_until = until
        locked.save()
        _note(locked, "ended", actor)


def _require_keeper(actor: Actor, congress: Congress) -> None:
    if actor.role not in KEEPERS or actor.congress_id != congress.pk:
        raise NotAllowed(
            _("Local rules are entered by the administrator or the head of the deputies' office.")
        )


def _make_room(congress: Congress, key: str, day: date, actor: Actor) -> None:
    own = RuleValue.objects.select_for_update().filter(congress=congress, key=key)
    same = own.filter(valid_from=day).first()
    if same is not None:
        message = _("%(who)s entered a value from this day already.") % {"who": same.entered_by}
        raise Conflict(message, fields={"valid_from": message})
    before = own.filter(valid_from__lt=day).order_by("-valid_from").first()
    if before is not None and (before.valid_until is None or before.valid_until >= day):
        before.valid_until = day - timedelta(days=1)
        before.save()
        _note(before, "replaced", actor)


def _following(congress: Congress, key: str, day: date) -> RuleValue | None:
    later = RuleValue.objects.filter(congress=congress, key=key, valid_from__gt=day)
    return later.order_by("valid_from").first()


def _note(row: RuleValue, verb: str, actor: Actor) -> None:
    stamp_rules(row.congress)
    records.note(
        f"rulevalue:{row.pk}",
        verb=f"rulevalue.{verb}",
        congress_id=row.congress_id,
        actor=actor,
        facts={
            "key": row.key,
            "value": row.value,
            "basis": row.basis,
            "from": row.valid_from.isoformat(),
            "until": row.valid_until.isoformat() if row.valid_until else None,
        },
    )
