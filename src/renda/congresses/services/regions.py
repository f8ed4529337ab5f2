"""Loading administrative divisions in bulk."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.db import transaction

from renda.congresses.models import Region
from renda.kernel import time

# Digits of a code to its level: province, city, county, town, village (GB/T 2260, 10114).
LEVEL_OF_LENGTH = {2: 1, 4: 2, 6: 3, 9: 4, 12: 5}
_PARENT_LENGTH = {4: 2, 6: 4, 9: 6, 12: 9}
_BATCH = 5000


def load_regions(path: Path | str, *, province: str = "", levels: int = 4) -> int:
    """For the platform: load a province's regions (all, when empty) to ``levels``; how many.

    ``path`` is a text of ``code<tab>name`` lines, plain, ``.gz`` or ``.xz``. Repeatable: names
    are brought up to date, divisions that are gone get an end. Raises ValueError for a line that
    is no region and OSError when the file cannot be read; nothing is written then.
    """
    rows = sorted(
        (region for region in _read(Path(path)) if _wanted(region, province[:2], levels)),
        key=lambda region: (region.level, region.code),
    )
    with transaction.atomic():
        Region.objects.bulk_create(
            rows,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "parent", "level", "valid_until"],
        )
        _end_missing({region.code for region in rows}, province[:2], levels)
    return len(rows)


def _wanted(region: Region, province: str, levels: int) -> bool:
    return region.level <= levels and region.code.startswith(province)


def _read(path: Path) -> Iterator[Region]:
    with _open(path) as lines:
        yield from _parse(lines)


def _open(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _parse(lines: Iterable[str]) -> Iterator[Region]:
    for number, line in enumerate(lines, start=1):
        code, tab, name = line.rstrip("\r\n").partition("\t")
        if not tab or not name or not code.isdigit() or len(code) not in LEVEL_OF_LENGTH:
            message = f"line {number}: expected a region code, a tab and a name"
            raise ValueError(message)
        yield Region(
            code=code,
            name=name,
            level=LEVEL_OF_LENGTH[len(code)],
            parent_id=code[: _PARENT_LENGTH[len(code)]] if len(code) > 2 else None,
        )


def _end_missing(loaded: set[str], province: str, levels: int) -> None:
    """Divisions known before and no longer in the list ended; their rows stay for old papers."""
    known = Region.objects.filter(
        code__startswith=province, level__lte=levels, valid_until__isnull=True
    )
    gone = sorted(set(known.values_list("code", flat=True)) - loaded)
    for start in range(0, len(gone), 500):
        Region.objects.filter(code__in=gone[start : start + 500]).update(valid_until=time.today())
