"""Building the demo district; everything is done by the services of the apps below."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from renda.congresses.models import Congress
from renda.demo.content import district
from renda.demo.services.history import history
from renda.demo.services.structure import Founding, found
from renda.demo.timeline import STEP, Clock, moment, play
from renda.kernel import time
from renda.kernel.progress import Report, silent
from renda.ledger.services import tend

__all__ = ["build"]


def build(report: Report = silent) -> bool:
    """Build the district with its sixty suggestions; False when it stands already.

    All or nothing: a build that was killed leaves no half a district, and one that stands is
    never touched again, whatever people did in it. Everything is dated back from today.
    """
    if Congress.objects.filter(slug=district()["county"]["slug"]).exists():
        report(1, 1)
        return False
    with transaction.atomic():
        today = time.today()
        # Everything is set up on the morning on which the term begins, one act after the other.
        founding = Founding(Clock(moment(first_opening(today)), timedelta(seconds=15)), today)
        found(founding)
        founding.clock.step = STEP
        play(history(founding), founding.clock, report)
        # What the days have brought by now: promises past their day, conditions to review.
        with founding.clock.tick():
            tend()
    return True


def first_opening(today: date) -> date:
    """The day on which the running term began: two Januaries before the last finished year.

    Suggestions of the third session have been handled by then, re-handling included.
    """
    enough = timedelta(days=200)
    last = today.year if date(today.year, 1, 14) + enough <= today else today.year - 1
    return date(last - 2, 1, 14)
