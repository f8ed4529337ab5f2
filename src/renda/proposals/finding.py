"""What the search knows of suggestions: a text for insiders, another for everybody.

Internal notes, drafts of replies and telephone numbers are in neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from renda.people.models import Person
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Proceeding
from renda.proposals.enums import CosignState
from renda.proposals.procedure import KIND, SUGGESTION
from renda.search.enums import Audience
from renda.search.registry import Entry, Findable

_NOT_YET = ("draft",)


def entries(ids: Sequence[int]) -> Iterator[Entry]:
    """What is to be found of these suggestions now; drafts are not found. Six statements."""
    rows = (
        Proceeding.objects.filter(pk__in=ids, kind=KIND)
        .exclude(state__in=_NOT_YET)
        .exclude(visibility=Visibility.PARTIES)
        .select_related("suggestion__lead", "suggestion__delegation", "lead_body")
        .prefetch_related("parties", "replies", "assignments__body")
        .prefetch_related("suggestion__cosignatures__person")
    )
    for proceeding in rows.order_by("pk"):
        yield _inside(proceeding)
        if proceeding.visibility == Visibility.PUBLIC:
            yield _public(proceeding)


def _inside(proceeding: Proceeding) -> Entry:
    people = _people(proceeding)
    units = [each.body for each in proceeding.assignments.all() if each.state != "withdrawn"]
    names = [name for unit in units for name in (unit.name, unit.short_name) if name]
    return Entry(
        subject=proceeding.pk,
        audience=Audience.INSIDE,
        congress_id=proceeding.congress_id,
        title=str(proceeding),
        texts=(
            "、".join(person.name for person in people),
            str(proceeding.suggestion.delegation or ""),
            "、".join(dict.fromkeys(names)),
            *_words(proceeding),
        ),
        addressees=frozenset(p.addressee for p in proceeding.parties.all() if p.until is None),
        readings=tuple(
            word for person in people for word in (person.pinyin.replace(" ", ""), person.initials)
        ),
    )


def _public(proceeding: Proceeding) -> Entry:
    """What the public page shows: no names of deputies but the unit's."""
    return Entry(
        subject=proceeding.pk,
        audience=Audience.PUBLIC,
        congress_id=proceeding.congress_id,
        title=str(proceeding),
        texts=(
            proceeding.lead_body.name if proceeding.lead_body else "",
            *_words(proceeding),
        ),
    )


def _people(proceeding: Proceeding) -> list[Person]:
    suggestion = proceeding.suggestion
    signed = [c.person for c in suggestion.cosignatures.all() if c.state == CosignState.SIGNED]
    named = [suggestion.lead] if proceeding.lead_name else []
    return [*named, *signed]


def _words(proceeding: Proceeding) -> tuple[str, ...]:
    suggestion = proceeding.suggestion
    replies = [each.text for each in proceeding.replies.all() if each.delivered_at is not None]
    return (suggestion.facts, suggestion.analysis, suggestion.proposal, *replies)


def after(pk: int, count: int) -> list[int]:
    """The next ids, for a rebuild."""
    rows = Proceeding.objects.filter(kind=KIND, pk__gt=pk).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:count])


SUGGESTIONS = Findable(
    kind=KIND,
    label=_("Motions and suggestions"),
    entries=entries,
    after=after,
    states=tuple((s.name, s.label) for s in SUGGESTION.states if s.name not in _NOT_YET),
    url_name="proposals:detail",
)
