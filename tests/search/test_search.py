"""Finding: every two characters, only what may be seen, kept up by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from renda.jobs.services import work_off
from renda.kernel.actor import PUBLIC, Actor
from renda.matters.models import Note, Reply
from renda.proceedings.models import Proceeding
from renda.proposals.services import ImportedSuggestion, import_suggestion
from renda.search import queries, services, words
from renda.search.models import Document
from tests import factories

KIND = "suggestion"


@pytest.fixture
def make() -> Callable[..., Proceeding]:
    """A suggestion of a congress; the worker has told the search."""

    def made(congress, *, number: str = "1", name: str = "王晓明", **facts) -> Proceeding:
        term = congress.terms.first() or factories.make_term(congress=congress)
        person = factories.make_person(congress=congress, name=name)
        mandate = factories.make_mandate(person=person, term=term)
        values = {"title": "关于完善养老服务设施的建议", "year": 2026, "number": number} | facts
        values.setdefault("lead_unit", factories.make_body(congress=congress).pk)
        proceeding = import_suggestion(
            congress,
            facts=ImportedSuggestion(**values),
            person=person,
            mandate=mandate,
            actor=factories.make_actor(congress=congress),
        )
        work_off()
        return proceeding

    return made


def clerk_of(congress) -> Actor:
    return factories.make_actor(congress=congress, role="office_clerk")


def found(actor: Actor, query: str, **narrowed: object) -> list[str]:
    page = queries.search(actor, query, kind=KIND, **narrowed)
    return [hit.row.number for hit in page.hits]


@pytest.mark.parametrize(
    "query",
    [
        "养老",
        "老服",
        "设施",
        "养",
        "建",
        "养老 设施",
        "完善养老服务",
        "ＴＥＳＴ路",
        "test",
        "2026导001",
    ],
)
@pytest.mark.django_db
def test_any_piece_of_the_words_is_found(make, query: str) -> None:
    congress = factories.make_congress()
    make(congress, text="在Test路新增电梯。")

    assert found(clerk_of(congress), query) == ["2026导001"]


@pytest.mark.parametrize("query", ["养老院", "老养", "养老 电动", "2026导002", "жinside1", "z", ""])
@pytest.mark.django_db
def test_what_is_not_there_is_not_found(make, query: str) -> None:
    congress = factories.make_congress()
    make(congress)

    assert found(clerk_of(congress), query) == []


@pytest.mark.django_db
def test_a_long_question_is_cut_into_words(make) -> None:
    congress = factories.make_congress()
    make(congress, title="关于小区电动车充电桩建设的建议", text="老旧小区充电困难。")

    assert found(clerk_of(congress), "老旧小区的充电困难") == ["2026导001"]
    assert found(clerk_of(congress), "小区建设充电桩") == ["2026导001"]


@pytest.mark.parametrize("query", ["王𠮷明", "𠮷明", "wjm", "wangjiming", "䶮", "𬱖"])
@pytest.mark.django_db
def test_rare_characters_and_pinyin(make, query: str) -> None:
    congress = factories.make_congress()
    proceeding = make(congress, name="王𠮷明", text="住户龚䶮、李𬱖反映。")
    person = proceeding.suggestion.lead
    person.pinyin, person.initials = "wang ji ming", "wjm"
    person.save()
    services.index(KIND, [proceeding.pk])

    assert found(clerk_of(congress), query) == ["2026导001"]


@pytest.mark.statute("SUG-4")
@pytest.mark.django_db
def test_nobody_finds_what_he_may_not_see(make) -> None:
    congress, other = factories.make_congress(), factories.make_congress()
    proceeding = make(congress, text="金丝雀一号")
    secret = make(congress, number="2", text="金丝雀二号")
    Proceeding.objects.filter(pk=secret.pk).update(visibility="confidential")
    make(other, number="3", text="金丝雀三号")
    unit = proceeding.lead_body

    def seat(role: str, **values: object) -> Actor:
        return factories.make_actor(congress=congress, role=role, **values)

    expected = {
        "office_clerk": ["2026导002", "2026导001"],
        "presidium": ["2026导001"],
        "auditor": [],
        "administrator": [],
    }
    assert {role: found(seat(role), "金丝雀") for role in expected} == expected
    assert found(seat("handler", body=unit), "金丝雀") == ["2026导001"]
    assert found(seat("handler", body=factories.make_body(congress=congress)), "金丝雀") == []
    lead = proceeding.suggestion.lead
    assert found(seat("deputy", person=lead, mandate=lead.mandates.get()), "金丝雀") == [
        "2026导001"
    ]
    assert found(clerk_of(other), "金丝雀") == ["2026导003"]
    assert found(PUBLIC, "金丝雀", congress_id=congress.pk) == []


@pytest.mark.django_db
def test_the_public_finds_only_the_published_and_no_names(make) -> None:
    congress = factories.make_congress()
    proceeding = make(congress)
    make(congress, number="2")
    Proceeding.objects.filter(pk=proceeding.pk).update(visibility="public")
    services.index(KIND, [proceeding.pk])

    assert found(PUBLIC, "养老", congress_id=congress.pk) == ["2026导001"]
    assert found(PUBLIC, "王晓明", congress_id=congress.pk) == []
    assert found(PUBLIC, "wxm", congress_id=congress.pk) == []
    assert found(PUBLIC, "养老", congress_id=factories.make_congress().pk) == []
    page = queries.search(PUBLIC, "养老", kind=KIND, congress_id=congress.pk)
    assert "王晓明" not in "".join(part for part, _hit in page.hits[0].snippet)

    Proceeding.objects.filter(pk=proceeding.pk).update(visibility="internal")
    assert found(PUBLIC, "养老", congress_id=congress.pk) == []


@pytest.mark.django_db
def test_internal_notes_and_undelivered_replies_are_in_no_document(make) -> None:
    congress = factories.make_congress()
    proceeding = make(congress)
    Note.objects.create(
        proceeding=proceeding, author_name="许", text="金丝雀便笺", at=proceeding.opened_at
    )
    reply = Reply.objects.create(
        proceeding=proceeding,
        assignment=proceeding.assignments.first(),
        document_number="清交函1号",
        proposed_class="A",
        text="金丝雀答复",
    )
    services.index(KIND, [proceeding.pk])
    clerk = clerk_of(congress)
    assert found(clerk, "金丝雀") == []

    reply.outcome_class, reply.delivered_at = "A", proceeding.opened_at
    reply.save()
    services.index(KIND, [proceeding.pk])
    assert found(clerk, "金丝雀答复") == ["2026导001"]
    assert found(clerk, "金丝雀便笺") == []


@pytest.mark.django_db
def test_drafts_have_no_document_and_a_rebuild_repairs(make) -> None:
    congress = factories.make_congress()
    proceeding, other = make(congress), make(congress, number="2")
    Document.objects.filter(subject=other.pk).delete()
    Proceeding.objects.filter(pk=proceeding.pk).update(visibility="parties", state="draft")

    assert services.rebuild(KIND) == 1
    assert list(Document.objects.values_list("subject", flat=True)) == [other.pk]
    assert found(clerk_of(congress), "养老") == ["2026导002"]


@pytest.mark.django_db
def test_a_step_keeps_the_document_up(make) -> None:
    from renda.proceedings.services import take_step
    from renda.proposals.procedure import SUGGESTION

    congress = factories.make_congress()
    proceeding = make(congress)
    Document.objects.all().delete()
    head = factories.make_actor(congress=congress, role="office_head")
    from renda.proceedings.facts import build
    from renda.proceedings.procedure import current_binding

    facts = current_binding(KIND).facts[SUGGESTION.step("void").facts]
    take_step(proceeding, "void", actor=head, facts=build(facts, {"reason": "重复录入了一次"}))
    work_off()

    assert found(head, "养老") == ["2026导001"]


@pytest.mark.django_db
def test_filters_and_pages_newest_first(make) -> None:
    congress = factories.make_congress()
    for number in range(1, 6):
        make(
            congress,
            number=str(number),
            year=2020 + number,
            outcome_class="A" if number > 3 else "",
        )
    clerk = clerk_of(congress)

    assert found(clerk, "养老", state="replied") == ["2025导005", "2024导004"]
    assert found(clerk, "养老", year=2021) == ["2021导001"]
    first = queries.search(clerk, "养老", kind=KIND, size=2)
    second = queries.search(clerk, "养老", kind=KIND, size=2, cursor=first.page.older)
    assert [h.row.number for h in first.hits] == ["2025导005", "2024导004"]
    assert [h.row.number for h in second.hits] == ["2023导003", "2022导002"]


# --- the page -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_shows_hits_and_escapes_them(make, client) -> None:
    congress = factories.make_congress()
    make(congress, text="<script>alert(1)</script> 养老")
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="office_clerk"))

    page = client.get(reverse("search:results"), {"q": "养老"}).content.decode()

    assert "<mark>养老</mark>" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "query", ["没有的词", "\x00", '"', "' OR 1=1 --", "a" * 500, "的" * 60, "NEAR(", "*", ":", "𠮷"]
)
@pytest.mark.django_db
def test_strange_words_never_break_the_page(make, client, query: str) -> None:
    congress = factories.make_congress()
    make(congress)
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="office_clerk"))

    answer = client.get(reverse("search:results"), {"q": query, "year": "x", "state": "nope"})

    assert answer.status_code == 200
    assert "<mark>" not in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.django_db
def test_the_page_costs_the_same_for_any_number(
    make, client, count: int, django_assert_num_queries
) -> None:
    congress = factories.make_congress()
    for number in range(count):
        make(congress, number=str(number + 1))
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="office_clerk"))
    client.get(reverse("search:results"))

    with django_assert_num_queries(5):
        client.get(reverse("search:results"), {"q": "养老"})


@given(st.text(max_size=80))
def test_every_piece_of_two_characters_is_among_the_tokens(text: str) -> None:
    tokens = words.tokens_of(text)

    for term in words.terms_of(text[:4]):
        size = len(term.tokens)
        runs = [tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1)]
        assert any(
            run[:-1] == term.tokens[:-1] and run[-1].startswith(term.tokens[-1]) for run in runs
        )


@given(st.text(max_size=200), st.text(max_size=10))
def test_a_snippet_is_a_piece_of_its_text(text: str, query: str) -> None:
    parts = words.snippet(text, words.terms_of(query))

    assert "".join(part for part, _hit in parts).strip("…") in text.strip("…") or "…" in text
