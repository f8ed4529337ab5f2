"""What house tests look at: the files of the package, parsed once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "renda"

# Not Django apps: pure Python or wiring, whose files have subjects of their own.
LIBRARIES = {"kernel", "law", "cli", "config"}


def apps() -> list[Path]:
    """Every app of the house, sorted."""
    found = (path.parent for path in PACKAGE.glob("*/__init__.py"))
    return sorted(path for path in found if path.name not in LIBRARIES)


def modules(app: Path, *names: str) -> list[Path]:
    """The files of a floor: ``services.py`` or everything in ``services/``."""
    found = [app / f"{name}.py" for name in names if (app / f"{name}.py").exists()]
    for name in names:
        found += sorted((app / name).rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def where(path: Path, node: ast.AST | None = None) -> str:
    """``src/renda/…/file.py:12`` for a message."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT)}{line}"


def imported_names(module: ast.Module) -> set[str]:
    """Names that a file binds by importing: modules and functions, never rows."""
    return {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(module)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
