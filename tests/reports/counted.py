"""A congress whose figures are counted by hand: every journey is one that ``journeys`` makes."""

from __future__ import annotations

from datetime import timedelta

from renda.kernel import time
from renda.matters import facts as shared
from renda.proceedings.models import Proceeding
from tests.ledger import promised
from tests.proposals import journeys as j
from tests.proposals.journeys import Cast, take


def paper(play: Cast, proceeding: Proceeding, grade: str) -> Proceeding:
    """The deputy's paper form, entered alike by two clerks."""
    take(proceeding, "open_reply", play.deputy)
    facts = {"process_grade": grade, "result_grade": grade}
    if grade == "dissatisfied":
        facts["comment"] = "没有解决"
    take(proceeding, "enter_paper", play.clerk, shared.EnterPaper(**facts))
    take(proceeding, "enter_paper_again", play.second_clerk, shared.EnterPaper(**facts))
    return j.again(proceeding)


def kept(play: Cast) -> Proceeding:
    """A suggestion whose promise was kept and evaluated a second time; the matter."""
    found = promised.delivered(play, suggestion={"title": "关于站台改造的建议"})
    grades = shared.Evaluate(process_grade="satisfied", result_grade="satisfied")
    promised.step(found, "evaluate", play.deputy, grades)
    return found.promise.matter


def owed(play: Cast) -> Proceeding:
    """A suggestion whose promise is past its day; the matter."""
    found = promised.promise(play, suggestion={"title": "关于修补道路的建议"})
    promised.set_day(found, time.today() - timedelta(days=3))
    return found.promise.matter


def world(play: Cast) -> dict[str, Proceeding]:
    """One suggestion of every fate, by name."""
    found = {
        "submitted": j.submitted(play, title="关于增加路灯的建议"),
        "registered": j.registered(play, title="关于增设公厕的建议"),
        "handling": j.received(play, title="关于整治河道的建议", with_joint=True),
        "replied": j.replied(play, title="关于增设班车的建议"),
        "satisfied": j.evaluated(play, title="关于绿化街道的建议"),
        "basically": j.evaluated(play, "basically", title="关于增建学校的建议"),
        "dissatisfied": j.rehandling(play, title="关于停车难的建议"),
        "paper": paper(play, j.replied(play, title="关于菜场改造的建议"), "satisfied"),
        "kept": kept(play),
        "owed": owed(play),
        "void": j.submitted(play, title="关于重复录入的建议"),
        "confidential": j.registered(play, title="关于保密的建议", publication="confidential"),
        "draft": j.drafted(play, title="关于草稿的建议"),
    }
    take(found["void"], "void", play.head, shared.Reason(reason="重复录入。"))
    overdue = found["handling"]
    j.due(overdue, time.today() - timedelta(days=1))
    return {name: j.again(each) for name, each in found.items()}


# What the world above comes to, counted on one's fingers.
BY_HAND = {
    "received": 10,
    "in_session": 0,
    "motions": 0,
    "keys": 0,
    "merged": 0,
    "refused": 0,
    "taken": 0,
    "unassigned": 2,
    "assigned": 8,
    "unanswered": 1,
    "replied": 7,
    "again": 1,
    "concluded": 3,
    "escalated": 0,
    "class_a": 5,
    "class_b": 2,
    "class_c": 0,
    "class_d": 0,
    "class_none": 0,
    "last_satisfied": 2,
    "last_basically": 1,
    "last_dissatisfied": 1,
    "last_none": 3,
    "parts": 8,
    "parts_replied": 7,
    "in_time": 7,
    "late": 0,
    "undated": 0,
    "overdue": 1,
    "running": 0,
    "joint": 1,
    "joint_given": 0,
    "first_asked": 7,
    "first_given": 4,
    "first_given_paper": 1,
    "first_given_online": 3,
    "first_satisfied": 2,
    "first_satisfied_paper": 1,
    "first_satisfied_online": 1,
    "first_basically": 1,
    "first_basically_paper": 0,
    "first_dissatisfied": 1,
    "first_process": 2,
    "first_waiting": 3,
    "first_missed": 0,
    "renewed_asked": 0,
    "second_asked": 1,
    "second_given": 1,
    "second_satisfied": 1,
    "second_satisfied_online": 1,
    "promised": 2,
    "owed": 0,
    "past": 1,
    "promise_kept": 1,
    "promise_late": 0,
    "talks": 7,
    "face": 7,
    "face_confirmed": 0,
    "face_stated": 7,
    "same_minute": 7,
    "same_text": 7,
    "unconfirmed": 7,
    "untalked": 0,
    "gone": 1,
}
