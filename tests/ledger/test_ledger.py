"""A promise from the reply to the second evaluation (A10, A7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.urls import reverse

from renda.jobs.services import work_off
from renda.kernel import time
from renda.kernel.errors import DomainError, Invalid
from renda.ledger import facts as own
from renda.ledger import pages, queries
from renda.ledger.exchange import LIST
from renda.ledger.models import Promise
from renda.ledger.services import follow, open_missing, remind, tend
from renda.matters import facts as shared
from renda.matters.models import Evaluation
from renda.notices.models import Notice
from renda.proceedings.errors import Guarded, NotYours, StepTaken
from renda.proceedings.models import Event, Proceeding
from renda.proceedings.services import remind as proceedings_remind
from renda.waiting.models import Waiting
from tests.api.conftest import Api
from tests.factories import actor_of, make_file, set_rule, sign_in
from tests.ledger import promised as p
from tests.proposals import journeys as j
from tests.proposals.pages import hidden
from tests.proposals.pages import page as suggestion_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> j.Cast:
    return j.cast()


def asked(proceeding: Proceeding) -> set[tuple[str, str]]:
    return set(Waiting.objects.filter(subject=proceeding.pk).values_list("step", "addressee"))


# --- opening ------------------------------------------------------------------------------------


@pytest.mark.mechanism("A10")
def test_a_delivered_reply_opens_its_promises_by_itself(play: j.Cast) -> None:
    matter = p.matter(
        play,
        p.commitment(),
        p.commitment(
            what="加装座椅", condition="上级资金到位", review_on=time.today() + timedelta(days=90)
        ),
    )

    work_off()

    first, second = Promise.objects.filter(matter=matter).order_by("pk")
    assert (first.proceeding.state, first.proceeding.number) == ("open", f"{matter.number}-1")
    assert first.day == first.due_on == time.today() + timedelta(days=60)
    assert (second.due_on, second.condition) == (None, "上级资金到位")
    assert first.proceeding.next_due_on == first.day
    unit = f"b{play.unit.pk}:handler"
    assert asked(first.proceeding) == {
        ("report", unit),
        ("report", unit.replace("handler", "undertaker_admin")),
    }
    assert {step for step, _who in asked(second.proceeding)} == {"review"}


def test_a_promise_is_opened_once(play: j.Cast) -> None:
    matter = p.matter(play)

    assert (open_missing(matter), open_missing(matter)) == (1, 0)
    assert tend() == 0
    assert Promise.objects.count() == 1


@pytest.mark.mechanism("A10")
def test_replies_delivered_before_the_ledger_are_taken_up(play: j.Cast) -> None:
    p.matter(play)

    assert tend() == 1


def test_a_reply_that_is_not_delivered_opens_nothing(play: j.Cast) -> None:
    reply = j.reply_facts(outcome_class="B", commitments=[p.commitment()])
    matter = j.confirming(play, reply=reply)

    follow(matter)

    assert not Promise.objects.exists()


def test_whoever_has_not_opened_the_reply_reads_no_promise(play: j.Cast) -> None:
    found = p.promise(play, opened=False)
    assert not queries.promises(play.deputy).exists()

    j.take(found.promise.matter, "open_reply", play.deputy)
    follow(found.promise.matter)

    assert queries.promises(play.deputy).count() == 1


def test_who_sees_a_promise(play: j.Cast) -> None:
    p.promise(play)
    other = j.cast()

    seen = {n for n, seat in play.seats.items() if queries.promises(actor_of(seat=seat)).exists()}

    assert set(play.seats) - seen == {"cosigner", "joint_handler"}
    assert not any(queries.promises(actor_of(seat=seat)).exists() for seat in other.seats.values())


# --- keeping ------------------------------------------------------------------------------------


@pytest.mark.mechanism("A10")
@pytest.mark.mechanism("A7")
def test_kept_and_evaluated_again(play: j.Cast) -> None:
    found = p.promise(play)
    first = shared.Evaluate(process_grade="satisfied", result_grade="basically")
    j.take(found.promise.matter, "evaluate", play.deputy, first)
    file = make_file(actor=play.handler)
    found = p.step(
        found, "report", play.handler, p.report_facts(document="", files=[file.public_id])
    )
    assert found.state == "reported"
    assert {step for step, _who in asked(found)} == {"confirm"}
    found = p.step(found, "confirm", play.clerk, own.Confirm(delivered_on=time.today()))
    assert found.promise.commitment.state == "kept"
    assert asked(found) == {("evaluate", f"p{play.persons['deputy'].pk}")}

    second = shared.Evaluate(process_grade="satisfied", result_grade="satisfied")
    found = p.step(found, "evaluate", play.deputy, second)
    follow(found.promise.matter)

    promise = p.again(found).promise
    assert found.state == "kept"
    assert (promise.first_grade, promise.second_grade) == ("basically", "satisfied")
    matter = j.again(promise.matter)
    assert matter.suggestion.result_grade == "basically"


def test_a_report_needs_evidence_and_a_day_that_has_come(play: j.Cast) -> None:
    with pytest.raises(ValueError, match="photo or paper"):
        p.report_facts(document="")
    found = p.promise(play)

    with pytest.raises(Invalid) as refused:
        p.step(found, "report", play.handler, p.report_facts(time.today() + timedelta(days=1)))

    assert set(refused.value.fields) == {"delivered_on"}
    assert Event.objects.filter(proceeding=found).count() == 1


@pytest.mark.mechanism("A10")
def test_delivered_after_its_day_is_late(play: j.Cast) -> None:
    found = p.set_day(p.promise(play), time.today() - timedelta(days=10))
    assert tend() == 1
    assert p.again(found).state == "overdue"

    found = p.step(found, "report", play.handler, p.report_facts())
    found = p.step(found, "confirm", play.clerk, own.Confirm(delivered_on=time.today()))

    assert found.promise.commitment.state == "late"


def test_within_the_days_of_grace_nothing_is_marked(play: j.Cast) -> None:
    found = p.set_day(p.promise(play), time.today() - timedelta(days=1))
    set_rule(play.congress, "promise.grace", {"amount": 5, "unit": "day"})

    assert tend() == 0
    assert p.again(found).state == "open"


def test_promises_of_a_void_suggestion_are_struck_off(play: j.Cast) -> None:
    found = p.promise(play)

    j.take(found.promise.matter, "void", play.head, shared.Reason(reason="重复录入。"))
    work_off()

    found = p.again(found)
    assert (found.state, found.promise.commitment.state) == ("struck", "struck")
    assert not Waiting.objects.filter(subject=found.pk).exists()


def test_a_new_condition_names_no_telephone_for_the_public_to_read(play: j.Cast) -> None:
    found = p.promise(play)
    asked = own.AskChange(
        condition="资金到位后,联系张先生 13912342046",
        review_on=time.today() + timedelta(days=30),
        reason="等专项资金",
    )

    with pytest.raises(Invalid) as refused:
        p.step(found, "ask_change", play.handler, asked)

    assert list(refused.value.fields) == ["condition"]
    assert Promise.objects.get().asked is None


@pytest.mark.mechanism("A10")
def test_a_changed_day_needs_approval_and_never_counts_as_kept(play: j.Cast) -> None:
    found = p.set_day(p.promise(play), time.today() - timedelta(days=10))
    later = time.today() + timedelta(days=30)
    found = p.step(
        found, "ask_change", play.handler, own.AskChange(due_on=later, reason="管线迁改延误")
    )
    with pytest.raises(NotYours):
        p.step(found, "decide_change", play.clerk, own.DecideChange(decision="grant"))
    found = p.step(found, "decide_change", play.head, own.DecideChange(decision="grant"))
    assert (found.state, found.promise.day, found.promise.changes) == ("open", later, 1)
    assert found.promise.commitment.due_on != later
    assert found.next_due_on == later

    found = p.step(found, "report", play.handler, p.report_facts())
    found = p.step(found, "confirm", play.clerk, own.Confirm(delivered_on=time.today()))

    assert found.promise.commitment.state == "changed"


def test_by_local_rule_the_supervisor_decides(play: j.Cast) -> None:
    set_rule(play.congress, "promise.change_by", "vice_chair")
    found = p.promise(play)
    later = time.today() + timedelta(days=90)
    found = p.step(
        found, "ask_change", play.handler, own.AskChange(due_on=later, reason="管线迁改延误")
    )
    assert asked(found) == {("decide_change_leader", f"p{play.persons['vice_chair'].pk}")}
    with pytest.raises(Guarded):
        p.step(found, "decide_change", play.head, own.DecideChange(decision="grant"))

    refusal = own.DecideChange(decision="refuse", answer="应当按期完成")
    found = p.step(found, "decide_change_leader", play.vice_chair, refusal)

    assert (found.state, found.promise.changes, found.promise.asked) == ("open", 0, None)


@pytest.mark.mechanism("A10")
def test_a_condition_comes_up_and_gets_a_day(play: j.Cast) -> None:
    found = p.promise(play, condition="上级资金到位", review_on=time.today() + timedelta(days=9))
    found = p.set_day(found, time.today())
    assert tend() == 1
    assert p.again(found).state == "review"

    again = time.today() + timedelta(days=30)
    found = p.step(
        found, "review", play.handler, own.Review(is_met="no", review_on=again, text="资金尚未下达")
    )
    assert (found.state, found.promise.day, found.promise.reviews) == ("open", again, 1)
    found = p.step(
        found, "review", play.handler, own.Review(is_met="yes", due_on=again, text="资金已经下达")
    )

    assert (found.promise.due_on, found.promise.condition) == (again, "")
    assert {step for step, _who in asked(found)} == {"report"}


def test_sent_back_it_is_owed_as_before(play: j.Cast) -> None:
    found = p.reported(play)
    day = found.promise.day

    found = p.step(found, "send_back", play.clerk, shared.Reason(reason="现场还有两个站台没有改"))

    assert (found.state, found.next_due_on) == ("open", day)
    assert found.clocks.get(name="keep").stopped_at is None


@pytest.mark.mechanism("A10")
def test_declared_broken_and_delivered_after_all(play: j.Cast) -> None:
    found = p.set_day(p.promise(play), time.today() - timedelta(days=100))
    found = p.step(found, "break", play.head, shared.Reason(reason="两次督办仍未开工"))
    assert (found.state, found.promise.commitment.state) == ("broken", "broken")

    found = p.step(found, "report_also", play.handler, p.report_facts())
    found = p.step(found, "confirm", play.clerk, own.Confirm(delivered_on=time.today()))

    assert found.promise.commitment.state == "late"


@pytest.mark.mechanism("A7")
def test_a_paper_form_of_the_second_evaluation_is_entered_twice(play: j.Cast) -> None:
    found = p.delivered(play)
    form = shared.EnterPaper(
        process_grade="satisfied", result_grade="dissatisfied", comment="还差两个"
    )
    found = p.step(found, "enter_paper", play.clerk, form)
    assert found.state == "delivered"
    with pytest.raises(DomainError):
        p.step(found, "enter_paper_again", play.clerk, form)

    found = p.step(found, "enter_paper_again", play.second_clerk, form)

    assert (found.state, found.promise.second_grade) == ("kept", "dissatisfied")


@pytest.mark.mechanism("A7")
def test_nothing_is_satisfied_by_default(play: j.Cast) -> None:
    found = p.delivered(play)
    with pytest.raises(Guarded):
        p.step(found, "close_unanswered", play.clerk, shared.Reason(reason="多次联系无果"))
    j.due(found, time.today() - timedelta(days=1))

    found = p.step(found, "close_unanswered", play.clerk, shared.Reason(reason="多次联系无果"))

    assert (found.state, found.promise.second_grade) == ("kept", "")
    assert Evaluation.objects.get(proceeding=found).state == "missed"


def test_two_at_once_one_wins(play: j.Cast) -> None:
    found = p.reported(play)
    p.step(found, "send_back", play.clerk, shared.Reason(reason="证明材料看不清"))

    with pytest.raises(StepTaken):
        p.step(found, "confirm", play.second_clerk, own.Confirm(delivered_on=time.today()))


# --- pages --------------------------------------------------------------------------------------


def browser(play: j.Cast, name: str) -> Client:
    return sign_in(Client(), seat=play.seats[name])


def url_of(found: Proceeding) -> str:
    return reverse("ledger:detail", kwargs={"public_id": found.public_id})


@pytest.mark.mechanism("A10")
def test_report_on_the_page(play: j.Cast) -> None:
    found = p.promise(play)
    client = browser(play, "handler")
    assert "Report it delivered" in client.get(url_of(found)).content.decode()
    form_url = reverse("proceedings:step", args=[found.public_id, "report"])
    form = client.get(form_url).content.decode()
    assert p.WHAT in form

    missing = client.post(
        form_url, {**hidden(form), "delivered_on": f"{time.today()}", "text": "已经全部完成"}
    )
    assert missing.status_code == 422
    assert "已经全部完成" in missing.content.decode()
    sent = client.post(
        form_url,
        {
            **hidden(form),
            "delivered_on": f"{time.today()}",
            "text": "已经全部完成",
            "document": "清交函45号",
        },
    )

    assert (sent.status_code, sent["Location"]) == (302, url_of(found))
    assert p.again(found).state == "reported"


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_the_list(play: j.Cast, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        p.promise(play, what=f"改造第{number}个站台")
    client = browser(play, "clerk")
    client.get(reverse("ledger:list"))

    with django_assert_num_queries(LIST_STATEMENTS):
        page = client.get(reverse("ledger:list")).content.decode()

    assert page.count("改造第") >= count


LIST_STATEMENTS = 6


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", {"a", "b"}),
        ("state=past", {"b"}),
        ("state=overdue", set()),
        ("state=soon", set()),
        ("due_from=2000-01-01", {"a", "b"}),
        ("year=1990", set()),
        ("q=bbb", {"b"}),
        ("state=nonsense&unit=999999&year=abc", {"a", "b"}),
        ("after=broken", {"a", "b"}),
    ],
)
def test_filters(play: j.Cast, query: str, wanted: set[str]) -> None:
    p.promise(play, what="aaa站台")
    p.set_day(p.promise(play, what="bbb站台"), time.today() - timedelta(days=1))

    page = browser(play, "head").get(f"{reverse('ledger:list')}?{query}").content.decode()

    assert {name for name in ("a", "b") if f"{name * 3}站台" in page} == wanted


def test_another_congress_s_promise_is_a_404(play: j.Cast) -> None:
    found = p.promise(play)

    assert browser(j.cast(), "clerk").get(url_of(found)).status_code == 404


def test_a_phone_gets_cards_and_a_partial_the_list_alone(play: j.Cast) -> None:
    p.promise(play)

    page = browser(play, "deputy").get(reverse("ledger:list"), HTTP_HX_REQUEST="true")

    assert page.content.decode().strip().startswith('<div id="result">')


# --- interface and files ------------------------------------------------------------------------


@pytest.mark.mechanism("A10")
def test_the_interface_shows_and_takes_the_same(play: j.Cast) -> None:
    found = p.promise(play)
    api = Api(play.seats["handler"])
    (line,) = api.get("promises?state=owed").json()["items"]
    assert (line["id"], line["what"], line["state"]) == (str(found.public_id), p.WHAT, "open")

    body = {"delivered_on": f"{time.today()}", "text": "已经全部完成", "document": "清交函45号"}
    answer = api.post(f"proceedings/{found.public_id}/steps/report", body)

    assert answer.status_code in (200, 201), answer.content
    one = api.get(f"promises/{found.public_id}").json()
    assert (one["state"], one["report"]) == ("reported", "已经全部完成")
    assert Api(j.cast().seats["clerk"]).get(f"promises/{found.public_id}").status_code == 404


def test_the_list_goes_out_as_it_is_filtered(play: j.Cast) -> None:
    p.promise(play, what="aaa站台")
    p.set_day(p.promise(play, what="bbb站台"), time.today() - timedelta(days=1))

    rows = list(LIST.rows(play.clerk, {"state": "past"}))

    assert [row.commitment.what for row in rows] == ["bbb站台"]
    assert [str(column.value(rows[0])) for column in LIST.columns][6] == "To be kept"


# --- reminders ----------------------------------------------------------------------------------


NOON = datetime(2026, 6, 10, 4, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Beijing


def reminded(play: j.Cast, days: int) -> int:
    """How many notices the unit gets so many days before (after: negative) the day."""
    with time.invented(NOON):
        found = p.promise(play)
        p.set_day(found, time.today() + timedelta(days=days))
        before = Notice.objects.count()
        remind()
        remind()
        return Notice.objects.count() - before


@pytest.mark.mechanism("A10")
@pytest.mark.parametrize(
    ("days", "told"), [(31, 0), (30, 2), (1, 2), (0, 2), (-1, 0), (-29, 0), (-30, 3), (-60, 3)]
)
def test_the_unit_is_reminded_by_the_local_rule(play: j.Cast, days: int, told: int) -> None:
    assert reminded(play, days) == told


def test_the_general_reminder_leaves_promises_to_the_ledger(play: j.Cast) -> None:
    with time.invented(NOON):
        found = p.set_day(p.promise(play), time.today() - timedelta(days=1))
        Waiting.objects.exclude(subject=found.pk).delete()

        assert proceedings_remind() == 0


# --- on the suggestion --------------------------------------------------------------------------


@pytest.mark.mechanism("A7")
def test_both_evaluations_stand_side_by_side_on_the_suggestion(play: j.Cast) -> None:
    found = p.promise(play)
    first = shared.Evaluate(process_grade="satisfied", result_grade="basically")
    j.take(found.promise.matter, "evaluate", play.deputy, first)
    found = p.step(found, "report", play.handler, p.report_facts())
    found = p.step(found, "confirm", play.clerk, own.Confirm(delivered_on=time.today()))
    second = shared.Evaluate(process_grade="satisfied", result_grade="satisfied")
    p.step(found, "evaluate", play.deputy, second)

    page = suggestion_page(browser(play, "head"), found.promise.matter)

    assert url_of(found) in page
    table = page.split('id="led"')[1].split("</section>")[0]
    assert table.index("Basically satisfied") < table.index("better")


# --- ageing -------------------------------------------------------------------------------------


@pytest.mark.mechanism("A10")
def test_every_figure_of_the_ageing_opens_as_many_records(play: j.Cast) -> None:
    for days in (-200, -40, -3, 0, 10, 45, 75, 120):
        p.set_day(p.promise(play, what=f"第{days}天"), time.today() + timedelta(days=days))
    p.delivered(play)
    p.set_day(p.reported(play, what="待核实"), time.today() - timedelta(days=1))
    broken = p.set_day(p.promise(play), time.today() - timedelta(days=9))
    p.step(broken, "break", play.head, shared.Reason(reason="两次督办仍未开工"))

    shown = pages.ageing(queries.ageing(play.clerk))

    (row,) = shown["rows"]
    assert [each.n for each in row.figures] == [9, 1, 1, 2, 2, 1, 1, 1, 1, 0, 0, 1]
    assert [each.n for each in shown["total"].figures] == [each.n for each in row.figures]
    for figure in row.figures:
        rows = list(LIST.rows(play.clerk, _query(figure.query))) if figure.n else []
        assert len(rows) == figure.n


def _query(text: str) -> dict[str, str]:
    return dict(parse_qsl(text))


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_the_ageing(play: j.Cast, count: int, django_assert_num_queries: Any) -> None:
    for _number in range(count):
        p.promise(play)
    client = browser(play, "clerk")
    client.get(reverse("ledger:ageing"))

    with django_assert_num_queries(AGEING_STATEMENTS):
        page = client.get(reverse("ledger:ageing")).content.decode()

    assert "state=owed" in page


AGEING_STATEMENTS = 4
