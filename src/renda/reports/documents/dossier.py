"""The archive dossier of one suggestion: all its papers in one PDF, and in one ZIP with digests.

Internal notes are in no dossier. What is not a PDF or a photo stands in the ZIP and is named in the
list. ``SHA256SUMS.txt`` is checked with ``sha256sum -c``.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from django.utils.timezone import localtime
from django.utils.translation import override
from PIL import Image

from renda.exchange.sheets import write_text
from renda.files import services as files
from renda.files.checks.names import cleaned
from renda.files.checks.signatures import PHOTOS
from renda.files.enums import FileState
from renda.files.models import File
from renda.files.queries import of_owner
from renda.inspections.queries import of_matter as asked_about
from renda.kernel.actor import Actor
from renda.kernel.progress import Report
from renda.kernel.time import today
from renda.ledger.procedure import KIND as PROMISE
from renda.ledger.queries import evaluations as promise_evaluations
from renda.ledger.queries import of_matter
from renda.matters.enums import EvaluationState
from renda.matters.models import Evaluation
from renda.matters.queries import Loop, loop_of
from renda.oversight.procedure import KIND as KEY
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import TimelineItem, timeline
from renda.proceedings.procedure import binding_of
from renda.proceedings.queries import history, visible_proceedings
from renda.proposals.letters.content import CHINESE, long_day
from renda.proposals.procedure import KIND
from renda.proposals.queries import authors
from renda.reports.documents import content, pdf
from renda.reports.documents.blocks import Block, Heading, Paper, Table, Text

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same papers give the same ZIP
_A4 = (1240, 1754)  # a photo's page at 150 dots an inch


@dataclass(frozen=True, slots=True)
class Paperwork:
    """An attachment of the dossier: its number, the file, its bytes."""

    number: int
    file: File
    content: bytes

    @property
    def name(self) -> str:
        """Its name within the ZIP."""
        return f"附件{self.number:02d} {cleaned(self.file.name)}"


def title_of(matter: Proceeding) -> str:
    """What the dossier is called."""
    return f"{matter.number} {matter.title} 卷宗".strip()


def make(matter: Proceeding, actor: Actor, *, title: str, report: Report) -> dict[str, bytes]:
    """The dossier as ``pdf`` and ``zip``. ``matter`` is one that the actor may see."""
    with override(CHINESE):
        papers = list(_papers(matter, actor))
        report(3, 10)
        paper = _paper(matter, actor, title, papers)
    first = pdf.write(paper)
    report(6, 10)
    bound = _bound(first, papers)
    report(8, 10)
    return {"pdf": bound, "zip": _zipped(bound, title, papers)}


def _papers(matter: Proceeding, actor: Actor) -> Iterator[Paperwork]:
    """Attachments of the suggestion, its replies, its promises, its supervision."""
    replies = list(matter.replies.filter(void_reason="").values_list("pk", flat=True))
    owners = [(KIND, [matter.pk]), ("reply", replies)]
    for kind, name in ((PROMISE, "promise"), (KEY, "key")):
        linked = visible_proceedings(actor, kind).filter(**{f"{name}__matter": matter})
        owners.append((kind, list(linked.order_by("pk").values_list("pk", flat=True))))
    number = 0
    for kind, ids in owners:
        for file in of_owner(kind, ids, actor=actor):
            if file.state == FileState.ATTACHED:
                number += 1
                with files.opened(file) as opened:
                    yield Paperwork(number, file, opened.read())


# --- what it says --------------------------------------------------------------------------------


def _paper(matter: Proceeding, actor: Actor, title: str, papers: Sequence[Paperwork]) -> Paper:
    congress = matter.congress
    blocks: list[Block] = [
        *_head(matter),
        *_loop(matter, loop_of(matter, actor)),
        *_promises(matter, actor),
        *_inspections(matter, actor),
        *_history(matter, actor),
        *_contents(papers),
    ]
    return Paper(
        office=content.office(congress, actor),
        title=title,
        subtitle=f"（{congress.name}）",
        day=long_day(today()),
        blocks=blocks,
    )


def _head(matter: Proceeding) -> Iterator[Block]:
    suggestion = matter.suggestion
    signed = [person.name for person, leads in authors(matter) if not leads]
    line = content.one(matter)
    rows = [
        ("编号", matter.number),
        ("标题", matter.title),
        ("种类", line["form"]),
        ("领衔代表", matter.lead_name),
        ("联名代表", "、".join(signed)),
        ("代表团", str(suggestion.delegation or "")),
        ("领域", line["field"]),
        ("主办单位", line["unit"]),
        ("办理状态", line["state"]),
        ("办理类别", line["outcome_class"]),
        ("评价", "／".join(e for e in (line["process_grade"], line["result_grade"]) if e)),
        ("提出日期", line["made_on"]),
    ]
    yield Table("基本情况", ("项目", "内容"), [row for row in rows if row[1]], (1, 4))
    yield Heading("一、建议内容")
    parts = (("事实", "facts"), ("分析", "analysis"), ("建议", "proposal"))
    for label, name in parts:
        words = getattr(suggestion, name)
        if words:
            yield Heading(label, 2)
            yield from _paragraphs(words)


def _loop(matter: Proceeding, loop: Loop) -> Iterator[Block]:
    yield Heading("二、交办和承办")
    rows = [
        (
            str(each.round),
            each.body.name,
            str(each.get_mode_display()),
            str(each.get_state_display()),
            _moment(each.assigned_at),
            _moment(each.received_at),
            each.handler_name,
        )
        for each in loop.assignments
    ]
    heads = ("轮次", "单位", "方式", "状态", "交办", "签收", "经办人")
    yield Table("承办单位", heads, rows, (1, 4, 2, 3, 3, 3, 2))
    for each in loop.assignments:
        if each.opinion:
            yield Heading(f"{each.body.name}会办意见", 2)
            yield from _paragraphs(each.opinion)
    yield Heading("三、沟通")
    talks = [
        (
            _moment(each.happened_at),
            str(each.get_way_display()),
            each.assignment.body.name,
            each.person.name,
            each.summary,
            str(each.get_state_display()) + (f"：{each.answer}" if each.answer else ""),
        )
        for each in loop.contacts
    ]
    yield Table(
        "沟通", ("时间", "方式", "单位", "代表", "内容", "代表确认"), talks, (3, 2, 3, 2, 5, 3)
    )
    yield Heading("四、答复和评价")
    for reply in matter.replies.filter(delivered_at__isnull=False).select_related(
        "assignment__body"
    ):
        yield Heading(f"{reply.assignment.body}　{reply.document_number}", 2)
        code = f"办理类别：{reply.outcome_class}；签发人：{reply.signer_name}"
        yield Text(f"{code}；送达：{_moment(reply.delivered_at)}", is_small=True)
        if reply.void_reason:
            yield Text(f"此答复已作废：{reply.void_reason}", is_small=True)
        yield from _paragraphs(reply.text)
        if reply.reason:
            yield Text(f"暂时不能解决的原因：{reply.reason}")
    yield _evaluations("评价", loop.evaluations)


def _evaluations(name: str, found: Iterable[Evaluation]) -> Table:
    heads = ("轮次", "代表", "答复", "状态", "过程", "结果", "方式", "时间", "意见")
    return Table(name, heads, [_evaluation(each) for each in found], (1, 2, 3, 2, 2, 2, 2, 3, 4))


def _evaluation(row: Evaluation) -> tuple[str, ...]:
    given = row.state == EvaluationState.GIVEN
    return (
        str(row.round),
        row.person.name,
        row.reply.document_number,
        str(row.get_state_display()),
        str(row.get_process_grade_display()) if given else "",
        str(row.get_result_grade_display()) if given else "",
        ("纸质" if row.channel == "paper" else "电子") if given else "",
        _moment(row.given_at),
        row.comment if given else "",
    )


def _promises(matter: Proceeding, actor: Actor) -> Iterator[Block]:
    found = of_matter(matter, actor)
    if not found:
        return
    yield Heading("五、承诺事项")
    second = promise_evaluations(found)
    for row in found:
        line = content.promise_line(row)
        yield Text(
            f"{line['what']}（{line['amount'] or '—'}，{line['owner']}）；期限：{line['due_on']}；"
            f"状态：{line['state']}；兑现日期：{line['delivered_on'] or '—'}"
        )
        if row.report:
            yield Text(f"兑现报告：{row.report}", is_small=True)
        again = [each for each in second.get(row.pk, []) if each.stage != "reply"]
        if again:
            yield _evaluations("二次评价", again)


def _inspections(matter: Proceeding, actor: Actor) -> Iterator[Block]:
    found = asked_about(matter, actor)
    if not found:
        return
    yield Heading("六、视察问答")
    for row in reversed(found):
        yield Heading(f"{row.inspection.proceeding.title}（{long_day(row.inspection.held_on)}）", 2)
        if row.question:
            yield Text(f"{row.asked_by}问：{row.question}")
            yield Text(f"{row.officer_post}{row.officer}答：{row.answer}")
        if row.later:
            yield Text(f"{row.body}会后答复：{row.later}")


def _history(matter: Proceeding, actor: Actor) -> Iterator[Block]:
    yield Heading("七、办理过程")
    items = timeline(binding_of(matter), history(matter).order_by("seq"), is_office=True)
    rows = [(_moment(each.at), each.label, _who(each), each.channel) for each in items]
    yield Table("办理过程", ("时间", "环节", "办理人", "方式"), rows, (3, 4, 5, 2))


def _who(item: TimelineItem) -> str:
    names = [item.who, item.seat]
    if item.acting_for:
        names.append(f"代{item.acting_for}")
    if item.on_behalf_of:
        names.append(f"代录：{item.on_behalf_of}")
    return " ".join(name for name in names if name)


def _contents(papers: Sequence[Paperwork]) -> Iterator[Block]:
    yield Heading("八、附件目录")
    if not papers:
        yield Text("没有附件。")
    rows = [
        (
            f"{each.number:02d}",
            each.file.name,
            str(len(each.content)),
            _moment(each.file.uploaded_at),
            "随卷" if _is_bound(each.file) else "见压缩包",
            each.file.sha256,
        )
        for each in papers
    ]
    heads = ("序号", "名称", "字节", "时间", "所在", "SHA-256")
    yield Table("附件", heads, rows, (1, 4, 2, 3, 2, 6))


def _moment(value: Any) -> str:
    return f"{localtime(value):%Y-%m-%d %H:%M}" if value else ""


def _paragraphs(words: str) -> Iterable[Text]:
    return (Text(line.strip()) for line in words.split("\n") if line.strip())


# --- how it is bound -----------------------------------------------------------------------------


def _is_bound(file: File) -> bool:
    return file.kind == "pdf" or file.kind in PHOTOS


def _bound(first: bytes, papers: Sequence[Paperwork]) -> bytes:
    """One PDF of all that can stand in one, with a bookmark for each attachment."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(first)) as bound:
        starts = []
        for each in papers:
            if not _is_bound(each.file):
                continue
            pages = each.content if each.file.kind == "pdf" else _photo(each.content)
            with pikepdf.open(io.BytesIO(pages)) as added:
                starts.append((each.name, len(bound.pages)))
                bound.pages.extend(added.pages)
        with bound.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, at) for name, at in starts)
        # No moment of making inside: the same papers give the same file.
        bound.save(written, deterministic_id=True)
    return written.getvalue()


def _photo(data: bytes) -> bytes:
    """A photo on a page of its own."""
    with Image.open(io.BytesIO(data)) as photo:
        plain = photo.convert("RGB")
    plain.thumbnail(_A4)
    written = io.BytesIO()
    plain.save(written, format="PDF", resolution=150)
    return written.getvalue()


def _zipped(bound: bytes, title: str, papers: Sequence[Paperwork]) -> bytes:
    entries = [(f"{cleaned(title[:80])}.pdf", bound)]
    entries += [(each.name, each.content) for each in papers]
    digests = [(name, hashlib.sha256(data).hexdigest(), len(data)) for name, data in entries]
    listed = io.StringIO()
    heads = ("序号", "名称", "字节", "SHA-256")
    rows = [(n, name, size, digest) for n, (name, digest, size) in enumerate(digests)]
    write_text(listed, heads, rows)
    sums = "".join(f"{digest}  {name}\n" for name, digest, _size in digests)
    entries += [("目录.csv", listed.getvalue().encode()), ("SHA256SUMS.txt", sums.encode())]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()
