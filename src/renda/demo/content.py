"""Names and texts of the district as they stand in ``data``."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
REGIONS = DATA / "regions.tsv"


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment of a reply: due so many days after it, or reviewed then on a condition.

    ``fate`` names what became of it, ``done`` says what the unit reports.
    """

    what: str
    owner: str
    days: int
    amount: str = ""
    condition: str = ""
    fate: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply as the unit wrote it. ``confirmed`` is the class where it was changed."""

    outcome: str
    text: str
    promises: tuple[Promise, ...] = ()
    reason: str = ""
    review: int = 0
    confirmed: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A suggestion of the district: its words, who made it and how it went.

    It was made in a ``session``, or so that its last step lies ``ended`` days back.
    """

    key: str
    congress: str
    title: str
    lead: str
    field: str
    facts: str
    analysis: str
    proposal: str
    story: str
    unit: str
    ended: int = 0
    session: int = 0
    joint: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    talk: str = ""
    opinion: str = ""
    reason: str = ""
    comment: str = ""
    into: str = ""

    @property
    def length(self) -> int:
        """Characters of its three parts."""
        return len(self.facts) + len(self.analysis) + len(self.proposal)


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of a story: so many days after the line before, a verb and its words."""

    days: int
    verb: str
    words: tuple[str, ...] = field(default=())
    is_from_today: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A key suggestion of the district (A11): what is said of it and how it goes.

    ``milestones`` are days after the plan and what is reached then, ``reached`` what was reported.
    """

    text: str
    evidence: str
    goes: tuple[Stage, ...]
    meeting: str = ""
    leader: str = ""
    leader_post: str = ""
    plan: str = ""
    milestones: tuple[tuple[int, str], ...] = ()
    reached: tuple[str, ...] = ()
    progress: str = ""
    urge: str = ""
    result: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Passing:
    """A suggestion that the district passed up to the city (K4), and how it goes."""

    text: str
    reason: str
    request: str
    goes: tuple[Stage, ...]
    with_text: bool = False
    with_name: bool = False
    unit: str = ""
    reply: str = ""
    answer: str = ""
    back: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Purse:
    """A pot of the micro-project fund (yuan): set after a session for its year, perhaps raised."""

    session: int
    amount: int
    basis: str
    raised: int = 0
    raised_basis: str = ""


