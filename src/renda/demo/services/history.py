"""Sessions and suggestions of the district, as acts in the order of time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import takewhile

from renda.access.enums import Role
from renda.congresses.enums import BodyKind, System
from renda.congresses.models import Body, Session, Term
from renda.congresses.queries import calendar_for
from renda.congresses.services import close_session, open_session, plan_session
from renda.demo import keys as supervision
from renda.demo import passing as levels
from renda.demo import projects as fund
from renda.demo import promises, visits
from renda.demo.content import Stage, Text, fates, keys, passings, projects, purses, stories, texts
from renda.demo.content import visits as inspected
from renda.demo.services.structure import SEED, Founding
from renda.demo.timeline import Act, moment
from renda.demo.verbs import tell
from renda.demo.walk import Walk
from renda.kernel.actor import system
from renda.law.calendar import Calendar
from renda.levels.services import report_year
from renda.proceedings.models import Proceeding
from renda.proposals.conference_queries import choosable
from renda.proposals.services.conference import choose, plan_conference

SESSION_DAYS = 4
DOSSIER_OF = "rain-sewage"
BY_DEPUTIES = {"draft", "invite", "sign", "decline", "submit"}


def history(work: Founding) -> list[Act]:
    """Everything that happens in the district, in no order yet."""
    walks: dict[str, Walk] = {}
    return [
        *_sessions(work),
        *_suggestions(work, walks),
        _conference(work),
        *_visits(work, walks),
        _papers(work, walks),
        *_reports(work),
        *_pots(work),
        *_final_lists(work),
    ]


def session_opening(work: Founding, number: int) -> date:
    """The county's sessions open in January, one a year."""
    return date(work.opening.year + number - 1, 1, 14)


# --- sessions -------------------------------------------------------------------------------------


def _sessions(work: Founding) -> Iterator[Act]:
    number = 1
    while session_opening(work, number) + timedelta(days=SESSION_DAYS) < work.today:
        opens = session_opening(work, number)
        closes = opens + timedelta(days=SESSION_DAYS - 1)
        yield from _session(work, work.terms["qinghe"], number, opens, closes)
        number += 1
    yield from _session(work, work.terms["bailu"], 3, work.today - timedelta(days=1), None)


def _session(
    work: Founding, term: Term, number: int, opens: date, closes: date | None
) -> Iterator[Act]:
    place = -number
    until = moment(opens + timedelta(days=2))
    planned = moment(opens - timedelta(days=20))
    plan = partial(_plan, work, term, number, opens, opens + timedelta(days=SESSION_DAYS - 1))
    yield Act(planned, place, "", partial(plan, until))
    yield Act(moment(opens, -10), place, "", partial(_open, work, term, number, opens))
    if closes is not None:
        yield Act(moment(closes, 600), place, "", partial(_close, work, term, number, closes))


def _plan(
    work: Founding, term: Term, number: int, opens: date, closes: date, until: object
) -> None:
    with work.clock.tick():
        days = {"opens_on": opens, "closes_on": closes, "motions_until": until}
        plan_session(term, number=number, actor=system(term.congress_id), **days)  # type: ignore[arg-type]


def _open(work: Founding, term: Term, number: int, on: date) -> None:
    session = Session.objects.get(term=term, number=number)
    with work.clock.tick():
        open_session(session, on=on, actor=system(term.congress_id))


def _close(work: Founding, term: Term, number: int, on: date) -> None:
    session = Session.objects.get(term=term, number=number)
    with work.clock.tick():
        close_session(session, on=on, actor=system(term.congress_id))


# --- suggestions ----------------------------------------------------------------------------------


def _suggestions(work: Founding, walks: dict[str, Walk]) -> Iterator[Act]:
    calendars = {slug: calendar_for(cast.congress.pk) for slug, cast in work.casts.items()}
    for place, text in enumerate(texts(), start=1):
        chance = random.Random(SEED + place)  # noqa: S311 -- invented histories
        walk = Walk(work.casts[text.congress], chance, text=text)
        walk.others = walks
        walks[text.key] = walk
        days = list(days_of(work, text, stories()[text.story], calendars[text.congress]))
        for number, (stage, day) in enumerate(zip(stories()[text.story], days, strict=True)):
            # Lines of one day follow each other; suggestions of one day do not come at once.
            at = moment(day, place % 12 * 7 + number * 25)
            yield Act(at, place, text.title, partial(tell, walk, stage.verb, stage.words))
        yield from _fates(work, walk, place, days, calendars[text.congress])
        yield from _further(work, walk, place, days, calendars[text.congress])


