"""Regenerate the lock files: ``make lock``.

Python: ``requirements/{run,build,dev}.txt`` with hashes of every published file of a release, so
that x86_64 and aarch64 install from the same lock. Node: ``package-lock.json`` with hashes and
without addresses. Neither names the server that a package came from.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "requirements"
ADDRESS = re.compile(r"https?://|--(extra-)?index-url|--find-links")


def compile_lock(target: str, *arguments: str) -> None:
    """Resolve for Python 3.11 and write one lock; the other files constrain it."""
    subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"),
            *("--python-version", "3.11", "--universal", "--generate-hashes"),
            *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
            *arguments,
            *("--output-file", str(LOCKS / target)),
        ],
        cwd=ROOT,
        check=True,
    )


def check_lock(path: Path) -> None:
    """Stop when a lock names a server or holds a package without a hash."""
    text = path.read_text()
    if ADDRESS.search(text):
        sys.exit(f"{path.name} names a server: it would tie the project to one mirror")
    bare = [line for line in text.splitlines() if "==" in line and not line.endswith("\\")]
    if bare:
        sys.exit(f"{path.name} has lines without a hash: {', '.join(bare)}")


def lock_python(arguments: list[str]) -> None:
    """The three Python locks; run first, the others agree with it."""
    LOCKS.mkdir(exist_ok=True)
    constrained = ["--constraint", "requirements/run.txt", *arguments]
    compile_lock("run.txt", *arguments)
    compile_lock("dev.txt", "--group", "dev", *constrained)
    subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "compile", "--quiet"),
            *("--python-version", "3.11", "--universal", "--generate-hashes"),
            *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
            *("--group", "pyproject.toml:build", "--constraint", "requirements/dev.txt"),
            *("--output-file", str(LOCKS / "build.txt")),
        ],
        cwd=ROOT,
        check=True,
    )
    for path in sorted(LOCKS.glob("*.txt")):
        check_lock(path)


def lock_node() -> None:
    """``package-lock.json`` from ``package.json``, without addresses."""
    subprocess.run(
        [
            *("npm", "install", "--package-lock-only", "--ignore-scripts"),
            *("--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"),
        ],
        cwd=ROOT,
        check=True,
    )
    check_lock_node(ROOT / "package-lock.json")


def check_lock_node(path: Path) -> None:
    """Stop when the Node lock names a server."""
    if '"resolved"' in path.read_text():
        sys.exit("package-lock.json names a server: it would tie the project to one mirror")


if __name__ == "__main__":
    # `make lock UPGRADE=1` takes the newest releases that pyproject.toml allows.
    lock_python(["--upgrade"] if "--upgrade" in sys.argv else [])
    lock_node()
    print("locks written: requirements/*.txt, package-lock.json")
