"""How each kind of document words its data: the bulletin, the compilation, the lists, the report.

Pure: data in, blocks out. Chinese throughout, as an office writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from renda.reports.documents.blocks import Block, Break, Heading, Paper, Table, Text
from renda.reports.documents.content import Content, by_unit
from renda.reports.enums import Kind

Data = dict[str, Any]
_TITLES = {
    Kind.BULLETIN: "关于{scope}代表建议办理情况的通报",
    Kind.COMPILATION: "{scope}代表建议汇编",
    Kind.UNITS: "{scope}代表建议承办清单",
    Kind.HANDLING: "关于{scope}代表建议、批评和意见办理情况的报告",
}


def title_of(kind: str, scope: str) -> str:
    """What a document of a cut is called."""
    return _TITLES[Kind(kind)].format(scope=scope)


def paper(kind: str, content: Content) -> Paper:
    """The document of a kind."""
    words = {
        Kind.BULLETIN: bulletin,
        Kind.COMPILATION: compilation,
        Kind.UNITS: units,
        Kind.HANDLING: handling,
    }
    s = content.scalars
    return Paper(
        office=s["office"],
        title=s["title"],
        subtitle=f"（数据截至{s['day']}）",
        day=s["day"],
        blocks=list(words[Kind(kind)](content)),
    )


# --- pieces --------------------------------------------------------------------------------------

_UNIT_COLUMNS = (
    ("名称", "name", 5),
    ("收到", "received", 2),
    ("已答复", "replied", 2),
    ("应答复件次", "parts", 2),
    ("按期", "in_time", 2),
    ("逾期答复", "late", 2),
    ("逾期未复", "overdue", 2),
    ("A类", "class_a", 2),
    ("B类", "class_b", 2),
    ("C类", "class_c", 2),
    ("D类", "class_d", 2),
    ("满意", "last_satisfied", 2),
    ("基本满意", "last_basically", 2),
    ("不满意", "last_dissatisfied", 2),
    ("未评价", "last_none", 2),
    ("承诺", "promised", 2),
    ("兑现", "promise_kept", 2),
    ("过期", "past", 2),
)


def lines_table(name: str, lines: Sequence[Data], total: Data) -> Table:
    """Figures line by line, with their sum below."""
    heads, keys, widths = zip(*_UNIT_COLUMNS, strict=True)
    rows = [[line[key] for key in keys] for line in [*lines, {**total, "name": "合计"}]]
    return Table(name, heads, rows, widths)


def shares_table(s: Data) -> Table:
    """The shares side by side: none stands for another."""
    rows: list[list[str | int]] = [
        ["答复率", s["share_replied"], f"已答复{s['replied']}件，已交办{s['assigned']}件"],
        [
            "按期率",
            s["share_in_time"],
            f"按期{s['in_time']}件次，逾期答复{s['late']}件次，逾期未答复{s['overdue']}件次",
        ],
        [
            "满意率",
            s["share_satisfied"],
            (
                f"满意{s['last_satisfied']}件，基本满意{s['last_basically']}件，"
                f"不满意{s['last_dissatisfied']}件；未评价{s['last_none']}件不计入"
            ),
        ],
        ["解决率", s["share_solved"], f"已解决（A类）{s['class_a']}件，已答复{s['replied']}件"],
        [
            "兑现率",
            s["share_kept"],
            (
                f"按承诺日期兑现{s['promise_kept']}项，经同意调整后兑现{s['promise_changed']}项，"
                f"逾期兑现{s['promise_late']}项，未兑现{s['promise_broken']}项，过期在办{s['past']}项"
            ),
        ],
    ]
    return Table("主要指标", ("指标", "比例", "口径"), rows, (2, 2, 8))


def evaluations_table(s: Data) -> Table:
    """First evaluation, after handling again, second one; electronic and paper apart."""
    rows: list[list[str | int]] = []
    for stage, label in (
        ("first", "答复后首次评价"),
        ("renewed", "重新办理后评价"),
        ("second", "承诺兑现后二次评价"),
    ):
        for way, words in (("", "合计"), ("_online", "电子"), ("_paper", "纸质")):
            grades = ("given", "satisfied", "basically", "dissatisfied", "process")
            row = [s[f"{stage}_{grade}{way}"] for grade in grades]
            missing: Sequence[str | int] = ("", "")
            if not way:
                missing = (s[f"{stage}_waiting"] + s[f"{stage}_missed"], s[f"{stage}_waived"])
            rows.append([label if not way else "", words, *row, *missing])
    heads = (
        *("评价", "方式", "已评", "结果满意", "结果基本满意", "结果不满意"),
        *("过程满意", "未评", "免评"),
    )
    return Table("评价情况", heads, rows, (5, 2, 2, 2, 3, 2, 2, 2, 2))


def _reception(s: Data) -> Text:
    return Text(
        f"截至{s['day']}，{s['scope']}共收到代表议案和建议{s['received']}件，其中大会期间"
        f"{s['in_session']}件、议案{s['motions']}件、重点建议{s['keys']}件；并案办理{s['merged']}件，"
        f"不予受理{s['refused']}件，作为议案处理{s['taken']}件。已交办{s['assigned']}件，尚未交办"
        f"{s['unassigned']}件。"
    )


def _replies(s: Data) -> Text:
    return Text(
        f"已答复{s['replied']}件，正在办理尚未答复{s['unanswered']}件；各承办单位应答复"
        f"{s['parts']}件次，已答复{s['parts_replied']}件次，其中按期{s['in_time']}件次、逾期"
        f"{s['late']}件次，逾期未答复{s['overdue']}件次。重新办理{s['again']}件，办结{s['concluded']}件。"
    )


def _classes(s: Data) -> Text:
    return Text(
        f"已答复的{s['replied']}件中，A类{s['class_a']}件，B类{s['class_b']}件，C类{s['class_c']}件，"
        f"D类{s['class_d']}件，未分类{s['class_none']}件。"
    )


def _promises(s: Data) -> Text:
    return Text(
        f"答复中承诺{s['promised']}项：按承诺日期兑现{s['promise_kept']}项，经同意调整后兑现"
        f"{s['promise_changed']}项，逾期兑现{s['promise_late']}项，未兑现{s['promise_broken']}项，"
        f"未到期{s['owed']}项，已过期仍在办{s['past']}项，销号{s['promise_struck']}项。"
    )


def promises_table(lines: Iterable[Data], name: str = "承诺事项") -> Table:
    """Promises with their days."""
    keys = ("number", "what", "unit", "owner", "due_on", "state", "delivered_on")
    heads = ("建议编号", "承诺内容", "承办单位", "责任人", "期限", "状态", "兑现日期")
    rows = [[line[key] for key in keys] for line in lines]
    return Table(name, heads, rows, (2, 6, 4, 3, 3, 3, 3))


def matters_table(name: str, lines: Iterable[Data]) -> Table:
    """Suggestions line by line."""
    keys = ("number", "title", "lead", "unit", "state", "outcome_class", "result_grade")
    heads = ("编号", "标题", "领衔代表", "主办单位", "办理状态", "办理类别", "结果评价")
    return Table(name, heads, [[line[k] for k in keys] for line in lines], (2, 7, 2, 4, 3, 3, 2))


# --- kinds ---------------------------------------------------------------------------------------


def bulletin(content: Content) -> Iterable[Block]:
    """The half-yearly bulletin (通报, A4): how the units stand, line by line."""
    s = content.scalars
    yield Heading("一、总体情况")
    yield _reception(s)
    yield _replies(s)
    yield shares_table(s)
    yield Heading("二、办理结果和代表评价")
    yield _classes(s)
    yield evaluations_table(s)
    yield Heading("三、各承办单位办理情况")
    yield lines_table("各单位", content.lists["units"], s)
    yield Heading("四、各领域办理情况")
    yield lines_table("各领域", content.lists["fields"], s)
    yield Heading("五、承诺事项")
    yield _promises(s)
    yield from _attention(content)


def handling(content: Content) -> Iterable[Block]:
    """The report to the standing committee, printed for the congress (代表法 §51; SUG-11)."""
    s = content.scalars
    yield Text(f"{s['congress']}常务委员会：")
    yield Text(
        "根据《中华人民共和国全国人民代表大会和地方各级人民代表大会代表法》第五十一条的规定，"
        f"现将{s['scope']}代表建议、批评和意见的办理情况报告如下。"
    )
    yield Heading("一、收到和交办情况")
    yield _reception(s)
    yield Heading("二、答复和办理结果")
    yield _replies(s)
    yield _classes(s)
    yield shares_table(s)
    yield Heading("三、代表评价情况")
    yield Text("代表评价直接送达人大；电子评价和纸质评价分别统计，未评价的不计入满意。")
    yield evaluations_table(s)
    yield Heading("四、承诺事项落实情况")
    yield _promises(s)
    yield from _attention(content, "已公开的列名如下。")
    yield Break()
    yield Heading("附件1　各承办单位办理情况")
    yield lines_table("各单位", content.lists["units"], s)
    yield Heading("附件2　各领域办理情况")
    yield lines_table("各领域", content.lists["fields"], s)
    yield Heading("附件3　各代表团建议办理情况")
    yield lines_table("各代表团", content.lists["delegations"], s)


def _attention(content: Content, remark: str = "") -> Iterable[Block]:
    """What is not settled, by name: no report without its open ends."""
    found, n = content.attention, content.unsettled
    yield promises_table(found["promises"], "已过期和未兑现的承诺")
    yield Heading("需要继续督办的建议", 2)
    yield Text(
        f"代表不满意、经重新办理的建议{n['matters']}件，逾期未答复的{n['parts']}件次，"
        f"承诺已过期或未兑现的{n['promises']}项，均应继续督办。" + remark
    )
    yield matters_table("不满意和重新办理的建议", found["matters"])
    keys = ("number", "title", "unit", "mode", "due_on", "state")
    heads = ("编号", "标题", "承办单位", "方式", "答复期限", "状态")
    rows = [[line[key] for key in keys] for line in found["parts"]]
    yield Table("逾期未答复的建议", heads, rows, (2, 7, 4, 2, 3, 3))


def units(content: Content) -> Iterable[Block]:
    """Each unit's list of what it has in hand, joint parts too."""
    keys = (
        *("number", "title", "lead", "mode", "assigned_on", "due_on", "state"),
        *("outcome_class", "result_grade"),
    )
    heads = (
        *("编号", "标题", "领衔代表", "方式", "交办日期", "答复期限", "状态"),
        *("类别", "结果评价"),
    )
    found = by_unit(content.lists["parts"])
    if not found:
        yield Text("本范围内没有交办的建议。")
    for unit, lines in found.items():
        yield Heading(f"{unit}（{len(lines)}件次）")
        rows = [[line[key] for key in keys] for line in lines]
        yield Table(unit, heads, rows, (2, 6, 2, 2, 3, 3, 3, 3, 2))


def compilation(content: Content) -> Iterable[Block]:
    """All suggestions in full, with their replies (SUG-11: printed for the next session)."""
    found = content.lists["matters"]
    yield matters_table("目录", found)
    for each in found:
        yield Break()
        yield Heading(f"{each['number']}　{each['title']}".strip())
        facts = [
            ("领衔代表", each["lead"]),
            ("联名代表", each["cosigners"]),
            ("代表团", each["delegation"]),
            ("主办单位", each["unit"]),
            ("会办单位", each["joint"]),
            ("办理类别", each["outcome_class"]),
            ("结果评价", each["result_grade"]),
        ]
        yield Text("；".join(f"{label}：{value}" for label, value in facts if value), is_small=True)
        yield Heading("建议内容", 2)
        yield from _paragraphs(each["text"] or "（无正文）")
        yield Heading("答复", 2)
        yield from _paragraphs(each["reply"] or "（尚未答复）")


def _paragraphs(words: str) -> Iterable[Text]:
    return (Text(line.strip()) for line in words.split("\n") if line.strip())
