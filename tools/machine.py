"""What tests need from the machine: PostgreSQL, Chromium, a Chinese font.

Found where they usually stand; installed when this is root with apt-get; otherwise reported with
the command that gets them. Nothing is downloaded from anywhere but the system's own packages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

APT = "apt-get install --no-install-recommends"


def postgres_bin() -> Path | None:
    """The folder of the newest PostgreSQL's programs."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.is_dir()]
    versions = [path for path in versions if (path / "initdb").exists()]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


def chromium() -> Path | None:
    """A Chromium of the system, or the one that ``RENDA_CHROMIUM`` names."""
    names = (os.environ.get("RENDA_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((Path(path) for name in names if name and (path := shutil.which(name))), None)


def chinese_font() -> Path | None:
    """A font with Chinese characters, without which pictures show boxes."""
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path("/usr/local/share/fonts"))
    names = ("*CJK*", "*SourceHan*", "wqy-*", "*SC-*")
    return next((file for one in folders for name in names for file in one.rglob(name)), None)


@lru_cache(maxsize=1)
def _refresh() -> bool:
    """Refresh the package lists once; false when they cannot be had."""
    return _apt("update", "-q") == 0


def _apt(*arguments: str) -> int:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    result = subprocess.run(
        ["apt-get", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return result.returncode


def may_install() -> bool:
    """Whether system packages can be installed without asking anyone."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> bool:
    """Install system packages where that is possible; false otherwise."""
    if not may_install():
        return False
    print(f"  installing {' '.join(packages)} …", flush=True)
    return _refresh() and _apt("install", "-y", "-q", "--no-install-recommends", *packages) == 0


def need_postgres() -> tuple[Path | None, str]:
    """PostgreSQL's programs, or None and one line that says how to get them."""
    if found := postgres_bin():
        return found, ""
    install("postgresql")
    return postgres_bin(), f"PostgreSQL is not installed. Get it with: {APT} postgresql"


def need_chromium() -> tuple[Path | None, str]:
    """Chromium with a Chinese font, or None and one line that says how to get them."""
    missing = [] if chromium() else ["chromium"]
    missing += [] if chinese_font() else ["fonts-noto-cjk"]
    if missing:
        install(*missing)
    if not chromium():
        return None, f"Chromium is not installed. Get it with: {APT} chromium fonts-noto-cjk"
    if not chinese_font():
        return None, f"No font has Chinese characters. Get one with: {APT} fonts-noto-cjk"
    return chromium(), ""
