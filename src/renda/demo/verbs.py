"""The verbs in which the stories of ``data/stories.toml`` are told, one step of a person each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from renda.congresses.models import Body
from renda.demo.content import Answer, district
from renda.demo.walk import Walk
from renda.kernel import time
from renda.kernel.actor import person_token
from renda.kernel.registry import Registry
from renda.ledger.services import follow
from renda.matters import facts as shared
from renda.matters.enums import Grade
from renda.people.enums import MandateState
from renda.people.models import Mandate
from renda.proceedings.procedure import LaneRow
from renda.proposals import facts as own
from renda.proposals import queries
from renda.proposals.services import open_draft

Verb = Callable[..., None]
verbs: Registry[Verb] = Registry("verb of the demo")


def verb(function: Verb) -> Verb:
    """Let stories use a function by its name."""
    verbs.register(function.__name__.rstrip("_"), function)
    return function


def tell(walk: Walk, name: str, words: tuple[str, ...]) -> None:
    """Let one line of a story happen."""
    verbs.get(name)(walk, *words)


def body(walk: Walk, name: str) -> Body:
    """A body of the congress by its name."""
    return Body.objects.get(congress=walk.cast.congress, name=name, valid_until__isnull=True)


def _reason(text: str) -> shared.Reason:
    return shared.Reason(reason=text)


# --- draft, sign, hand in -------------------------------------------------------------------------


@verb
def draft(walk: Walk) -> None:
    """The leading deputy writes it."""
    text = walk.text
    mandate = Mandate.objects.get(
        person__name=text.lead, congress=walk.cast.congress, state=MandateState.ACTIVE
    )
    facts = own.Draft.model_validate(
        {
            "form": "motion" if text.story.startswith("motion") else "suggestion",
            "title": text.title,
            "facts": text.facts,
            "analysis": text.analysis,
            "proposal": text.proposal,
            "wish": body(walk, text.unit).pk if text.unit else None,
            "may_publish": "yes",
        }
    )
    actor = walk.cast.holder([person_token(mandate.person_id)])
    with walk.cast.clock.tick():
        walk.proceeding = open_draft(actor=actor, facts=facts)
    walk.reload()


@verb
def invite(walk: Walk, count: str, *names: str) -> None:
    """Ask so many deputies, of the same delegation if these suffice, and then those named."""
    author = walk.actors("invite")[0]
    offered = [int(pk) for pk, _name in queries.other_deputies(walk.proceeding, author)]
    near = set(
        Mandate.objects.filter(
            delegation_id=walk.proceeding.suggestion.delegation_id, person_id__in=offered
        ).values_list("person_id", flat=True)
    )
    last = list(
        Mandate.objects.filter(
            congress=walk.cast.congress, person_id__in=offered, person__name__in=names
        ).values_list("person_id", flat=True)
    )
    first = [pk for pk in offered if pk in near and pk not in last]
    pool = first if len(first) >= int(count) else [pk for pk in offered if pk not in last]
    persons = [*sorted(walk.chance.sample(pool, int(count))), *last]
    walk.take("invite", own.Invite(persons=persons))


@verb
def sign(walk: Walk, count: str) -> None:
    """So many of those who were asked sign."""
    for row in walk.rows("sign")[: int(count)]:
        walk.take("sign", row=row)


@verb
def decline(walk: Walk) -> None:
    """One of those who were asked does not sign."""
    walk.take("decline", row=walk.rows("decline")[0])


@verb
def submit(walk: Walk) -> None:
    """Hand in."""
    walk.take("submit", own.SubmitDraft(read_findings=True))


@verb
def revise(walk: Walk) -> None:
    """The returned one becomes a draft again."""
    walk.take("revise")


@verb
def discard(walk: Walk) -> None:
    """The author gives the draft up."""
    walk.take("discard")


@verb
def withdraw(walk: Walk) -> None:
    """The author withdraws what was handed in."""
    walk.take("withdraw", _reason(walk.text.reason))


# --- register and screen --------------------------------------------------------------------------


@verb
def register(walk: Walk, publication: str = "yes", *extras: str) -> None:
    """Register in recess or in session, perhaps with a ``committee`` and a ``supervisor``."""
    suggestion = walk.proceeding.suggestion
    name = "register"
    if suggestion.in_session:
        name = "register_motion" if suggestion.form == "motion" else "register_in_session"
    facts: dict[str, Any] = {"field": walk.text.field, "publication": publication}
    actor = walk.actors(name)[0]
    if extras:
        facts["committee"] = body(walk, district()["committees"][walk.text.field]).pk
    if "supervisor" in extras:
        chairs = queries.vice_chairs(walk.proceeding, actor)
        facts["supervisor"] = int(walk.chance.choice(chairs[1:])[0])
    walk.take(name, own.Register.model_validate(facts), actor=actor)


@verb
def examine(walk: Walk) -> None:
    """The motions committee gives its opinion."""
    walk.take("examine", own.Examine(opinion=walk.text.opinion))


@verb
def decide(walk: Walk, decision: str) -> None:
    """The presidium decides on the motion."""
    facts = {"decision": decision, "reason": walk.text.reason}
    walk.take("decide_motion", own.DecideMotion.model_validate(facts))


@verb
def return_(walk: Walk) -> None:
    """Returned to the author."""
    walk.take("return", _reason(walk.text.reason))


@verb
def refuse(walk: Walk, ground: str) -> None:
    """Not taken, with the rule."""
    walk.take("refuse", own.Refuse(ground=ground, reason=walk.text.reason))


@verb
def merge(walk: Walk) -> None:
    """Handled together with another one of the district."""
    number = walk.others[walk.text.into].proceeding.number
    walk.take("merge", own.Merge(into=number))


@verb
def void(walk: Walk) -> None:
    """Declared void by the head of the office."""
    walk.take("void", _reason(walk.text.reason))


# --- assign ---------------------------------------------------------------------------------------


def _dispatch(walk: Walk) -> shared.Dispatch:
    office = body(walk, walk.text.unit).handling_office_id
    return shared.Dispatch.model_validate({"handling_office": office})


@verb
def ask_proposal(walk: Walk) -> None:
    """Ask the handling office which units it proposes."""
    walk.take("ask_proposal", _dispatch(walk))


@verb
def propose(walk: Walk) -> None:
    """The handling office proposes."""
    joint = [body(walk, name).pk for name in walk.text.joint]
    walk.take("propose", own.Propose(lead=body(walk, walk.text.unit).pk, joint=joint))


@verb
def answer_proposal(walk: Walk, agrees: str) -> None:
    """The deputy answers the proposal."""
    wish = walk.text.reason if agrees == "no" else ""
    facts = {"agrees": agrees, "wish": wish}
    walk.take("answer_proposal", own.AnswerProposal.model_validate(facts))


@verb
def go_on(walk: Walk) -> None:
    """The deputy's time is over."""
    walk.take("go_on_unanswered")


