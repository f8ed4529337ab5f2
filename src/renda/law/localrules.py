"""Every number and choice that a place may settle for itself, with its national default.

The values in force live in ``rulebook``; procedures name these keys and no number stands in code
elsewhere (K5). A value's shape follows its kind:

========  ============================================  ======================
kind      shape                                         example
========  ============================================  ======================
period    ``{"amount": int, "unit": day|working_day|month}``  3 months
integer   ``int``                                       2
flag      ``bool``                                      consent is needed
choice    one of ``choices``                            ``"lead"``
text      ``str``                                       what class A means
marks     ``{"stages": …, "bands": …}``                 100-mark staged form
========  ============================================  ======================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from renda.law.statutes import number


class Kind(StrEnum):
    """The shape of a rule's value."""

    PERIOD = "period"
    INTEGER = "integer"
    FLAG = "flag"
    CHOICE = "choice"
    TEXT = "text"
    MARKS = "marks"


@dataclass(frozen=True, slots=True)
class RuleDefinition:
    """A local rule. A value with ``at_most`` may only be tightened; ``is_fixed`` not changed."""

    key: str
    group: str
    label: Any
    kind: Kind
    default: Any
    statute: str = ""
    article: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    samples: tuple[str, ...] = ()
    at_most: Any = None
    at_least: int = 0
    town: Any = None
    explain: Any = ""
    is_fixed: bool = False


def days(amount: int) -> dict[str, Any]:
    """So many natural days."""
    return {"amount": amount, "unit": "day"}


def working_days(amount: int) -> dict[str, Any]:
    """So many working days."""
    return {"amount": amount, "unit": "working_day"}


def months(amount: int) -> dict[str, Any]:
    """So many months."""
    return {"amount": amount, "unit": "month"}


GROUPS: tuple[tuple[str, Any], ...] = (
    ("motion", _("Motions")),
    ("submit", _("Making and registering suggestions")),
    ("assign", _("Assigning and receiving")),
    ("handle", _("Handling and replying")),
    ("evaluate", _("Evaluating and re-handling")),
    ("promise", _("Promises")),
    ("fund", _("Micro-project fund")),
    ("levels", _("Levels together")),
    ("publish", _("Publishing")),
    ("notice", _("Reminding")),
    ("access", _("Logging in")),
)

_LAW_51 = _("Law on Deputies, Art. 51")
_NONE = _("No national number")

