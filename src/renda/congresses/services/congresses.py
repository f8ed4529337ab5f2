"""Creating congresses with what their level has."""

from __future__ import annotations

import re
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from renda.congresses import rules
from renda.congresses.enums import BodyKind, Level, System
from renda.congresses.errors import BadAddress, LevelMismatch, NotAdministrator
from renda.congresses.models import Body, Congress, Region
from renda.congresses.services.common import note, require_administrator
from renda.kernel import text
from renda.kernel.actor import Actor

_ADDRESS = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")

# Names of the bodies a new congress starts with; the office renames them as it is called there.
# They are proper names, so they are Chinese whatever the language of the page.
FIRST_BODIES: tuple[tuple[BodyKind, System, str, str], ...] = (
    (BodyKind.STANDING_COMMITTEE, System.CONGRESS, "常务委员会", ""),
    (BodyKind.CHAIRPERSONS, System.CONGRESS, "主任会议", "常务委员会"),
    (BodyKind.PRESIDIUM, System.CONGRESS, "大会主席团", ""),
    (BodyKind.MOTIONS_COMMITTEE, System.CONGRESS, "议案审查委员会", "大会主席团"),
    (BodyKind.SECRETARIAT, System.CONGRESS, "大会秘书处议案组", "大会主席团"),
    (BodyKind.OFFICE, System.CONGRESS, "人大代表工作委员会", "常务委员会"),
    (BodyKind.HANDLING_OFFICE, System.GOVERNMENT, "政府办公室督查室", ""),
    (BodyKind.HANDLING_OFFICE, System.PARTY, "党委办公室", ""),
    (BodyKind.HANDLING_OFFICE, System.SUPERVISION, "监察委员会办公室", ""),
    (BodyKind.HANDLING_OFFICE, System.COURT, "人民法院办公室", ""),
    (BodyKind.HANDLING_OFFICE, System.PROCURATORATE, "人民检察院办公室", ""),
)
# A town's presidium is permanent (地方组织法 §18); it has no court or procuratorate.
TOWN_BODIES: tuple[tuple[BodyKind, System, str, str], ...] = (
    (BodyKind.PRESIDIUM, System.CONGRESS, "人民代表大会主席团", ""),
    (BodyKind.MOTIONS_COMMITTEE, System.CONGRESS, "议案审查委员会", "人民代表大会主席团"),
    (BodyKind.OFFICE, System.CONGRESS, "人大办公室", "人民代表大会主席团"),
    (BodyKind.HANDLING_OFFICE, System.GOVERNMENT, "镇人民政府办公室", ""),
    (BodyKind.HANDLING_OFFICE, System.PARTY, "镇党政办公室", ""),
)


@transaction.atomic
def create_congress(
    *,
    name: str,
    short_name: str,
    slug: str,
    level: str,
    actor: Actor,
    region: Region | None = None,
    parent: Congress | None = None,
    seat_count: int = 0,
    phone: str = "",
    is_demo: bool = False,
) -> Congress:
    """Create a congress with the bodies its level has; the one above it must be of a higher level.

    The administrator of the congress above creates those below; the platform creates the first.
    Raises NotAdministrator, BadAddress, LevelMismatch or Invalid.
    """
    _require_founder(actor, parent)
    _check_address(slug)
    _check_place(level, region, parent)
    congress = Congress.objects.create(
        name=text.clean(name, field="name", limit=100),
        short_name=text.clean(short_name, field="short_name", limit=40),
        slug=slug,
        level=level,
        region=region,
        parent=parent,
        seat_count=seat_count,
        phone=phone,
        is_demo=is_demo,
    )
    _create_bodies(congress)
    note(congress, "create", congress.pk, actor, level=level, parent=parent and parent.pk)
    return congress


@transaction.atomic
def edit_congress(
    congress: Congress, *, name: str, short_name: str, phone: str, seat_count: int, actor: Actor
) -> Congress:
    """Change names, telephone and number of seats (fixed by decision, MAN-3 and MAN-4)."""
    require_administrator(actor, congress.pk)
    before = {"name": congress.name, "seat_count": congress.seat_count}
    congress.name = text.clean(name, field="name", limit=100)
    congress.short_name = text.clean(short_name, field="short_name", limit=40)
    congress.phone = text.clean(phone, field="phone", limit=30)
    congress.seat_count = seat_count
    congress.save(update_fields=["name", "short_name", "phone", "seat_count"])
    after = {"name": congress.name, "seat_count": seat_count}
    note(congress, "edit", congress.pk, actor, before=before, after=after)
    return congress


def _require_founder(actor: Actor, parent: Congress | None) -> None:
    if actor.role != "system" and (parent is None or not rules.may_administer(actor, parent.pk)):
        raise NotAdministrator(
            _("Only the administrator of the congress above may add a congress.")
        )


def _check_address(slug: str) -> None:
    wrong = ""
    if not _ADDRESS.fullmatch(slug):
        wrong = _("Use 3 to 40 small letters, digits and hyphens, beginning with a letter.")
    elif slug in rules.RESERVED_ADDRESSES:
        wrong = _("This address belongs to the platform. Please choose another.")
    elif Congress.objects.filter(slug=slug).exists():
        wrong = _("Another congress has this address. Please choose another.")
    if wrong:
        raise BadAddress(wrong, fields={"slug": wrong})


def _check_place(level: str, region: Region | None, parent: Congress | None) -> None:
    if level not in Level.values:
        text_ = _("There are congresses of province, city, county and town only.")
        raise LevelMismatch(text_, fields={"level": text_})
    if parent is not None and not rules.stands_above(parent.level, level):
        text_ = _("The congress above must be of a higher level.")
        raise LevelMismatch(text_, fields={"parent": text_})
    if region is not None and region.level != rules.region_level(level):
        text_ = _("The region is not of this level.")
        raise LevelMismatch(text_, fields={"region": text_})


def _create_bodies(congress: Congress) -> None:
    rows = TOWN_BODIES if congress.level == Level.TOWN else FIRST_BODIES
    made: dict[str, Body] = {}
    for place, (kind, system, name, above) in enumerate(rows, start=1):
        made[name] = Body.objects.create(
            congress=congress,
            kind=kind,
            system=system,
            name=name,
            parent=made.get(above),
            order=place * 10,
        )


def stamp_rules(congress: Congress) -> None:
    """Let the platform read the local rules anew in every process; called with each change."""
    congress.rules_stamp = uuid.uuid4().hex
    Congress.objects.filter(pk=congress.pk).update(rules_stamp=congress.rules_stamp)