@verb
def dispatch(walk: Walk) -> None:
    """Hand over to the unit's handling office."""
    walk.take("dispatch", _dispatch(walk))


@verb
def return_to_congress(walk: Walk) -> None:
    """It belongs to another system."""
    given = {"reason": walk.text.reason, "handling_office": walk.other_office()}
    walk.take("return_to_congress", walk.facts("return_to_congress", **given))


def _units(walk: Walk) -> dict[str, Any]:
    text = walk.text
    return {"lead": body(walk, text.unit).pk, "joint": [body(walk, n).pk for n in text.joint]}


@verb
def assign(walk: Walk, *extras: str) -> None:
    """The handling office names lead and joint units."""
    facts = {**_units(walk), "is_difficult": "difficult" in extras}
    walk.take("assign", shared.Assign.model_validate(facts))


@verb
def assign_separately(walk: Walk) -> None:
    """Each unit replies for itself."""
    units = _units(walk)
    walk.take("assign", shared.Assign(separate=[units["lead"], *units["joint"]]))


@verb
def reassign(walk: Walk) -> None:
    """The same units again."""
    walk.take("reassign", shared.Assign.model_validate(_units(walk)))


@verb
def receive(walk: Walk) -> None:
    """All units sign for receipt."""
    for row in walk.rows("receive"):
        walk.take("receive", shared.Receive(), row=row)


@verb
def hand_back(walk: Walk) -> None:
    """The lead unit hands back and proposes another."""
    proposed = body(walk, walk.text.into).pk if walk.text.into else None
    row = walk.replying("hand_back")[0]
    walk.take("hand_back", shared.HandBack(reason=walk.text.reason, proposed=proposed), row=row)


@verb
def decide_hand_back(walk: Walk, decision: str) -> None:
    """The handling office decides on the hand-back."""
    facts = {"decision": decision, "remark": walk.text.opinion if decision == "refuse" else ""}
    row = walk.rows("decide_hand_back")[0]
    walk.take("decide_hand_back", shared.DecideHandBack.model_validate(facts), row=row)