@dataclass(frozen=True, slots=True)
class FundedProject:
    """A micro-project of the district (A12): what is said of it and how it goes. Sums in yuan.

    ``goes`` counts from the assignment, ``then`` from the day on which it was ``decided``.
    """

    text: str
    name: str
    place: str
    why: str
    goes: tuple[Stage, ...]
    decided: str = ""
    then: tuple[Stage, ...] = ()
    plan: str = ""
    beneficiaries: str = ""
    people: int = 0
    days: int = 0
    budget: tuple[tuple[int, str], ...] = ()
    advised: int = 0
    listed: int = 0
    text_of_evaluation: str = "群众需求迫切，方案可行，预算经财政评审。"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A suggestion on the agenda of an inspection: what was asked, answered and owed.

    ``days`` and ``more`` are days after the inspection by which the answer and a better one were
    owed; ``goes`` are its verbs.
    """

    text: str
    goes: tuple[str, ...] = ()
    asked_by: str = ""
    question: str = ""
    officer: str = ""
    officer_post: str = ""
    answer: str = ""
    days: int = 0
    later: str = ""
    back: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """An inspection of the district (A4), held ``ago`` days before today, planned before that."""

    ago: int
    title: str
    place: str
    led_by: str
    planned: int
    notice: str
    questions: tuple[Asked, ...]
    deputies: str = ""
    concluded: int = 0
    result: str = ""


@lru_cache(maxsize=1)
def district() -> Mapping[str, Any]:
    """Structure and names of the district."""
    return tomllib.loads((DATA / "district.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def texts() -> tuple[Text, ...]:
    """All suggestions, in the order of their files."""
    files = sorted((DATA / "suggestions").glob("*.toml"))
    return tuple(text for file in files for text in _read(file))


@lru_cache(maxsize=1)
def stories() -> Mapping[str, tuple[Stage, ...]]:
    """The stories by name; a line is ``days verb words…``."""
    raw = tomllib.loads((DATA / "stories.toml").read_text(encoding="utf-8"))
    return {name: tuple(map(_stage, lines)) for name, lines in raw["stories"].items()}


@lru_cache(maxsize=1)
def fates() -> Mapping[str, tuple[Stage, ...]]:
    """What becomes of promises, by name."""
    raw = tomllib.loads((DATA / "stories.toml").read_text(encoding="utf-8"))
    return {name: tuple(map(_stage, lines)) for name, lines in raw["fates"].items()}


@lru_cache(maxsize=1)
def keys() -> Mapping[str, Key]:
    """The key suggestions by the key of their text."""
    raw = tomllib.loads((DATA / "keys.toml").read_text(encoding="utf-8"))
    return {row["text"]: _key(row) for row in raw["key"]}


@lru_cache(maxsize=1)
def passings() -> Mapping[str, Passing]:
    """What was passed up, by the key of its text."""
    raw = tomllib.loads((DATA / "passing.toml").read_text(encoding="utf-8"))
    return {
        row["text"]: Passing(**row | {"goes": tuple(map(_stage, row["goes"]))})
        for row in raw["passing"]
    }


@lru_cache(maxsize=1)
def purses() -> tuple[Purse, ...]:
    """The pots of the micro-project fund."""
    return tuple(Purse(**row) for row in _fund_file()["pot"])


@lru_cache(maxsize=1)
def projects() -> Mapping[str, FundedProject]:
    """The micro-projects by the key of their text."""
    return {row["text"]: _project(row) for row in _fund_file()["project"]}


@lru_cache(maxsize=1)
def visits() -> tuple[Visit, ...]:
    """The inspections, the oldest first."""
    raw = tomllib.loads((DATA / "inspections.toml").read_text(encoding="utf-8"))
    return tuple(_visit(row) for row in raw["inspection"])


def _visit(row: dict[str, Any]) -> Visit:
    questions = [
        Asked(**each | {"goes": tuple(each.get("goes", ()))}) for each in row.pop("question")
    ]
    return Visit(**row, questions=tuple(questions))


def _fund_file() -> dict[str, Any]:
    return tomllib.loads((DATA / "fund.toml").read_text(encoding="utf-8"))


def _project(row: dict[str, Any]) -> FundedProject:
    budget = (line.split(maxsplit=1) for line in row.get("budget", ()))
    return FundedProject(
        **row
        | {
            "goes": tuple(map(_stage, row["goes"])),
            "then": tuple(map(_stage, row.get("then", ()))),
            "budget": tuple((int(amount), what) for amount, what in budget),
        }
    )


def named() -> list[dict[str, Any]]:
    """The accounts that the demo tells everybody."""
    return list(_accounts_file()["account"])


def password() -> str:
    """The one password of all told accounts."""
    return str(_accounts_file()["password"])


def _accounts_file() -> dict[str, Any]:
    return tomllib.loads((DATA / "accounts.toml").read_text(encoding="utf-8"))


def staff_names(chance: random.Random) -> Iterator[str]:
    """Invented names without end."""
    people = district()["people"]
    given = people["given"].split()
    while True:
        yield chance.choice(people["surnames"]) + chance.choice(given)


def _stage(line: str) -> Stage:
    days, verb, *words = line.split()
    return Stage(int(days.removeprefix("t")), verb, tuple(words), days.startswith("t"))


def _key(row: dict[str, Any]) -> Key:
    milestones = tuple(line.split(maxsplit=1) for line in row.pop("milestones", ()))
    return Key(
        **row
        | {
            "goes": tuple(map(_stage, row["goes"])),
            "plan": _joined(row.get("plan", "")),
            "milestones": tuple((int(days), what) for days, what in milestones),
            "reached": tuple(row.get("reached", ())),
        }
    )


def _read(file: Path) -> Iterator[Text]:
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    common = {"field": raw["field"], "congress": raw.get("congress", "qinghe")}
    for row in raw["suggestion"]:
        answers = tuple(map(_answer, row.pop("answer", ())))
        row["joint"] = tuple(row.get("joint", ()))
        row |= {name: _joined(row[name]) for name in ("facts", "analysis", "proposal")}
        yield Text(**{**common, **row}, answers=answers)


def _answer(row: dict[str, Any]) -> Answer:
    promises = tuple(Promise(**each) for each in row.pop("promise", ()))
    row["text"] = _joined(row["text"])
    return Answer(**row, promises=promises)


def _joined(text: str) -> str:
    """Paragraphs of a text; line ends inside one are the file's, not the author's."""
    paragraphs = text.strip().split("\n\n")
    return "\n".join("".join(part.split("\n")) for part in paragraphs)
