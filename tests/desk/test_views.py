"""The desk's pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from renda.kernel.time import today
from renda.matters.models import Assignment, Evaluation
from renda.proceedings.models import Event, Proceeding
from tests.factories import make_seat, sign_in
from tests.proposals import journeys
from tests.proposals.journeys import Cast, again, due

pytestmark = [pytest.mark.django_db, pytest.mark.mechanism("K1")]
ROLES = [
    "deputy",
    "cosigner",
    "clerk",
    "head",
    "vice_chair",
    "presidium",
    "handling",
    "handler",
    "unit_admin",
    "signer",
    "committee",
]


@pytest.fixture
def play() -> Cast:
    return journeys.cast()


def item(proceeding: Proceeding, step: str, row: int = 0) -> str:
    return f"{step}:{proceeding.public_id}:{row}"


def part(proceeding: Proceeding) -> int:
    return Assignment.objects.get(proceeding=proceeding).pk


@pytest.mark.parametrize("role", ROLES)
def test_the_desk_opens_for_every_role(play: Cast, client, role: str) -> None:
    journeys.invited(play)
    journeys.replied(play)

    answer = sign_in(client, seat=play.seats[role]).get("/desk/")

    assert answer.status_code == 200


@pytest.mark.parametrize("role", ["administrator", "auditor", "liaison", "delegation"])
def test_an_empty_desk_says_what_to_do(play: Cast, client, role: str) -> None:
    seat = make_seat(congress=play.congress, role=role, body=play.unit)

    answer = sign_in(client, seat=seat).get("/desk/")

    assert answer.status_code == 200
    assert answer.context["work"].groups == []
    assert str(answer.context["empty"]) in answer.content.decode()


def test_steps_stand_in_the_group_of_their_deadline(play: Cast, client, time_machine_at) -> None:
    time_machine_at("2026-06-10 09:00+08:00")
    for days in (-2, 0, 2, 9, None):
        on = None if days is None else today() + timedelta(days=days)
        due(journeys.submitted(play), on)

    groups = sign_in(client, seat=play.seats["clerk"]).get("/desk/").context["work"].groups

    assert [(group.name, group.n) for group in groups] == [
        ("late", 1),
        ("today", 1),
        ("week", 1),
        ("later", 1),
        ("none", 1),
    ]


def test_each_row_is_one_click_from_its_step(play: Cast, client) -> None:
    proceeding = journeys.submitted(play)

    text = sign_in(client, seat=play.seats["clerk"]).get("/desk/").content.decode()

    assert f'href="/matters/{proceeding.public_id}/register/"' in text


def test_the_kind_of_step_narrows_the_desk(play: Cast, client) -> None:
    journeys.submitted(play)
    journeys.registered(play)
    sign_in(client, seat=play.seats["clerk"])

    work = client.get("/desk/?kind=suggestion.register").context["work"]

    assert [line.step_name for group in work.groups for line in group.lines] == ["register"]
    assert [(kind.value, kind.n) for kind in work.kinds] == [
        ("suggestion.register", 1),
        ("suggestion.dispatch", 1),
    ]


def test_a_large_group_is_paged_by_keyset(play: Cast, client, monkeypatch) -> None:
    monkeypatch.setattr("renda.desk.views.PAGE_SIZE", 2)
    monkeypatch.setattr("renda.desk.pages.SHOWN", 1)
    made = [journeys.submitted(play) for _n in range(3)]
    for proceeding in made:
        due(proceeding, today())
    sign_in(client, seat=play.seats["clerk"])

    group = client.get("/desk/").context["work"].groups[0]
    first = client.get(group.url).context
    second = client.get(f"{group.url}?after={first['page'].older}").context

    shown = [line.item for page in (first, second) for line in page["lines"]]
    assert (len(group.lines), group.left) == (1, 2)
    assert shown == [item(proceeding, "register") for proceeding in made]
    assert second["page"].older == ""


def test_an_unknown_group_is_not_found(play: Cast, client) -> None:
    assert sign_in(client, seat=play.seats["clerk"]).get("/desk/group/old/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("role", "statements"),
    [("clerk", 18), ("head", 18), ("deputy", 13), ("handler", 12), ("signer", 14)],
)
def test_statements_do_not_grow_with_what_waits(
    play: Cast, client, role: str, statements: int, count: int, django_assert_num_queries
) -> None:
    for _n in range(count):
        for journey in (journeys.submitted, journeys.replied, journeys.assigned, journeys.signing):
            due(journey(play), today() - timedelta(days=1))
    sign_in(client, seat=play.seats[role])
    client.get("/desk/")

    with django_assert_num_queries(statements):
        client.get("/desk/")


# --- several at once ----------------------------------------------------------------------------


def test_several_are_received_together(play: Cast, client) -> None:
    made = [journeys.assigned(play) for _n in range(3)]
    items = [item(each, "receive", part(each)) for each in made]
    sign_in(client, seat=play.seats["handler"])

    page = client.get("/desk/together/", {"item": items})
    result = client.post(
        "/desk/together/", {"item": items, "handler_name": "林涛", "_key": page.context["key"]}
    )

    assert [outcome.refusal for outcome in result.context["done"]] == ["", "", ""]
    assert set(Assignment.objects.values_list("state", "handler_name")) == {("received", "林涛")}


def test_a_refused_one_stops_no_other(play: Cast, client) -> None:
    gone, good = journeys.assigned(play), journeys.assigned(play)
    items = [item(each, "receive", part(each)) for each in (gone, good)]
    journeys.take(gone, "receive", play.unit_admin, _receive())
    sign_in(client, seat=play.seats["handler"])

    result = client.post("/desk/together/", {"item": items, "handler_name": "林涛", "_key": "k1"})

    assert [o.item.proceeding.pk for o in result.context["refused"]] == [gone.pk]
    assert result.context["refused"][0].refusal
    assert [o.item.proceeding.pk for o in result.context["done"]] == [good.pk]


def _receive():
    from renda.matters.facts import Receive

    return Receive(handler_name="何静")


def test_the_same_request_again_answers_the_same_and_writes_nothing(play: Cast, client) -> None:
    proceeding = journeys.assigned(play)
    form = {"item": item(proceeding, "receive", part(proceeding)), "_key": "k1"}
    sign_in(client, seat=play.seats["handler"])
    client.post("/desk/together/", form)
    before = Event.objects.count()

    again_ = client.post("/desk/together/", form)

    assert (len(again_.context["done"]), again_.context["refused"]) == (1, [])
    assert Event.objects.count() == before


def test_a_group_is_taken_together_by_its_button(play: Cast, client) -> None:
    for _n in range(2):
        due(journeys.submitted(play), today())
    sign_in(client, seat=play.seats["clerk"])

    together = client.get("/desk/").context["work"].groups[0].together
    page = client.get(together[0].url)

    assert [(each.n, len(page.context["lines"])) for each in together] == [(2, 2)]


def test_registering_together_gives_each_its_number(play: Cast, client) -> None:
    made = [journeys.submitted(play) for _n in range(2)]
    form = {
        "item": [item(each, "register") for each in made],
        "field": "urban",
        "publication": "yes",
        "_key": "k1",
    }

    sign_in(client, seat=play.seats["clerk"]).post("/desk/together/", form)

    assert [again(each).serial for each in made] == [1, 2]


def test_missing_entries_are_asked_for_and_nothing_is_done(play: Cast, client) -> None:
    proceeding = journeys.submitted(play)
    form = {"item": item(proceeding, "register"), "field": "urban"}

    answer = sign_in(client, seat=play.seats["clerk"]).post("/desk/together/", form)

    assert answer.status_code == 422
    assert again(proceeding).state == "submitted"


def test_two_kinds_are_done_one_after_the_other(play: Cast, client) -> None:
    items = [
        item(journeys.submitted(play), "register"),
        item(journeys.registered(play), "dispatch"),
    ]

    answer = sign_in(client, seat=play.seats["clerk"]).get("/desk/together/", {"item": items})

    assert len(answer.context["kinds"]) == 2


@pytest.mark.parametrize("step", ["evaluate", "void", "nothing"])
def test_only_steps_of_the_procedure_that_may_be_done_together(
    play: Cast, client, step: str
) -> None:
    proceeding = journeys.replied(play)
    before = Event.objects.count()

    answer = sign_in(client, seat=play.seats["head"]).post(
        "/desk/together/", {"item": item(proceeding, step), "reason": "不再办理"}
    )

    assert answer.status_code == 302
    assert Event.objects.count() == before


def test_what_is_another_congresss_cannot_be_chosen(play: Cast, client) -> None:
    other = journeys.cast()
    proceeding = journeys.submitted(other)
    form = {"item": item(proceeding, "register"), "field": "urban", "publication": "yes"}

    answer = sign_in(client, seat=play.seats["clerk"]).post("/desk/together/", form)

    assert answer.status_code == 302
    assert again(proceeding).state == "submitted"


def test_a_seat_takes_together_only_what_is_its_own(play: Cast, client) -> None:
    proceeding = journeys.submitted(play)
    form = {"item": item(proceeding, "register"), "field": "urban", "publication": "yes"}

    answer = sign_in(client, seat=play.seats["vice_chair"]).post("/desk/together/", form)

    assert [bool(o.refusal) for o in answer.context["refused"]] == [True]
    assert again(proceeding).state == "submitted"


# --- late ones ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "seen"),
    [("head", 2), ("clerk", 2), ("handling", 1), ("signer", 1), ("vice_chair", 1)],
)
def test_leaders_see_the_late_ones_of_their_departments(
    play: Cast, client, role: str, seen: int
) -> None:
    yesterday = today() - timedelta(days=1)
    due(journeys.received(play), yesterday)
    # Not registered yet: no unit, no supervisor.
    due(journeys.submitted(play), yesterday)
    due(journeys.received(play), today())

    answer = sign_in(client, seat=play.seats[role]).get("/desk/late/")

    assert len(answer.context["lines"]) == seen


def test_late_ones_are_urged_together_with_the_same_words(play: Cast, client) -> None:
    made = [journeys.received(play) for _n in range(2)]
    for each in made:
        due(each, today() - timedelta(days=3))
    sign_in(client, seat=play.seats["head"])

    lines = client.get("/desk/late/").context["lines"]
    client.post("/desk/together/", {"item": [line.item for line in lines], "text": "请抓紧办理"})

    urged = Event.objects.filter(step="urge").order_by("proceeding_id")
    assert [(e.proceeding_id, e.facts) for e in urged] == [
        (each.pk, {"text": "请抓紧办理"}) for each in made
    ]


def test_a_unit_does_not_see_the_page_of_a_role_that_has_none(play: Cast, client) -> None:
    assert sign_in(client, seat=play.seats["deputy"]).get("/desk/late/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_the_late_ones(play: Cast, client, count: int, django_assert_num_queries):
    for _n in range(count):
        due(journeys.received(play), today() - timedelta(days=1))
    sign_in(client, seat=play.seats["head"])
    client.get("/desk/late/")

    with django_assert_num_queries(7):
        client.get("/desk/late/")


# --- calls --------------------------------------------------------------------------------------


def test_the_call_list_masks_numbers_and_showing_one_is_recorded(play: Cast, client) -> None:
    from renda.records.models import Entry

    journeys.replied(play)
    pk = Evaluation.objects.get().pk
    sign_in(client, seat=play.seats["clerk"])

    masked = client.get("/desk/calls/").content.decode()
    shown = client.post(f"/desk/calls/{pk}/phone/").content.decode()

    assert "139****2046" in masked
    assert "13912342046" not in masked
    assert "13912342046" in shown
    assert Entry.objects.filter(verb="person.unmask").count() == 1


def test_a_call_is_noted_in_the_history(play: Cast, client) -> None:
    proceeding = journeys.replied(play)
    evaluation = Evaluation.objects.get()
    sign_in(client, seat=play.seats["clerk"])

    form = {"result": "无人接听", "_key": "k1"}
    for _n in range(2):
        client.post(f"/desk/calls/{evaluation.pk}/", form)

    evaluation.refresh_from_db()
    assert evaluation.last_call == "无人接听"
    assert Event.objects.filter(proceeding=proceeding, step="call").count() == 1


def test_an_empty_note_is_asked_for_at_its_line(play: Cast, client) -> None:
    journeys.replied(play)
    pk = Evaluation.objects.get().pk

    answer = sign_in(client, seat=play.seats["clerk"]).post(f"/desk/calls/{pk}/", {"result": ""})

    assert answer.status_code == 422
    assert not Event.objects.filter(step="call").exists()


def test_whoever_has_evaluated_is_not_called(play: Cast, client) -> None:
    journeys.evaluated(play)

    answer = sign_in(client, seat=play.seats["clerk"]).get("/desk/calls/")

    assert answer.context["lines"] == []


@pytest.mark.parametrize("role", ["deputy", "handler", "signer", "vice_chair"])
def test_the_call_list_is_the_offices(play: Cast, client, role: str) -> None:
    journeys.replied(play)
    pk = Evaluation.objects.get().pk
    sign_in(client, seat=play.seats[role])

    found = [
        client.get("/desk/calls/").status_code,
        client.post(f"/desk/calls/{pk}/", {"result": "在忙"}).status_code,
        client.post(f"/desk/calls/{pk}/phone/").status_code,
    ]

    assert found == [404, 404, 404]


def test_another_congresss_deputy_cannot_be_called(play: Cast, client) -> None:
    journeys.replied(play)
    pk = Evaluation.objects.get().pk
    sign_in(client, seat=journeys.cast().seats["clerk"])

    assert client.get("/desk/calls/").context["lines"] == []
    assert client.post(f"/desk/calls/{pk}/phone/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_statements_of_the_call_list(play: Cast, client, count: int, django_assert_num_queries):
    for _n in range(count):
        journeys.replied(play)
    sign_in(client, seat=play.seats["clerk"])
    client.get("/desk/calls/")

    with django_assert_num_queries(8):
        client.get("/desk/calls/")


# --- figures and other seats --------------------------------------------------------------------


def test_the_figures_and_the_table_behind_them(play: Cast, client) -> None:
    journeys.drafted(play)
    due(journeys.submitted(play), today() - timedelta(days=1))
    journeys.replied(play)
    journeys.rehandling(play)
    journeys.evaluated(play)
    sign_in(client, seat=play.seats["clerk"])

    figures = client.get("/desk/").context["figures"]
    lines = client.get("/desk/figures/").context["lines"]

    shown = [figures.made, figures.open, figures.unevaluated, figures.rehandling]
    assert [str(each) for each in shown] == ["4", "3", "1", "1"]
    assert (figures.late.n, figures.answered, figures.in_time) == (1, 3, 3)
    assert [(line.state, line.n, line.late) for line in lines] == [
        ("submitted", 1, 1),
        ("replied", 1, 0),
        ("rehandling", 1, 0),
        ("concluded", 1, 0),
    ]


def test_figures_stop_counting_at_the_limit(play: Cast, client, monkeypatch) -> None:
    monkeypatch.setattr("renda.desk.queries.LIMIT", 1)
    for _n in range(2):
        journeys.replied(play)

    figures = sign_in(client, seat=play.seats["clerk"]).get("/desk/").context["figures"]

    assert (str(figures.made), str(figures.open), str(figures.unevaluated)) == ("1+", "1+", "2")


def test_other_seats_with_work_are_shown(play: Cast, client) -> None:
    journeys.submitted(play)
    account = play.seats["clerk"].account
    own = make_seat(congress=play.congress, role="signer", body=play.unit, account=account)
    journeys.signing(play)
    journeys.signing(play)

    text = sign_in(client, seat=play.seats["clerk"]).get("/desk/").content.decode()

    assert f'name="seat" value="{own.pk}"' in text
    assert '<i class="cnt">2' in text


def test_another_congress_sees_nothing(play: Cast, client) -> None:
    due(journeys.submitted(play, title="只属于本区的建议"), today() - timedelta(days=1))
    journeys.replied(play, title="只属于本区的建议")
    sign_in(client, seat=journeys.cast().seats["clerk"])

    pages = [client.get(f"/desk/{name}") for name in ("", "group/late/", "late/", "figures/")]

    assert [page.status_code for page in pages] == [200] * 4
    assert not any("只属于本区" in page.content.decode() for page in pages)
    assert str(pages[0].context["figures"].made) == "0"