# --- handle ---------------------------------------------------------------------------------------

WAYS = ("visit", "meeting", "on_site", "phone")
PLACES = {
    "visit": "代表单位",
    "meeting": "单位会议室",
    "on_site": "问题现场",
    "phone": "",
}


@verb
def contact(walk: Walk) -> None:
    """Units that reply record their first talk with the leading deputy."""
    for row in walk.replying("first_contact"):
        way = walk.chance.choice(WAYS)
        facts = {
            "way": way,
            "happened_at": walk.cast.clock.now - timedelta(hours=20),
            "person": walk.lead.pk,
            "who": f"{row.label}分管负责人、承办科室负责人",
            "place": PLACES[way],
            "summary": walk.text.talk,
        }
        walk.take("first_contact", shared.StateContact.model_validate(facts), row=row)


@verb
def agree(walk: Walk) -> None:
    """The deputy confirms the talks."""
    for row in walk.rows("answer_contact"):
        walk.take("answer_contact", shared.AnswerContact(is_right="yes"), row=row)


@verb
def correct(walk: Walk) -> None:
    """The deputy says how it was."""
    facts = shared.AnswerContact(is_right="no", answer=walk.text.opinion)
    for row in walk.rows("answer_contact"):
        walk.take("answer_contact", facts, row=row)


@verb
def opinion(walk: Walk) -> None:
    """Joint units give their opinions."""
    for row in walk.joint("give_opinion"):
        words = walk.text.opinion or f"{row.label}同意主办单位的办理意见，并将按职责分工予以配合。"
        walk.take("give_opinion", shared.GiveOpinion(opinion=words), row=row)


@verb
def opinion_again(walk: Walk) -> None:
    """The lead sends an opinion back."""
    row = walk.rows("ask_opinion_again")[0]
    walk.take("ask_opinion_again", _reason(walk.text.reason), row=row)


@verb
def progress(walk: Walk) -> None:
    """The unit reports how it goes."""
    row = walk.replying("progress")[0]
    walk.take("progress", shared.Progress(text=walk.text.reason), row=row)


@verb
def urge(walk: Walk) -> None:
    """The office urges the unit on."""
    unit = walk.proceeding.lead_body
    words = f"请{unit}抓紧办理，答复代表后即报代工委。"
    walk.take("urge", shared.Urge(text=words))


@verb
def ask_extension(walk: Walk, days: str) -> None:
    """The unit asks for so many days beyond the present end."""
    row = walk.replying("ask_extension")[0]
    clock = walk.proceeding.clocks.get(name="reply", lane_row=row.id, round=walk.proceeding.round)
    until = clock.due_on + timedelta(days=int(days))
    walk.take("ask_extension", shared.AskExtension(until=until, reason=walk.text.reason), row=row)


@verb
def decide_extension(walk: Walk, decision: str) -> None:
    """The office consents, or not."""
    answer = "" if decision == "grant" else "办理条件已经具备，请在法定期限内答复代表。"
    facts = shared.DecideExtension.model_validate({"decision": decision, "answer": answer})
    walk.take("decide_extension", facts, row=walk.rows("decide_extension")[0])


# --- reply ----------------------------------------------------------------------------------------


def _promise(each: Any, today: Any) -> dict[str, Any]:
    day = today + timedelta(days=each.days)
    when = {"condition": each.condition, "review_on": day} if each.condition else {"due_on": day}
    return {"what": each.what, "owner": each.owner, "amount": each.amount, **when}


def _answer(walk: Walk, row: LaneRow) -> Answer:
    """The text of the round, or of the unit where several reply apart."""
    answers = walk.text.answers
    if row.row.mode == "separate":
        separate = [r.id for r in walk.standing_rows("assignment") if r.row.mode == "separate"]
        return answers[separate.index(row.id)]
    return answers[min(walk.proceeding.round, len(answers)) - 1]


@verb
def reply(walk: Walk) -> None:
    """Units send their replies for signature; joint opinions still out are given first."""
    opinion(walk)
    for row in walk.replying("submit_reply"):
        answer = _answer(walk, row)
        today = time.local_day(walk.cast.clock.now)
        facts = {
            "outcome_class": answer.outcome,
            "commitments": [_promise(each, today) for each in answer.promises],
            "text": answer.text,
            "reason": answer.reason,
            "review_on": today + timedelta(days=answer.review) if answer.review else None,
            "document_number": f"清建复〔{today.year}〕{row.id}号",
            "contact_name": f"{row.label}办公室",
            "contact_phone": "6655" + f"{row.row.body_id:04d}",
        }
        walk.take("submit_reply", shared.SubmitReply.model_validate(facts), row=row)


