"""Documents that must keep up with the code."""

from __future__ import annotations

import ast
import json
import re
import tomllib

from tests.house.sources import PACKAGE, ROOT, apps, modules, tree
from tools import documents

NAME = re.compile(r"^[A-Za-z0-9_.-]+")
KEY = re.compile(r"\b(?:RENDA_[A-Z_]+|DATABASE_URL)\b")
ROW = re.compile(r"^\| `([^`]+)`", re.MULTILINE)
# Tools without pages of their own.
UNWRITTEN = {"bench", "demo"}
BUTTON = re.compile("「(.*?)」")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def keys_of_the_code() -> set[str]:
    """Every environment key that is a literal of the package."""
    return {
        node.value
        for path in PACKAGE.rglob("*.py")
        if path.name != "settings_test.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if KEY.fullmatch(node.value)
    }


def direct_dependencies() -> set[str]:
    """Names of pyproject.toml and package.json, as written there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"].values()
    listed = [
        *project["project"]["dependencies"],
        *(one for group in groups for one in group if isinstance(one, str)),
    ]
    node = json.loads((ROOT / "package.json").read_text())
    python = {match.group() for one in listed if (match := NAME.match(one))}
    return python | set(node.get("dependencies", {})) | set(node["devDependencies"])


def rows(document: str) -> list[str]:
    """The first cells of the tables of a document."""
    return ROW.findall((ROOT / "docs" / document).read_text(encoding="utf-8"))


def test_the_operators_guide_names_every_setting_and_no_other() -> None:
    assert sorted(rows("operators/settings.md")) == sorted(keys_of_the_code())


def test_every_direct_dependency_has_a_line_with_its_reason() -> None:
    assert sorted(rows("dependencies.md")) == sorted(direct_dependencies())


def test_locks_hold_every_direct_dependency_with_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements/dev.txt").read_text()
    pinned = {line.split("==")[0].split("[")[0] for line in lock.splitlines() if "==" in line}
    canonical = {re.sub(r"[-_.]+", "-", name).lower() for name in pinned}
    python = {name.lower() for name in direct_dependencies() if not name.startswith("@")}
    node = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert {name for name in python if f"node_modules/{name}" not in node} - canonical == set()
    assert all("integrity" in one for path, one in node.items() if path)
    assert not any("resolved" in one for one in node.values())
    assert "://" not in lock


def test_made_documents_are_current() -> None:
    """Out of date: run ``make documents`` and commit."""
    assert [path.name for path in documents.out_of_date(documents.documents())] == []


def test_every_mark_of_a_test_is_a_mechanism_of_the_catalogue() -> None:
    names = tomllib.loads((ROOT / "docs/mechanisms.toml").read_text(encoding="utf-8"))
    marks = {one.id for one in documents.marked_tests(ROOT / "tests") if one.kind == "mechanism"}

    assert sorted(marks - set(names)) == []


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]

    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []


def test_every_app_that_is_built_has_its_page() -> None:
    pages = {path.stem for path in (ROOT / "docs/apps").glob("*.md")}
    built = {
        app.name for app in apps() if modules(app, "services", "queries", "procedure", "forms")
    }

    assert sorted(built - pages - UNWRITTEN) == []


def test_guides_name_buttons_as_they_are_labelled() -> None:
    """What stands in 「」 is a text of a page, word for word."""
    shown = {
        text
        for catalogue in ROOT.glob(documents.CATALOGUES)
        for text in documents.chinese_of(catalogue).values()
    }
    wrong = [
        f"{guide.name}: {word}"
        for guide in sorted(ROOT.glob("docs/guides/zh/*.md"))
        for word in BUTTON.findall(guide.read_text(encoding="utf-8"))
        if word not in shown
    ]

    assert wrong == []
