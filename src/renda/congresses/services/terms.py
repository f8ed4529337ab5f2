"""Terms and sessions: plan, open, close, roll over (换届).

A term ends when the first session of the next one opens (MAN-1); nothing ends it by a date.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from renda.congresses import events
from renda.congresses.enums import SessionState, TermState
from renda.congresses.errors import BadDay, WrongSession
from renda.congresses.models import Congress, Session, Term
from renda.congresses.services.common import note, require_administrator, require_not_future
from renda.kernel.actor import Actor


@transaction.atomic
def start_term(congress: Congress, *, number: int, began_on: date, actor: Actor) -> Term:
    """Enter the term that is running when the platform is taken into use."""
    require_administrator(actor, congress.pk)
    require_not_future(began_on, "began_on")
    if congress.terms.filter(state=TermState.CURRENT).exists():
        raise WrongSession(_("A term is running. The next one begins with its first session."))
    _require_new_number(congress, number)
    term = Term.objects.create(
        congress=congress, number=number, state=TermState.CURRENT, began_on=began_on
    )
    note(term, "start", congress.pk, actor, number=number, on=began_on)
    return term


@transaction.atomic
def prepare_term(congress: Congress, *, number: int, actor: Actor) -> Term:
    """Prepare the next term, so that its roster and first session can be entered."""
    require_administrator(actor, congress.pk)
    _require_new_number(congress, number)
    last = congress.terms.order_by("-number").first()
    if last is not None and number <= last.number:
        text = _("The next term has a higher number than %(last)d.") % {"last": last.number}
        raise BadDay(text, fields={"number": text})
    term = Term.objects.create(congress=congress, number=number)
    note(term, "prepare", congress.pk, actor, number=number)
    return term


@transaction.atomic
def plan_session(
    term: Term,
    *,
    number: int,
    actor: Actor,
    opens_on: date | None = None,
    closes_on: date | None = None,
    motions_until: datetime | None = None,
) -> Session:
    """Plan a session. ``motions_until`` is the moment until which motions are taken."""
    require_administrator(actor, term.congress_id)
    if term.state == TermState.ENDED:
        raise WrongSession(_("This term has ended."))
    if term.sessions.filter(number=number).exists():
        text = _("There is a session of this number.")
        raise BadDay(text, fields={"number": text})
    _require_order(opens_on, closes_on)
    session = Session.objects.create(
        term=term,
        number=number,
        opens_on=opens_on,
        closes_on=closes_on,
        motions_until=motions_until,
    )
    note(session, "plan", term.congress_id, actor, opens_on=opens_on, closes_on=closes_on)
    return session


@transaction.atomic
def reschedule_session(
    session: Session,
    *,
    opens_on: date | None,
    closes_on: date | None,
    motions_until: datetime | None,
    actor: Actor,
) -> Session:
    """Change the days of a session that has not closed; the opening day only while planned."""
    locked = _lock(session, actor)
    if locked.state == SessionState.CLOSED:
        raise WrongSession(_("This session has closed."))
    if locked.state == SessionState.OPEN and opens_on != locked.opens_on:
        text = _("The session has opened; its opening day stands.")
        raise BadDay(text, fields={"opens_on": text})
    _require_order(opens_on, closes_on)
    locked.opens_on, locked.closes_on, locked.motions_until = opens_on, closes_on, motions_until
    locked.save(update_fields=["opens_on", "closes_on", "motions_until"])
    congress_id = locked.term.congress_id
    note(locked, "reschedule", congress_id, actor, opens_on=opens_on, closes_on=closes_on)
    events.after_commit(events.session_changed, session_id=locked.pk)
    return locked


@transaction.atomic
def open_session(session: Session, *, on: date, actor: Actor) -> Session:
    """Open a planned session. The first one of a prepared term ends the running term that day.

    Raises WrongSession when it is not planned or another session is open.
    """
    require_not_future(on)
    locked = _lock(session, actor)
    if locked.state != SessionState.PLANNED:
        raise WrongSession(_("Only a planned session can open."))
    congress = locked.term.congress
    if Session.objects.filter(term__congress=congress, state=SessionState.OPEN).exists():
        raise WrongSession(_("Another session is open. Please close it first."))
    _require_term_may_open(locked, on)
    if locked.closes_on is not None and locked.closes_on < on:
        locked.closes_on = None
    locked.state, locked.opens_on = SessionState.OPEN, on
    locked.save(update_fields=["state", "opens_on", "closes_on"])
    note(locked, "open", congress.pk, actor, on=on)
    if locked.term.state == TermState.PREPARED:
        _roll_over(locked.term, on, actor)
    events.after_commit(events.session_changed, session_id=locked.pk)
    return locked


@transaction.atomic
def close_session(session: Session, *, on: date, actor: Actor) -> Session:
    """Close the open session on a day not before its opening."""
    require_not_future(on)
    locked = _lock(session, actor)
    if locked.state != SessionState.OPEN:
        raise WrongSession(_("Only an open session can close."))
    _require_order(locked.opens_on, on)
    locked.state, locked.closes_on = SessionState.CLOSED, on
    locked.save(update_fields=["state", "closes_on"])
    note(locked, "close", locked.term.congress_id, actor, on=on)
    events.after_commit(events.session_changed, session_id=locked.pk)
    return locked


def _lock(session: Session, actor: Actor) -> Session:
    """The session with its congress locked, so that two sessions cannot open at once."""
    Congress.objects.select_for_update().get(terms__sessions=session.pk)
    locked = Session.objects.select_related("term__congress").get(pk=session.pk)
    require_administrator(actor, locked.term.congress_id)
    return locked


def _require_term_may_open(session: Session, on: date) -> None:
    term = session.term
    if term.state == TermState.ENDED:
        raise WrongSession(_("This term has ended."))
    if term.state == TermState.CURRENT:
        return
    if session.number != 1:
        raise WrongSession(_("A term begins with its first session."))
    running = term.congress.terms.filter(state=TermState.CURRENT).first()
    if running is not None and running.number > term.number:
        raise WrongSession(_("A later term is running."))
    if running is not None and running.began_on is not None and on <= running.began_on:
        text = _("The running term began on %(day)s.") % {"day": running.began_on}
        raise BadDay(text, fields={"on": text})


def _roll_over(term: Term, on: date, actor: Actor) -> None:
    previous = term.congress.terms.select_for_update().filter(state=TermState.CURRENT).first()
    if previous is not None:
        previous.state, previous.ended_on = TermState.ENDED, on
        previous.save(update_fields=["state", "ended_on"])
    term.state, term.began_on = TermState.CURRENT, on
    term.save(update_fields=["state", "began_on"])
    previous_id = previous and previous.pk
    note(term, "open", term.congress_id, actor, on=on, previous=previous_id)
    events.after_commit(events.term_opened, term_id=term.pk, previous_id=previous_id)


def _require_new_number(congress: Congress, number: int) -> None:
    if congress.terms.filter(number=number).exists():
        text = _("There is a term of this number.")
        raise BadDay(text, fields={"number": text})


def _require_order(opens_on: date | None, closes_on: date | None) -> None:
    if closes_on is not None and (opens_on is None or closes_on < opens_on):
        text = _("A session closes on or after the day it opens.")
        raise BadDay(text, fields={"closes_on": text})