@verb
def sign_reply(walk: Walk) -> None:
    """The leaders sign."""
    for row in walk.rows("sign_reply"):
        walk.take("sign_reply", shared.SignReply(), row=row)


@verb
def return_reply(walk: Walk) -> None:
    """The leader returns the reply."""
    walk.take("return_reply", _reason(walk.text.reason), row=walk.rows("return_reply")[0])


@verb
def confirm(walk: Walk) -> None:
    """The handling office confirms or changes the class and delivers."""
    for row in walk.rows("confirm_class"):
        answer = _answer(walk, row)
        facts = {"outcome_class": answer.confirmed or answer.outcome, "class_reason": answer.why}
        walk.take("confirm_class", shared.ConfirmClass.model_validate(facts), row=row)
    with walk.cast.clock.tick():
        follow(walk.proceeding)


@verb
def send_back(walk: Walk) -> None:
    """The handling office sends the reply back."""
    walk.take("send_back_reply", _reason(walk.text.reason), row=walk.rows("send_back_reply")[0])


# --- evaluate -------------------------------------------------------------------------------------


@verb
def open_(walk: Walk) -> None:
    """All who got the reply open it."""
    for row in walk.rows("open_reply"):
        walk.take("open_reply", row=row)


def _grades(walk: Walk, process: str, result: str) -> dict[str, str]:
    bad = Grade.DISSATISFIED.value in (process, result)
    comment = walk.text.comment if bad or walk.chance.random() < 0.6 else ""
    return {"process_grade": process, "result_grade": result, "comment": comment}


@verb
def evaluate(walk: Walk, process: str, result: str) -> None:
    """Cosigners (two of three of them) and then the leading deputy evaluate."""
    lead = person_token(walk.lead.pk)
    rows = walk.rows("evaluate")
    for place, row in enumerate(row for row in rows if row.base != lead):
        if place % 3 != 2:
            facts = shared.Evaluate.model_validate(_grades(walk, process, result))
            walk.take("evaluate", facts, row=row)
    for row in (row for row in rows if row.base == lead):
        facts = shared.Evaluate.model_validate(_grades(walk, process, result))
        walk.take("evaluate", facts, row=row)


@verb
def waive(walk: Walk) -> None:
    """The deputy needs no evaluation."""
    for row in walk.leading("waive"):
        walk.take("waive", row=row)


@verb
def paper(walk: Walk, process: str, result: str) -> None:
    """A clerk enters the paper form of the leading deputy."""
    facts = shared.EnterPaper.model_validate(_paper(walk, process, result))
    walk.take("enter_paper", facts, row=walk.leading("enter_paper")[0])


@verb
def paper_again(walk: Walk, process: str, result: str) -> None:
    """Another clerk enters it blind."""
    row = walk.leading("enter_paper_again")[0]
    second = walk.actors("enter_paper_again", row)[1]
    facts = shared.EnterPaper.model_validate(_paper(walk, process, result))
    walk.take("enter_paper_again", facts, row=row, actor=second)


def _paper(walk: Walk, process: str, result: str) -> dict[str, str]:
    return {"process_grade": process, "result_grade": result, "comment": walk.text.comment}


@verb
def call(walk: Walk) -> None:
    """The office calls deputies who have not answered."""
    for row in walk.rows("call"):
        walk.take("call", shared.Call(result="电话已接通，代表表示近日填写测评表。"), row=row)


@verb
def close_unanswered(walk: Walk) -> None:
    """Closed without an evaluation."""
    walk.take("close_unanswered", _reason("测评期限届满，经电话提醒仍未反馈，按未测评登记。"))


# --- publish --------------------------------------------------------------------------------------


@verb
def propose_publication(walk: Walk) -> None:
    """Put forward after the check."""
    walk.take("propose_publication", own.Publish(checked=True))


@verb
def publish(walk: Walk) -> None:
    """The head of the office approves."""
    walk.take("publish")


@verb
def withhold(walk: Walk) -> None:
    """The head of the office does not approve."""
    walk.take("withhold", _reason(walk.text.reason))
