"""Reads of imports; every one starts from who is asking."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from renda.exchange.models import ImportKey, ImportRun
from renda.exchange.registry import importers_for
from renda.kernel.actor import Actor


def runs(actor: Actor) -> QuerySet[ImportRun]:
    """Imports of the actor's congress that his role may make, newest first."""
    names = [each.name for each in importers_for(actor)]
    rows = ImportRun.objects.filter(congress_id=actor.congress_id, importer__in=names)
    return rows.order_by("-id")


def known_keys(congress_id: int, importer: str) -> set[str]:
    """The keys of the rows a congress took before."""
    found = ImportKey.objects.filter(congress_id=congress_id, importer=importer)
    return set(found.values_list("key", flat=True))


def progress_name(run_id: int) -> str:
    """Where a running import writes how far it is."""
    return f"imports/{run_id}.progress"


def progress_of(run: ImportRun) -> tuple[int, int]:
    """Rows done and rows in all.

    It stands in a file, because the import's own transaction shows nothing until it ends.
    """
    try:
        with default_storage.open(progress_name(run.pk)) as kept:
            done, total = kept.read().decode().split("/")
            return int(done), int(total)
    except (OSError, ValueError):
        return 0, run.rows
