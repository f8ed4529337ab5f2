"""Who may change a congress's structure and what a level has; pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from renda.congresses.enums import BodyKind, Level
from renda.kernel.actor import Actor
from renda.kernel.registry import Registry

# Addresses of the platform itself; a congress cannot live there.
RESERVED_ADDRESSES = frozenset(
    [
        "en",
        "zh",
        "zh-hans",
        "admin",
        "api",
        "static",
        "media",
        "healthz",
        "login",
        "logout",
        "desk",
        "access",
        "account",
        "accounts",
        "congress",
        "congresses",
        "people",
        "rulebook",
        "matters",
        "proposals",
        "files",
        "search",
        "notices",
        "jobs",
        "exchange",
        "portal",
        "records",
        "proceedings",
        "robots.txt",
        "favicon.ico",
        "sitemap.xml",
        "demo",
        "www",
    ]
)
# The congress above may be any higher level: counties stand directly under Beijing, towns
# directly under Dongguan (宪法 §§30, 95).
_RANK = {Level.PROVINCE: 1, Level.CITY: 2, Level.COUNTY: 3, Level.TOWN: 4}
# A town has no standing committee: its presidium and its sessions act (地方组织法 §§18, 46).
_STANDING_ONLY = frozenset(
    {
        BodyKind.STANDING_COMMITTEE,
        BodyKind.CHAIRPERSONS,
        BodyKind.COMMITTEE,
        BodyKind.STREET_COMMITTEE,
    }
)
# Deputies of these levels are elected by voters in constituencies (选举法 §3; MAN-2).
DIRECT_LEVELS = frozenset({Level.COUNTY, Level.TOWN})

# Apps above count what a body still has open, by the body's id.
open_work: Registry[Callable[[int], int]] = Registry("count of open work of a body")


@dataclass(frozen=True, slots=True)
class Passing:
    """A line of the preview of a roll-over: what, how many, and what becomes of it."""

    what: str
    count: int
    outcome: str
    goes_on: bool


# Apps above say what a roll-over does to theirs: (running term's id or 0, next term's id).
passing: Registry[Callable[[int, int], list[Passing]]] = Registry("preview of a roll-over")


def may_administer(actor: Actor, congress_id: int) -> bool:
    """Whether the actor edits this congress's structure: its administrator, or the platform."""
    if actor.role == "system":
        return True
    return actor.role == "administrator" and actor.congress_id == congress_id


def stands_above(higher: str, lower: str) -> bool:
    """Whether a congress of level ``higher`` can be the one above a ``lower`` one."""
    return _RANK[Level(higher)] < _RANK[Level(lower)]


def region_level(level: str) -> int:
    """The level of the region of a congress: 1 province to 4 town."""
    return _RANK[Level(level)]


def body_kinds(level: str) -> tuple[BodyKind, ...]:
    """The kinds of bodies a congress of this level has, in the order of the tree."""
    missing = _STANDING_ONLY if level == Level.TOWN else frozenset[BodyKind]()
    if level in {Level.PROVINCE, Level.CITY}:
        # Street committees are agencies of a county's standing committee (地方组织法 §59).
        missing = frozenset({BodyKind.STREET_COMMITTEE})
    return tuple(kind for kind in BodyKind if kind not in missing)


def elects_directly(level: str) -> bool:
    """Whether voters elect the deputies in constituencies (C, T)."""
    return level in DIRECT_LEVELS
