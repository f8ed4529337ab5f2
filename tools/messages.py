"""Translations without the system's gettext: ``make messages``.

    messages.py update     read the texts of every app into its own catalogue, keep translations
    messages.py check      fail on a missing, untranslated or fuzzy text and a lost placeholder
    messages.py compile    write django.mo beside every django.po

Each app has its own catalogue, ``src/renda/<app>/locale/zh_Hans/LC_MESSAGES/django.po``, sorted
and without line numbers, so that a diff shows texts and nothing else.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "renda"
LOCALE = "zh_Hans"
# What a call's arguments mean, as Django names them.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]?\d*(?:\.\d+)?[a-zA-Z]|%%|%[sd]|\{\w*\}")
Key = tuple[str | None, str]


@dataclass
class Text:
    """One text of the source: its context, singular and perhaps plural form, and comments."""

    context: str | None
    singular: str
    plural: str | None = None
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """By which catalogues find it."""
        return (self.context, self.singular)

    @property
    def id(self) -> str | tuple[str, str]:
        """As Babel names it."""
        return (self.singular, self.plural) if self.plural else self.singular


def configure() -> None:
    """Django's template reader wants settings; nothing of the project is loaded."""
    from django.conf import settings  # noqa: PLC0415 -- slow import, only for reading sources

    if not settings.configured:
        settings.configure(USE_I18N=True)


def python_source(path: Path) -> bytes:
    """The file as Python: a template becomes its gettext calls, in the same lines."""
    if path.suffix == ".py":
        return path.read_bytes()
    from django.utils.translation.template import templatize  # noqa: PLC0415 -- as above

    return templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode()


def texts_of(path: Path) -> Iterator[Text]:
    """Every translated text of one source file."""
    found = extract_python(
        io.BytesIO(python_source(path)),
        list(KEYWORDS),
        ["Translators:"],
        {"encoding": "utf-8"},
    )
    for line, name, arguments, comments in found:
        parts = arguments if isinstance(arguments, tuple) else (arguments,)
        yield from text_of(path, line, KEYWORDS[name], parts, comments)


def text_of(
    path: Path,
    line: int,
    spec: tuple[int | tuple[int, str], ...] | None,
    parts: tuple[str | None, ...],
    comments: list[str],
) -> Iterator[Text]:
    """The text of one call. Ends the program when an argument is not a plain string."""
    context: str | None = None
    forms: list[str | None] = []
    for position in spec or (1,):
        index = position if isinstance(position, int) else position[0]
        value = parts[index - 1] if len(parts) >= index else None
        if isinstance(position, int):
            forms.append(value)
        else:
            context = value
    if not forms[0]:
        # `_(variable)` in a lookup of a lazy label is legal; there is nothing to extract.
        return
    if len(forms) > 1 and not forms[1]:
        sys.exit(f"{path.relative_to(ROOT)}:{line}: a plural form that is not a plain string")
    yield Text(context, forms[0], forms[1] if len(forms) > 1 else None, list(comments))


def sources(app: Path) -> list[Path]:
    """Python and template files of an app, in a stable order."""
    return sorted(
        path
        for pattern in ("*.py", "*.html", "*.txt")
        for path in app.rglob(pattern)
        if "migrations" not in path.parts and "dist" not in path.parts
        if path.suffix == ".py" or "templates" in path.parts
    )


def collect(app: Path) -> dict[Key, Text]:
    """All texts of an app; one text in two places is one entry."""
    found: dict[Key, Text] = {}
    for path in sources(app):
        for text in texts_of(path):
            known = found.setdefault(text.key, text)
            if known.plural is None:
                known.plural = text.plural
            known.comments += [one for one in text.comments if one not in known.comments]
    return found


def apps() -> list[Path]:
    """Every package of the house that may hold texts."""
    return sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


def catalogue_path(app: Path) -> Path:
    """Where an app's Chinese stands."""
    return app / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def empty_catalogue() -> Catalog:
    """A catalogue without texts."""
    return Catalog(locale=LOCALE, domain="django", fuzzy=False, charset="utf-8")


def read(path: Path) -> Catalog:
    """A catalogue of the disk, an empty one when there is none."""
    if not path.exists():
        return empty_catalogue()
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, domain="django", abort_invalid=True)


