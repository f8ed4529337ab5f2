"""The same file names in every app, so that a line of code knows its room."""

from __future__ import annotations

import ast
import re

from tests.house.sources import ROOT, apps, tree, where

FLOORS = {
    *("__init__", "apps", "urls", "views", "api", "admin", "tasks", "receivers", "forms"),
    *("services", "queries", "procedure", "facts", "rules", "http", "models"),
    *("events", "errors", "enums"),
}
FOLDERS = {"migrations", "templates", "templatetags", "static", "locale", "management", "dist"}
JUNK = {"utils", "helpers", "common", "misc", "base", "lib", "tools", "stuff"}
AUTOMATIC = re.compile(r"^\d{4}_(auto_\d+.*|.*_and_more)$")


def test_every_file_of_an_app_is_a_floor_or_named_in_the_apps_docstring() -> None:
    strange = [
        f"{where(path)}: not a floor; say what it is for in the docstring of {app.name}/__init__.py"
        for app in apps()
        for path in sorted(app.iterdir())
        if not path.name.startswith((".", "__pycache__"))
        if path.stem not in FLOORS | FOLDERS
        if path.stem in JUNK
        or path.stem not in (ast.get_docstring(tree(app / "__init__.py")) or "")
    ]

    assert strange == []


def test_every_package_and_module_says_what_it_is_for() -> None:
    silent = [
        where(path)
        for path in sorted((ROOT / "src/renda").rglob("*.py"))
        if not {"migrations", "management", "templatetags"} & set(path.parts)
        if not ast.get_docstring(tree(path))
    ]

    assert silent == []


def test_migrations_are_named_by_hand() -> None:
    automatic = [
        where(path)
        for app in apps()
        for path in sorted(app.glob("migrations/0*.py"))
        if AUTOMATIC.match(path.stem)
    ]

    assert automatic == []
