"""The names of figures and fields in an office's template, and what they mean.

Clerks write templates in Chinese: every field has a Chinese name beside the one of the interface.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from renda.exchange.placeholders import Vocabulary
from renda.reports.figures import FIGURES

_PLAIN = {
    "received": "收到",
    "in_session": "大会期间",
    "motions": "议案",
    "keys": "重点建议",
    "merged": "并案办理",
    "refused": "不予受理",
    "taken": "作为议案处理",
    "unassigned": "未交办",
    "assigned": "已交办",
    "unanswered": "未答复",
    "replied": "已答复",
    "again": "重新办理",
    "concluded": "办结",
    "escalated": "不满意升级",
    "class_a": "A类",
    "class_b": "B类",
    "class_c": "C类",
    "class_d": "D类",
    "class_none": "未分类",
    "last_satisfied": "满意",
    "last_basically": "基本满意",
    "last_dissatisfied": "不满意",
    "last_none": "未评价",
    "parts": "应答复件次",
    "parts_replied": "已答复件次",
    "in_time": "按期答复",
    "late": "逾期答复",
    "undated": "答复日期不详",
    "overdue": "逾期未答复",
    "running": "期限内未答复",
    "joint": "会办件次",
    "joint_given": "已提会办意见",
    "promised": "承诺事项",
    "owed": "承诺未到期",
    "past": "承诺已过期",
    "promise_kept": "承诺兑现",
    "promise_changed": "承诺经同意调整",
    "promise_late": "承诺逾期兑现",
    "promise_broken": "承诺未兑现",
    "promise_struck": "承诺销号",
    "talks": "沟通次数",
    "face": "当面沟通",
    "face_confirmed": "当面沟通已确认",
    "face_stated": "当面沟通未确认",
    "face_corrected": "当面沟通被更正",
    "gone": "撤回作废",
}
_STAGES = {"first": "首次评价", "renewed": "重办后评价", "second": "二次评价"}
_PARTS = {
    "asked": "应评",
    "given": "已评",
    "waiting": "待评",
    "missed": "逾期未评",
    "waived": "免评",
    "satisfied": "满意",
    "basically": "基本满意",
    "dissatisfied": "不满意",
    "process": "过程满意",
}
_WAYS = {"": "", "_paper": "纸质", "_online": "电子"}
SHARES = {
    "replied": ("share_replied", "答复率"),
    "in_time": ("share_in_time", "按期率"),
    "satisfied": ("share_satisfied", "满意率"),
    "solved": ("share_solved", "解决率"),
    "kept": ("share_kept", "兑现率"),
}
BASE = {
    "congress": "人大名称",
    "office": "制发单位",
    "title": "标题",
    "scope": "统计范围",
    "day": "截止日期",
    "made_by": "制作人",
}
LISTS = {
    "units": "各单位",
    "fields": "各领域",
    "delegations": "各代表团",
    "matters": "各建议",
    "promises": "各承诺",
    "parts": "各办理件",
}
MATTER = {
    "number": "编号",
    "form": "种类",
    "title": "标题",
    "lead": "领衔代表",
    "cosigners": "联名代表",
    "delegation": "代表团",
    "field": "领域",
    "unit": "主办单位",
    "joint": "会办单位",
    "state": "办理状态",
    "outcome_class": "办理类别",
    "process_grade": "过程评价",
    "result_grade": "结果评价",
    "made_on": "提出日期",
    "assigned_on": "交办日期",
    "due_on": "答复期限",
    "replied_on": "答复日期",
    "text": "正文",
    "reply": "答复",
}
PROMISE = {
    "number": "建议编号",
    "title": "建议标题",
    "what": "承诺内容",
    "amount": "数量",
    "owner": "责任人",
    "unit": "承办单位",
    "due_on": "期限",
    "state": "状态",
    "delivered_on": "兑现日期",
}


PART = {
    "number": "编号",
    "title": "标题",
    "lead": "领衔代表",
    "delegation": "代表团",
    "unit": "承办单位",
    "mode": "办理方式",
    "assigned_on": "交办日期",
    "due_on": "答复期限",
    "state": "办理状态",
    "outcome_class": "办理类别",
    "result_grade": "结果评价",
}


def _figures() -> Iterator[tuple[str, str]]:
    yield from _PLAIN.items()
    for stage, first in _STAGES.items():
        for part, second in _PARTS.items():
            ways = _WAYS if part in ("given", "process", "satisfied", "basically") else {"": ""}
            ways = _WAYS if part == "dissatisfied" else ways
            for way, third in ways.items():
                yield f"{stage}_{part}{way}", f"{first}{second}{third}"


# Figures that go into documents: what should be looked into stays in the house.
FIGURE_WORDS = dict(_figures())
assert {name for name, each in FIGURES.items() if not each.is_odd} == set(FIGURE_WORDS)  # noqa: S101
LINE = {"name": "名称", **FIGURE_WORDS, **dict(SHARES.values())}
SCALARS = {**BASE, **FIGURE_WORDS, **dict(SHARES.values())}
LINES: dict[str, dict[str, str]] = {
    "units": LINE,
    "fields": LINE,
    "delegations": LINE,
    "matters": MATTER,
    "promises": PROMISE,
    "parts": PART,
}


def vocabulary() -> Vocabulary:
    """Everything a template may say, by both names."""
    lists = {
        name: frozenset({*LINES[key], *LINES[key].values()})
        for key, words in LISTS.items()
        for name in (key, words)
    }
    return Vocabulary(frozenset({*SCALARS, *SCALARS.values()}), lists)


def both_names(scalars: Mapping[str, Any], lists: Mapping[str, list[dict[str, Any]]]) -> Any:
    """The data of a template under both names."""
    found: dict[str, Any] = _doubled(scalars, SCALARS)
    for key, words in LISTS.items():
        lines = [_doubled(line, LINES[key]) for line in lists[key]]
        found[key] = found[words] = lines
    return found


def _doubled(values: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    found = dict(values)
    found |= {words[name]: value for name, value in values.items() if name in words}
    return found