def strings(message: Message | None) -> tuple[str, ...]:
    """The translations of a message: one, or one per plural form."""
    if message is None or not message.string:
        return ()
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def merge(texts: dict[Key, Text], old: Catalog) -> Catalog:
    """The texts of the source with the translations that are known; nothing is guessed."""
    catalogue = empty_catalogue()
    for text in sorted(texts.values(), key=lambda one: (one.singular, one.context or "")):
        known = next(iter(strings(old.get(text.singular, text.context))), "")
        catalogue.add(
            text.id,
            (known,) if text.plural else known,
            context=text.context,
            auto_comments=text.comments,
            flags=("python-format",) if PLACEHOLDER.search(text.singular) else (),
        )
    return catalogue


# No date and no name, so that a catalogue changes only with its texts.
HEADER = rb"""msgid ""
msgstr ""
"Language: zh_Hans\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""


def as_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as it stands on the disk."""
    body = io.BytesIO()
    write_po(body, catalogue, width=100, no_location=True, omit_header=True, sort_output=False)
    return HEADER + body.getvalue().strip() + b"\n"


def update() -> int:
    """Write every app's catalogue anew; returns the number of untranslated texts."""
    missing = 0
    for app in apps():
        path, texts = catalogue_path(app), collect(app)
        if not texts and not path.exists():
            continue
        catalogue = merge(texts, read(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(catalogue))
        empty = [message for message in catalogue if message.id and not any(strings(message))]
        missing += len(empty)
        print(f"{app.name:14} {len(texts):4} texts, {len(empty):3} untranslated")
    return missing


def placeholders(text: str) -> list[str]:
    """The placeholders of a text; a template's %% is a plain percent sign."""
    return sorted(one for one in PLACEHOLDER.findall(text) if one != "%%")


def problems(app: Path) -> Iterator[str]:
    """What is wrong with an app's catalogue."""
    path, texts = catalogue_path(app), collect(app)
    catalogue = read(path)
    if "fuzzy" in catalogue.header_comment or catalogue.fuzzy:
        yield "the header is marked fuzzy"
    for message in catalogue:
        key = (message.context, message.id if isinstance(message.id, str) else message.id[0])
        if key[1] and key not in texts:
            yield f"no longer in the source: {key[1]!r}"
        if key[1] and message.fuzzy:
            yield f"fuzzy: {key[1]!r}"
    for text in texts.values():
        message = catalogue.get(text.singular, text.context)
        found = strings(message)
        if message is None:
            yield f"missing: {text.singular!r} (run `make messages`)"
        elif not any(found):
            yield f"untranslated: {text.singular!r}"
        else:
            yield from placeholder_problems(text, found)


def placeholder_problems(text: Text, found: tuple[str, ...]) -> Iterator[str]:
    """A translation that drops or invents a placeholder."""
    wanted = placeholders(text.plural or text.singular)
    for string in found:
        if placeholders(string) not in (wanted, placeholders(text.singular)):
            yield f"placeholders differ: {text.singular!r} and {string!r}"


def conflicts() -> Iterator[str]:
    """One text with two translations: which of them is shown would hang on the order of apps."""
    seen: dict[Key, tuple[str, tuple[str, ...]]] = {}
    for app in apps():
        for message in read(catalogue_path(app)):
            key = (message.context, message.id if isinstance(message.id, str) else message.id[0])
            other, known = seen.setdefault(key, (app.name, strings(message)))
            if key[1] and known != strings(message):
                yield (
                    f"{key[1]!r} is {known} in {other} and {strings(message)} in {app.name}: "
                    "use one, or a context"
                )


def check() -> int:
    """Print every problem of every app; returns how many there are."""
    found = [
        f"{catalogue_path(app).relative_to(ROOT)}: {problem}"
        for app in apps()
        for problem in problems(app)
    ]
    found += conflicts()
    for line in found:
        print(line)
    count = len(found)
    print(f"translations: {count} problem{'' if count == 1 else 's'}")
    return count


def compile_all() -> int:
    """Write django.mo beside every django.po."""
    for app in apps():
        path = catalogue_path(app)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, read(path))
    return 0


def main() -> None:
    """Run one of the three verbs."""
    verbs = {"update": update, "check": check, "compile": compile_all}
    verb = sys.argv[1] if len(sys.argv) == 2 else ""
    if verb not in verbs:
        sys.exit(__doc__)
    if verb != "compile":
        configure()
    failures = verbs[verb]()
    sys.exit(1 if verb == "check" and failures else 0)


if __name__ == "__main__":
    main()
