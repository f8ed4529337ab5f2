"""What a local value may be and how it reads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renda.kernel.errors import Invalid
from renda.kernel.text import clean
from renda.law.calendar import Calendar
from renda.law.deadlines import Period, Unit
from renda.law.localrules import Kind, RuleDefinition

UNITS = ("working_day", "day", "month")
LARGEST = {"working_day": 250, "day": 366, "month": 24}
_AT_LEAST = {"day": 1, "working_day": 1, "month": 28}
_AT_MOST = {"day": 1, "working_day": 3, "month": 31}
LARGEST_INTEGER = 1000


def period_of(value: Mapping[str, Any]) -> Period:
    """A stored period as the law's own type."""
    units = {"day": Unit.natural_day, "working_day": Unit.working_day, "month": Unit.month}
    return Period(int(value["amount"]), units[value["unit"]])


def text_of(rule: RuleDefinition, value: Any) -> str:
    """A value in words, in the language now active."""
    if rule.kind is Kind.PERIOD:
        return _period_text(value)
    if rule.kind is Kind.FLAG:
        return _("Yes") if value else _("No")
    if rule.kind is Kind.CHOICE:
        return str(dict(rule.choices).get(value, value))
    if rule.kind is Kind.MARKS:
        bands = value["bands"]
        return _("Satisfied from %(upper)d, basically satisfied from %(lower)d of 100") % {
            "upper": bands["satisfied"],
            "lower": bands["basically"],
        }
    return str(value)


def _period_text(value: Mapping[str, Any]) -> str:
    n = int(value["amount"])
    words = {
        "day": ngettext("%(n)d day", "%(n)d days", n),
        "working_day": ngettext("%(n)d working day", "%(n)d working days", n),
        "month": ngettext("%(n)d month", "%(n)d months", n),
    }
    return words[value["unit"]] % {"n": n}


def check(rule: RuleDefinition, value: Any) -> Any:
    """The value as it is stored. Raises Invalid at the field ``value``, saying what is allowed."""
    if rule.is_fixed:
        _refuse(_("This number is fixed by national law; no place can change it."))
    if rule.kind is Kind.PERIOD:
        return _checked_period(rule, value)
    if rule.kind is Kind.INTEGER:
        return _checked_integer(value, rule.at_most or LARGEST_INTEGER, least=rule.at_least)
    if rule.kind is Kind.FLAG:
        return bool(value)
    if rule.kind is Kind.CHOICE:
        return _checked_choice(rule, value)
    if rule.kind is Kind.MARKS:
        return _checked_marks(rule, value)
    text = clean(str(value), field="value", limit=200)
    return text or _refuse(_("Please fill this in."))


def _checked_period(rule: RuleDefinition, value: Any) -> dict[str, Any]:
    unit = value.get("unit")
    if unit not in UNITS:
        _refuse(_("Please choose working days, days or months."))
    amount = _checked_integer(value.get("amount"), LARGEST[unit], least=1)
    stored = {"amount": amount, "unit": unit}
    if rule.at_most and _may_exceed(stored, rule.at_most):
        limit = _period_text(rule.at_most)
        _refuse(
            _("%(article)s allows at most %(limit)s; a place may only set less.")
            % {"article": rule.article, "limit": limit}
        )
    return stored


def _may_exceed(value: Mapping[str, Any], limit: Mapping[str, Any]) -> bool:
    """Whether some stretch of ``value`` could be longer than the limit."""
    if value["unit"] == limit["unit"]:
        return bool(value["amount"] > limit["amount"])
    longest = value["amount"] * _AT_MOST[value["unit"]]
    return bool(longest > limit["amount"] * _AT_LEAST[limit["unit"]])


def _checked_integer(value: Any, largest: int, *, least: int = 0) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = least - 1
    if not least <= number <= largest:
        _refuse(
            _("Please enter a whole number from %(least)d to %(most)d.")
            % {"least": least, "most": largest}
        )
    return number


def _checked_choice(rule: RuleDefinition, value: Any) -> str:
    if value not in dict(rule.choices):
        _refuse(_("Please choose one."))
    return str(value)


def _checked_marks(rule: RuleDefinition, value: Any) -> dict[str, Any]:
    """Items and weights stay the form's; the bands are the place's own."""
    upper = _checked_integer(value.get("satisfied"), 100, least=1)
    lower = _checked_integer(value.get("basically"), 100, least=1)
    if lower >= upper:
        _refuse(_("Basically satisfied must begin below satisfied."))
    stages = {name: dict(items) for name, items in rule.default.items() if name != "bands"}
    return {**stages, "bands": {"satisfied": upper, "basically": lower}}


def _refuse(message: str) -> Any:
    raise Invalid(message, fields={"value": message})


def names_holidays(days: Mapping[str, int]) -> str:
    """``端午节 3 天`` joined, for the working of a try."""
    return _(", ").join(
        ngettext("%(name)s %(n)d day", "%(name)s %(n)d days", n) % {"name": name, "n": n}
        for name, n in days.items()
    )


def is_known(calendar: Calendar, year: int) -> bool:
    """Whether the working days of the year are published or entered."""
    return not calendar.is_provisional(year)
