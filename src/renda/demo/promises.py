"""What became of the promises of the district: their fates, one step of a person each.

A fate is a list of lines in ``data/stories.toml``: ``days verb words…``. The first line's days
count from the promise's day (``t-3``: from today), the others from the line before. Lines that
would come after today have not happened yet.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from renda.demo.content import Promise, Stage
from renda.demo.walk import Walk
from renda.files.services import hold
from renda.kernel import time
from renda.kernel.registry import Registry
from renda.ledger import facts as own
from renda.ledger import models
from renda.ledger.services import follow
from renda.matters import facts as shared

Verb = Callable[..., None]
verbs: Registry[Verb] = Registry("verb of a promise's fate")


def tell(matter: Walk, promise: Promise, stage: Stage) -> None:
    """Let one line of a fate happen."""
    with matter.cast.clock.tick():
        follow(matter.proceeding)
    rows = models.Promise.objects.filter(matter=matter.proceeding, commitment__what=promise.what)
    found = rows.select_related("proceeding").latest("pk")
    walk = Walk(matter.cast, matter.chance, proceeding=found.proceeding)
    walk.reload()
    verbs.get(stage.verb)(walk, promise, *stage.words)


def _verb(function: Verb) -> Verb:
    verbs.register(function.__name__.rstrip("_"), function)
    return function


def _day(walk: Walk, ahead: str) -> date:
    return time.local_day(walk.cast.clock.now) + timedelta(days=int(ahead))


@_verb
def report(walk: Walk, promise: Promise) -> None:
    """The unit reports it delivered, with the signed paper of acceptance."""
    step = "report" if walk.proceeding.promise.due_on else "report_also"
    actor = walk.actors(step)[0]
    paper = f"验收单\n承诺事项：{promise.what}\n{promise.done}\n验收意见：合格。\n"
    with walk.cast.clock.tick():
        file = hold(SimpleUploadedFile("验收单.txt", paper.encode()), actor=actor)
    facts = own.Report(delivered_on=_day(walk, "-1"), text=promise.done, files=[file.public_id])
    walk.take(step, facts, actor=actor)


@_verb
def confirm(walk: Walk, promise: Promise) -> None:
    """The office has looked at the place."""
    day = walk.proceeding.promise.delivered_on
    assert day is not None  # noqa: S101 -- it was reported
    walk.take("confirm", own.Confirm(delivered_on=day, remark="代工委会同代表现场核实"))


@_verb
def evaluate(walk: Walk, promise: Promise, process: str, result: str) -> None:
    """Everybody who got the reply evaluates a second time, the leading deputy last."""
    author = {party.addressee for party in walk.standing().parties if party.relation == "author"}
    rows = sorted(walk.rows("evaluate"), key=lambda row: row.base in author)
    bad = "dissatisfied" in (process, result)
    comment = "承诺的标准没有全部落实，请继续督办。" if bad else "到现场看过，群众反映不错。"
    facts = {"process_grade": process, "result_grade": result, "comment": comment}
    for row in rows:
        walk.take("evaluate", shared.Evaluate.model_validate(facts), row=row)


@_verb
def fall_due(walk: Walk, promise: Promise) -> None:
    """The platform marks that the day has passed."""
    walk.take("fall_due", actor=walk.cast.platform)


@_verb
def come_up(walk: Walk, promise: Promise) -> None:
    """The platform brings up the condition."""
    walk.take("come_up", actor=walk.cast.platform)


@_verb
def urge(walk: Walk, promise: Promise) -> None:
    """The office urges the unit on."""
    walk.take("urge", shared.Urge(text="承诺期限已过，请说明原因并倒排工期，两周内书面报代工委。"))


@_verb
def progress(walk: Walk, promise: Promise) -> None:
    """The unit reports how it goes."""
    walk.take("progress", shared.Progress(text="主体工程已经完成，正在办理验收手续。"))


@_verb
def ask_change(walk: Walk, promise: Promise, ahead: str) -> None:
    """The unit asks for a later day."""
    reason = "市级接口联调排期推迟，现有条件下无法按原期限完成，申请顺延。"
    walk.take("ask_change", own.AskChange(due_on=_day(walk, ahead), reason=reason))


@_verb
def decide_change(walk: Walk, promise: Promise, decision: str) -> None:
    """The head of the office consents, or not."""
    answer = "" if decision == "grant" else "条件已经具备，应当按期兑现。"
    facts = own.DecideChange.model_validate({"decision": decision, "answer": answer})
    walk.take("decide_change", facts)


@_verb
def break_(walk: Walk, promise: Promise) -> None:
    """The head of the office declares it not kept."""
    reason = "逾期半年仍未启动，两次督办均未见实质进展，认定未兑现。"
    walk.take("break", shared.Reason(reason=reason))
