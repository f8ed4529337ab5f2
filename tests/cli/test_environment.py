"""Home, key and hosts of an installation."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from renda.cli import environment


def test_the_key_is_written_once_and_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENDA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("RENDA_SECRET_KEY", raising=False)

    assert environment.ensure_secret_key() is True
    path = tmp_path / "home" / "secret.key"
    first = path.read_text()
    assert environment.ensure_secret_key() is False

    assert path.read_text() == first
    assert len(first.strip()) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_of_the_environment_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENDA_HOME", str(tmp_path))
    monkeypatch.setenv("RENDA_SECRET_KEY", "k" * 60)

    assert environment.ensure_secret_key() is False
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 -- the address that must be refused
        ("192.168.1.4", False),
        ("renda.example.cn", False),
    ],
)
def test_the_demo_knows_what_other_machines_can_reach(host: str, expected: bool) -> None:
    assert environment.is_loopback(host) is expected


def test_a_service_that_is_not_written_is_not_offered() -> None:
    assert environment.exists("renda.kernel.actor.system") is True
    assert environment.exists("renda.kernel.actor.no_such_function") is False
    assert environment.exists("renda.no_such_app.services.build") is False
