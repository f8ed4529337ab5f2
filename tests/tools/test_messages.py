"""The catalogue tool on sources and catalogues of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import messages

TEMPLATE = """{# no blocks #}
{% translate "Save" %} {% translate "May" context "month" %}
{% blocktranslate trimmed count n=list|length %}
  {{ n }} day
{% plural %}
  {{ n }} days
{% endblocktranslate %}
"""
SOURCE = """from django.utils.translation import gettext as _, pgettext
a = _("Hello %(name)s") % {"name": 1}
b = pgettext("verb", "Open")
c = _(variable)
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "src" / "renda" / "rooms"
    (folder / "templates" / "rooms").mkdir(parents=True)
    (folder / "__init__.py").write_text('"""Rooms."""\n')
    (folder / "views.py").write_text(SOURCE)
    (folder / "templates" / "rooms" / "a.html").write_text(TEMPLATE)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", tmp_path / "src" / "renda")
    return folder


def translate(app: Path, texts: dict[str, str]) -> None:
    """Fill in translations as a translator would, in the file."""
    path = messages.catalogue_path(app)
    content = path.read_text()
    for singular, translation in texts.items():
        head, _, tail = content.partition(f'msgid "{singular}"\n')
        kind = "msgstr[0] " if tail.startswith("msgid_plural") else "msgstr "
        content = f'{head}msgid "{singular}"\n' + tail.replace(
            f'{kind}""', f'{kind}"{translation}"', 1
        )
    path.write_text(content)


ALL = {
    "%(n)s day": "%(n)s天",
    "Hello %(name)s": "%(name)s,您好",
    "May": "五月",
    "Open": "打开",
    "Save": "保存",
}


def test_texts_of_python_and_templates_are_found_with_context_and_plural(app: Path) -> None:
    found = messages.collect(app)

    assert sorted(
        (one.context or "", one.singular, one.plural or "") for one in found.values()
    ) == [
        ("", "%(n)s day", "%(n)s days"),
        ("", "Hello %(name)s", ""),
        ("", "Save", ""),
        ("month", "May", ""),
        ("verb", "Open", ""),
    ]


def test_an_update_keeps_translations_and_writes_the_same_bytes_again(app: Path) -> None:
    assert messages.update() == 5
    translate(app, ALL)
    first = messages.catalogue_path(app).read_bytes()

    assert messages.update() == 0
    assert messages.catalogue_path(app).read_bytes() == first
    assert b"2026" not in first
    assert messages.check() == 0


def test_an_update_drops_what_is_no_longer_said(app: Path) -> None:
    messages.update()
    translate(app, ALL)
    (app / "views.py").write_text("")

    assert messages.check() == 2
    messages.update()
    assert "Hello" not in messages.catalogue_path(app).read_text()
    assert messages.check() == 0


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"Save": ""}, "untranslated: 'Save'"),
        ({"Hello %(name)s": "您好"}, "placeholders differ: 'Hello %(name)s' and '您好'"),
        ({"%(n)s day": "%(m)s天"}, "placeholders differ: '%(n)s day' and '%(m)s天'"),
    ],
)
def test_a_bad_translation_is_reported(app: Path, change: dict[str, str], problem: str) -> None:
    messages.update()
    translate(app, {**ALL, **change})

    assert list(messages.problems(app)) == [problem]


def test_a_fuzzy_translation_is_reported(app: Path) -> None:
    messages.update()
    translate(app, ALL)
    path = messages.catalogue_path(app)
    path.write_text(path.read_text().replace('msgid "Save"', '#, fuzzy\nmsgid "Save"'))

    assert list(messages.problems(app)) == ["fuzzy: 'Save'"]


def test_one_text_with_two_translations_is_reported(app: Path) -> None:
    other = app.parent / "halls"
    other.mkdir()
    (other / "__init__.py").write_text('_("Save")\n')
    messages.update()
    translate(app, ALL)
    translate(other, {"Save": "存"})

    assert list(messages.conflicts()) == [
        "'Save' is ('存',) in halls and ('保存',) in rooms: use one, or a context"
    ]


def test_a_compiled_catalogue_stands_beside_its_source(app: Path) -> None:
    messages.update()
    translate(app, ALL)

    messages.compile_all()

    assert messages.catalogue_path(app).with_suffix(".mo").stat().st_size > 100
