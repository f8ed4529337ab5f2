"""Texts and queries as tokens. Pure.

Chinese runs become overlapping pairs of characters, and a word is looked for as a phrase of
them: any two characters are found wherever they stand, whatever a dictionary would make of the
text. Only a long query is cut into words by the dictionary, so that its parts may stand apart.
Measured on the titles of 200 real suggestions: of 589 pieces of two characters the dictionary's
words missed 318 and pairs none; trigrams do not see words of two characters at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

HAN = "㐀-䶿一-鿿豈-﫿〇\U00020000-\U0003ffff"
_RUN = re.compile(f"[{HAN}]+|[a-z0-9]+")
_IS_HAN = re.compile(f"[{HAN}]")
_SHORT = 4  # a query's run up to this long is looked for as it stands
MOST_TERMS = 8
MOST_TOKENS = 15_000  # positions a tsvector holds
# Characters of ours that full-text parsers of an older Unicode know as well.
_PLAIN = re.compile("[a-z0-9㐀-䶵一-鿌]")
# Begins our own tokens; no text and no query makes a token with this letter.
_OURS = "ж"
_FILLER = frozenset("的了和与及在是对把被等为")


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase of tokens; the last one may be only a beginning."""

    tokens: tuple[str, ...]
    is_prefix: bool
    text: str


def plain(text: str) -> str:
    """One form for what looks alike: full-width and small letters."""
    return unicodedata.normalize("NFKC", text).lower()


def tokens_of(text: str) -> list[str]:
    """The tokens of a text, in order; a run's last character stands once more alone."""
    found: list[str] = []
    for match in _RUN.finditer(plain(text)):
        run = match.group()
        if _IS_HAN.match(run):
            found += _pairs(run)
            found.append(_safe(run[-1]))
        else:
            found.append(run)
        if len(found) >= MOST_TOKENS:
            break
    return found[:MOST_TOKENS]


def terms_of(query: str) -> list[Term]:
    """What a query looks for; all of it must be there."""
    found: dict[str, Term] = {}
    for match in _RUN.finditer(plain(query)):
        for word in _words(match.group()):
            found.setdefault(word, _term(word))
    return list(found.values())[:MOST_TERMS]


def _words(run: str) -> Iterable[str]:
    if not _IS_HAN.match(run) or len(run) <= _SHORT:
        return [run]
    import rjieba  # noqa: PLC0415 -- slow import

    words = [word for word in rjieba.cut(run) if word not in _FILLER]
    longer = [word for word in words if len(word) > 1]
    # A name that the dictionary does not know falls into characters: then as it stands.
    singles = len(words) - len(longer)
    return [run] if not longer or singles > len(longer) else longer


def _term(word: str) -> Term:
    if not _IS_HAN.match(word):
        return Term((word,), True, word)
    if len(word) == 1:
        return Term((_safe(word),), True, word)
    return Term(tuple(_pairs(word)), False, word)


def _pairs(run: str) -> list[str]:
    return [_safe(run[i : i + 2]) for i in range(len(run) - 1)]


def _safe(token: str) -> str:
    return "".join(c if _PLAIN.match(c) else f"u{ord(c):x}" for c in token)


def mark_token(congress_id: int, audience: str) -> str:
    """The token that keeps congresses and audiences apart inside the index."""
    return f"{_OURS}{audience}{congress_id}"


def addressee_token(addressee: str) -> str:
    """The token of a party (``p12``, ``b33:handler``); it cannot come out of a text."""
    return f"{_OURS}to" + re.sub(r"[^a-z0-9]", "x", addressee.lower())


def snippet(text: str, terms: Sequence[Term], *, size: int = 90) -> list[tuple[str, bool]]:
    """A piece of ``text`` around the first hit, as parts that say whether they are hits."""
    lowered = text.lower()
    if len(lowered) != len(text):  # letters that grow when made small
        lowered = text
    words = sorted({term.text for term in terms}, key=len, reverse=True)
    hits = [place for word in words if (place := lowered.find(word)) >= 0]
    start = max(0, min(hits, default=0) - size // 4)
    piece, low = text[start : start + size], lowered[start : start + size]
    parts = list(_marked(piece, low, words))
    before = [("…", False)] if start else []
    after = [("…", False)] if start + size < len(text) else []
    return [*before, *parts, *after]


def _marked(piece: str, low: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    if not words:
        yield piece, False
        return
    place = 0
    for match in re.finditer("|".join(re.escape(word) for word in words), low):
        if match.start() > place:
            yield piece[place : match.start()], False
        yield piece[match.start() : match.end()], True
        place = match.end()
    if place < len(piece):
        yield piece[place:], False
