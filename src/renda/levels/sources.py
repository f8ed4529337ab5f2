"""What the apps above give to the levels: a matter's text, a year's figures.

The figures of a year are counts by name. Every source gives some of them for one congress; no row
of a matter leaves its congress by them (K4).
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from renda.kernel.registry import Registry
from renda.proceedings.models import Proceeding

texts: Registry[Callable[[Proceeding], str]] = Registry("text of a kind of matter")
counts: Registry[Callable[[int, int], dict[str, int]]] = Registry("source of yearly figures")

# Counts in the order of the table; a share is shown behind a count as a part of another.
FIGURES = (
    ("received", _("Received"), ""),
    ("assigned", _("Assigned"), ""),
    ("replied", _("Replied"), "assigned"),
    ("in_time", _("Replied in time"), "replied"),
    ("solved", _("Solved (class A)"), "replied"),
    ("evaluated", _("Evaluated"), "replied"),
    ("satisfied", _("Result satisfied"), "evaluated"),
    ("dissatisfied", _("Result dissatisfied"), "evaluated"),
    ("promised", _("Promises due"), ""),
    ("kept", _("Promises kept"), "promised"),
)
NAMES = tuple(name for name, _label, _whole in FIGURES)


def count(congress_id: int, year: int) -> dict[str, int]:
    """All figures of a congress's year, counted now; a name that no source gives is 0."""
    found = dict.fromkeys(NAMES, 0)
    for _name, source in counts:
        found |= source(congress_id, year)
    return found
