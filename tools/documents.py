"""Documents that are made from the code: ``make documents``.

    documents.py            write them
    documents.py --check    say which are out of date; status 1 if there is one

``docs/mechanisms.md`` comes from the marks of the tests, ``docs/procedures/<kind>.md`` from the
declaration of each procedure. The two READMEs get the pictures of ``docs/images`` that are there.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = "src/renda/*/locale/zh_Hans/LC_MESSAGES/django.po"
MARKS = ("mechanism", "statute")
MADE = "<!-- Made by `make documents`; changes here are lost. -->\n"
PICTURE = re.compile(r"<!-- picture (\w+): (.*?) -->\n(?:!\[[^\n]*\n)?")
NAMED = 2  # so many steps are named on one arrow
MANY = 5  # from so many states a step to an end is a sentence, not arrows


# Marks of the tests


@dataclass(frozen=True, order=True)
class Marked:
    """A test that a mark names: ``kind`` is mechanism or statute."""

    kind: str
    id: str
    file: str
    test: str


def marked_tests(folder: Path) -> list[Marked]:
    """Every marked test below ``folder``, sorted. Files are parsed, not imported."""
    found: set[Marked] = set()
    for path in sorted(folder.rglob("test_*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        name = path.relative_to(folder).as_posix()
        outer = set().union(*(marks_in(node) for node in module.body if is_pytestmark(node)))
        found |= {
            Marked(kind, mark, name, test)
            for test, marks in tests_of(module, outer, "")
            for kind, mark in marks
        }
    return sorted(found)


def is_pytestmark(node: ast.stmt) -> bool:
    """Whether the statement gives marks to everything around it."""
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
    )


def tests_of(
    scope: ast.Module | ast.ClassDef, outer: set[tuple[str, str]], prefix: str
) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Tests of a file or class with their own marks and those around them."""
    for node in scope.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        marks = outer.union(*(marks_in(each) for each in node.decorator_list))
        if isinstance(node, ast.ClassDef):
            marks = marks.union(*(marks_in(each) for each in node.body if is_pytestmark(each)))
            yield from tests_of(node, marks, f"{prefix}{node.name}.")
        elif node.name.startswith("test_"):
            yield f"{prefix}{node.name}", marks


def marks_in(node: ast.AST) -> set[tuple[str, str]]:
    """``pytest.mark.mechanism("A1", "A2")`` anywhere inside, also in parameters.

    A parameter table with ``marked(("SUG-4", …), …)`` marks each of its rows by the first cell.
    """
    found = set()
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        if isinstance(call.func, ast.Attribute) and call.func.attr in MARKS:
            found |= {(call.func.attr, text) for text in literals(call.args)}
        elif isinstance(call.func, ast.Name) and call.func.id == "marked":
            rows = [row.elts[0] for row in call.args if isinstance(row, ast.Tuple) and row.elts]
            found |= {("statute", text) for text in literals(rows)}
    return found


