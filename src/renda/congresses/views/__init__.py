"""Pages of the congress: itself, bodies, terms, constituencies, calendar."""

from renda.congresses.views.bodies import (
    bodies,
    body,
    body_abolish,
    body_edit,
    body_merge,
    body_new,
    body_rename,
    departments,
)
from renda.congresses.views.calendar import calendar, calendar_clear
from renda.congresses.views.home import below, below_new, edit, home
from renda.congresses.views.terms import (
    constituencies,
    constituency_edit,
    constituency_new,
    constituency_remove,
    roll_over,
    session_close,
    session_days,
    session_new,
    session_open,
    term_prepare,
    term_start,
    terms,
)

__all__ = [
    "below",
    "below_new",
    "bodies",
    "body",
    "body_abolish",
    "body_edit",
    "body_merge",
    "body_new",
    "body_rename",
    "calendar",
    "calendar_clear",
    "constituencies",
    "constituency_edit",
    "constituency_new",
    "constituency_remove",
    "departments",
    "edit",
    "home",
    "roll_over",
    "session_close",
    "session_days",
    "session_new",
    "session_open",
    "term_prepare",
    "term_start",
    "terms",
]
