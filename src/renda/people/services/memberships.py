"""Posts of persons in bodies."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renda.congresses.models import Body
from renda.kernel import text
from renda.kernel.actor import Actor
from renda.people.errors import MembershipClash
from renda.people.models import Membership, Person
from renda.people.services.common import note_person, require_office


@transaction.atomic
def add_membership(
    person: Person, *, body: Body, since: date, actor: Actor, post: str = "", order: int = 100
) -> Membership:
    """Enter a post from a day on. Raises MembershipClash when it is held or the body ended."""
    require_office(actor, body.congress_id)
    if body.valid_until is not None and body.valid_until <= since:
        message = _("This body ended on %(day)s.") % {"day": body.valid_until}
        raise MembershipClash(message, fields={"body": message})
    row = Membership(person=person, body=body, since=since, order=order)
    row.post = text.clean(post, field="post", limit=60)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        message = _("This person holds this post already.")
        raise MembershipClash(message, fields={"post": message}) from None
    note_person(person, "membership.add", body.congress_id, actor, body=body.pk, since=since)
    return row


@transaction.atomic
def end_membership(membership: Membership, *, on: date, actor: Actor) -> Membership:
    """End a post on its last day; ended ones stay as they are."""
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    require_office(actor, row.body.congress_id)
    if row.until is not None:
        return row
    if on < row.since:
        message = _("The post began on %(day)s.") % {"day": row.since}
        raise MembershipClash(message, fields={"on": message})
    row.until = on
    row.save(update_fields=["until"])
    note_person(row.person, "membership.end", row.body.congress_id, actor, body=row.body_id, on=on)
    return row


@transaction.atomic
def end_memberships_of(body: Body, *, on: date, actor: Actor) -> int:
    """End what is open in a body that ended; repeatable. Answers how many."""
    rows = list(Membership.objects.filter(body=body, until__isnull=True).order_by("id"))
    for row in rows:
        end_membership(row, on=max(on, row.since), actor=actor)
    return len(rows)
