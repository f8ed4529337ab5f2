"""The days of the invented histories hold on whatever day the demo is built."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from renda.congresses.queries import calendar_for
from renda.demo.content import stories, texts
from renda.demo.services.history import days_of
from renda.demo.services.structure import Founding, found
from renda.demo.timeline import Clock, moment

SIGNING_DAYS = 3  # between asking and the last signature


@pytest.mark.django_db
def test_holidays_do_not_stretch_the_signing_and_nothing_lies_ahead() -> None:
    founded = Founding(Clock(moment(date(2024, 1, 15)), timedelta(seconds=15)), date(2026, 3, 2))
    found(founded)
    calendars = {slug: calendar_for(cast.congress.pk) for slug, cast in founded.casts.items()}
    for offset in range(215):
        work = Founding(founded.clock, date(2026, 9, 1) + timedelta(days=offset))
        work.casts, work.terms = founded.casts, founded.terms
        for text in texts():
            story = stories()[text.story]
            days = list(days_of(work, text, story, calendars[text.congress]))
            assert days == sorted(days), (work.today, text.key)
            if not text.session:
                assert days[-1] <= work.today, (work.today, text.key)
            at = {stage.verb: day for stage, day in zip(story, days, strict=True)}
            if "sign" in at:
                assert (at["sign"] - at["invite"]).days <= SIGNING_DAYS, (work.today, text.key)
