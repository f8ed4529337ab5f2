"""Guards of the suggestion's procedure: each answers why a step may not be taken, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renda.congresses.queries import open_session
from renda.kernel.actor import Actor
from renda.kernel.text import personal_numbers
from renda.law.localrules import default_for
from renda.matters.enums import Mode
from renda.matters.rules import joint_outstanding
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow
from renda.proceedings.queries import is_overdue
from renda.proposals.enums import CosignState, Form, PublishState
from renda.rulebook.queries import rule_in_force

Answer = str | None
Guard = Callable[[Proceeding, Actor, LaneRow | None], Answer]


def complete(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """A suggestion must be concrete: facts, analysis and proposal (代表法 §24; SUG-1)."""
    suggestion = proceeding.suggestion
    parts = (
        (suggestion.facts, _("facts")),
        (suggestion.analysis, _("analysis")),
        (suggestion.proposal, _("proposal")),
    )
    missing = [label for value, label in parts if len(value.strip()) < 10]
    if missing:
        return _("Still to be written, with at least ten characters: %(parts)s") % {
            "parts": "、".join(str(label) for label in missing)
        }
    return None


def enough_movers(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """A motion needs its number of deputies, the leading one included (MOT-1)."""
    if proceeding.suggestion.form != Form.MOTION:
        return None
    signed = proceeding.suggestion.cosignatures.filter(state=CosignState.SIGNED).count() + 1
    needed = default_for("motion.min_deputies", proceeding.congress.level)
    if signed >= needed:
        return None
    return _("A motion here needs %(needed)d deputies; %(signed)d have signed.") % {
        "needed": needed,
        "signed": signed,
    }


def motion_in_session(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """Motions are made to the congress in session (MOT-1); the presidium decides on them."""
    if proceeding.suggestion.form != Form.MOTION or open_session(proceeding.congress_id):
        return None
    return _("Motions are handed in while the congress is in session; keep it until then.")


def cosign_open(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """The unsigned drop out when the time for signing is over (SUG-2)."""
    if is_overdue(proceeding, "cosign"):
        return _("The time for signing is over.")
    return None


# Words that often stand in what local rules do not take as a suggestion (SUG-15), by ground.
_DOUBTS: dict[str, tuple[str, ...]] = {
    "personal": ("我家", "本人的", "我的孩子", "我本人", "我爱人", "我父亲", "我母亲"),
    "case": ("判决", "改判", "再审", "立案侦查", "检察院起诉", "仲裁裁决", "行政处罚决定"),
    "forwarded": ("转交", "来信人", "信访件", "上访", "联名信"),
    "promotion": ("本公司", "我公司产品", "专利产品", "推广使用我", "学术论文", "课题研究成果"),
}
_SEVERAL = ("若干建议", "几点建议", "等问题", "等几个问题", "系列建议")


def doubts(proceeding: Proceeding) -> list[str]:
    """What the check of a draft finds: codes of grounds (SUG-15), "several", "numbers", "words"."""
    suggestion = proceeding.suggestion
    parts = (proceeding.title, suggestion.facts, suggestion.analysis, suggestion.proposal)
    whole = "\n".join(parts)
    found = [code for code, words in _DOUBTS.items() if any(word in whole for word in words)]
    if any(word in proceeding.title for word in _SEVERAL):
        found.append("several")
    if personal_numbers(whole):
        found.append("numbers")
    if any(word in whole for word in ("提案", "政协委员")):
        found.append("words")
    return found


# From here on two titles speak of something near.
NEAR = 0.5
_FRAME = ("关于", "的建议", "的议案")


def pairs(title: str) -> frozenset[str]:
    """The neighbouring characters of a title without the formula around it."""
    for word in _FRAME:
        title = title.replace(word, "")
    return frozenset(a + b for a, b in pairwise(title))


def nearness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of pairs that two titles have in common, from 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def in_recess(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """In recess the deputies' office registers (SUG-3)."""
    if proceeding.suggestion.in_session:
        return _("Made in session: the secretariat's motions group registers it.")
    return None


