"""Templates say what they take, and hold nothing that the content policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.sources import apps, where

TAG = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "inline style": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "on… attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "address of another server": re.compile(
        r"<(?:script|link|img)\b[^>]*=\"https?:", re.IGNORECASE
    ),
    "javascript: address": re.compile(r"=\s*[\"']?javascript:", re.IGNORECASE),
}


def templates() -> list[Path]:
    return sorted(path for app in apps() for path in app.glob("templates/**/*.html"))


def problems(text: str) -> list[str]:
    """What a template holds that the content policy would block."""
    plain = TAG.sub("", COMMENT.sub("", text))
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(plain)]


def test_templates_start_with_a_comment_of_blocks_and_context() -> None:
    silent = [
        where(path)
        for path in templates()
        if not path.read_text(encoding="utf-8").startswith(("{#", "{% comment"))
    ]

    assert silent == []


def test_templates_hold_nothing_that_the_content_policy_blocks() -> None:
    found = [
        f"{where(path)}: {problem}"
        for path in templates()
        for problem in problems(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>alert(1)</script>", ["inline script"]),
        ('<script src="{% static "x.js" %}" defer></script>', []),
        ('<p style="color:red">', ["style attribute"]),
        ('<a href="#" onclick="x()">', ["on… attribute"]),
        ('<a href="#" {% if x %}onclick="x()"{% endif %}>', ["on… attribute"]),
        ('<input name="on">', []),
        ('<p>on = style=</p><use href="{{ icons }}#on"></use>', []),
        ('<a href="javascript:x()">', ["javascript: address"]),
        ("{% comment %}<style>{% endcomment %}", []),
    ],
)
def test_what_the_content_policy_blocks_is_recognised(text: str, expected: list[str]) -> None:
    assert problems(text) == expected
