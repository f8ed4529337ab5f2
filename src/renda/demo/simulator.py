"""A year of work on the suggestions of a congress, at random from one seed.

Everybody acts through the services, as on the pages: officers register and assign, units receive,
hand back, talk, reply in and out of time, deputies evaluate or do not, offices urge, consent and
close. What was done is noted in a ``Ledger`` that never looks into the database, so that both
can be compared.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from renda.congresses.enums import BodyKind
from renda.congresses.models import Body, Congress
from renda.congresses.queries import calendar_for
from renda.demo.cast import Cast
from renda.demo.content import staff_names
from renda.demo.ledger import Ledger, Line, months_after, working_days_after
from renda.demo.timeline import Clock, moment
from renda.demo.walk import Walk
from renda.kernel import time
from renda.kernel.progress import Report, silent
from renda.matters import facts as shared
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow
from renda.proposals import facts as own
from renda.proposals.enums import Field
from renda.proposals.procedure import KIND

# Where a suggestion may stand when the year begins; the others are past their first assignment.
TAKEN_UP = ("draft", "submitted", "screened", "dispatched")
STOPPED = ("receive", "contact", "joint", "reply", "decide_hand_back")


@dataclass(frozen=True, slots=True)
class Habits:
    """How often people do what is not the rule (shares of one) and how long they take (days)."""

    returned: float = 0.03
    refused: float = 0.02
    withdrawn: float = 0.02
    voided: float = 0.01
    to_congress: float = 0.03
    difficult: float = 0.08
    separate: float = 0.08
    joint: float = 0.35
    handed_back: float = 0.10
    hand_back_accepted: float = 0.6
    no_talk: float = 0.06
    corrected: float = 0.1
    extension: float = 0.12
    extension_granted: float = 0.75
    reply_returned: float = 0.06
    reply_sent_back: float = 0.07
    class_changed: float = 0.1
    silent: float = 0.14
    waived: float = 0.03
    on_paper: float = 0.12
    dissatisfied: float = 0.14
    basically: float = 0.22
    reply_days: tuple[int, int] = (15, 105)


# The rules under which a congress without values of its own works (law/localrules.py).
@dataclass(frozen=True, slots=True)
class Times:
    """The times by which the ledger counts, written down once more."""

    register: int = 3
    assign: int = 7
    assign_department: int = 5
    receive: int = 5
    decide_hand_back: int = 5
    contact: int = 20
    confirm_class: int = 3
    feedback: int = 20
    reassign: int = 3
    joint_months: int = 1
    reply_months: int = 3
    difficult_months: int = 6
    rehandle_months: int = 1
    rounds: int = 1


@dataclass
class Case:
    """A suggestion, its line in the ledger, and the units that work on it."""

    walk: Walk
    line: Line
    modes: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, int] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    sent: dict[int, str] = field(default_factory=dict)
    is_difficult: bool = False

    def replying(self) -> list[int]:
        """Parts that owe the deputy a reply."""
        return [part for part, mode in self.modes.items() if mode != "joint"]

    def outstanding(self) -> list[int]:
        """Joint parts whose opinion is still out."""
        return [p for p, m in self.modes.items() if m == "joint" and self.states[p] != "given"]


Task = Callable[[], None]
Check = Callable[["Simulation", date], None]


class Simulation:
    """A year of one congress."""

    def __init__(
        self,
        congress: Congress,
        *,
        seed: int,
        start: date,
        habits: Habits | None = None,
        times: Times | None = None,
    ) -> None:
        self.congress = congress
        self.chance = random.Random(seed)  # noqa: S311 -- a reproducible year, no secret
        self.clock = Clock(moment(start))
        self.habits, self.times = habits or Habits(), times or Times()
        self.cast = Cast(congress, self.clock, staff_names(self.chance))
        self.calendar = calendar_for(congress.pk)
        self.ledger = Ledger()
        self._agenda: list[tuple[datetime, int, Task]] = []
        self._count = 0
        units = [BodyKind.DEPARTMENT, BodyKind.TOWN_GOVERNMENT]
        found = Body.objects.filter(
            congress=congress,
            kind__in=units,
            valid_until__isnull=True,
            handling_office__isnull=False,
        )
        self.units: dict[int, list[int]] = {}
        for body in found.order_by("id"):
            self.units.setdefault(int(body.handling_office_id or 0), []).append(body.pk)

    @property
    def today(self) -> date:
        """The day that the work has reached."""
        return time.local_day(self.clock.now)

    # --- the agenda ---

    def take_up(self, proceedings: Iterable[Proceeding]) -> None:
        """Let the year work on these; ValueError for one that is beyond its first assignment."""
        for proceeding in proceedings:
            if proceeding.kind != KIND or proceeding.state not in TAKEN_UP:
                message = f"{proceeding} stands at {proceeding.state}"
                raise ValueError(message)
            walk = Walk(self.cast, self.chance, proceeding=proceeding)
            walk.reload()
            line = Line(key=proceeding.pk, state=proceeding.state)
            self.ledger.lines[proceeding.pk] = line
            self._begin(Case(walk, line))

    def _begin(self, case: Case) -> None:
        """What waits first, with the time that has been running for it."""
        first: dict[str, Task] = {
            "draft": partial(self._submit, case),
            "submitted": partial(self._register, case),
            "screened": partial(self._dispatch, case),
            "dispatched": partial(self._assign, case),
        }
        for clock in case.walk.proceeding.clocks.filter(stopped_at__isnull=True):
            case.line.start(clock.name, clock.due_on)
            if clock.name == "assign_department":
                case.line.dispatched_on = clock.started_on
        self._later(first[case.line.state], 0, 120 if case.line.state == "draft" else 6)

    def _later(self, task: Task, least: int, most: int) -> None:
        """Put a task on the agenda, on a working day within office hours."""
        day = self.today + timedelta(days=self.chance.randint(least, most))
        at = moment(self.calendar.next_working_day(day), self.chance.randint(0, 480))
        self._count += 1
        heapq.heappush(self._agenda, (max(at, self.clock.now), self._count, task))

    def run(self, *, until: date, report: Report = silent, monthly: Check | None = None) -> Ledger:
        """Work until a day; ``monthly`` is called on the first of each month."""
        start, month = self.today, (self.today.year, self.today.month)
        while self._agenda and time.local_day(self._agenda[0][0]) < until:
            at, _place, task = heapq.heappop(self._agenda)
            day = time.local_day(at)
            if monthly is not None and (day.year, day.month) != month:
                month = (day.year, day.month)
                with time.invented(moment(day)):
                    monthly(self, day)
            self.clock.reach(at)
            task()
            report((day - start).days, (until - start).days)
        self.clock.reach(moment(until))
        return self.ledger

    # --- small words ---

    def _do(
        self,
        case: Case,
        step: str,
        facts: Any = None,
        *,
        row: LaneRow | None = None,
        **options: Any,
    ) -> None:
        if facts is None:
            case.walk.take(step, row=row, **options)
        else:
            case.walk.take(step, facts, row=row, **options)
        self.ledger.steps[step] += 1

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _working(self, amount: int, day: date | None = None) -> date:
        return working_days_after(day or self.today, amount, self.calendar.is_working)

    def _row(self, case: Case, step: str, part: int) -> LaneRow:
        return next(row for row in case.walk.rows(step) if row.id == part)

    # --- before a unit has it ---

    def _submit(self, case: Case) -> None:
        self._do(case, "submit", own.SubmitDraft(read_findings=True))
        case.line.state = "submitted"
        case.line.start("register", self._working(self.times.register))
        self._later(partial(self._register, case), 0, 6)

    def _register(self, case: Case) -> None:
        if self._happens(self.habits.returned):
            self._do(case, "return", _reason("一件建议写了几件事，请分开提出。"))
            case.line.stop("register", self.today)
            case.line.state = "returned"
            self._later(partial(self._revise, case), 1, 8)
            return
        if self._happens(self.habits.refused):
            self._do(case, "refuse", own.Refuse(ground="case", reason="所提事项正在诉讼之中。"))
            case.line.close("refused", self.today)
            return
        in_session = case.walk.proceeding.suggestion.in_session
        facts = {"field": self.chance.choice(Field.values), "publication": "no"}
        step = "register_in_session" if in_session else "register"
        self._do(case, step, own.Register.model_validate(facts))
        case.line.stop("register", self.today)
        case.line.state = "screened"
        case.line.start("assign", self._working(self.times.assign))
        self._later(partial(self._dispatch, case), 0, 11)

    def _revise(self, case: Case) -> None:
        self._do(case, "revise")
        case.line.state = "draft"
        self._later(partial(self._submit, case), 0, 5)

    def _dispatch(self, case: Case) -> None:
        if self._ended_early(case):
            return
        weighted = {office: len(units) for office, units in self.units.items()}
        office = self.chance.choices(list(weighted), list(weighted.values()))[0]
        self._do(case, "dispatch", shared.Dispatch(handling_office=office))
        case.line.stop("assign", self.today)
        case.line.state, case.line.dispatched_on = "dispatched", self.today
        case.line.start("assign_department", self._working(self.times.assign_department))
        self._later(partial(self._assign, case), 0, 8)

    def _ended_early(self, case: Case) -> bool:
        """The author withdraws it, or the head of the office declares it void."""
        for share, step, state in (
            (self.habits.withdrawn, "withdraw", "withdrawn"),
            (self.habits.voided, "void", "voided"),
        ):
            if self._happens(share):
                self._do(case, step, _reason("情况已经变化。"))
                case.line.close(state, self.today)
                return True
        return False

    def _assign(self, case: Case) -> None:
        line = case.line
        if self._happens(self.habits.to_congress):
            given = {"reason": "属于其他系统职责。", "handling_office": case.walk.other_office()}
            self._do(case, "return_to_congress", case.walk.facts("return_to_congress", **given))
            line.stop("assign_department", self.today)
            line.state = "screened"
            line.start("assign", self._working(self.times.assign))
            self._later(partial(self._dispatch, case), 0, 9)
            return
        difficult = self._happens(self.habits.difficult)
        facts = _assignment(self._choose(case), difficult)
        self._do(case, "assign", facts)
        line.stop("assign_department", self.today)
        line.state = "handling"
        # Six months are the longest in all (代表法 §51): no extension comes on top.
        case.is_difficult = difficult
        months = self.times.difficult_months if difficult else self.times.reply_months
        counted_from = line.dispatched_on or self.today
        if line.dissatisfied_on is not None:
            months, counted_from = self.times.rehandle_months, line.dissatisfied_on
        self._units_begin(case, months_after(counted_from, months))

    def _choose(self, case: Case) -> dict[str, Any]:
        office = case.walk.proceeding.parties.get(relation="handling_office", until=None)
        units = self.units[int(office.addressee[1:])]
        lead = self.chance.choice(units)
        others = [unit for unit in units if unit != lead]
        if others and self._happens(self.habits.separate):
            return {"separate": [lead, self.chance.choice(others)]}
        joint: list[int] = []
        if others and self._happens(self.habits.joint):
            joint = self.chance.sample(others, min(len(others), self.chance.randint(1, 2)))
        return {"lead": lead, "joint": joint}

    def _units_begin(self, case: Case, reply_due: date) -> None:
        """All parts of the round begin: each has to receive, and then what its mode asks."""
        line = case.line
        case.modes, case.bodies, case.states, line.marks = {}, {}, {}, {}
        for row in case.walk.rows("receive"):
            part = row.id
            case.modes[part], case.bodies[part] = row.row.mode, row.row.body_id
            case.states[part] = "assigned"
            line.start("receive", self._working(self.times.receive), part)
            if row.row.mode == "joint":
                line.start("joint", months_after(self.today, self.times.joint_months), part)
            else:
                line.start("reply", reply_due, part)
                line.start("contact", self._working(self.times.contact), part)
            self._later(partial(self._receive, case, part, line.round), 0, 9)

    # --- units ---

    def _stands(self, case: Case, part: int, round_: int, state: str) -> bool:
        """Whether a task planned earlier still has its ground."""
        same = case.line.state == "handling" and case.line.round == round_
        return same and case.states.get(part) == state

    def _receive(self, case: Case, part: int, round_: int, may_hand_back: bool = True) -> None:
        if not self._stands(case, part, round_, "assigned"):
            return
        row, line = self._row(case, "receive", part), case.line
        in_time = self.today <= line.running["receive", part]
        if may_hand_back and in_time and self._happens(self.habits.handed_back):
            self._do(case, "hand_back", shared.HandBack(reason="不属于本单位职责。"), row=row)
            line.stop("receive", self.today, part)
            line.start("decide_hand_back", self._working(self.times.decide_hand_back), part)
            case.states[part] = "handed_back"
            self._later(partial(self._decide_hand_back, case, part, round_), 0, 8)
            return
        self._do(case, "receive", shared.Receive(), row=row)
        line.stop("receive", self.today, part)
        case.states[part] = "received"
        self._plan_work(case, part, round_)

    def _plan_work(self, case: Case, part: int, round_: int) -> None:
        if case.modes[part] == "joint":
            self._later(partial(self._give_opinion, case, part, round_), 3, 45)
            return
        if not self._happens(self.habits.no_talk):
            self._later(partial(self._talk, case, part, round_), 2, 14)
        if not case.is_difficult and self._happens(self.habits.extension):
            self._later(partial(self._ask_extension, case, part, round_), 15, 60)
        least, most = self.habits.reply_days if round_ == 1 else (8, 36)
        self._later(partial(self._reply, case, part, round_), least, most)

    def _decide_hand_back(self, case: Case, part: int, round_: int) -> None:
        if not self._stands(case, part, round_, "handed_back"):
            return
        row, line = self._row(case, "decide_hand_back", part), case.line
        accepted = self._happens(self.habits.hand_back_accepted)
        facts = {"decision": "accept"} if accepted else {"decision": "refuse", "remark": "属职责。"}
        self._do(case, "decide_hand_back", shared.DecideHandBack.model_validate(facts), row=row)
        line.stop("decide_hand_back", self.today, part)
        if not accepted:
            case.states[part] = "assigned"
            line.start("receive", self._working(self.times.receive), part)
            self._later(partial(self._receive, case, part, round_, False), 0, 4)
            return
        self._leave(case, part)

    def _leave(self, case: Case, part: int) -> None:
        """A unit is out of the round; without one that replies it is to be assigned again."""
        line = case.line
        for name in STOPPED:
            line.stop(name, self.today, part)
        del case.modes[part], case.states[part]
        if not case.replying():
            line.state = "dispatched"
            line.start("assign_department", self._working(self.times.assign_department))
            for joint in list(case.modes):
                self._withdrawn_with_lead(case, joint)
            self._later(partial(self._assign, case), 0, 7)
        elif self._ready(case):
            self._delivered_all(case)

    def _withdrawn_with_lead(self, case: Case, part: int) -> None:
        """Joint units of a lead that went are withdrawn with it."""
        for name in STOPPED:
            case.line.stop(name, self.today, part)
        del case.modes[part], case.states[part]

    def _talk(self, case: Case, part: int, round_: int) -> None:
        if not self._stands(case, part, round_, "received"):
            return
        facts = {
            "way": self.chance.choice(("visit", "phone", "meeting")),
            "happened_at": self.clock.now - timedelta(hours=3),
            "person": case.walk.lead.pk,
            "who": "承办科室负责人",
            "summary": "就建议所提问题听取了代表意见。",
        }
        row = self._row(case, "first_contact", part)
        self._do(case, "first_contact", shared.StateContact.model_validate(facts), row=row)
        case.line.stop("contact", self.today, part)
        self._later(partial(self._answer_talk, case, round_), 1, 12)

    def _answer_talk(self, case: Case, round_: int) -> None:
        if case.line.state not in ("handling", "replied") or case.line.round != round_:
            return
        for row in case.walk.rows("answer_contact"):
            right = not self._happens(self.habits.corrected)
            facts = {"is_right": "yes"} if right else {"is_right": "no", "answer": "只是通了电话。"}
            self._do(case, "answer_contact", shared.AnswerContact.model_validate(facts), row=row)

    def _give_opinion(self, case: Case, part: int, round_: int) -> None:
        if not self._stands(case, part, round_, "received"):
            return
        row = self._row(case, "give_opinion", part)
        self._do(
            case, "give_opinion", shared.GiveOpinion(opinion="同意办理意见，将予配合。"), row=row
        )
        case.line.stop("joint", self.today, part)
        case.states[part] = "given"

    def _ask_extension(self, case: Case, part: int, round_: int) -> None:
        if not self._stands(case, part, round_, "received"):
            return
        until = case.line.running["reply", part] + timedelta(days=self.chance.randint(15, 60))
        facts = shared.AskExtension(until=until, reason="需经专家论证后才能答复。")
        self._do(case, "ask_extension", facts, row=self._row(case, "ask_extension", part))
        self._later(partial(self._decide_extension, case, part, round_, until), 0, 7)

    def _decide_extension(self, case: Case, part: int, round_: int, until: date) -> None:
        if case.line.state != "handling" or case.line.round != round_ or part not in case.modes:
            return
        granted = self._happens(self.habits.extension_granted)
        facts = {"decision": "grant"} if granted else {"decision": "refuse", "answer": "条件不符。"}
        rows = case.walk.rows("decide_extension")
        row = next(row for row in rows if row.row.assignment_id == part)
        self._do(case, "decide_extension", shared.DecideExtension.model_validate(facts), row=row)
        if granted and ("reply", part) in case.line.running:
            case.line.start("reply", until, part)

    def _reply(self, case: Case, part: int, round_: int) -> None:
        if not self._stands(case, part, round_, "received"):
            return
        if case.line.running["reply", part] < self.today and self._happens(0.5):
            self._do(case, "urge", shared.Urge(text="请抓紧答复代表。"))
        running = case.line.running
        if case.modes[part] == "lead" and any(
            self.today <= running["joint", other] for other in case.outstanding()
        ):
            self._later(partial(self._reply, case, part, round_), 2, 6)
            return
        row = self._row(case, "submit_reply", part)
        letter = self._letter(part)
        self._do(case, "submit_reply", letter, row=row)
        case.sent[part] = letter.outcome_class.value
        case.states[part] = "signing"
        self._later(partial(self._sign, case, part, round_), 0, 6)

    def _letter(self, part: int) -> shared.SubmitReply:
        outcome = self.chance.choices("ABCD", (50, 30, 12, 8))[0]
        later = self.today + timedelta(days=self.chance.randint(60, 300))
        promise = {"what": "按计划完成所提事项", "owner": "承办科室", "due_on": later}
        facts = {
            "outcome_class": outcome,
            "commitments": [promise] if outcome in "BC" else [],
            "text": "您提出的建议收悉，经认真研究并现场核实，现将办理情况答复如下。",
            "reason": "受现行政策限制，暂时不能解决。" if outcome == "D" else "",
            "review_on": later if outcome == "D" else None,
            "document_number": f"清建复〔{self.today.year}〕{part}号",
        }
        return shared.SubmitReply.model_validate(facts)

    def _sign(self, case: Case, part: int, round_: int) -> None:
        if not self._stands(case, part, round_, "signing"):
            return
        if self._happens(self.habits.reply_returned):
            row = self._row(case, "return_reply", part)
            self._do(case, "return_reply", _reason("请写明完成时间。"), row=row)
            case.states[part] = "received"
            self._later(partial(self._reply, case, part, round_), 1, 5)
            return
        self._do(case, "sign_reply", shared.SignReply(), row=self._row(case, "sign_reply", part))
        case.line.stop("reply", self.today, part)
        case.line.start("confirm_class", self._working(self.times.confirm_class), part)
        case.states[part] = "confirming"
        self._later(partial(self._confirm, case, part, round_), 0, 5)

    def _confirm(self, case: Case, part: int, round_: int) -> None:
        if not self._stands(case, part, round_, "confirming"):
            return
        line = case.line
        row = self._row(case, "confirm_class", part)
        if self._happens(self.habits.reply_sent_back):
            self._do(case, "send_back_reply", _reason("答复没有回应代表所提问题。"), row=row)
            line.stop("confirm_class", self.today, part)
            line.resume_reply(part)
            case.states[part] = "received"
            self._later(partial(self._reply, case, part, round_), 1, 6)
            return
        outcome = case.sent[part]
        if outcome in "BC" and self._happens(self.habits.class_changed):
            outcome = "B" if outcome == "C" else "C"
        why = "按实际进度核定。" if outcome != case.sent[part] else ""
        facts = shared.ConfirmClass.model_validate({"outcome_class": outcome, "class_reason": why})
        self._do(case, "confirm_class", facts, row=row)
        line.outcome_class = outcome
        case.states[part] = "replied"
        for name in ("confirm_class", "contact"):
            line.stop(name, self.today, part)
        line.start("feedback", self._working(self.times.feedback))
        line.marks[part] = ""
        self._later(partial(self._evaluate, case, part, round_), 1, 25)
        if self._ready(case):
            self._delivered_all(case)

    def _ready(self, case: Case) -> bool:
        return all(case.states[part] == "replied" for part in case.replying())

    def _delivered_all(self, case: Case) -> None:
        for part in case.outstanding():
            for name in ("receive", "joint"):
                case.line.stop(name, self.today, part)
        case.line.state = "replied"
        self._later(partial(self._close, case, case.line.round), 26, 50)

    # --- deputies ---

    def _evaluate(self, case: Case, part: int, round_: int) -> None:
        """The leading deputy says what he thinks of a unit's reply, or nothing at all."""
        line = case.line
        open_ = line.state in ("handling", "replied") and line.round == round_
        if not open_ or line.marks.get(part) != "" or self._happens(self.habits.silent):
            return
        rows = [
            row for row in case.walk.leading("open_reply") if row.row.reply.assignment_id == part
        ]
        if self._happens(self.habits.waived):
            self._do(case, "waive", row=rows[0])
            self._mark(case, part, "waived")
            return
        grades = (self._grade(), self._grade())
        if self._happens(self.habits.on_paper):
            self._on_paper(case, rows[0].id, grades)
        else:
            self._do(case, "open_reply", row=rows[0])
            row = self._row(case, "evaluate", rows[0].id)
            self._do(case, "evaluate", shared.Evaluate.model_validate(_grades(grades)), row=row)
        self._mark(case, part, max(grades, key=("satisfied", "basically", "dissatisfied").index))

    def _grade(self) -> str:
        bad, middle = self.habits.dissatisfied / 2, self.habits.basically
        weights = (1 - bad - middle, middle, bad)
        return self.chance.choices(("satisfied", "basically", "dissatisfied"), weights)[0]

    def _on_paper(self, case: Case, row_id: int, grades: tuple[str, str]) -> None:
        """Two clerks enter the form, each blind."""
        facts = shared.EnterPaper.model_validate(_grades(grades))
        row = self._row(case, "enter_paper", row_id)
        first = case.walk.actors("enter_paper", row)[0]
        self._do(case, "enter_paper", facts, row=row, actor=first)
        row = self._row(case, "enter_paper_again", row_id)
        others = case.walk.actors("enter_paper_again", row)
        second = next(actor for actor in others if actor.account_id != first.account_id)
        self._do(case, "enter_paper_again", facts, row=row, actor=second)

    def _mark(self, case: Case, part: int, mark: str) -> None:
        case.line.marks[part] = mark
        if case.line.state != "replied":
            return
        case.line.conclude(self.today, self.times.rounds)
        if case.line.state == "rehandling":
            case.line.start("reassign", self._working(self.times.reassign))
            self._later(partial(self._reassign, case), 0, 5)

    def _close(self, case: Case, round_: int) -> None:
        """Nobody answered: closed once the time for it is over."""
        line = case.line
        if line.state != "replied" or line.round != round_:
            return
        if self.today <= line.running["feedback", 0]:
            self._later(partial(self._close, case, round_), 3, 9)
            return
        self._do(case, "close_unanswered", _reason("逾期未测评。"))
        line.grade = line.grade or "unevaluated"
        line.close("concluded", self.today)

    def _reassign(self, case: Case) -> None:
        line = case.line
        lead = [case.bodies[part] for part, mode in case.modes.items() if mode == "lead"]
        units = {
            "lead": lead[0] if lead else None,
            "joint": [case.bodies[p] for p, mode in case.modes.items() if mode == "joint"],
            "separate": [case.bodies[p] for p, mode in case.modes.items() if mode == "separate"],
        }
        self._do(case, "reassign", shared.Assign.model_validate(units))
        line.stop("reassign", self.today)
        line.state, line.round = "handling", line.round + 1
        counted_from = line.dissatisfied_on or self.today
        self._units_begin(case, months_after(counted_from, self.times.rehandle_months))


def _assignment(units: dict[str, Any], difficult: bool) -> shared.Assign:
    return shared.Assign.model_validate({**units, "is_difficult": difficult})


def _reason(text: str) -> shared.Reason:
    return shared.Reason(reason=text)


def _grades(grades: tuple[str, str]) -> dict[str, str]:
    comment = "问题没有解决。" if "dissatisfied" in grades else ""
    return {"process_grade": grades[0], "result_grade": grades[1], "comment": comment}


def open_proceedings(congress: Congress) -> list[Proceeding]:
    """The suggestions of a congress that a simulated year can take up, oldest first."""
    rows = Proceeding.objects.filter(congress=congress, kind=KIND, state__in=TAKEN_UP)
    return list(rows.exclude(suggestion__form="motion").order_by("id"))


def simulate(
    congress: Congress, *, seed: int, start: date, days: int = 365, report: Report = silent
) -> Ledger:
    """Work a year on everything open in a congress; the same seed does the same."""
    year = Simulation(congress, seed=seed, start=start)
    year.take_up(open_proceedings(congress))
    return year.run(until=start + timedelta(days=days), report=report)
