"""Only invented histories may move the clock."""

from __future__ import annotations

from tests.house.sources import ROOT, where


def test_only_the_demo_moves_the_clock() -> None:
    allowed = ("src/renda/demo/", "src/renda/bench/", "src/renda/kernel/time.py")
    movers = [
        where(path)
        for path in sorted((ROOT / "src/renda").rglob("*.py"))
        if "invented(" in path.read_text(encoding="utf-8") or "import invented" in path.read_text()
        if not where(path).startswith(allowed)
    ]

    assert movers == []
