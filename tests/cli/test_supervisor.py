"""The supervisor with real processes: restart, polite end, stubborn child."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from renda.cli import supervisor as module
from renda.cli.supervisor import Child, Supervisor

STAY = "import time; open({log!r}, 'a').write('up\\n'); time.sleep(60)"
DIE = "open({log!r}, 'a').write('up\\n'); raise SystemExit(3)"
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "open({log!r}, 'a').write('up\\n'); time.sleep(60)"
)


def starts(log: Path) -> int:
    return log.read_text().count("up") if log.exists() else 0


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)


def run(script: str, log: Path, *, stop_when: Callable[[], bool]) -> tuple[Supervisor, list[str]]:
    said: list[str] = []
    command = [sys.executable, "-c", script.format(log=str(log))]
    subject = Supervisor([Child("child", command)], os.environ, said.append)

    def stop() -> None:
        until(stop_when)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop).start()
    subject.run()
    return subject, said


def test_a_signal_ends_every_child_and_gives_the_signals_back(tmp_path: Path) -> None:
    log = tmp_path / "log"
    before = signal.getsignal(signal.SIGTERM)

    subject, said = run(STAY, log, stop_when=lambda: starts(log) == 1)

    child = subject.children[0].process
    assert child is not None
    assert child.returncode == -signal.SIGTERM
    assert said == []
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_child_that_died_is_started_again_after_a_pause(tmp_path: Path) -> None:
    log = tmp_path / "log"

    subject, said = run(DIE, log, stop_when=lambda: starts(log) == 2)

    assert starts(log) == 2
    assert said[0] == "child ended with 3; again in 1 s"
    assert subject.children[0].pause >= 1


def test_a_child_deaf_to_the_signal_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setattr(module, "GRACE", 0.5)

    subject, _ = run(DEAF, log, stop_when=lambda: starts(log) == 1)

    child = subject.children[0].process
    assert child is not None
    assert child.returncode == -signal.SIGKILL
