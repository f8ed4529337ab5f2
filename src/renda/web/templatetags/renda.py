"""Icons, dates and small words; built into every template."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renda.kernel import money

register = template.Library()

WEEKDAYS = "一二三四五六日"


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("dist/icons.svg")


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; decoration, so screen readers pass over it."""
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name
    )


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _as_day(value: date | datetime) -> date:
    return localdate(value) if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """``6月12日``, with the year when it is another one; does not break."""
    if value is None:
        return "—"
    own = _as_day(value)
    return format_html('<span class="nw">{}</span>', _day_text(own))


def _day_text(own: date) -> str:
    if not _is_chinese():
        return date_format(own, "j M Y" if own.year != localdate().year else "j M")
    text = f"{own.month}月{own.day}日"
    return text if own.year == localdate().year else f"{own.year}年{text}"


@register.filter
def weekday(value: date | datetime | None) -> SafeString | str:
    """``6月12日 周五``."""
    if value is None:
        return "—"
    own = _as_day(value)
    name = f"周{WEEKDAYS[own.weekday()]}" if _is_chinese() else date_format(own, "D")
    return format_html('<span class="nw">{} {}</span>', _day_text(own), name)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """``6月12日 16:40``."""
    if value is None:
        return "—"
    own = localtime(value)
    return format_html('<span class="nw">{} {}</span>', _day_text(own.date()), f"{own:%H:%M}")


@register.filter
def share(part: int, whole: int) -> str:
    """``96.3%``; nothing to divide by is a dash."""
    return f"{part / whole:.1%}" if whole else "—"


@register.filter
def yuan(fen: int | None) -> SafeString | str:
    """``1,200,000``: a sum in fen as yuan; does not break."""
    if fen is None:
        return "—"
    return format_html('<span class="nw">{}</span>', money.words(fen))


@register.inclusion_tag("web/_chip.html")
def chip(value: object) -> dict[str, object]:
    """A word with a colour."""
    return {"chip": value}


@register.filter
def in_brackets(value: object) -> str:
    """A remark in brackets of the language."""
    return _("(%s)") % value if value else ""
