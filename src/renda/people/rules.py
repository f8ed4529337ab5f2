"""Who keeps persons and mandates, which organ decides what, how names sort; pure."""

from __future__ import annotations

from collections.abc import Callable

from renda.congresses.enums import BodyKind, Level
from renda.kernel.actor import Actor
from renda.kernel.registry import Registry
from renda.people.enums import Ground, MandateChange, MandateState

OFFICE = frozenset({"office_clerk", "office_head", "administrator", "system"})
# Apps above count what a deputy still has open, by the ids of person and congress.
open_of_deputy: Registry[Callable[[int, int], int]] = Registry("count of open work of a deputy")
HEADS = frozenset({"office_head", "system"})

# 代表法 §61 (suspension and its end) and §62 (termination; §62 last clause: death).
GROUNDS: dict[str, tuple[Ground, ...]] = {
    MandateChange.SUSPEND: (Ground.CUSTODY, Ground.SENTENCED),
    MandateChange.RESUME: (Ground.CEASED,),
    MandateChange.TERMINATE: (
        Ground.MOVED,
        Ground.RESIGNED,
        Ground.ORDERED,
        Ground.ABSENT,
        Ground.RECALLED,
        Ground.NATIONALITY,
        Ground.DEPRIVED,
        Ground.INCAPABLE,
        Ground.DIED,
    ),
}

# Readings of surnames that differ from the character's usual one.
_SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "盖": "ge", "曾": "zeng",
    "任": "ren", "乐": "yue", "朴": "piao", "缪": "miao", "翟": "zhai", "覃": "qin", "冼": "xian",
    "种": "chong", "员": "yun", "繁": "po", "那": "na", "祭": "zhai", "黑": "he", "折": "she",
    "阿卜": "a bu",
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "令狐": "ling hu", "澹台": "tan tai",
}  # fmt: skip


def may_keep(actor: Actor, congress_id: int) -> bool:
    """Whether the actor enters persons, mandates and proposals of this congress."""
    if actor.role == "system":
        return True
    return actor.role in OFFICE and actor.congress_id == congress_id


def may_decide(actor: Actor, congress_id: int) -> bool:
    """Whether the actor enters an organ's decision on a mandate."""
    if actor.role == "system":
        return True
    return actor.role in HEADS and actor.congress_id == congress_id


def may_see_contact(actor: Actor, person_id: int) -> bool:
    """Whether the actor sees that there is a telephone (masked) and may unmask it."""
    return actor.role in OFFICE or (actor.person_id == person_id and actor.congress_id != 0)


def possible_changes(state: str) -> tuple[MandateChange, ...]:
    """Which changes may be proposed for a mandate in this state."""
    return {
        MandateState.ELECTED: (MandateChange.TERMINATE,),
        MandateState.ACTIVE: (MandateChange.SUSPEND, MandateChange.TERMINATE),
        MandateState.SUSPENDED: (MandateChange.RESUME, MandateChange.TERMINATE),
    }.get(MandateState(state), ())


def deciding_kind(level: str) -> BodyKind | None:
    """The organ that decides on mandates: the standing committee; None is the congress itself.

    In a town the congress decides, not its presidium (代表法 §§61, 63; MAN-9, MAN-11).
    """
    return None if level == Level.TOWN else BodyKind.STANDING_COMMITTEE


def reading(name: str) -> tuple[str, str]:
    """Pinyin with blanks and its initials: ``("wang xiao ming", "wxm")``.

    Characters without a reading stay as they are, so that rare names sort last, not first.
    """
    import pypinyin  # noqa: PLC0415 -- slow import, only writes need its tables

    first = next((s for s in (name[:2], name[:1]) if s in _SURNAMES), "")
    rest = pypinyin.lazy_pinyin(name[len(first) :].replace("·", " ").strip())
    parts = [*_SURNAMES.get(first, "").split(), *" ".join(rest).lower().split()]
    return " ".join(parts)[:200], "".join(part[0] for part in parts)[:30]
