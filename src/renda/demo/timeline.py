"""The invented clock: it never goes back, so that the record reads in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from django.utils import timezone

from renda.kernel import time
from renda.kernel.progress import Report, silent

STEP = timedelta(minutes=3)
OPENING = clock_time(8, 40)


def moment(day: date, minutes: int = 0) -> datetime:
    """So many minutes after offices open on a day."""
    return timezone.make_aware(datetime.combine(day, OPENING)) + timedelta(minutes=minutes)


@dataclass
class Clock:
    """The moment at which the invented people act; it has reached ``now``."""

    now: datetime
    step: timedelta = STEP

    def reach(self, at: datetime) -> None:
        """Go on to a moment; one that has passed changes nothing."""
        self.now = max(self.now, at)

    @contextmanager
    def tick(self) -> Iterator[datetime]:
        """A few minutes later, the platform's clock shows this moment inside."""
        self.now += self.step
        with time.invented(self.now):
            yield self.now


@dataclass(order=True)
class Act:
    """Something that happens at a moment; ``place`` orders acts of one moment."""

    at: datetime
    place: int
    what: str = field(compare=False)
    do: Callable[[], object] = field(compare=False)


def play(acts: list[Act], clock: Clock, report: Report = silent) -> None:
    """Let everything happen in the order of time."""
    for done, act in enumerate(sorted(acts), start=1):
        clock.reach(act.at)
        act.do()
        report(done, len(acts), act.what)
