"""The embedded worker: one process that does the outbox's work until it is told to stop.

It may be killed at any moment: what it held is queued again when the lease runs out.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType

import structlog
from django.db import close_old_connections

from renda.jobs import services
from renda.jobs.models import Job
from renda.jobs.rules import LEASE

IDLE = 1.0  # seconds between looks at an empty outbox
HOUSEKEEPING = 30  # looks between sweeps
HEARTBEAT = LEASE.total_seconds() / 4

log = structlog.get_logger(__name__)


class Worker:
    """Takes one job after another; SIGTERM and SIGINT let the job at hand finish."""

    def __init__(self) -> None:
        self.stopping = threading.Event()

    def run(self) -> None:
        """Work until told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        log.info("worker started")
        looks = 0
        while not self.stopping.is_set():
            if looks % HOUSEKEEPING == 0:
                self.keep_house()
            looks += 1
            while not self.stopping.is_set() and self.work_once():
                pass
            self.stopping.wait(IDLE)
        log.info("worker stopped")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def keep_house(self) -> None:
        """Take up what was left, plan what comes round, forget what is long done."""
        close_old_connections()
        services.sweep()
        services.plan_periodic()
        services.clear_done()

    def work_once(self) -> bool:
        """Do the next job, if one is due."""
        close_old_connections()
        job = services.take_next()
        if job is None:
            return False
        with Heartbeat(job):
            services.run(job)
        return True


class Heartbeat:
    """Keeps the lease of a job while its handler works."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Heartbeat:
        self.thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.over.set()
        self.thread.join()

    def _beat(self) -> None:
        while not self.over.wait(HEARTBEAT):
            services.keep_lease(self.job)
        close_old_connections()


def run() -> None:
    """What ``renda worker`` runs."""
    Worker().run()
