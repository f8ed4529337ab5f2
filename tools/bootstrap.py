"""From a bare clone to an environment: virtual environment, Node packages, assets, catalogues.

Uses the standard library only, for it runs before anything is installed. Each part keeps a stamp,
the hash of what it was made from, inside the folder it made: a second run takes a moment, and a
deleted folder is made again.

    python3 tools/bootstrap.py run      what `make up` needs
    python3 tools/bootstrap.py dev      what `make test` needs as well
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
DIST = ROOT / "src/renda/web/static/dist"
FONT = ROOT / "src/renda/files/dist/fonts/NotoSerifSC-Regular.ttf"
REGIONS = ROOT / "src/renda/congresses/dist/regions.xz"
LOCKS = {"run": ("run", "build"), "dev": ("dev",)}


def digest(paths: Iterable[Path], *more: str) -> str:
    """One hash of the names and contents of ``paths``; folders are walked."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def once(what: str, stamp: Path, key: str, make: Callable[[], None]) -> bool:
    """Run ``make`` unless ``stamp`` holds ``key``; say how long it took. True when it ran."""
    if stamp.exists() and stamp.read_text().strip() == key:
        return False
    print(f"  {what} …", flush=True)
    started = time.monotonic()
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key + "\n")
    print(f"  {what}: {time.monotonic() - started:.0f} s", flush=True)
    return True


def run(*command: str) -> None:
    """A command in the project folder; its failure ends the script with its own words above."""
    result = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if result.returncode:
        sys.exit(f"failed ({result.returncode}): {' '.join(command[:4])} …")


def find_python() -> str:
    """A Python of at least 3.11, this one first."""
    if sys.version_info >= (3, 11):
        return sys.executable
    for name in ("python3.13", "python3.12", "python3.11"):
        if path := shutil.which(name):
            return path
    sys.exit("Renda needs Python 3.11 or newer, and none was found on the path.")


def works() -> bool:
    """Whether the environment that is there has this Python and pip."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not (VENV / f"lib/python{version}/site-packages/pip").is_dir():
        return False
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0


def make_venv() -> None:
    """An environment that finds the package in src; one that somebody else made is adopted."""
    if not works():
        shutil.rmtree(VENV, ignore_errors=True)
        run(find_python(), "-m", "venv", str(VENV))
    packages = next(VENV.glob("lib/python3*/site-packages"))
    (packages / "renda.pth").write_text(f"{ROOT / 'src'}\n")
    command = VENV / "bin" / "renda"
    command.write_text(f"#!{PYTHON}\nfrom renda.cli import main\n\nmain()\n")
    command.chmod(0o755)


def install(names: tuple[str, ...]) -> None:
    """The locked releases, each checked against its hash."""
    for name in names:
        run(
            *(str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"),
            *("--no-deps", "--require-hashes", "--only-binary", ":all:"),
            *("--requirement", f"requirements/{name}.txt"),
        )


def environment(kind: str) -> None:
    """The virtual environment for ``run`` or ``dev``; the latter serves both."""
    base = f"{sys.version_info.major}.{sys.version_info.minor} {ROOT}"
    once("virtual environment", VENV / ".stamp", base, make_venv)
    key = digest([ROOT / "requirements"])
    if kind == "run" and (VENV / ".stamp-dev").exists():
        kind = "dev"
    once(f"Python packages ({kind})", VENV / f".stamp-{kind}", key, lambda: install(LOCKS[kind]))


def node_packages() -> None:
    """``npm ci`` by the lock, without running any package's script."""
    node = shutil.which("node") and shutil.which("npm")
    major = node and subprocess.check_output(["node", "--version"], text=True).strip("v\n").split(
        "."
    )
    if not major or int(major[0]) < 20:
        sys.exit("Renda's assets are built with Node 20 or newer, which was not found on the path.")
    once(
        "Node packages",
        NODE_MODULES / ".stamp",
        digest([ROOT / "package.json", ROOT / "package-lock.json"]),
        lambda: run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"),
    )


def assets() -> None:
    """Style sheets, scripts, icons and the PDF font."""
    stamp = DIST / ".stamp"
    if not FONT.exists():
        stamp.unlink(missing_ok=True)
    key = digest([ROOT / "package-lock.json", ROOT / "assets"])
    once("assets", stamp, key, lambda: run("node", "assets/build.mjs"))


def regions() -> None:
    """The table of regions that `renda init` and the demo read, packed."""
    tool = ROOT / "tools/regions.py"
    if not tool.exists():
        return
    key = digest([ROOT / "package-lock.json", tool])
    if not REGIONS.exists():
        (REGIONS.parent / ".stamp").unlink(missing_ok=True)
    REGIONS.parent.mkdir(parents=True, exist_ok=True)
    once(
        "regions",
        REGIONS.parent / ".stamp",
        key,
        lambda: run(sys.executable, str(tool), str(REGIONS)),
    )


def catalogues() -> None:
    """Compiled translations; a catalogue that is newer than its compiled form is compiled."""
    stale = [
        path
        for path in (ROOT / "src/renda").glob("*/locale/*/LC_MESSAGES/django.po")
        if not (mo := path.with_suffix(".mo")).exists() or mo.stat().st_mtime < path.stat().st_mtime
    ]
    if stale:
        run(str(PYTHON), "tools/messages.py", "compile")


def main() -> None:
    """Make what is missing or stale."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    if kind not in LOCKS:
        sys.exit(__doc__)
    os.environ.setdefault("PIP_NO_INPUT", "1")
    environment(kind)
    node_packages()
    assets()
    regions()
    catalogues()


if __name__ == "__main__":
    main()
