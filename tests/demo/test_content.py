"""The texts: sixty distinct ones, well formed, of all fields."""

from __future__ import annotations

import itertools

import pytest

from renda.demo.content import (
    Text,
    district,
    keys,
    named,
    passings,
    projects,
    stories,
    texts,
    visits,
)
from renda.demo.keys import verbs as key_verbs
from renda.demo.passing import verbs as passing_verbs
from renda.demo.projects import verbs as project_verbs
from renda.demo.verbs import verbs
from renda.demo.visits import verbs as visit_verbs
from renda.kernel.text import personal_numbers
from renda.proposals.enums import Field

TEXTS = texts()
BIGGEST_SHARED = 25


def deputies() -> list[str]:
    return district()["people"]["deputies"].split()


def test_there_are_sixty_each_with_a_deputy_of_its_own() -> None:
    assert len(TEXTS) == 60
    assert len({text.key for text in TEXTS}) == 60
    assert len({text.title for text in TEXTS}) == 60
    assert {text.lead for text in TEXTS} - set(deputies()) == set()


def test_the_fields_are_all_there() -> None:
    assert {text.field for text in TEXTS} == set(Field.values)


@pytest.mark.mechanism("A14")
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.key)
def test_a_text_is_of_readable_length_and_names_nobodys_number(text: Text) -> None:
    replies = [answer.text for answer in text.answers]

    assert 300 <= text.length <= 900
    assert min(len(text.facts), len(text.analysis), len(text.proposal)) >= 60
    assert personal_numbers("\n".join([text.facts, text.analysis, text.proposal, *replies])) == []
    assert text.session or text.ended >= 1


def test_no_two_texts_share_a_sentence() -> None:
    def sentences(text: Text) -> set[str]:
        whole = text.facts + text.analysis + text.proposal
        return {part for part in whole.replace("\n", "。").split("。") if len(part) >= 12}

    shared = [
        (one.key, other.key)
        for one, other in itertools.combinations(TEXTS, 2)
        if sentences(one) & sentences(other)
    ]

    assert shared == []


def test_every_story_is_used_and_every_line_has_its_verb() -> None:
    assert set(stories()) == {text.story for text in TEXTS}
    assert {stage.verb for story in stories().values() for stage in story} <= {
        name for name, _function in verbs
    }


def test_a_reply_that_is_being_solved_or_planned_promises_something() -> None:
    empty = [
        text.key
        for text in TEXTS
        for answer in text.answers
        if (answer.confirmed or answer.outcome) in "BC" and not answer.promises
    ]

    assert empty == []


def test_every_key_suggestion_is_of_a_text_and_every_line_has_its_verb() -> None:
    used = {stage.verb for key in keys().values() for stage in key.goes}

    assert set(keys()) - {text.key for text in TEXTS} == set()
    assert used == {name for name, _function in key_verbs}


def test_what_was_passed_up_is_of_a_text_and_every_line_has_its_verb() -> None:
    used = {stage.verb for passing in passings().values() for stage in passing.goes}

    assert set(passings()) - {text.key for text in TEXTS} == set()
    assert used == {"pass_up", *(name for name, _function in passing_verbs)}


def test_the_deputies_are_180_of_whom_some_have_rare_characters() -> None:
    names = deputies()
    beyond = [name for name in names if any(ord(sign) > 0xFFFF for sign in name)]

    assert len(names) == len(set(names)) == 180
    assert beyond != []
    assert set(district()["people"]["women"].split()) - set(names) == set()
    assert {row["person"] for row in named() if "person" in row} - set(names) == set()


def test_every_micro_project_is_of_a_text_and_every_line_has_its_verb() -> None:
    lines = [stage for each in projects().values() for stage in (*each.goes, *each.then)]

    assert set(projects()) - {text.key for text in TEXTS} == set()
    assert {stage.verb for stage in lines} == {name for name, _function in project_verbs}
    assert all(each.listed <= each.advised for each in projects().values())


def test_every_question_of_an_inspection_is_of_a_text_and_every_line_has_its_verb() -> None:
    asked = [question for visit in visits() for question in visit.questions]

    assert {question.text for question in asked} - {text.key for text in TEXTS} == set()
    assert {verb for question in asked for verb in question.goes} == {
        name for name, _function in visit_verbs
    }
