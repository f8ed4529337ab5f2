"""Keeping the documents of the search. Called after a change committed; may always run again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from renda.kernel.progress import Report, silent
from renda.search import vendor, words
from renda.search.models import Document
from renda.search.registry import Entry, findables

_BLOCK = 200


def index(kind: str, subjects: Sequence[int]) -> int:
    """Make the documents of some matters what they are now; returns how many there are.

    A matter that is to be found no more loses its documents. Writes no trace of who asked: the
    documents repeat what stands elsewhere.
    """
    return _index(kind, subjects)


def rebuild(kind: str, *, progress: Report = silent) -> int:
    """Make all documents of a kind anew (repair); returns how many there are."""
    findable, last, done, kept = findables.get(kind), 0, 0, 0
    while ids := findable.after(last, _BLOCK):
        kept += _index(kind, ids)
        last, done = ids[-1], done + len(ids)
        progress(done, done)
    _forget_lost(kind)
    return kept


@transaction.atomic
def _index(kind: str, subjects: Sequence[int]) -> int:
    entries = list(findables.get(kind).entries(subjects))
    wanted = {(entry.subject, entry.audience) for entry in entries}
    known = Document.objects.filter(kind=kind, subject__in=subjects)
    _delete([d for d in known if (d.subject, d.audience) not in wanted])
    for entry in entries:
        _write(kind, entry)
    return len(entries)


def _write(kind: str, entry: Entry) -> None:
    document, _made = Document.objects.update_or_create(
        kind=kind,
        subject=entry.subject,
        audience=entry.audience,
        defaults={
            "congress_id": entry.congress_id,
            "text": " · ".join(text for text in entry.texts if text),
        },
    )
    vendor.write_tokens(document.pk, _tokens(entry))


def _tokens(entry: Entry) -> list[str]:
    """Ours first, then each text's; a run ends with a single character, so no phrase spans two."""
    ours = [words.mark_token(entry.congress_id, entry.audience)]
    ours += [words.addressee_token(each) for each in sorted(entry.addressees)]
    found: list[str] = []
    for text in (entry.title, *entry.texts, *entry.readings):
        found += words.tokens_of(text)
    return ours + found[: words.MOST_TOKENS - len(ours)]


def _delete(documents: Sequence[Document]) -> None:
    ids = [document.pk for document in documents]
    vendor.remove_tokens(ids)
    Document.objects.filter(pk__in=ids).delete()


def _forget_lost(kind: str) -> None:
    """Drop documents of matters that are gone."""
    last = 0
    while block := list(Document.objects.filter(kind=kind, pk__gt=last).order_by("pk")[:_BLOCK]):
        wanted = {
            (entry.subject, entry.audience)
            for entry in findables.get(kind).entries(sorted({d.subject for d in block}))
        }
        _delete([d for d in block if (d.subject, d.audience) not in wanted])
        last = block[-1].pk
