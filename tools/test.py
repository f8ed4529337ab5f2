"""Everything that has to hold, in one run: ``make test``.

    python tools/test.py [--require postgres,chromium] [--only lint,types,…]

Each part prints as it goes. The end is a table of what passed, failed and was not run (with the
one line that says how to get it), and the closing lines of every pytest run. The status is not
zero when something failed, or when something required could not be run.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import machine
import postgres

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
BIN = Path(PYTHON).parent
CLOSING = re.compile(r"^=+ .*(passed|failed|error|no tests ran|deselected).* in [\d.]+s.* =+$")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Outcome:
    """What became of one part."""

    name: str
    state: str  # passed, failed, not run
    seconds: float = 0.0
    note: str = ""
    closing: str = ""


@dataclass
class Run:
    """One run: its environment and its outcomes."""

    environment: dict[str, str]
    require: frozenset[str]
    outcomes: list[Outcome] = field(default_factory=list)

    def command(self, name: str, *command: str | Path, **environment: str) -> Outcome:
        """Run a command as a part, its output shown as it comes."""
        print(f"\n── {name} ──", flush=True)
        started = time.monotonic()
        code, closing = stream(command, {**self.environment, **environment})
        outcome = Outcome(
            name,
            "passed" if code == 0 else "failed",
            time.monotonic() - started,
            "" if code == 0 else f"status {code}",
            closing,
        )
        self.outcomes.append(outcome)
        return outcome

    def missing(self, name: str, what: str, how: str) -> None:
        """A part that could not be run: a failure only when it is required."""
        required = what in self.require
        self.outcomes.append(Outcome(name, "failed" if required else "not run", note=how))
        print(f"\n── {name} ──\nnot run: {how}", flush=True)

    def pytest(self, name: str, *arguments: str, **environment: str) -> None:
        """A pytest run as a part."""
        self.command(name, PYTHON, "-m", "pytest", "--color=no", "-ra", *arguments, **environment)


def stream(command: tuple[str | Path, ...], environment: dict[str, str]) -> tuple[int, str]:
    """Run and echo; the status and the last closing line of pytest, if there was one."""
    closing = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            plain = COLOUR.sub("", line).strip()
            if CLOSING.match(plain):
                closing = plain
    return process.returncode, closing


def python_files() -> list[str]:
    """What ruff looks at; migrations are left out by its own configuration."""
    return [name for name in ("src", "tests", "tools") if (ROOT / name).exists()]


def part_format(run: Run) -> None:
    """Layout of Python."""
    run.command("format", BIN / "ruff", "format", "--check", *python_files())


def part_lint(run: Run) -> None:
    """Habits that ruff knows."""
    run.command("lint", BIN / "ruff", "check", *python_files())


def part_types(run: Run) -> None:
    """Strict types of the package."""
    run.command("types", PYTHON, "-m", "mypy")


def part_contracts(run: Run) -> None:
    """Imports point down only."""
    run.command("contracts", BIN / "lint-imports", "--no-cache")


def part_migrations(run: Run) -> None:
    """No model without its migration."""
    run.command(
        "migrations",
        *(PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"),
        DJANGO_SETTINGS_MODULE="renda.config.settings_test",
    )


def part_checks(run: Run) -> None:
    """Django's and our own system checks: every route has a policy."""
    run.command(
        "checks",
        *(PYTHON, "-m", "django", "check", "--fail-level", "WARNING"),
        DJANGO_SETTINGS_MODULE="renda.config.settings_test",
    )


def part_messages(run: Run) -> None:
    """Every text has its Chinese."""
    run.command("translations", PYTHON, "tools/messages.py", "check")


def part_templates(run: Run) -> None:
    """Sound HTML in templates."""
    folders = sorted(str(path) for path in ROOT.glob("src/renda/*/templates"))
    if folders:
        run.command("templates", PYTHON, "-m", "djlint", "--lint", "--quiet", *folders)


