"""What the databases do differently: where tokens stand and how they are asked.

SQLite: an FTS5 table beside the documents, under their ids. PostgreSQL: a tsvector column with a
GIN index. Both are written by us token by token; no parser of theirs cuts Chinese.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.expressions import RawSQL

from renda.search.words import Term

_SQLITE = (
    "CREATE VIRTUAL TABLE search_tokens USING fts5("
    "tokens, tokenize='unicode61 remove_diacritics 0')"
)


def create(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For the migration: the place of the tokens."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_SQLITE)
    else:
        schema_editor.execute("ALTER TABLE search_document ADD COLUMN tokens tsvector")
        schema_editor.execute(
            "CREATE INDEX search_tokens ON search_document USING gin (tokens) "
            "WITH (fastupdate = off)"
        )


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For the migration backwards."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_tokens")
    else:
        schema_editor.execute("ALTER TABLE search_document DROP COLUMN tokens")


def write_tokens(document_id: int, tokens: Sequence[str]) -> None:
    """Keep the tokens of a document, instead of the ones it had."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM search_tokens WHERE rowid = %s", [document_id])
            cursor.execute(
                "INSERT INTO search_tokens (rowid, tokens) VALUES (%s, %s)",
                [document_id, " ".join(tokens)],
            )
        else:
            cursor.execute(
                "UPDATE search_document SET tokens = %s::tsvector WHERE id = %s",
                [_vector(tokens), document_id],
            )


def remove_tokens(document_ids: Sequence[int]) -> None:
    """Forget documents; on PostgreSQL the tokens go with their row."""
    if connection.vendor == "sqlite" and document_ids:
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM search_tokens WHERE rowid = %s", [(pk,) for pk in document_ids]
            )


def subjects(
    terms: Sequence[Term], *, marks: Sequence[str], addressees: Sequence[str], kind: str
) -> RawSQL:
    """The ids of a kind's matters that hold all ``terms``, for ``pk__in``.

    ``marks``: any of these congress-and-audience tokens; ``addressees``: any of these, if given.
    """
    if connection.vendor == "sqlite":
        # CROSS JOIN keeps the order: the full text is asked once, not by document.
        return RawSQL(
            "SELECT d.subject FROM search_tokens t CROSS JOIN search_document d "
            "ON d.id = t.rowid WHERE search_tokens MATCH %s AND d.kind = %s",
            [_match(terms, marks, addressees), kind],
        )
    return RawSQL(
        "SELECT d.subject FROM search_document d WHERE d.tokens @@ %s::tsquery AND d.kind = %s",
        [_tsquery(terms, marks, addressees), kind],
    )


# Tokens are letters, digits and Han characters only, so no quoting can be broken out of.


def _match(terms: Sequence[Term], marks: Sequence[str], addressees: Sequence[str]) -> str:
    parts = [_any(marks)]
    if addressees:
        parts.append(_any(addressees))
    parts += [f'"{" ".join(term.tokens)}"{"*" if term.is_prefix else ""}' for term in terms]
    return " AND ".join(parts)


def _any(tokens: Sequence[str]) -> str:
    return "(" + " OR ".join(f'"{token}"' for token in tokens) + ")"


def _tsquery(terms: Sequence[Term], marks: Sequence[str], addressees: Sequence[str]) -> str:
    groups: list[Any] = [marks, *([addressees] if addressees else [])]
    parts = ["(" + " | ".join(f"'{token}'" for token in group) + ")" for group in groups]
    for term in terms:
        ends = ":*" if term.is_prefix else ""
        parts.append("(" + " <-> ".join(f"'{token}'{ends}" for token in term.tokens) + ")")
    return " & ".join(parts)


def _vector(tokens: Sequence[str]) -> str:
    places: dict[str, list[int]] = {}
    for place, token in enumerate(tokens, start=1):
        places.setdefault(token, []).append(place)
    # A lexeme keeps at most 255 positions.
    return " ".join(
        f"'{token}':{','.join(str(place) for place in each[:255])}"
        for token, each in places.items()
    )
