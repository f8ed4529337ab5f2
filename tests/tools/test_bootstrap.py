"""Stamps: a thing is made again when its sources changed or it is gone, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import bootstrap


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    return tmp_path


def test_a_thing_is_made_once_per_key(root: Path) -> None:
    made: list[str] = []
    stamp = root / "out" / ".stamp"

    answers = [
        bootstrap.once("thing", stamp, key, lambda key=key: made.append(key))
        for key in ("a", "a", "b", "a")
    ]

    assert answers == [True, False, True, True]
    assert made == ["a", "b", "a"]


def test_a_failure_leaves_no_stamp(root: Path) -> None:
    def fail() -> None:
        raise SystemExit(1)

    with pytest.raises(SystemExit):
        bootstrap.once("thing", root / ".stamp", "a", fail)

    assert not (root / ".stamp").exists()


def test_a_digest_tells_names_and_contents_apart(root: Path) -> None:
    folder = root / "assets"
    folder.mkdir()
    (folder / "a.css").write_text("x")
    first = bootstrap.digest([folder])

    (folder / "a.css").touch()
    assert bootstrap.digest([folder]) == first
    (folder / "a.css").write_text("y")
    second = bootstrap.digest([folder])
    (folder / "a.css").rename(folder / "b.css")

    assert len({first, second, bootstrap.digest([folder])}) == 3
