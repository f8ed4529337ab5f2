"""The frame of every page, without a statement until a template asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext

from renda.kernel.actor import PUBLIC, Actor
from renda.web import nav


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link of the side navigation."""

    label: str
    url: str
    icon: str
    is_current: bool
    group: str


class SeatLine:
    """A seat of the switch with how many steps wait for it."""

    def __init__(self, choice: Any, waiting: int) -> None:
        self.choice = choice
        self.waiting = waiting

    def __getattr__(self, name: str) -> Any:
        return getattr(self.choice, name)


class Frame:
    """Who acts, where he can go, in which language."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.is_demo = settings.DEMO

    @property
    def actor(self) -> Actor:
        """Who acts; the public before the middleware ran."""
        return getattr(self.request, "actor", PUBLIC)

    @property
    def is_large(self) -> bool:
        """Whether who is signed in asked for large type and large buttons."""
        return self.actor.is_signed_in and bool(getattr(self.request.user, "large_type", False))

    @property
    def congress(self) -> Any:
        """The congress of the seat, if there is one."""
        return getattr(self.request, "congress", None)

    @cached_property
    def seats(self) -> list[Any]:
        """The seats of the account, for the switch; with several, how much waits for each."""
        choices = list(getattr(self.request, "seats", []))
        counts: dict[int, int] = {}
        if len(choices) > 1:
            for _name, count in nav.seat_counts:
                counts |= count([choice.key for choice in choices])
        return [SeatLine(choice, counts.get(choice.key, 0)) for choice in choices]

    @property
    def waiting_elsewhere(self) -> int:
        """How many steps wait for the account's other seats."""
        return sum(seat.waiting for seat in self.seats if not seat.is_current)

    @cached_property
    def links(self) -> list[NavLink]:
        """The side navigation."""
        path, found = self.request.path, []
        items = nav.entries(self.actor.role)
        queries = {item.query[1:] for item in items if item.query}
        urls = [reverse(item.url_name) for item in items]
        # A part of an app may have an entry of its own: the one that leads nearest is current.
        above = [url for url in urls if len(url) > 1 and path.startswith(url)]
        nearest = max(above, key=len, default="")
        for item, url in zip(items, urls, strict=True):
            current = url == nearest and not item.query
            if item.query:
                current = path == url and self.request.GET.urlencode() == item.query[1:]
            elif path == url and self.request.GET.urlencode() in queries:
                current = False
            label = gettext(str(item.label))
            found.append(NavLink(label, url + item.query, item.icon, current, str(item.group)))
        return found

    @property
    def languages(self) -> list[tuple[str, str, str, bool]]:
        """(code, name, this page in it, whether it is the current one)."""
        path = self.request.get_full_path()
        current = get_language()
        return [
            (code, name, translate_url(path, code), code == current)
            for code, name in settings.LANGUAGES
        ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of every template."""
    return {"frame": Frame(request)}
