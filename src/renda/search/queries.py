"""Finding things; starts from who is asking, and nobody finds what he may not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from renda.access.enums import CONGRESS_READERS
from renda.kernel import paging
from renda.kernel.actor import Actor
from renda.kernel.visibility import visible
from renda.search import vendor, words
from renda.search.enums import Audience
from renda.search.models import Document
from renda.search.registry import Findable, findables
from renda.search.words import Term

MOST_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A found matter with the piece of its words that was hit."""

    row: Any
    title: list[tuple[str, bool]]
    snippet: list[tuple[str, bool]]
    state: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits."""

    terms: list[Term]
    hits: list[Hit]
    page: paging.Page


def search(
    actor: Actor,
    query: str,
    *,
    kind: str,
    state: str = "",
    year: int | None = None,
    congress_id: int | None = None,
    cursor: str = "",
    size: int = 20,
) -> Found:
    """The matters of a kind that hold every word of ``query``, newest first.

    Only what ``actor`` may see; the public (with ``congress_id``) searches what is published.
    Three statements, whatever the number of hits.
    """
    findable = findables.get(kind)
    terms = words.terms_of(query[:MOST_CHARACTERS])
    rows = _rows(actor, terms, findable, congress_id) if terms else visible(kind, actor).none()
    if state:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(year=year)
    page = paging.page(rows, findable.key, cursor=cursor, size=size)
    texts = _texts(page.rows, findable, _audience(actor))
    return Found(terms, [_hit(row, texts, terms, findable) for row in page.rows], page)


def matching(actor: Actor, query: str, *, kind: str) -> QuerySet[Any]:
    """The rows of a kind that the actor may see and that hold every word of ``query``.

    For the word filter of a list. Drafts have no documents and are not among them.
    """
    terms = words.terms_of(query[:MOST_CHARACTERS])
    if not terms:
        return visible(kind, actor).none()
    return _rows(actor, terms, findables.get(kind), None)


def _audience(actor: Actor) -> str:
    return Audience.INSIDE if actor.is_signed_in else Audience.PUBLIC


def _rows(
    actor: Actor, terms: Sequence[Term], findable: Findable, congress_id: int | None
) -> QuerySet[Any]:
    """The wall is ``visible``; the tokens of the index only make it quick."""
    congress = actor.congress_id if actor.is_signed_in else congress_id
    marks = [words.mark_token(congress or 0, _audience(actor))]
    addressees: list[str] = []
    if actor.is_signed_in and actor.role not in CONGRESS_READERS:
        addressees = [words.addressee_token(token) for token in sorted(actor.tokens)]
    found = vendor.subjects(terms, marks=marks, addressees=addressees, kind=findable.kind)
    return visible(findable.kind, actor).filter(pk__in=found)


def _texts(rows: Sequence[Any], findable: Findable, audience: str) -> Mapping[int, str]:
    found = Document.objects.filter(
        kind=findable.kind, audience=audience, subject__in=[row.pk for row in rows]
    )
    return dict(found.values_list("subject", "text"))


def _hit(row: Any, texts: Mapping[int, str], terms: Sequence[Term], findable: Findable) -> Hit:
    return Hit(
        row=row,
        title=words.snippet(row.title, terms, size=300),
        snippet=words.snippet(texts.get(row.pk, ""), terms),
        state=str(dict(findable.states).get(row.state, "")),
    )
