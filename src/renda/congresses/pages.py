"""Shapes for templates, and the page that is one form."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from renda.congresses.forms import show, values_of
from renda.kernel.errors import DomainError
from renda.law.calendar import Calendar

Save = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class FormPage:
    """What a page of one form says: heading, explanation, the button, where to go afterwards."""

    heading: str
    submit: str
    back: str
    done: str
    note: str = ""
    is_grave: bool = False
    template: str = "congresses/form.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def answer(request: HttpRequest, form: forms.Form, *, save: Save, page: FormPage) -> HttpResponse:
    """Show the form; on a good POST call ``save`` with its values and go back.

    A refusal keeps what was typed and stands at its field.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            save(**values_of(form))
        except DomainError as error:
            show(form, error)
            status = error.status
        else:
            messages.success(request, page.done)
            return redirect(page.back)
    elif request.method == "POST":
        status = 422
    context = {"form": form, "page": page, **page.context}
    return render(request, page.template, context, status=status)


@dataclass(frozen=True, slots=True)
class CalendarDayView:
    """A square of the month: its day, how it counts, whether this congress said so."""

    day: date
    kind: str
    name: str
    is_own: bool
    is_today: bool
    in_month: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday."""

    first: date
    weeks: list[list[CalendarDayView]]
    working_days: int

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the next month."""
        return (self.first + timedelta(days=32)).replace(day=1)


def month(first: date, calendar: Calendar, *, own: set[date], today: date) -> Month:
    """The grid of the month that ``first`` begins."""
    weeks = [
        [_square(day, first, calendar, own, today) for day in week]
        for week in months.Calendar().monthdatescalendar(first.year, first.month)
    ]
    squares = [square for week in weeks for square in week if square.in_month]
    return Month(first, weeks, sum(calendar.is_working(square.day) for square in squares))


def _square(
    day: date, first: date, calendar: Calendar, own: set[date], today: date
) -> CalendarDayView:
    entry = calendar.day(day)
    return CalendarDayView(
        day=day,
        kind=entry.type.value,
        name=entry.name,
        is_own=day in own,
        is_today=day == today,
        in_month=day.month == first.month,
    )


@dataclass(frozen=True, slots=True)
class YearView:
    """A year of the calendar in figures; provisional until its schedule is published."""

    year: int
    is_provisional: bool
    holidays: int
    makeup_days: int


def year_view(year: int, calendar: Calendar) -> YearView:
    """How many holidays and make-up days the year has, as far as it is known."""
    kinds = [calendar.day(day).type.value for day in _days_of(year)]
    return YearView(
        year, calendar.is_provisional(year), kinds.count("holiday"), kinds.count("makeup")
    )


def _days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def month_of(text: str, *, today: date) -> date:
    """The first day of the month named ``2026-06``; this month for anything else."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    # A century to either side; the months beyond have neighbours that no calendar can name.
    return first if abs(first.year - today.year) <= 100 else today.replace(day=1)