def part_house(run: Run) -> None:
    """The house rules alone, for `make lint`; the whole suite has them too."""
    run.pytest("house", "tests/house", "-n", "0")


def part_sqlite(run: Run) -> None:
    """Unit, property and integration tests on SQLite."""
    run.pytest("tests on SQLite", "-m", "not browser", "-n", "2")


def part_postgres(run: Run) -> None:
    """The same on PostgreSQL: a throwaway cluster, else the given database."""
    given = os.environ.get("DATABASE_URL", "")
    programs, how = (None, "") if given.startswith("postgres") else machine.need_postgres()
    arguments = ("tests on PostgreSQL", "-m", "not browser", "-n", "2")
    if programs:
        with postgres.cluster(programs) as address:
            run.pytest(*arguments, DATABASE_URL=address)
    elif given.startswith("postgres"):
        run.pytest(*arguments, DATABASE_URL=given)
    else:
        run.missing("tests on PostgreSQL", "postgres", how)


def part_browser(run: Run) -> None:
    """Pages in Chromium: as a person uses them, axe, no script, no sideways scroll."""
    found, how = machine.need_chromium()
    if found is None:
        run.missing("tests in Chromium", "chromium", how)
        return
    run.pytest(
        *("tests in Chromium", "-m", "browser", "-n", "2"),
        RENDA_CHROMIUM=str(found),
        # Playwright's loop runs in the test's thread; Django would take it for async code.
        DJANGO_ALLOW_ASYNC_UNSAFE="1",
    )


PARTS: dict[str, Callable[[Run], None]] = {
    "format": part_format,
    "lint": part_lint,
    "types": part_types,
    "contracts": part_contracts,
    "migrations": part_migrations,
    "checks": part_checks,
    "messages": part_messages,
    "templates": part_templates,
    "house": part_house,
    "sqlite": part_sqlite,
    "postgres": part_postgres,
    "browser": part_browser,
}
ALONE = {"house"}  # part of the whole suite already


@contextlib.contextmanager
def environment() -> Iterator[dict[str, str]]:
    """A clean environment with a home of its own; nothing of this machine's installation."""
    home = tempfile.mkdtemp(prefix="renda-test-")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("RENDA_", "DJANGO_")) and name != "DATABASE_URL"
    }
    try:
        yield {
            **kept,
            "RENDA_HOME": home,
            "RENDA_SECRET_KEY": secrets.token_urlsafe(64),
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",
            "NO_COLOR": "1",
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)


def table(outcomes: list[Outcome]) -> str:
    """The parts with state, time and what to know."""
    width = max(len(outcome.name) for outcome in outcomes)
    return "\n".join(
        f"{one.name:{width}}  {one.state:8}{one.seconds:7.1f} s  {one.note}".rstrip()
        for one in outcomes
    )


def selected(only: str) -> list[str]:
    """The names asked for, by default all. Ends the program at an unknown one."""
    names = [name.strip() for name in only.split(",") if name.strip()]
    if unknown := [name for name in names if name not in PARTS]:
        sys.exit(f"unknown: {', '.join(unknown)}; known: {', '.join(PARTS)}")
    return names or [name for name in PARTS if name not in ALONE]


def main() -> None:
    """Run the parts and sum up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--require", default="", help="what must not be left out")
    parser.add_argument("--only", default="", help="some of: " + ",".join(PARTS))
    options = parser.parse_args()
    started = time.monotonic()
    with environment() as variables:
        run = Run(variables, frozenset(options.require.split(",")))
        for name in selected(options.only):
            PARTS[name](run)
    print(f"\n── summary, {time.monotonic() - started:.0f} s ──")
    print(table(run.outcomes))
    for outcome in run.outcomes:
        if outcome.closing:
            print(f"\n{outcome.name}:\n{outcome.closing}")
    sys.exit(any(outcome.state == "failed" for outcome in run.outcomes))


if __name__ == "__main__":
    main()