_RULES: tuple[RuleDefinition, ...] = (
    RuleDefinition(
        "motion.min_deputies",
        "motion",
        _("Deputies needed for a motion"),
        Kind.INTEGER,
        number("MOT-1", "deputies", "C"),
        "MOT-1",
        _("Organic Law of Local Congresses, Art. 22"),
        town=number("MOT-1", "deputies", "T"),
        is_fixed=True,
        explain=_("Ten at province, city and county; five in a town. Fixed by law."),
    ),
    RuleDefinition(
        "suggestion.cosign",
        "submit",
        _("Time for co-signing"),
        Kind.PERIOD,
        days(7),
        "SUG-2",
        _NONE,
        explain=_("Those who have not signed by then drop out; the suggestion goes on."),
    ),
    RuleDefinition(
        "suggestion.register",
        "submit",
        _("Register and screen a suggestion"),
        Kind.PERIOD,
        working_days(3),
        "SUG-9",
        _NONE,
    ),
    RuleDefinition(
        "suggestion.assign",
        "assign",
        _("Assign in recess"),
        Kind.PERIOD,
        working_days(7),
        "SUG-9",
        _NONE,
        samples=(
            "上海 7 个工作日",
            "青岛 5 个工作日",
            "重庆 10 个工作日",
            "山东 5 日",
        ),
    ),
    RuleDefinition(
        "suggestion.assign_department",
        "assign",
        _("Handling office assigns the departments"),
        Kind.PERIOD,
        working_days(5),
        "SUG-9",
        _NONE,
    ),
    RuleDefinition(
        "suggestion.preassign",
        "assign",
        _("Handling office proposes undertakers"),
        Kind.PERIOD,
        working_days(5),
        "",
        _NONE,
    ),
    RuleDefinition(
        "suggestion.preassign_feedback",
        "assign",
        _("Deputy answers the proposed undertakers"),
        Kind.PERIOD,
        working_days(3),
        "",
        _NONE,
    ),
    RuleDefinition(
        "suggestion.receive",
        "assign",
        _("Sign for receipt or hand back"),
        Kind.PERIOD,
        working_days(5),
        "SUG-9",
        _NONE,
        samples=(
            "上海 7 个工作日",
            "青岛 5 个工作日",
            "重庆 10 个工作日",
            "浙江 10 日",
        ),
    ),
    RuleDefinition(
        "suggestion.decide_hand_back",
        "assign",
        _("Decide on a hand-back"),
        Kind.PERIOD,
        working_days(5),
        "SUG-9",
        _NONE,
        samples=("河南 10 个工作日",),
    ),
    RuleDefinition(
        "suggestion.contact",
        "handle",
        _("First contact with the deputy"),
        Kind.PERIOD,
        working_days(20),
        "SUG-6",
        _NONE,
        samples=("重庆 20 个工作日",),
    ),
    RuleDefinition(
        "suggestion.reply",
        "handle",
        _("Reply"),
        Kind.PERIOD,
        months(number("SUG-4", "months", "C")),
        "SUG-4",
        _LAW_51,
        at_most=months(number("SUG-4", "months", "C")),
        samples=("重庆乡镇 2 个月",),
        explain=_("Counted from assignment, not from filing."),
    ),
    RuleDefinition(
        "suggestion.reply_difficult",
        "handle",
        _("Reply to a broad or difficult one"),
        Kind.PERIOD,
        months(number("SUG-5", "months", "C")),
        "SUG-5",
        _LAW_51,
        at_most=months(number("SUG-5", "months", "C")),
        samples=("重庆乡镇最长 4 个月",),
        explain=_("Also counted from assignment: six months in all, not three and three."),
    ),
    RuleDefinition(
        "suggestion.difficult_consent",
        "handle",
        _("More time needs the assigning body's consent"),
        Kind.FLAG,
        True,
        "SUG-5",
        _("National law asks no consent; local rules do"),
        samples=("上海 2025 §20", "青岛 2021 §25", "北京 2022 §29"),
    ),
    RuleDefinition(
        "suggestion.extensions",
        "handle",
        _("Extensions allowed in a round"),
        Kind.INTEGER,
        1,
        "SUG-5",
        _NONE,
    ),
    RuleDefinition(
        "suggestion.joint",
        "handle",
        _("Joint unit's opinion to the lead"),
        Kind.PERIOD,
        months(1),
        "SUG-10",
        _NONE,
        samples=("上海、青岛、山东 1 个月", "河南、浙江 2 个月", "重庆 30 个工作日"),
    ),
    RuleDefinition(
        "suggestion.joint_again",
        "handle",
        _("Joint unit's opinion asked for again"),
        Kind.PERIOD,
        working_days(5),
        "SUG-10",
        _NONE,
        samples=("重庆 5 个工作日",),
    ),
    RuleDefinition(
        "suggestion.sign",
        "handle",
        _("Leader signs a reply"),
        Kind.PERIOD,
        working_days(5),
        "SUG-14",
        _NONE,
    ),
    RuleDefinition(
        "suggestion.confirm_class",
        "handle",
        _("Handling office confirms the class"),
        Kind.PERIOD,
        working_days(3),
        "SUG-14",
        _NONE,
        explain=_("So that nobody flees into class C or D."),
    ),
    RuleDefinition(
        "suggestion.class_a", "handle", _("Meaning of class A"), Kind.TEXT, "已经解决或者基本解决"
    ),
    RuleDefinition("suggestion.class_b", "handle", _("Meaning of class B"), Kind.TEXT, "正在解决"),
    RuleDefinition(
        "suggestion.class_c", "handle", _("Meaning of class C"), Kind.TEXT, "列入计划逐步解决"
    ),
    RuleDefinition(
        "suggestion.class_d",
        "handle",
        _("Meaning of class D"),
        Kind.TEXT,
        "因条件限制暂时不能解决,留作参考",
    ),
    RuleDefinition(
        "suggestion.reply_to",
        "handle",
        _("Who gets the reply"),
        Kind.CHOICE,
        "each",
        "SUG-14",
        _NONE,
        choices=(("each", _("Each author")), ("lead", _("The leading deputy"))),
        samples=("上海、浙江:逐人答复", "青岛:答复领衔代表"),
    ),
    RuleDefinition(
        "suggestion.feedback",
        "evaluate",
        _("Deputy evaluates the reply"),
        Kind.PERIOD,
        working_days(20),
        "SUG-8",
        _NONE,
        samples=("重庆 20 个工作日", "北京 15 个工作日", "河南 10 个工作日"),
    ),
    RuleDefinition(
        "suggestion.form",
        "evaluate",
        _("Evaluation form"),
        Kind.CHOICE,
        "grades",
        "",
        _NONE,
        choices=(("grades", _("Three grades")), ("marks", _("100 marks"))),
    ),
    RuleDefinition(
        "suggestion.marks",
        "evaluate",
        _("Items and bands of the 100-mark form"),
        Kind.MARKS,
        {
            "reply": {"attitude": 30, "timeliness": 30, "content": 40},
            "implementation": {"progress": 50, "effect": 50},
            "bands": {"satisfied": 90, "basically": 70},
        },
    ),
    RuleDefinition(
        "suggestion.grade_decides",
        "evaluate",
        _("Whose grade decides among several signers"),
        Kind.CHOICE,
        "lead",
        "SUG-7",
        _NONE,
        choices=(
            ("lead", _("The leading deputy's")),
            ("majority", _("More than half of the signers'")),
            ("worst", _("One dissatisfied is enough")),
        ),
    ),
    RuleDefinition(
        "suggestion.rehandle_on",
        "evaluate",
        _("What sends it back"),
        Kind.CHOICE,
        "either",
        "SUG-7",
        _NONE,
        choices=(
            ("result", _("Dissatisfied with the result")),
            ("either", _("Dissatisfied with process or result")),
        ),
    ),
    RuleDefinition(
        "suggestion.reassign",
        "evaluate",
        _("Assign again after dissatisfaction"),
        Kind.PERIOD,
        working_days(3),
        "SUG-7",
        _NONE,
    ),
    RuleDefinition(
        "suggestion.rehandle",
        "evaluate",
        _("Handle again and reply"),
        Kind.PERIOD,
        months(1),
        "SUG-7",
        _NONE,
        samples=("浙江、上海、山东、河南 1 个月", "北京、重庆 2 个月"),
        explain=_("Counted from receipt of the dissatisfaction."),
    ),
    RuleDefinition(
        "suggestion.rehandle_rounds",
        "evaluate",
        _("How often it may be handled again"),
        Kind.INTEGER,
        1,
        "SUG-7",
        _NONE,
        explain=_("After that the result is fixed as dissatisfied and the matter goes up."),
    ),
    RuleDefinition(
        "promise.remind_before",
        "promise",
        _("Remind before the day of a promise"),
        Kind.PERIOD,
        days(30),
        article=_NONE,
        explain=_("The unit is reminded once so long before the day, and on it."),
    ),
    RuleDefinition(
        "promise.remind_after",
        "promise",
        _("Remind again after the day"),
        Kind.PERIOD,
        days(30),
        article=_NONE,
        explain=_("As long as it is not delivered, the unit is reminded again and again."),
    ),
    RuleDefinition(
        "promise.grace",
        "promise",
        _("Days after which a promise is marked as past its day"),
        Kind.PERIOD,
        days(3),
        article=_NONE,
        explain=_("Only the mark waits; whatever comes after the day counts as late."),
    ),
    RuleDefinition(
        "promise.check",
        "promise",
        _("Check a reported delivery"),
        Kind.PERIOD,
        working_days(10),
        article=_NONE,
    ),
    RuleDefinition(
        "promise.change_by",
        "promise",
        _("Who approves a change of a promise"),
        Kind.CHOICE,
        "office_head",
        article=_NONE,
        choices=(
            ("office_head", _("The head of the deputies' office")),
            ("vice_chair", _("The supervising vice-chair")),
        ),
        explain=_("Where nobody supervises, the head of the deputies' office."),
    ),
    RuleDefinition(
        "promise.decide_change",
        "promise",
        _("Decide on a change of a promise"),
        Kind.PERIOD,
        working_days(10),
        article=_NONE,
    ),
    RuleDefinition(
        "promise.evaluate",
        "promise",
        _("Deputy evaluates a second time"),
        Kind.PERIOD,
        working_days(20),
        "SUG-8",
        _NONE,
        explain=_("Counted from the confirmed delivery (A7)."),
    ),
    RuleDefinition(
        "referral.accept",
        "levels",
        _("Take up what a lower level passes up"),
        Kind.PERIOD,
        working_days(10),
        article=_NONE,
    ),
    RuleDefinition(
        "referral.answer",
        "levels",
        _("Reply to what a lower level passed up"),
        Kind.PERIOD,
        days(60),
        article=_NONE,
        explain=_("Counted from the assignment to a unit of this level."),
    ),
    RuleDefinition(
        "referral.settle",
        "levels",
        _("Tell the deputy what the level above answered"),
        Kind.PERIOD,
        working_days(10),
        article=_NONE,
    ),
    RuleDefinition(
        "fund.project_limit",
        "fund",
        _("What a micro-project may cost at most (ten thousand yuan)"),
        Kind.INTEGER,
        30,
        article=_NONE,
        explain=_("Nought: no limit. A larger project is none of the fund."),
    ),
    RuleDefinition(
        "fund.plan",
        "fund",
        _("Submit plan and budget of a micro-project"),
        Kind.PERIOD,
        working_days(20),
        article=_NONE,
    ),
    RuleDefinition(
        "fund.evaluate",
        "fund",
        _("Government evaluates a micro-project"),
        Kind.PERIOD,
        working_days(15),
        article=_NONE,
    ),
    RuleDefinition(
        "fund.decide_change",
        "fund",
        _("Decide on a change of the sum"),
        Kind.PERIOD,
        working_days(10),
        article=_NONE,
    ),
    RuleDefinition(
        "fund.confirm",
        "fund",
        _("A second person confirms a payment"),
        Kind.PERIOD,
        working_days(5),
        article=_NONE,
    ),
    RuleDefinition(
        "fund.accept",
        "fund",
        _("Accept a finished micro-project"),
        Kind.PERIOD,
        working_days(15),
        article=_NONE,
        explain=_("The deputy sees for himself first; after this time it goes on without him."),
    ),
    RuleDefinition(
        "fund.settle",
        "fund",
        _("Close the account of an accepted micro-project"),
        Kind.PERIOD,
        months(3),
        article=_NONE,
        explain=_("What was not drawn goes back to the pot."),
    ),
    RuleDefinition(
        "suggestion.publish",
        "publish",
        _("Publish after conclusion"),
        Kind.PERIOD,
        working_days(20),
        "SUG-12",
        _NONE,
    ),
    RuleDefinition(
        "suggestion.soon",
        "notice",
        _("Working days before the end shown as near"),
        Kind.INTEGER,
        2,
    ),
    RuleDefinition(
        "notice.remind",
        "notice",
        _("Remind before a due day"),
        Kind.PERIOD,
        working_days(3),
        article=_NONE,
        explain=_("Reminders go out in office hours: once before, once when late, then weekly."),
    ),
    RuleDefinition(
        "notice.opens",
        "notice",
        _("Office hours begin"),
        Kind.CHOICE,
        "08:30",
        article=_NONE,
        choices=tuple((each, each) for each in ("08:00", "08:30", "09:00", "09:30")),
        explain=_("E-mail and short messages leave on working days within office hours."),
    ),
    RuleDefinition(
        "notice.closes",
        "notice",
        _("Office hours end"),
        Kind.CHOICE,
        "17:30",
        article=_NONE,
        choices=tuple((each, each) for each in ("17:00", "17:30", "18:00", "18:30")),
    ),
    RuleDefinition(
        "access.second_factor",
        "access",
        _("Who logs in with a one-time code too"),
        Kind.CHOICE,
        "office",
        article=_NONE,
        # Each choice holds the one before: a place may ask more people, never fewer.
        choices=(
            ("office", _("Administrators and the deputies' office")),
            ("staff", _("Everybody but deputies and station liaisons")),
            ("all", _("Everybody")),
        ),
        explain=_("Holds from the next login. Whoever has no code yet sets it up then."),
    ),
    RuleDefinition(
        "access.idle_minutes",
        "access",
        _("Minutes without use after which one is logged out"),
        Kind.INTEGER,
        30,
        article=_NONE,
        at_most=30,
        at_least=5,
        explain=_("Holds from the next login; the shortest of one's seats counts."),
    ),
    RuleDefinition(
        "access.session_hours",
        "access",
        _("Hours after which one logs in again in any case"),
        Kind.INTEGER,
        12,
        article=_NONE,
        at_most=12,
        at_least=1,
        explain=_("Holds from the next login; the shortest of one's seats counts."),
    ),
)

_BY_KEY = {rule.key: rule for rule in _RULES}


def all_rules() -> Iterator[RuleDefinition]:
    """Every local rule in the order of the rulebook page."""
    return iter(_RULES)


def definition(key: str) -> RuleDefinition:
    """The rule of that key. Raises LookupError."""
    try:
        return _BY_KEY[key]
    except KeyError:
        message = f"no local rule {key!r}"
        raise LookupError(message) from None


def default_for(key: str, level: str) -> Any:
    """The national default at a level (P, M, C or T)."""
    rule = definition(key)
    return rule.town if level == "T" and rule.town is not None else rule.default
