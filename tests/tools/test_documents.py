"""The document generator on tests, catalogues and a procedure of its own."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from renda.law.procedure import Clock, Lane, Procedure, Relation, State, StateType, step
from tools import documents
from tools.documents import Marked

TESTS = """
import pytest
pytestmark = [pytest.mark.django_db, pytest.mark.mechanism("A2")]

@pytest.mark.parametrize("a", [pytest.param(1, marks=pytest.mark.statute("SUG-4"))])
def test_a_day(a): ...

@pytest.mark.parametrize("rule", marked(("MOT-1", 10), ("MOT-4", 3)))
def test_a_number(rule): ...

def helper(): ...

@pytest.mark.mechanism("A10")
class TestPaper:
    def test_it_counts(self): ...
"""
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Open"
msgstr "在办"

msgid "Finish"
msgstr ""
"""


@pytest.fixture
def words(tmp_path: Path) -> documents.Words:
    path = tmp_path / "django.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    return documents.Words([path])


@pytest.fixture
def procedure() -> Procedure:
    opened = [State(f"s{n}", "Open") for n in range(5)]
    row = State("asked", "Asked")
    on = [state.name for state in opened]
    return Procedure(
        kind="errand",
        version=3,
        label="Errand",
        initial="s0",
        states=(*opened, State("done", "Done", StateType.CLOSED), State("off", "Off")),
        relations=(Relation("clerk", "clerk", offices=("clerk",)),),
        steps=(
            step("go", "Go: on").by("clerk").from_("s0").to("s1").starting("main").must("main"),
            step("run", "Run").by("clerk").from_("s0").to("s1"),
            step("fly", "Fly").by("clerk").from_("s0").to("s1").at("flown"),
            step("ask", "Ask").by("clerk").from_("s1").on("talk", "asked").telling("clerk"),
            step("drop", "Finish").by("clerk").from_(*on).to("done").stopping("main").grave(),
        ),
        clocks=(Clock("main", "Main", "errand.main"),),
        lanes=(Lane("talk", "Talks", (row,)),),
    )


def binding(procedure: Procedure) -> SimpleNamespace:
    return SimpleNamespace(procedure=procedure, url_name="errands:one", facts={})


def test_marks_of_file_class_function_and_parameter_are_found(tmp_path: Path) -> None:
    (tmp_path / "errands").mkdir()
    (tmp_path / "errands/test_one.py").write_text(TESTS)

    found = documents.marked_tests(tmp_path)

    file = "errands/test_one.py"
    assert found == [
        Marked("mechanism", "A10", file, "TestPaper.test_it_counts"),
        Marked("mechanism", "A2", file, "TestPaper.test_it_counts"),
        Marked("mechanism", "A2", file, "test_a_day"),
        Marked("mechanism", "A2", file, "test_a_number"),
        Marked("statute", "MOT-1", file, "test_a_number"),
        Marked("statute", "MOT-4", file, "test_a_number"),
        Marked("statute", "SUG-4", file, "test_a_day"),
    ]


def test_mechanisms_stand_in_natural_order_with_what_is_still_to_come() -> None:
    tests = [
        Marked("mechanism", "A10", "x/test_a.py", "TestPaper.test_it_counts"),
        Marked("mechanism", "A2", "x/test_a.py", "test_a_day"),
        Marked("statute", "SUG-4", "x/test_a.py", "test_a_day"),
    ]
    names = {
        "groups": {"A": {"name": "Proposals", "name_zh": "议案建议"}},
        "A2": {"name": "conference", "name_zh": "交办会", "where": "Its page"},
        "A3": {"name": "progress"},
    }

    made = documents.mechanisms(tests, names, {"SUG-4": "DL 51"})

    headings = [line for line in made.splitlines() if line.startswith("### ")]
    assert headings == ["### A2 交办会 conference", "### A10"]
    assert "- **A 议案建议 Proposals**: A3 progress" in made
    assert "- `tests/x/test_a.py`: it counts" in made
    assert "| SUG-4 | DL 51 | `x/test_a.py` a day |" in made


def test_a_label_without_chinese_stands_once(words: documents.Words) -> None:
    assert words.both("Open") == "Open 在办"
    assert words.both("Finish") == "Finish"
    assert words.both("Unknown") == "Unknown"


def test_arrows_are_gathered_and_ends_from_everywhere_are_sentences(
    procedure: Procedure, words: documents.Words
) -> None:
    drawn = documents.diagram(procedure, words)

    assert [line.strip() for line in drawn.splitlines() if "-->" in line] == [
        "[*] --> s0",
        "s0 --> s1: Fly …",
    ]
    assert "- **Finish** by clerk, from 5 states to Done" in documents.endings(procedure, words)


def test_a_procedure_shows_steps_clocks_and_rows(
    procedure: Procedure, words: documents.Words
) -> None:
    rules = {"errand.main": {"default": "3 months", "statute": "SUG-4", "article": "Art. 51"}}

    made = documents.procedure_document(binding(procedure), words, rules)

    assert (
        "| `go` | Go: on<br>Go: on | clerk | 在办 → 在办 |  | **must** (Main); starts Main |"
        in made
    )
    assert "(Talks: Asked)" in made
    assert "| Main | `errand.main` | 3 months | SUG-4 Art. 51 | `go` | `drop` |" in made
    assert "| Talks | Asked | Ask |" in made


def test_a_picture_is_shown_only_when_it_was_taken(tmp_path: Path) -> None:
    text = "# Renda\n<!-- picture desk: The desk -->\n\nText\n"
    shown = "# Renda\n<!-- picture desk: The desk -->\n![The desk](docs/images/desk.png)\n\nText\n"

    assert documents.with_pictures(shown, tmp_path) == text
    (tmp_path / "desk.png").touch()
    assert documents.with_pictures(text, tmp_path) == shown
    assert documents.with_pictures(shown, tmp_path) == shown


def test_a_missing_and_a_changed_document_are_out_of_date(tmp_path: Path) -> None:
    same, changed, missing = (tmp_path / name for name in ("a.md", "b.md", "c.md"))
    same.write_text("text")
    changed.write_text("old")

    stale = documents.out_of_date({same: "text", changed: "new", missing: "new"})

    assert stale == [changed, missing]
