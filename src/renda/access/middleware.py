"""Who acts in this request, and for how long a session lasts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from renda.access.models import Seat
from renda.access.queries import SeatChoice, actor_for, seat_label, seats_of
from renda.access.services import note_seen
from renda.kernel import time
from renda.kernel.actor import PUBLIC, Actor
from renda.kernel.parking import WAS

GetResponse = Callable[[HttpRequest], HttpResponse]
BEGAN, EPOCH, SEAT, PENDING = "began_at", "epoch", "seat_id", "second_factor_pending"
# [seconds without use, seconds in all] by local rule, as they were at the login.
LIMITS = "limits"
# The session's row in the owner's list; why a session ended, for the login page to say.
MARK, ENDED = "sign_in_mark", "ended_because"
# When its use was last noted, and how many seconds pass before it is noted again.
SEEN, NOTE_EVERY = "seen_at", 60
CODE, ENROL = "code", "enrol"  # what is pending


class SessionLimitsMiddleware:
    """Ends sessions that are too old or were revoked; idleness moves the cookie's own end."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the session of whoever brings one; what is answered to him stays nowhere."""
        # Reading the session of a visitor without one would cost a statement and a cookie.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        known = self._check(request)
        response = self.get_response(request)
        if known and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def _check(self, request: HttpRequest) -> bool:
        session, user = request.session, request.user
        if not user.is_authenticated:
            return False
        now, began = time.now().timestamp(), session.get(BEGAN, 0)
        idle, whole = session.get(LIMITS, (settings.SESSION_IDLE, settings.SESSION_ABSOLUTE))
        if now - began > whole:
            _end(request, "too_old")
        elif now - session.get(SEEN, began) > idle + NOTE_EVERY:
            _end(request, "idle")
        elif session.get(EPOCH) != user.session_epoch:
            _end(request, "revoked")
        else:
            _note_use(request)
        return True


def _end(request: HttpRequest, why: str) -> None:
    account_id = request.user.pk
    logout(request)
    # What was typed may come back to the same person only.
    request.session[WAS] = account_id
    request.session[ENDED] = why


def _note_use(request: HttpRequest) -> None:
    """Note that the session is in use, so that idle time counts from the last request.

    At most once in ``NOTE_EVERY`` seconds: a page that only reads seldom writes.
    """
    now = time.now().timestamp()
    if 0 <= now - request.session.get(SEEN, 0) < NOTE_EVERY:
        return
    request.session[SEEN] = now
    if mark := request.session.get(MARK):
        note_seen(mark)


class ActorMiddleware:
    """Gives every request ``actor``, ``seat``, ``congress`` and ``seats``, read when asked for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hang the four on the request."""
        place = _Place(request)
        wanted: Any = request
        wanted.actor = SimpleLazyObject(lambda: place.actor)
        wanted.seat = SimpleLazyObject(lambda: place.seat)
        wanted.congress = SimpleLazyObject(lambda: place.congress)
        wanted.seats = SimpleLazyObject(lambda: place.choices)
        return self.get_response(request)


class _Place:
    """The seat of a request, found once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self._rows: list[Seat] | None = None

    @property
    def rows(self) -> list[Seat]:
        if self._rows is None:
            self._rows = self._find()
        return self._rows

    def _find(self) -> list[Seat]:
        if settings.SESSION_COOKIE_NAME not in self.request.COOKIES:
            return []
        user = self.request.user
        if not user.is_authenticated or self.request.session.get(PENDING):
            return []
        return list(seats_of(user))

    @property
    def seat(self) -> Seat | None:
        wanted = self.request.session.get(SEAT) if self.rows else None
        return next((row for row in self.rows if row.pk == wanted), None) or self._first()

    def _first(self) -> Seat | None:
        """Without a choice: a seat of one's own before one that is only deputised."""
        own = [row for row in self.rows if row.account_id == self.request.user.pk]
        return next(iter(own or self.rows), None)

    @property
    def actor(self) -> Actor:
        seat = self.seat
        return actor_for(seat, self.request.user) if seat else PUBLIC  # type: ignore[arg-type]

    @property
    def congress(self) -> Any:
        return self.seat.congress if self.seat else None

    @property
    def choices(self) -> list[SeatChoice]:
        current, account = self.seat, self.request.user.pk
        return [
            SeatChoice(
                row.pk,
                seat_label(row),
                row.congress.short_name,
                row == current,
                row.account.name if row.account_id != account else "",
            )
            for row in self.rows
        ]
