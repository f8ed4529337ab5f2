"""Four roles click through the whole: from the draft to satisfied, on the real pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from renda.matters.models import Commitment, Evaluation
from renda.proceedings.models import Event, Proceeding
from tests.proposals.journeys import cast
from tests.proposals.pages import browser, errors, page, post, row_of, take

pytestmark = [pytest.mark.django_db, pytest.mark.mechanism("A1", "A2", "A3", "A5", "A14", "A15")]

DRAFT = {
    "form": "suggestion",
    "title": "关于在柳溪路沿线增设适老化公交站台的建议",
    "facts": "柳溪路沿线八处公交站台没有座椅和坡道,老人上下车不便。",
    "analysis": "站台建成较早,没有按照适老化标准设计。",
    "proposal": "请交通运输部门今年内改造柳溪路的八处站台。",
    "may_publish": "yes",
}
REPLY = {
    "outcome_class": "B",
    "text": "您提出的建议很好。我局已逐站核对,六处站台今年九月底前完成改造,两处列入明年计划。",
    "document_number": "清交函〔2026〕17号",
    "commitments-0-what": "柳溪路六处站台加装坐凳和坡道",
    "commitments-0-amount": "6处",
    "commitments-0-owner": "公交管理科",
    "commitments-0-due_on": "2027-09-30",
}


def draft_on_the_page(deputy) -> Proceeding:
    answer = deputy.post(reverse("proposals:create"), {**DRAFT, "_key": "k1", "_next": "1"})
    assert answer.status_code == 302, errors(answer)
    return Proceeding.objects.select_related("congress", "suggestion").get()


@pytest.mark.statute("SUG-1", "SUG-3", "SUG-8", "SUG-14")
def test_four_roles_click_through_the_whole() -> None:
    play = cast()
    deputy, clerk = browser(play, "deputy"), browser(play, "clerk")
    handling, handler = browser(play, "handling"), browser(play, "handler")
    signer = browser(play, "signer")

    p = draft_on_the_page(deputy)
    p = take(deputy, p, "submit", read_findings="on")
    assert p.state == "submitted"
    html = page(clerk, p)
    assert f'action="/matters/{p.public_id}/register/"' in html
    p = take(clerk, p, "register", field="urban", publication="yes", committee=play.committee.pk)
    assert (p.state, p.number[:4]) == ("screened", str(timezone.localdate().year))
    p = take(clerk, p, "dispatch", handling_office=play.office.pk)
    p = take(handling, p, "assign", lead=play.unit.pk)
    assert (p.state, p.lead_body) == ("handling", play.unit)
    p = take(handler, p, "receive", handler_name="林涛")
    happened = timezone.localtime() - timedelta(hours=2)
    p = take(
        handler,
        p,
        "first_contact",
        way="visit",
        happened_at=f"{happened:%Y-%m-%dT%H:%M}",
        person=play.persons["deputy"].pk,
        who="林涛(科长)",
        summary="当面听取了意见,逐站看过。",
    )
    p = take(deputy, p, "answer_contact", is_right="yes")
    p = take(handler, p, "submit_reply", **REPLY)
    assert REPLY["text"] not in page(deputy, p)
    assert (
        REPLY["text"]
        in signer.get(
            f"/matters/{p.public_id}/sign_reply/{row_of(p, 'sign_reply')}/"
        ).content.decode()
    )
    p = take(signer, p, "sign_reply")
    p = take(handling, p, "confirm_class", outcome_class="B")
    assert p.state == "replied"
    assert list(Commitment.objects.values_list("what", "amount", "owner")) == [
        ("柳溪路六处站台加装坐凳和坡道", "6处", "公交管理科")
    ]

    # Not before it was opened: the reply is sealed, and there is no step to evaluate.
    html = page(deputy, p)
    assert (REPLY["text"] in html, "/evaluate/" in html) == (False, False)
    evaluation = Evaluation.objects.get()
    assert deputy.get(f"/matters/{p.public_id}/evaluate/{evaluation.pk}/").status_code == 404
    p = take(deputy, p, "open_reply")
    assert REPLY["text"] in page(deputy, p)

    # No default: the form comes with nothing chosen, and nothing chosen is refused.
    url = f"/matters/{p.public_id}/evaluate/{evaluation.pk}/"
    html = deputy.get(url).content.decode()
    assert "checked" not in html
    answer = post(deputy, p, "evaluate")
    assert (answer.status_code, Evaluation.objects.get().state) == (422, "opened")

    # A page that repeats what was chosen, then it is sent.
    chosen = {
        "process_grade": "satisfied",
        "result_grade": "basically",
        "comment": "盼着盲道走通。",
    }
    answer = post(deputy, p, "evaluate", **chosen)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert all(words in html for words in ("满意", "基本满意", "盼着盲道走通。", "_sure")) or all(
        words in html for words in ("Satisfied", "Basically satisfied", "盼着盲道走通。", "_sure")
    )
    assert Evaluation.objects.get().state == "opened"
    p = take(deputy, p, "evaluate", _sure="1", **chosen)

    assert (p.state, p.outcome) == ("concluded", "basically")
    given = Evaluation.objects.get()
    assert (given.state, given.process_grade, given.result_grade, given.channel) == (
        "given",
        "satisfied",
        "basically",
        "web",
    )
    assert list(Event.objects.values_list("step", flat=True)) == [
        "open",
        "submit",
        "register",
        "dispatch",
        "assign",
        "receive",
        "first_contact",
        "answer_contact",
        "submit_reply",
        "sign_reply",
        "confirm_class",
        "open_reply",
        "evaluate",
    ]
    for name in ("deputy", "clerk", "handling", "handler", "signer", "head", "committee"):
        assert p.title in page(browser(play, name), p)
