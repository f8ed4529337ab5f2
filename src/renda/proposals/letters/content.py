"""What letters and paper forms say: plain data, in Chinese whatever language the page has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from renda.congresses.enums import BodyKind
from renda.congresses.models import Body
from renda.kernel.time import local_day
from renda.matters.models import Commitment, Evaluation, Reply
from renda.people.models import Person
from renda.proceedings.models import Proceeding
from renda.proposals import queries
from renda.proposals.enums import Form
from renda.rulebook.queries import rules_in_force

CHINESE = "zh-hans"
_FORMS = {Form.MOTION: "议案", Form.SUGGESTION: "建议"}
Data = dict[str, Any]


def feedback_url(proceeding: Proceeding, row: int = 0) -> str:
    """Where the QR leads: to the evaluation of whoever signs in (``views.feedback``)."""
    kwargs: Data = {"public_id": proceeding.public_id}
    if row:
        kwargs["row"] = row
    return _absolute("proposals:feedback", **kwargs)


def _absolute(name: str, **kwargs: Any) -> str:
    base: str = settings.BASE_URL
    with override(CHINESE):
        return base.rstrip("/") + reverse(name, kwargs=kwargs)


def long_day(day: date | None) -> str:
    """``2026年6月12日``."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def reply_letter(reply: Reply) -> Data:
    """The reply as a letter. Receivers by the local rule: each author or the lead (SUG-14)."""
    proceeding = reply.proceeding
    code = reply.outcome_class or reply.proposed_class
    key = f"suggestion.class_{code.lower()}"
    rules = rules_in_force(proceeding.congress, [key, "suggestion.reply_to"])
    to_each = rules["suggestion.reply_to"].value == "each"
    receivers = [p.name for p, leads in queries.authors(proceeding) if leads or to_each]
    return {
        **_about(proceeding),
        "office": reply.assignment.body.name,
        "document_number": reply.document_number,
        "outcome_class": code,
        "class_meaning": str(rules[key].value),
        "receivers": "、".join(receivers),
        "paragraphs": _paragraphs(reply.text),
        "reason": reply.reason,
        "review_on": long_day(reply.review_on),
        "commitments": [_promise(n, each) for n, each in enumerate(_promises(reply), 1)],
        "signer": reply.signer_name if reply.signed_at else "",
        "signed_on": long_day(local_day(reply.signed_at)) if reply.signed_at else "",
        "contact_name": reply.contact_name,
        "contact_phone": reply.contact_phone,
        "copies": _copies(proceeding, reply.assignment.body),
        "feedback_url": feedback_url(proceeding),
        "is_draft": reply.signed_at is None,
    }


def _about(proceeding: Proceeding) -> Data:
    return {
        "congress": proceeding.congress.name,
        "number": proceeding.number,
        "form": _FORMS[Form(proceeding.suggestion.form)],
        "title": proceeding.title,
    }


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _promises(reply: Reply) -> Iterable[Commitment]:
    return reply.commitments.order_by("order", "id")


def _promise(number: int, each: Commitment) -> Data:
    return {
        "number": number,
        "what": each.what,
        "amount": each.amount,
        "owner": each.owner,
        "due_on": long_day(each.due_on),
        "condition": each.condition,
        "review_on": long_day(each.review_on),
    }


def _copies(proceeding: Proceeding, unit: Body) -> list[str]:
    """The deputies' office and the handling office always get a copy."""
    office = Body.objects.filter(
        congress_id=proceeding.congress_id, kind=BodyKind.OFFICE, valid_until__isnull=True
    ).first()
    named = office.name if office else f"{proceeding.congress.short_name}代表工作机构"
    handling = unit.handling_office
    return [named, *([handling.name] if handling else [])]


def evaluation_form(evaluation: Evaluation) -> Data:
    """A deputy's evaluation on paper; no box is ticked beforehand (A5)."""
    reply = evaluation.reply
    return {
        **_about(evaluation.proceeding),
        "office": reply.assignment.body.name,
        "document_number": reply.document_number,
        "deputy": evaluation.person.name,
        "phone": evaluation.proceeding.congress.phone,
        "feedback_url": feedback_url(evaluation.proceeding, evaluation.pk),
    }


def cosign_sheet(proceeding: Proceeding) -> Data:
    """The sheet on which the deputies who were asked sign by hand."""
    suggestion = proceeding.suggestion
    rows = suggestion.cosignatures.select_related("person").order_by("id")
    cosigners = [{"name": row.person.name} for row in rows]
    lead: Person = suggestion.lead
    return {
        **_about(proceeding),
        "lead": lead.name,
        "delegation": str(suggestion.delegation or ""),
        "until": long_day(suggestion.cosign_until),
        "cosigners": cosigners,
        "feedback_url": _absolute("proposals:detail", public_id=proceeding.public_id),
    }
