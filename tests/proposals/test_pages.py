"""What the pages show to whom, what they refuse, and that nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from renda.matters import facts as shared
from renda.matters.models import Assignment, Evaluation
from renda.matters.services import add_note
from renda.proceedings.models import Event, Proceeding
from renda.proceedings.pages import flow
from renda.proceedings.procedure import binding_of
from renda.proposals import facts as own
from renda.proposals.models import Suggestion
from renda.proposals.rules import nearness, pairs
from tests.factories import make_seat, set_rule, sign_in
from tests.proposals import journeys as j
from tests.proposals.journeys import again, take
from tests.proposals.pages import browser, errors, hidden, page, post, row_of

pytestmark = pytest.mark.django_db

DRAFT = {
    "form": "suggestion",
    "title": "关于在东风巷口设置过街安全岛的建议",
    "facts": "东风巷口每天上学时约四百名学生过街。",
    "analysis": "原有安全岛在前年拓宽道路时拆掉了。",
    "proposal": "请恢复安全岛并延长绿灯时间。",
}


def edit_url(p: Proceeding) -> str:
    return reverse("proposals:edit", kwargs={"public_id": p.public_id})


# --- who reads what -----------------------------------------------------------------------------


def test_a_reply_in_the_making_is_read_by_its_unit_alone() -> None:
    play = j.cast()
    p = j.signing(play, with_joint=False)
    words = j.reply_facts().text
    readers = ("handler", "signer", "handling", "deputy", "clerk", "committee", "vice_chair")

    seen = {name: words in page(browser(play, name), p) for name in readers}

    assert seen == {
        "handler": True,
        "signer": True,
        "handling": False,
        "deputy": False,
        "clerk": False,
        "committee": False,
        "vice_chair": False,
    }
    take(p, "sign_reply", play.signer, shared.SignReply())
    assert words in page(browser(play, "handling"), p)


def test_reasons_between_offices_are_not_told_to_the_deputy() -> None:
    play = j.cast()
    p = j.signing(play)
    take(p, "return_reply", play.signer, shared.Reason(reason="别提资金二字。"))

    seen = {
        name: "别提资金二字。" in page(browser(play, name), p)
        for name in ("handler", "signer", "clerk", "deputy", "committee", "handling")
    }

    assert seen == {
        "handler": True,
        "signer": True,
        "clerk": True,
        "deputy": False,
        "committee": False,
        "handling": False,
    }


def test_notes_stay_in_their_house_on_the_page_too() -> None:
    play = j.cast()
    p = j.received(play)
    add_note(p, actor=play.handler, words="先与财政局通气。")

    seen = {
        name: "先与财政局通气。" in page(browser(play, name), p)
        for name in ("handler", "signer", "handling", "clerk", "deputy")
    }

    assert seen == {
        "handler": True,
        "signer": True,
        "handling": False,
        "clerk": False,
        "deputy": False,
    }


def test_a_first_paper_entry_is_shown_to_nobody() -> None:
    play = j.cast()
    p = j.replied(play)
    entry = shared.EnterPaper(
        process_grade="dissatisfied", result_grade="dissatisfied", comment="纸上写的话"
    )
    take(p, "enter_paper", play.clerk, entry)

    for name in ("clerk", "second_clerk", "head", "deputy", "handler"):
        assert "纸上写的话" not in page(browser(play, name), p)


@pytest.mark.mechanism("A5")
def test_a_dissatisfied_cosigner_is_always_shown() -> None:
    play = j.cast()
    p = j.invited(play)
    take(p, "sign", play.cosigner)
    take(p, "submit", play.deputy, own.SubmitDraft())
    take(p, "register", play.clerk, own.Register(field="urban", publication="yes"))
    take(p, "dispatch", play.clerk, shared.Dispatch(handling_office=play.office.pk))
    take(p, "assign", play.handling, shared.Assign(lead=play.unit.pk))
    take(p, "receive", play.handler, shared.Receive())
    take(p, "submit_reply", play.handler, j.reply_facts())
    take(p, "sign_reply", play.signer, shared.SignReply())
    take(p, "confirm_class", play.handling, shared.ConfirmClass(outcome_class="A"))
    for actor, grade in ((play.cosigner, "dissatisfied"), (play.deputy, "satisfied")):
        take(p, "open_reply", actor)
        facts = shared.Evaluate(process_grade=grade, result_grade=grade, comment="一句话")
        take(p, "evaluate", actor, facts)

    html = page(browser(play, "clerk"), p)

    assert again(p).state == "concluded"
    assert html.count('<span class="chip late">') == 2


def test_another_congress_and_a_stranger_get_a_404() -> None:
    play, other = j.cast(), j.cast()
    p = j.replied(play)
    step = f"/matters/{p.public_id}/urge/"
    for client in (browser(other, "clerk"), browser(play, "joint_handler")):
        for url in (p.public_id, f"{p.public_id}/edit/"):
            assert client.get(f"/suggestions/{url}/".replace("//", "/")).status_code == 404
        assert client.get(step).status_code == 404
        assert client.post(step, {"text": "催办"}).status_code == 404
        assert client.post(f"/suggestions/{p.public_id}/note/", {"text": "x"}).status_code == 404


def test_signed_out_goes_to_the_login() -> None:
    p = j.replied(j.cast())

    answer = Client().get(f"/suggestions/{p.public_id}/")

    assert (answer.status_code, "next=" in answer["Location"]) == (302, True)


def test_nothing_changes_by_looking() -> None:
    play = j.cast()
    p = j.replied(play)
    row = row_of(p, "open_reply")
    before = Event.objects.count()

    for name in play.seats:
        client = browser(play, name)
        client.get(f"/suggestions/{p.public_id}/")
        client.get(f"/matters/{p.public_id}/open_reply/{row}/")
        client.get(f"/matters/{p.public_id}/")

    assert (Event.objects.count(), Evaluation.objects.get().state) == (before, "sent")


def test_no_raw_code_reaches_a_reader() -> None:
    play = j.cast()
    codes = ("rehandling", "first_contact", "handed_back", "undertaker_admin", "office_clerk")
    p = j.rehandling(play)

    for name in ("clerk", "deputy", "handler", "handling"):
        html = page(browser(play, name), p)
        words = re.sub(r"<[^>]+>", " ", html)
        assert [code for code in codes if code in words] == []


# --- conflict, double click ---------------------------------------------------------------------


def test_the_slower_officer_sees_who_decided_and_keeps_his_text() -> None:
    play = j.cast()
    p = j.submitted(play)
    slow = browser(play, "second_clerk")
    url = f"/matters/{p.public_id}/return/"
    fields = hidden(slow.get(url).content.decode())
    take(p, "register", play.clerk, own.Register(field="urban", publication="yes"))
    before = Event.objects.count()

    answer = slow.post(url, {**fields, "reason": "请补充具体地点和数量。"})

    html = answer.content.decode()
    assert (answer.status_code, Event.objects.count()) == (409, before)
    assert ("许文静" in html, "请补充具体地点和数量。" in html) == (True, True)


def test_a_double_click_takes_the_step_once() -> None:
    play = j.cast()
    p = j.submitted(play)
    clerk = browser(play, "clerk")
    url = f"/matters/{p.public_id}/register/"
    fields = {**hidden(clerk.get(url).content.decode()), "field": "urban", "publication": "yes"}

    answers = [clerk.post(url, fields) for _click in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    assert [a["Location"] for a in answers] == [f"/suggestions/{p.public_id}/"] * 2
    assert Event.objects.filter(step="register").count() == 1


def test_a_double_click_opens_one_draft() -> None:
    play = j.cast()
    deputy = browser(play, "deputy")
    url = reverse("proposals:create")
    fields = {**hidden(deputy.get(url).content.decode()), **DRAFT}

    places = {deputy.post(url, fields)["Location"] for _click in range(2)}

    assert (len(places), Suggestion.objects.count()) == (1, 1)


# --- forms --------------------------------------------------------------------------------------


def test_an_error_stands_at_its_field_and_the_input_is_kept() -> None:
    play = j.cast()
    p = j.received(play)
    handler = browser(play, "handler")

    answer = post(
        handler,
        p,
        "submit_reply",
        outcome_class="B",
        text="我局已逐站核对,正在推进有关工作,感谢关心。",
        document_number="清交函〔2026〕17号",
        **{"commitments-0-what": "加装坐凳", "commitments-0-owner": "养护科"},
    )

    html = answer.content.decode()
    assert (answer.status_code, Event.objects.filter(step="submit_reply").count()) == (422, 0)
    for kept in ("加装坐凳", "养护科", "清交函〔2026〕17号", "正在推进有关工作"):
        assert kept in html


def test_one_more_line_keeps_what_is_typed_and_judges_nothing() -> None:
    play = j.cast()
    p = j.received(play)
    typed = {f"commitments-{n}-what": f"第{n}件" for n in range(4)}

    answer = post(browser(play, "handler"), p, "submit_reply", _more="1", **typed)

    html = answer.content.decode()
    assert (answer.status_code, 'class="errors"' in html) == (200, False)
    assert [f'value="第{n}件"' in html for n in range(4)] == [True] * 4
    assert "commitments-4-what" in html


def test_a_saved_form_comes_back_and_is_gone_once_sent() -> None:
    play = j.cast()
    p = j.received(play)
    handler = browser(play, "handler")
    row = row_of(p, "submit_reply")
    url = f"/matters/{p.public_id}/submit_reply/{row}/"
    handler.post(f"{url}draft/", {"text": "写了一半的答复正文", "commitments-0-what": "加装坐凳"})

    html = handler.get(url).content.decode()

    assert ("写了一半的答复正文" in html, 'value="加装坐凳"' in html) == (True, True)
    assert "写了一半的答复正文" not in browser(play, "unit_admin").get(url).content.decode()


def test_the_check_page_can_be_left_to_change_something() -> None:
    play = j.cast()
    p = j.replied(play)
    take(p, "open_reply", play.deputy)
    chosen = {"process_grade": "satisfied", "result_grade": "basically", "comment": "好"}

    answer = post(browser(play, "deputy"), p, "evaluate", _back="1", **chosen)

    html = answer.content.decode()
    checked = re.findall(r'<input[^>]*type="radio"[^>]*value="(\w+)"[^>]*checked', html)
    assert (answer.status_code, checked) == (200, ["satisfied", "basically"])
    assert Evaluation.objects.get().state == "opened"


def test_a_grave_step_is_asked_once_more() -> None:
    play = j.cast()
    p = j.received(play)
    head = browser(play, "head")

    answer = post(head, p, "void", reason="重复登记。")
    assert (answer.status_code, again(p).state) == (200, "handling")
    post(head, p, "void", reason="重复登记。", _sure="1")

    assert again(p).state == "voided"


def test_paper_is_entered_on_behalf_through_the_page() -> None:
    play = j.cast()
    p = j.proposed(play)

    answer = post(browser(play, "clerk"), p, "answer_proposal", agrees="yes", _channel="phone")

    event = Event.objects.get(step="answer_proposal")
    assert (answer.status_code, event.channel, event.on_behalf_of, event.actor_name) == (
        302,
        "phone",
        "陶建民",
        "许文静",
    )
    assert "陶建民" in page(browser(play, "deputy"), p)


def test_an_empty_note_comes_back_at_its_field() -> None:
    play = j.cast()
    p = j.received(play)
    handler = browser(play, "handler")

    answer = handler.post(f"/suggestions/{p.public_id}/note/", {"text": "坏\x00字"})

    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (422, True)


# --- drafts -------------------------------------------------------------------------------------


@pytest.mark.mechanism("A14")
def test_sixty_thousand_characters_emoji_and_rare_ones_are_kept() -> None:
    play = j.cast()
    deputy = browser(play, "deputy")
    long = "字" * 19_990 + "𠮷𬱖😀👩‍🏫"
    fields = {**DRAFT, "facts": long, "analysis": long, "proposal": long, "_key": "a"}

    answer = deputy.post(reverse("proposals:create"), fields)

    assert answer.status_code == 302, errors(answer)
    kept = Suggestion.objects.get()
    assert (kept.facts, kept.analysis, kept.proposal) == (long, long, long)


@pytest.mark.mechanism("A14")
@pytest.mark.parametrize("bad", ["坏\x00字", "字" * 20_001, "方向\u202e覆盖"])
def test_what_cannot_be_stored_is_told_at_its_field_and_the_rest_kept(bad: str) -> None:
    play = j.cast()
    deputy = browser(play, "deputy")

    answer = deputy.post(reverse("proposals:create"), {**DRAFT, "facts": bad, "_key": "a"})

    html = answer.content.decode()
    assert (answer.status_code, Suggestion.objects.count()) == (422, 0)
    assert ("#id_facts" in html, DRAFT["proposal"] in html) == (True, True)


@pytest.mark.mechanism("A14")
def test_two_pages_of_one_draft_do_not_overwrite_each_other_silently() -> None:
    play = j.cast()
    p = j.drafted(play)
    deputy = browser(play, "deputy")
    pages = [hidden(deputy.get(edit_url(p)).content.decode()) for _device in range(2)]

    first = deputy.post(edit_url(p), {**DRAFT, **pages[0], "facts": "手机上写的事实内容。"})
    second = deputy.post(edit_url(p), {**DRAFT, **pages[1], "facts": "电脑上写的事实内容。"})

    html = second.content.decode()
    assert (first.status_code, second.status_code) == (302, 409)
    assert ("电脑上写的事实内容。" in html, "手机上写的事实内容。" in html) == (True, True)
    assert Suggestion.objects.get().facts == "手机上写的事实内容。"
    third = deputy.post(edit_url(p), {**DRAFT, **hidden(html), "facts": "电脑上写的事实内容。"})
    assert (third.status_code, Suggestion.objects.get().facts) == (302, "电脑上写的事实内容。")


def test_one_page_saves_again_and_again() -> None:
    play = j.cast()
    p = j.drafted(play)
    deputy = browser(play, "deputy")
    fields = {**DRAFT, **hidden(deputy.get(edit_url(p)).content.decode())}

    answers = [
        deputy.post(edit_url(p), fields, headers={"X-Requested-With": "autosave"})
        for _save in range(3)
    ]

    assert [a.status_code for a in answers] == [200, 200, 200]
    assert list(answers[0].json()) == ["saved"]


def test_a_cosigner_reads_a_draft_and_does_not_write_it() -> None:
    play = j.cast()
    p = j.invited(play)
    client = browser(play, "cosigner")

    assert client.get(edit_url(p)).status_code == 302
    assert client.post(edit_url(p), {**DRAFT, "_key": "b"}).status_code == 403
    assert "东风巷" not in again(p).title


@pytest.mark.statute("SUG-15")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({"facts": "我家门口的路灯坏了三个月没人修。"}, "personal"),
        ({"facts": "法院的判决我们认为不公,请求改判。"}, "case"),
        ({"facts": "现将群众来信人的信访件转交有关部门。"}, "forwarded"),
        ({"facts": "本公司的专利产品应当推广使用起来。"}, "promotion"),
        ({"facts": "请打电话给我13912342046商量此事。"}, "numbers"),
        ({"title": "关于城市管理若干建议的建议"}, "several"),
        ({"facts": "去年政协委员也提过这样的提案内容。"}, "words"),
    ],
)
def test_the_check_finds_what_is_not_taken_and_asks_to_read_it(
    words: dict[str, str], found: str
) -> None:
    from renda.proposals.rules import doubts

    play = j.cast()
    p = j.drafted(play, **words)
    deputy = browser(play, "deputy")
    assert doubts(p) == [found]

    answer = post(deputy, p, "submit")
    assert (answer.status_code, again(p).state) == (422, "draft")
    answer = post(deputy, p, "submit", read_findings="on")

    assert (answer.status_code, again(p).state) == (302, "submitted")


def test_a_near_one_of_last_year_is_named() -> None:
    play = j.cast()
    j.registered(play, title="关于增设适老化公交站台的建议")
    p = j.drafted(play, title="关于增设适老化公交站台和候车亭的建议")

    html = browser(play, "deputy").get(edit_url(p)).content.decode()

    assert "闭001" in html
    assert nearness(pairs("关于增设站台的建议"), pairs("关于修水库的建议")) == 0.0


@pytest.mark.parametrize(("role", "visible"), [("office_clerk", True), ("liaison", True)])
def test_a_paper_suggestion_is_entered_on_behalf_and_handed_in(role: str, visible: bool) -> None:
    play = j.cast()
    body = j.make_body(congress=play.congress, kind="station", name="柳溪联络站")
    seat = make_seat(
        congress=play.congress, role=role, name="周进", body=body if role == "liaison" else None
    )
    client = sign_in(Client(), seat=seat)
    mandate = play.persons["deputy"].mandates.get()

    answer = client.post(
        reverse("proposals:create"), {**DRAFT, "deputy": mandate.pk, "_key": "p", "_next": "1"}
    )

    assert answer.status_code == 302, errors(answer)
    p = again(Proceeding.objects.get())
    assert (p.suggestion.entered_by, p.lead_name, p.suggestion.lead) == (
        "周进",
        "陶建民",
        play.persons["deputy"],
    )
    assert p.title in page(client, p)
    assert p.title in page(browser(play, "deputy"), p)
    assert browser(play, "presidium").get(f"/suggestions/{p.public_id}/").status_code == 404
    answer = post(client, p, "submit", _sure="1")
    assert answer.status_code == 302, errors(answer)
    assert again(p).state == "submitted"


def test_nobody_else_begins_a_draft() -> None:
    play = j.cast()

    for name in ("handler", "handling", "head", "presidium"):
        status = browser(play, name).get(reverse("proposals:create")).status_code
        assert (name, status) == (name, 200 if name == "head" else 404)


# --- the list -----------------------------------------------------------------------------------


def listed(client: Client, **query: Any) -> list[str]:
    html = client.get(reverse("proposals:list"), query).content.decode()
    return re.findall(r'<a class="t"[^>]*>([^<]+)</a>', html)


def test_the_list_narrows_by_what_people_ask_for() -> None:
    play = j.cast()
    j.registered(play, title="关于甲路的建议")
    j.received(play, title="关于乙路的建议")
    j.evaluated(play, "dissatisfied", title="关于丙路的建议")
    late = j.received(play, title="关于丁路的建议")
    j.due(late, j.date(2026, 1, 5))
    clerk = browser(play, "clerk")

    assert listed(clerk) == ["丁路", "丙路", "乙路", "甲路"]
    assert listed(clerk, state="late") == ["丁路"]
    assert listed(clerk, state="rehandle") == ["丙路"]
    assert listed(clerk, state="screened") == ["甲路"]
    assert listed(clerk, q="乙路") == ["乙路"]
    assert listed(clerk, q="2026闭003") == ["丙路"]
    assert listed(clerk, grade="dissatisfied") == ["丙路"]
    assert listed(clerk, outcome="A") == ["丙路"]
    assert listed(clerk, unit=play.unit.pk) == ["丁路", "丙路", "乙路"]
    assert listed(clerk, field="finance") == []
    assert listed(clerk, year="2026", form="suggestion") == ["丁路", "丙路", "乙路", "甲路"]
    assert listed(clerk, sort="due")[0] == "丁路"
    assert listed(clerk, year="viel", due="gestern", state="nonsense", unit="x") == [
        "丁路",
        "丙路",
        "乙路",
        "甲路",
    ]
    assert listed(browser(play, "handler")) == ["丁路", "丙路", "乙路"]


def test_the_list_pages_by_keyset_there_and_back() -> None:
    play = j.cast()
    for n in range(23):
        j.drafted(play, title=f"关于第{n:02d}件事的建议")
    deputy = browser(play, "deputy")
    url = reverse("proposals:list")
    first = deputy.get(url).content.decode()
    older = re.search(r'rel="next" href="\?after=([^"]+)"', first)
    assert older is not None
    second = deputy.get(url, {"after": older[1]}).content.decode()
    newer = re.search(r'rel="prev" href="\?after=([^"]+)"', second)
    assert newer is not None

    assert listed(deputy, after=older[1]) == ["第02件事", "第01件事", "第00件事"]
    assert listed(deputy, after=newer[1])[0] == "第22件事"
    assert listed(deputy, after="broken")[0] == "第22件事"


def test_an_empty_list_says_what_to_do() -> None:
    play = j.cast()

    html = browser(play, "deputy").get(reverse("proposals:list")).content.decode()
    narrowed = browser(play, "clerk").get(reverse("proposals:list"), {"q": "无"}).content.decode()

    assert reverse("proposals:create") in html
    assert narrowed.count(f'href="{reverse("proposals:list")}"') >= 2


@pytest.mark.parametrize("name", ["clerk", "deputy", "handler"])
def test_list_and_page_ask_the_database_the_same_for_one_and_for_three(
    name: str, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    play = j.cast()
    p = j.contacted(play)
    client = browser(play, name)
    urls = (reverse("proposals:list"), f"/suggestions/{p.public_id}/")
    for url in urls:
        client.get(url)
    asked = []
    for url in urls:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(url)
        asked.append(len(captured))
    j.contacted(play)
    j.contacted(play)
    take(p, "urge", play.clerk, shared.Urge(text="请抓紧"))

    for url, number in zip(urls, asked, strict=True):
        with django_assert_num_queries(number):
            client.get(url)
    assert max(asked) < 45


def test_a_local_rule_changes_the_form_of_evaluation() -> None:
    play = j.cast()
    set_rule(play.congress, "suggestion.form", "marks")
    p = j.replied(play)
    take(p, "open_reply", play.deputy)

    html = (
        browser(play, "deputy")
        .get(f"/matters/{p.public_id}/evaluate_marks/{row_of(p, 'evaluate_marks')}/")
        .content.decode()
    )

    assert [f'name="{mark}"' in html for mark in ("attitude", "timeliness", "content")] == [
        True
    ] * 3
    assert 'value="100"' not in html
    assert Assignment.objects.count() == 1


# --- the stepper --------------------------------------------------------------------------------


def stepper(p: Proceeding) -> list[list[tuple[str, str]]]:
    """The rounds as (stage, mark), by the names of the declaration."""
    procedure = binding_of(p).procedure
    names = {str(label): name for name, label in procedure.stages}
    rounds = flow(procedure, again(p), list(Event.objects.filter(proceeding=p)))
    return [[(names.get(s.label, p.state), s.mark) for s in each.stages] for each in rounds]


def test_the_stepper_shows_where_it_stands() -> None:
    play = j.cast()

    assert [mark for _name, mark in stepper(j.contacted(play))[0]] == [
        *["done"] * 5,
        "now",
        "next",
        "next",
    ]


@pytest.mark.mechanism("A3")
def test_sent_back_it_stands_at_the_beginning_of_the_next_round() -> None:
    play = j.cast()
    p = j.rehandling(play)

    first, second = stepper(p)
    assert first[-1] == ("evaluate", "bad")
    assert [mark for _name, mark in first[:-1]] == ["done"] * 6
    assert second[:2] == [("assign", "now"), ("receive", "next")]

    take(p, "reassign", play.handling, shared.Assign(lead=play.unit.pk))
    assert stepper(p)[1][0] == ("assign", "done")
    assert ("reply", "now") in stepper(p)[1]