def literals(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The strings among the nodes."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def natural(mark: str) -> tuple[str, int]:
    """A sorting key: A2 before A10."""
    head, digits = re.fullmatch(r"(.*?)(\d*)", mark).groups()  # type: ignore[union-attr]
    return head, int(digits or 0)


MECHANISMS_NOTE = (
    "Each mechanism of the catalogue that works somewhere, and each rule of law that a test holds"
    " the code to. Something that stands here without being whole says so."
)


def mechanisms(tests: list[Marked], names: dict[str, Any], articles: dict[str, str]) -> str:
    """The document: each mechanism with where it works and its tests, then the statutes."""
    lines = [
        "# What works, and which test says so",
        MADE,
        MECHANISMS_NOTE,
        "",
        "## Mechanisms",
        "",
    ]
    built = grouped(tests, "mechanism")
    for mark, files in built.items():
        name = names.get(mark, {})
        title = " ".join(filter(None, (name.get("name_zh"), name.get("name"))))
        lines += [f"### {mark} {title}".rstrip(), ""]
        lines += [f"{name['where']}.", ""] if "where" in name else []
        lines += [*test_lines(files), ""]
    lines += ["## Not yet", "", *not_yet(names, set(built)), "", "## Rules of law", ""]
    rows = []
    for mark, files in grouped(tests, "statute").items():
        each = [f"`{file}` {', '.join(map(spoken, found))}" for file, found in files.items()]
        rows.append((mark, articles.get(mark, ""), "<br>".join(each)))
    lines.append(table(("rule", "article", "tests"), rows))
    return "\n".join(lines) + "\n"


def grouped(tests: list[Marked], kind: str) -> dict[str, dict[str, list[str]]]:
    """Mark -> file -> tests, marks in natural order."""
    result: dict[str, dict[str, list[str]]] = {}
    for one in sorted(tests, key=lambda each: (natural(each.id), each)):
        if one.kind == kind:
            result.setdefault(one.id, {}).setdefault(one.file, []).append(one.test)
    return result


def test_lines(files: dict[str, list[str]]) -> list[str]:
    """The tests of a mechanism, one line a file."""
    return [
        f"- `tests/{file}`: {'; '.join(spoken(test) for test in tests)}"
        for file, tests in files.items()
    ]


def spoken(test: str) -> str:
    """``TestPaper.test_it_counts`` as "it counts"."""
    return test.rpartition(".")[2].removeprefix("test_").replace("_", " ")


def not_yet(names: dict[str, Any], built: set[str]) -> list[str]:
    """Mechanisms without a test, one line a group."""
    lines = []
    for letter, group in names["groups"].items():
        left = [
            f"{mark} {name['name']}"
            for mark, name in names.items()
            if mark[0] == letter and mark[1:].isdigit() and mark not in built
        ]
        if left:
            title = " ".join(filter(None, (group["name_zh"], group["name"])))
            lines.append(f"- **{letter} {title}**: {', '.join(left)}")
    return lines


# Procedures


def chinese_of(catalogue: Path) -> dict[str, str]:
    """The texts of a catalogue, those without plural and context."""
    with catalogue.open("rb") as file:
        messages = read_po(file, locale="zh_Hans")
    return {
        one.id: str(one.string)
        for one in messages
        if isinstance(one.id, str) and one.id and not one.context
    }


class Words:
    """Labels in English and Chinese; the Chinese is read from the catalogues, not compiled ones."""

    def __init__(self, catalogues: Iterable[Path]) -> None:
        self.chinese: dict[str, str] = {}
        for path in catalogues:
            for english, chinese in chinese_of(path).items():
                self.chinese.setdefault(english, chinese)

    def zh(self, label: object) -> str:
        """The Chinese, or the English where there is none yet."""
        return self.chinese.get(str(label)) or str(label)

    def both(self, label: object) -> str:
        """``Registered 已登记``; once where both are the same."""
        english, chinese = str(label), self.zh(label)
        return english if english == chinese else f"{english} {chinese}"


def procedure_document(binding: Any, words: Words, rules: dict[str, Any]) -> str:
    """One procedure: its diagram, states, steps, clocks and parallel work."""
    procedure = binding.procedure
    parts = [
        f"# {words.both(procedure.label)}",
        MADE,
        origin(binding),
        "## The way 流程",
        diagram(procedure, words),
        endings(procedure, words),
        "## States 状态",
        states(procedure, words),
        "## Steps 环节",
        STEPS_NOTE,
        steps(binding, words),
    ]
    if procedure.clocks:
        parts += ["## Clocks 期限", CLOCK_NOTE, clocks(procedure, words, rules)]
    if procedure.lanes:
        parts += ["## Parallel work 并行事项", LANE_NOTE, lanes(procedure, words)]
    return "\n\n".join(part for part in parts if part) + "\n"


STEPS_NOTE = (
    "**must**: somebody has to take it, so it waits on the desk. **paper**: may come on paper or"
    " by telephone, entered on behalf. **together**: for several matters at once. **public**:"
    " shown to the public on a published matter. **twice asked**: asks once more before it is"
    " taken. Where a row of parallel work is moved, its states stand in brackets."
)
CLOCK_NOTE = (
    "The length is the national default; what holds in a congress stands on its page of rules"
    " (适用规则). Clocks without a starting step are started by the effect of the step that"
    " makes their row, for each unit or deputy."
)
LANE_NOTE = "Rows with a state of their own: one for each unit, deputy, talk or request."


def origin(binding: Any) -> str:
    """Where the procedure is declared and how to change it."""
    room = binding.url_name.partition(":")[0]
    return (
        f"Version {binding.procedure.version} of the procedure `{binding.procedure.kind}`, as"
        f" declared in `src/renda/{room}/procedure.py`. How to change it: [a step, a rule, a"
        " kind](../developers/README.md)."
    )


def is_everywhere(procedure: Any, step: Any) -> bool:
    """Whether the step ends the matter from many states, and would hide the way in arrows."""
    closed = procedure.names_of_type("closed")
    return len(step.sources) >= MANY and bool(step.targets) and {*step.targets} <= closed


def diagram(procedure: Any, words: Words) -> str:
    """The procedure as a Mermaid state diagram; arrows between the same two states are one."""
    arrows: dict[tuple[str, str], list[Any]] = {}
    order = [state.name for state in procedure.states]
    for step in procedure.steps:
        if is_everywhere(procedure, step):
            continue
        for source in sorted(step.sources, key=order.index):
            for target in step.targets:
                if source != target:
                    arrows.setdefault((source, target), []).append(step)
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {procedure.initial}"]
    shown = {procedure.initial, *(state for arrow in arrows for state in arrow)}
    lines += [
        f"    {state.name}: {drawn(words.both(state.label))}"
        for state in procedure.states
        if state.name in shown
    ]
    lines += [
        f"    {source} --> {target}: {arrow_words(taken, words)}"
        for (source, target), taken in arrows.items()
    ]
    closed = procedure.names_of_type("closed")
    lines += [f"    {name} --> [*]" for name in order if name in closed & shown]
    return "\n".join([*lines, "```"])


def arrow_words(steps: list[Any], words: Words) -> str:
    """One or two steps by name; of more, the one that completes a stage, else the first."""
    each = list(dict.fromkeys(drawn(words.both(step.label)) for step in steps))
    if len(each) <= NAMED:
        return " / ".join(each)
    first = next((step for step in steps if step.stage), steps[0])
    return f"{drawn(words.both(first.label))} …"


def drawn(text: str) -> str:
    """Text without what Mermaid would read as its own."""
    return text.replace(":", ",").replace(";", ",")


def endings(procedure: Any, words: Words) -> str:
    """Steps that end the matter from almost anywhere, as sentences below the diagram."""
    lines = [
        f"- **{words.both(step.label)}** by {who(procedure, step, words)}, from"
        f" {len(step.sources)} states to {', '.join(names(procedure, step.targets, words))}"
        for step in procedure.steps
        if is_everywhere(procedure, step)
    ]
    lines.append(f"- Where more than {NAMED} steps lead the same way (…), only one is named.")
    return "\n".join(["Not drawn:", "", *lines])


def states(procedure: Any, words: Words) -> str:
    """The states with their type and stage."""
    stages = dict(procedure.stages)
    rows = [
        (
            f"`{state.name}`",
            str(state.label),
            words.zh(state.label),
            state.type.value,
            words.both(stages[state.stage]) if state.stage in stages else "",
        )
        for state in procedure.states
    ]
    return table(("state", "English", "中文", "type", "stage 阶段"), rows)


def steps(binding: Any, words: Words) -> str:
    """The steps in the order of the declaration."""
    procedure = binding.procedure
    rows = [
        (
            f"`{step.name}`",
            f"{step.label}<br>{words.zh(step.label)}",
            who(procedure, step, words),
            way(procedure, step, words),
            asked_for(binding, step, words),
            remarks(procedure, step, words),
        )
        for step in procedure.steps
    ]
    return table(("step", "words 名称", "who 谁", "from → to", "asks for 填写", "notes"), rows)


def who(procedure: Any, step: Any, words: Words) -> str:
    """The relations that may take the step."""
    return ", ".join(words.both(procedure.relation(name).label) for name in step.relations)


def names(procedure: Any, states: Iterable[str], words: Words) -> list[str]:
    """The Chinese of states, in the order of the declaration."""
    order = [state.name for state in procedure.states]
    return [words.zh(procedure.state(name).label) for name in sorted(states, key=order.index)]


def way(procedure: Any, step: Any, words: Words) -> str:
    """From which states to which, and how the row of its lane moves."""
    text = "、".join(names(procedure, step.sources, words))
    if step.targets:
        targets = "、".join(names(procedure, step.targets, words))
        text += f" → {'perhaps ' if step.is_open_ended else ''}{targets}"
    if step.lane:
        lane = procedure.lane(step.lane)
        labels = {state.name: words.zh(state.label) for state in lane.states}
        moved = "、".join(label for name, label in labels.items() if name in step.lane_sources)
        moved += f" → {labels[step.lane_target]}" if step.lane_target else ""
        text += f"<br>({words.zh(lane.label)}: {moved})"
    return text


def asked_for(binding: Any, step: Any, words: Words) -> str:
    """The fields of the step's form."""
    from renda.proceedings.facts import asked  # noqa: PLC0415 -- needs Django's settings

    if not step.facts:
        return ""
    return ", ".join(words.both(field.ask.label) for field in asked(binding.facts[step.facts]))


def remarks(procedure: Any, step: Any, words: Words) -> str:
    """What else the step does: clocks, notices, how it may be taken."""
    due = f" ({words.zh(procedure.clock(step.due_clock).label)})" if step.due_clock else ""
    flags = [
        (step.is_must, f"**must**{due}"),
        (step.is_bulk, "**together**"),
        (step.is_paper, "**paper**"),
        (step.is_public, "**public**"),
        (step.is_grave, "**twice asked**"),
        (step.is_internal, "congress offices only"),
        (step.is_automatic, "by the platform"),
    ]
    found = [text for holds, text in flags if holds]
    found += [f"only if `{guard}`" for guard in step.guards]
    found += [f"starts {words.zh(procedure.clock(name).label)}" for name in step.starts]
    found += [f"stops {words.zh(procedure.clock(name).label)}" for name in step.stops]
    if step.tells:
        found.append(
            "tells " + ", ".join(words.zh(procedure.relation(name).label) for name in step.tells)
        )
    return "; ".join(found)


def clocks(procedure: Any, words: Words, rules: dict[str, Any]) -> str:
    """The clocks with their rule, national default and article."""
    rows = []
    for clock in procedure.clocks:
        rule = rules.get(clock.rule, {})
        started = [step.name for step in procedure.steps if clock.name in step.starts]
        stopped = [step.name for step in procedure.steps if clock.name in step.stops]
        rows.append(
            (
                words.both(clock.label),
                f"`{clock.rule}`" if clock.rule else "the day named in the matter",
                rule.get("default", ""),
                " ".join(filter(None, (rule.get("statute"), rule.get("article")))),
                ", ".join(f"`{name}`" for name in started),
                ", ".join(f"`{name}`" for name in stopped),
            )
        )
    return table(("clock 期限", "rule", "default", "basis", "started by", "stopped by"), rows)


def lanes(procedure: Any, words: Words) -> str:
    """The states of parallel work and the steps taken on them."""
    rows = []
    for lane in procedure.lanes:
        for state in lane.states:
            here = [
                step
                for step in procedure.steps
                if step.lane == lane.name and state.name in step.lane_sources
            ]
            taken = ", ".join(words.both(step.label) for step in here)
            rows.append((words.both(lane.label), words.both(state.label), taken))
    return table(("rows", "state 状态", "steps taken on them"), rows)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    heads = list(heads)
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


# Pictures of the READMEs


def with_pictures(text: str, images: Path) -> str:
    """Each ``<!-- picture NAME: WORDS -->`` is followed by its picture, if that was taken."""

    def placed(match: re.Match[str]) -> str:
        name, words = match.groups()
        marker = f"<!-- picture {name}: {words} -->\n"
        if not (images / f"{name}.png").exists():
            return marker
        return f"{marker}![{words}](docs/images/{name}.png)\n"

    return PICTURE.sub(placed, text)


# All of them


def start_django() -> None:
    """The apps, so that every room has registered its procedure."""
    import django  # noqa: PLC0415 -- slow import
    from django.apps import apps  # noqa: PLC0415

    if not apps.ready:
        sys.path[:0] = [str(ROOT), str(ROOT / "src")]
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renda.config.settings_test")
        django.setup()


def local_rules() -> dict[str, Any]:
    """Key -> default in words, statute, article."""
    from renda.law.localrules import all_rules  # noqa: PLC0415 -- needs Django's settings
    from renda.rulebook.rules import text_of  # noqa: PLC0415

    return {
        rule.key: {
            "default": text_of(rule, rule.default),
            "statute": rule.statute,
            "article": str(rule.article),
        }
        for rule in all_rules()
    }


def documents() -> dict[Path, str]:
    """Every document that is made, by its path."""
    start_django()
    from django.utils import translation  # noqa: PLC0415 -- needs Django's settings

    from renda.law.statutes import all_statutes  # noqa: PLC0415
    from renda.proceedings.procedure import all_bindings  # noqa: PLC0415

    names = tomllib.loads((ROOT / "docs/mechanisms.toml").read_text(encoding="utf-8"))
    articles = {one.id: one.article for one in all_statutes()}
    words = Words(sorted(ROOT.glob(CATALOGUES)))
    result = {
        ROOT / "docs/mechanisms.md": mechanisms(marked_tests(ROOT / "tests"), names, articles)
    }
    with translation.override("en"):
        rules = local_rules()
        for binding in sorted(all_bindings(), key=lambda each: each.procedure.version):
            path = ROOT / f"docs/procedures/{binding.procedure.kind}.md"
            result[path] = procedure_document(binding, words, rules)
    for readme in ("README.md", "README.zh-CN.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        result[ROOT / readme] = with_pictures(text, ROOT / "docs/images")
    return result


def out_of_date(made: dict[Path, str]) -> list[Path]:
    """Those whose file says something else."""
    return [
        path
        for path, text in made.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def main() -> None:
    """Write the documents, or with ``--check`` say which are out of date."""
    made = documents()
    stale = out_of_date(made)
    shown = [path.relative_to(ROOT).as_posix() for path in stale]
    if "--check" in sys.argv[1:]:
        if stale:
            sys.exit(f"out of date: {', '.join(shown)}; run `make documents`")
        return
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8")
    print(f"written: {', '.join(shown)}" if shown else "all documents are up to date")


if __name__ == "__main__":
    main()
