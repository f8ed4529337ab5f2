"""Triggers that keep tables append-only, whoever has the database's password.

SQLite drops them silently when a migration rebuilds a table, so they are put back after every
migration and looked for by ``renda verify`` and ``renda check``. Facts and their salt may be
erased (set empty), never changed. Apps above register the triggers of their own tables as guards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from renda.kernel.registry import Registry

# Model -> columns that may be emptied by right.
PROTECTED: dict[str, tuple[str, ...]] = {
    "records.Record": (),
    "records.Checkpoint": (),
    "records.Entry": ("facts", "salt"),
    "proceedings.Event": ("facts", "salt"),
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Triggers of an app's own tables: what makes them on a vendor, and their (name, table).

    ``label`` is the app whose migrations may drop them; they are made once its tables stand.
    """

    label: str
    tables: tuple[str, ...]
    statements: Callable[[str], Iterable[str]]
    names: Callable[[str], Iterable[tuple[str, str]]]


guards: Registry[Guard] = Registry("guard of tables")

_FUNCTION = """
CREATE OR REPLACE FUNCTION renda_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _tables() -> Iterable[tuple[str, list[str], tuple[str, ...]]]:
    """(table, its fixed columns, its erasable columns) of the tables that exist."""
    there = set(connection.introspection.table_names())
    for label, erasable in PROTECTED.items():
        model = apps.get_model(label)
        if model._meta.db_table in there:
            columns = [field.column for field in model._meta.concrete_fields]
            fixed = [name for name in columns if name not in erasable]
            yield model._meta.db_table, fixed, erasable


def _guards() -> Iterable[Guard]:
    """The guards whose tables exist."""
    there = set(connection.introspection.table_names())
    return [guard for _name, guard in guards if there.issuperset(guard.tables)]


def labels() -> set[str]:
    """The apps whose tables hold triggers."""
    protected = {label.partition(".")[0] for label in PROTECTED}
    return protected | {guard.label for _name, guard in guards}


def _names(table: str, erasable: tuple[str, ...]) -> list[str]:
    found = [f"{table}_no_update", f"{table}_no_delete"]
    found += [f"{table}_erase_only"] if erasable else []
    return found + ([f"{table}_no_truncate"] if connection.vendor == "postgresql" else [])


def install() -> None:
    """Put the triggers on every protected table; those that are there are made anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table, fixed, erasable in _tables():
            for statement in _statements(table, fixed, erasable):
                cursor.execute(statement)
        for guard in _guards():
            for name, table in guard.names(connection.vendor):
                cursor.execute(_drop(name, table))
            for statement in guard.statements(connection.vendor):
                cursor.execute(statement)


def remove() -> None:
    """Take the triggers off: tests empty their tables between each other."""
    with connection.cursor() as cursor:
        for table, _fixed, erasable in _tables():
            for name in _names(table, erasable):
                cursor.execute(_drop(name, table))
        for guard in _guards():
            for name, table in guard.names(connection.vendor):
                cursor.execute(_drop(name, table))


def _drop(name: str, table: str) -> str:
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{name}"{on}'


def _statements(table: str, fixed: list[str], erasable: tuple[str, ...]) -> Iterable[str]:
    yield from (_drop(name, table) for name in _names(table, erasable))
    refuse = (
        "FOR EACH ROW EXECUTE FUNCTION renda_append_only()"
        if connection.vendor == "postgresql"
        else f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
    columns = ", ".join(f'"{name}"' for name in fixed)
    yield f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE OF {columns} ON "{table}" {refuse}'
    yield f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}'
    if erasable:
        kept = " OR ".join(
            f'(NEW."{name}" IS NOT NULL AND CAST(NEW."{name}" AS text) <> \'\')'
            for name in erasable
        )
        if connection.vendor == "postgresql":
            refuse = f"FOR EACH ROW WHEN ({kept}) EXECUTE FUNCTION renda_append_only()"
        else:
            refuse = f"WHEN {kept} {refuse}"
        columns = ", ".join(f'"{name}"' for name in erasable)
        before = f'BEFORE UPDATE OF {columns} ON "{table}"'
        yield f'CREATE TRIGGER "{table}_erase_only" {before} {refuse}'
    if connection.vendor == "postgresql":
        yield (
            f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION renda_append_only()"
        )


def missing() -> list[str]:
    """One sentence for every trigger that is not there (or, on PostgreSQL, is switched off)."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    wanted = [name for table, _fixed, erasable in _tables() for name in _names(table, erasable)] + [
        name for guard in _guards() for name, _table in guard.names(connection.vendor)
    ]
    return [
        f"the trigger {name} is not there; renda upgrade puts it back"
        for name in wanted
        if name not in there
    ]
