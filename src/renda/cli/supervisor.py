"""Keeps child processes running and ends them together.

A child that dies is started again, after a pause that doubles up to ``SLOWEST`` while it keeps
dying. SIGINT or SIGTERM ends all: SIGTERM to each child's process group, and SIGKILL to what is
left after ``GRACE`` seconds. A second signal does not wait.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

GRACE = 15.0
SLOWEST = 30.0
STEADY = 10.0  # a child that ran this long starts anew at once
TICK = 0.2


@dataclass
class Child:
    """A command to be kept running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    next_start: float = 0.0


@dataclass
class Supervisor:
    """Runs children until a signal; ``say`` gets one line per event."""

    children: list[Child]
    environment: Mapping[str, str]
    say: Callable[[str], None]
    stopping: int = field(default=0, init=False)

    def run(self, *, when_started: Callable[[], None] | None = None) -> None:
        """Start all and stay until told to stop. ``when_started`` runs once, after the start."""
        previous = {each: signal.signal(each, self._stop) for each in _SIGNALS}
        try:
            self._tend()
            if when_started:
                when_started()
            while not self.stopping:
                self._tend()
                time.sleep(TICK)
        finally:
            self._end()
            for each, handler in previous.items():
                signal.signal(each, handler)

    def alive(self) -> bool:
        """Whether every child runs now."""
        return all(one.process and one.process.poll() is None for one in self.children)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping += 1

    def _tend(self) -> None:
        for child in self.children:
            if child.process is None:
                if time.monotonic() >= child.next_start:
                    self._start(child)
            elif child.process.poll() is not None and not self.stopping:
                self._bury(child)

    def _start(self, child: Child) -> None:
        child.started = time.monotonic()
        # A group of its own: Ctrl-C reaches this process only, which then ends the children.
        child.process = subprocess.Popen(  # noqa: S603 -- our own commands
            child.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _bury(self, child: Child) -> None:
        assert child.process is not None  # noqa: S101 -- narrows the type
        lived = time.monotonic() - child.started
        child.pause = 0.5 if lived > STEADY else min(max(child.pause, 0.5) * 2, SLOWEST)
        child.next_start = time.monotonic() + child.pause
        self.say(
            f"{child.name} ended with {child.process.returncode}; again in {child.pause:.0f} s"
        )
        # Whatever the dead child left in its group would hold the port.
        _signal_group(child.process.pid, signal.SIGKILL)
        child.process = None

    def _end(self) -> None:
        running = [one.process for one in self.children if one.process is not None]
        for process in running:
            _signal_group(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and self.stopping < 2:
            if all(process.poll() is not None for process in running):
                break
            time.sleep(TICK)
        for process in running:
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)