def in_session(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """In session the secretariat's motions group registers."""
    if not proceeding.suggestion.in_session:
        return _("Made in recess: the deputies' office registers it.")
    return None


def is_motion(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """For motions."""
    return None if proceeding.suggestion.form == Form.MOTION else _("This is a suggestion.")


def is_suggestion(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """For suggestions; only the presidium turns a motion into one."""
    return None if proceeding.suggestion.form == Form.SUGGESTION else _("This is a motion.")


def overdue(clock: str, still: object) -> Guard:
    """A guard that holds once a clock has run out."""

    def guard(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
        return None if is_overdue(proceeding, clock) else str(still)

    return guard


def within_receipt(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """Handing back is possible in the days of receipt only (SUG-9)."""
    if row is not None and is_overdue(proceeding, "receive", lane_row=row.id):
        return _("The days for handing back are over; the unit handles it.")
    return None


def replies(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """For lead and separate units."""
    return _("A joint unit gives its opinion to the lead.") if _mode(row) == Mode.JOINT else None


def is_joint(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """For joint units."""
    return None if _mode(row) == Mode.JOINT else _("Only joint units give an opinion.")


def no_contact_yet(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """The first contact is owed to the deputy (SUG-6)."""
    return _("A talk is recorded already.") if _has_contact(row) else None


def contact_made(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """Further contacts."""
    return None if _has_contact(row) else _("Record the first talk.")


def extension_left(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """So many extensions in a round as the local rule allows."""
    if row is None:
        return None
    used = proceeding.extensions.filter(assignment_id=row.id).exclude(state="refused").count()
    allowed = rule_in_force(proceeding.congress, "suggestion.extensions").value
    if used < allowed:
        return None
    return _("More time was asked for %(used)d times already; no more in this round.") % {
        "used": used
    }


def opinions_in(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """The lead replies with the joint opinions in hand, or once their time is over."""
    if row is None or _mode(row) != Mode.LEAD:
        return None
    waiting = [
        a
        for a in joint_outstanding(row.row.together)
        if not is_overdue(proceeding, "joint", lane_row=a.pk)
    ]
    if not waiting:
        return None
    return _("Opinions still to come: %(units)s") % {
        "units": "、".join(str(a.body) for a in waiting)
    }


def grades_form(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """Where three grades are used."""
    return None if _form(proceeding) == "grades" else _("Here marks are given.")


def marks_form(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """Where the 100-mark form is used."""
    return None if _form(proceeding) == "marks" else _("Here grades are given.")


def from_paper(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """What was entered on behalf may be contested."""
    if row is not None and row.row.channel == "paper":
        return None
    return _("You gave this evaluation yourself.")


def may_be_published(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """Only what was cleared for publication; once more when a reply came after the approval."""
    if proceeding.suggestion.publish_state in (PublishState.CLEARED, PublishState.WITHHELD):
        return None
    if has_unapproved_reply(proceeding):
        return None
    return _("It is not cleared for publication, or already put forward.")


def has_unapproved_reply(proceeding: Proceeding) -> bool:
    """Whether a published suggestion got a reply that the leader has not approved yet.

    The public does not see it before he has (代表法 §51; A15).
    """
    suggestion = proceeding.suggestion
    if suggestion.publish_state != PublishState.PUBLISHED or suggestion.published_at is None:
        return False
    later = proceeding.replies.filter(delivered_at__gt=suggestion.published_at, void_reason="")
    return later.exists()


def publication_proposed(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> Answer:
    """The leader approves what was put forward."""
    if proceeding.suggestion.publish_state == PublishState.PROPOSED:
        return None
    return _("Nothing was put forward for publication.")


def _mode(row: LaneRow | None) -> str:
    return row.row.mode if row is not None else ""


def _has_contact(row: LaneRow | None) -> bool:
    return row is not None and bool(row.row.has_contact)


def _form(proceeding: Proceeding) -> str:
    return str(rule_in_force(proceeding.congress, "suggestion.form").value)


GUARDS: dict[str, Guard] = {
    "complete": complete,
    "enough_movers": enough_movers,
    "motion_in_session": motion_in_session,
    "cosign_open": cosign_open,
    "in_recess": in_recess,
    "in_session": in_session,
    "is_motion": is_motion,
    "is_suggestion": is_suggestion,
    "preassign_overdue": overdue(
        "preassign_feedback", gettext_lazy("The deputy still has time to answer.")
    ),
    "feedback_overdue": overdue(
        "feedback", gettext_lazy("The deputies still have time to evaluate.")
    ),
    "within_receipt": within_receipt,
    "replies": replies,
    "is_joint": is_joint,
    "no_contact_yet": no_contact_yet,
    "contact_made": contact_made,
    "extension_left": extension_left,
    "opinions_in": opinions_in,
    "grades_form": grades_form,
    "marks_form": marks_form,
    "from_paper": from_paper,
    "may_be_published": may_be_published,
    "publication_proposed": publication_proposed,
}