def _fates(
    work: Founding, walk: Walk, place: int, days: list[date], calendar: Calendar
) -> Iterator[Act]:
    """What became of the promises of a suggestion's replies."""
    text = walk.text
    replied = [
        day for stage, day in zip(stories()[text.story], days, strict=True) if stage.verb == "reply"
    ]
    for answer, on in zip(text.answers, replied, strict=False):
        for promise in answer.promises:
            if not promise.fate:
                continue
            due = on + timedelta(days=promise.days)
            lines = _happened(fates()[promise.fate], due, work.today)
            for number, (stage, day) in enumerate(lines):
                at = moment(_working_day(calendar, day), 300 + place % 12 * 7 + number * 25)
                yield Act(at, place, text.title, partial(promises.tell, walk, promise, stage))


def _further(
    work: Founding, walk: Walk, place: int, days: list[date], calendar: Calendar
) -> Iterator[Act]:
    """How it was supervised as a key suggestion, and what came of passing it up."""
    story = zip(stories()[walk.text.story], days, strict=True)
    assigned = next((day for stage, day in story if stage.verb.startswith("assign")), None)
    if assigned is None:
        return

    def acts(
        goes: Iterable[Stage], minutes: int, do: Callable[..., None], since: date = assigned
    ) -> Iterator[Act]:
        for number, (stage, day) in enumerate(_happened(goes, since, work.today)):
            at = moment(_working_day(calendar, day), minutes + place % 12 * 7 + number * 25)
            words = (stage.words,) if stage.words else ()
            yield Act(at, place, walk.text.title, partial(do, stage.verb, *words))

    key, passing = keys().get(walk.text.key), passings().get(walk.text.key)
    if key is not None:
        yield from acts(key.goes, 290, partial(supervision.tell, walk, key))
    if passing is not None:
        yield from acts(
            passing.goes, 280, partial(levels.tell, walk, work.casts["mingchuan"], passing)
        )

    project = projects().get(walk.text.key)
    if project is not None:
        yield from acts(project.goes, 200, partial(fund.tell, walk, project))
        asked = assigned + timedelta(days=sum(stage.days for stage in project.goes))
        decided = next((day for day in _list_days(work, calendar) if day >= asked), None)
        if project.decided and decided:
            yield from acts(project.then, 310, partial(fund.tell, walk, project), since=decided)


def _happened(lines: Iterable[Stage], since: date, today: date) -> Iterator[tuple[Stage, date]]:
    """The lines that have happened by today, each with its day."""
    day = since
    for number, stage in enumerate(lines):
        start = today if number == 0 and stage.is_from_today else day
        day = start + timedelta(days=stage.days)
        if day > today:
            return
        yield stage, day


def days_of(
    work: Founding, text: Text, story: tuple[Stage, ...], calendar: Calendar
) -> Iterator[date]:
    """The day of each line, moved back to a working day; a session works on all its days."""
    whole = sum(stage.days for stage in story)
    in_session = 0
    if text.session:
        day = session_opening(work, text.session) + timedelta(days=1)
        in_session = SESSION_DAYS
    else:
        day = work.today - timedelta(days=text.ended + whole)
        # The town is in session now; its sessions work on all days too.
        in_session = SESSION_DAYS if text.congress == "bailu" else 0
    first, logical = day, []
    for stage in story:
        day += timedelta(days=stage.days)
        logical.append(day)
    moved = [
        day if (day - first).days < in_session else _working_day(calendar, day) for day in logical
    ]
    # What deputies do among themselves happens on any day; holidays between asking and signing
    # must not make the days for signing longer.
    among_deputies = sum(1 for _ in takewhile(lambda stage: stage.verb in BY_DEPUTIES, story))
    if among_deputies:
        shift = logical[among_deputies - 1] - moved[among_deputies - 1]
        moved[:among_deputies] = [day - shift for day in logical[:among_deputies]]
    yield from moved


def _working_day(calendar: Calendar, day: date) -> date:
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return day


# --- the micro-project fund -----------------------------------------------------------------------


def _pots(work: Founding) -> Iterator[Act]:
    """The pots are set after their sessions; one is raised in summer."""
    cast = work.casts["qinghe"]
    calendar = calendar_for(cast.congress.pk)
    for purse in purses():
        opened = session_opening(work, purse.session)
        days = {False: opened + timedelta(days=6), True: date(opened.year, 6, 15)}
        for raised, day in days.items():
            if day < work.today and (purse.raised or not raised):
                at = moment(_working_day(calendar, day), 30)
                do = partial(fund.fill, cast, purse, opened.year, raised=raised)
                yield Act(at, 0, "", do)


def _list_days(work: Founding, calendar: Calendar) -> list[date]:
    """When the chairpersons' meeting decides on the final list: each spring, and lately."""
    springs = (date(session_opening(work, purse.session).year, 4, 28) for purse in purses())
    days = [*springs, work.today - timedelta(days=12)]
    return sorted(_working_day(calendar, day) for day in days if day < work.today)


def _final_lists(work: Founding) -> Iterator[Act]:
    cast = work.casts["qinghe"]
    days = _list_days(work, calendar_for(cast.congress.pk))
    given = {text.title: projects().get(text.key) for text in texts()}
    for number, day in enumerate(days, start=31):
        do = partial(fund.decide, cast, given, f"区人大常委会第{number}次主任会议")
        yield Act(moment(day, 290), 99, "", do)


# --- the assignment conference being prepared -----------------------------------------------------


def _conference(work: Founding) -> Act:
    """What waits for assignment in the county stands on the list of the next conference."""
    calendar = calendar_for(work.casts["qinghe"].congress.pk)
    day = _working_day(calendar, work.today - timedelta(days=1))
    return Act(moment(day, 480), 0, "", partial(_prepare_conference, work, calendar))


def _prepare_conference(work: Founding, calendar: Calendar) -> None:
    cast = work.casts["qinghe"]
    clerk = cast.of_role(Role.OFFICE_CLERK)
    held_on = work.today + timedelta(days=4)
    while not calendar.is_working(held_on):
        held_on += timedelta(days=1)
    title = f"{held_on.year}年第{(held_on.month + 2) // 3}季度代表建议交办会"
    place = "区人大常委会三楼会议室"
    with cast.clock.tick():
        plan = plan_conference(
            cast.congress, title=title, held_on=held_on, place=place, actor=clerk
        )
    with cast.clock.tick():
        choose(plan, offices=_offices(work, choosable(clerk)), actor=clerk)


def _offices(work: Founding, waiting: Iterable[Proceeding]) -> dict[int, int]:
    """The handling office of the unit that the deputy wished for, else the government's."""
    government = Body.objects.get(
        congress=work.casts["qinghe"].congress,
        kind=BodyKind.HANDLING_OFFICE,
        system=System.GOVERNMENT,
    )
    wishes = {each.pk: each.suggestion.wish for each in waiting}
    return {
        pk: (wish.handling_office_id if wish else None) or government.pk
        for pk, wish in wishes.items()
    }


# --- inspections and papers -----------------------------------------------------------------------


def _visits(work: Founding, walks: dict[str, Walk]) -> Iterator[Act]:
    """What deputies inspected, each scene on a working day."""
    calendar = calendar_for(work.casts["qinghe"].congress.pk)
    for visit in inspected():
        held_on = _working_day(calendar, work.today - timedelta(days=visit.ago))
        cast, today = work.casts["qinghe"], work.today
        trip = visits.Trip(cast, visit, walks, held_on=held_on, today=today)
        for day, minutes, do in trip.scenes():
            yield Act(moment(_working_day(calendar, day), minutes), 100, visit.title, do)


def _papers(work: Founding, walks: dict[str, Walk]) -> Act:
    """The office has its papers made in the evening before today."""

    def make() -> None:
        visits.make_papers(work.casts["qinghe"], walks[DOSSIER_OF].proceeding)

    return Act(moment(work.today - timedelta(days=1), 600), 100, "", make)


# --- yearly figures go up -------------------------------------------------------------------------


def _reports(work: Founding) -> Iterator[Act]:
    """Town and county report each finished year in January; the town this year already (K4)."""
    for year in range(work.opening.year, work.today.year):
        day = date(year + 1, 1, 12)
        if day < work.today:
            for place, slug in enumerate(("bailu", "qinghe")):
                yield Act(moment(day, 60 + place), place, "", partial(_report, work, slug, year))
    yield Act(
        moment(work.today - timedelta(days=1), 450),
        0,
        "",
        partial(_report, work, "bailu", work.today.year),
    )


def _report(work: Founding, slug: str, year: int) -> None:
    cast = work.casts[slug]
    clerk = cast.of_role(Role.OFFICE_CLERK)
    with cast.clock.tick():
        report_year(cast.congress, year=year, actor=clerk)
