"""Word letters from a template that an office may replace by its own.

A template may use the fields below, ``for``, ``if`` and a few filters; nothing else. It is checked
when it comes in, so that a letter never fails on it later.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from renda.files.errors import Refused
from renda.proposals.letters.content import Data
from renda.proposals.letters.pdf import qr_png

DEFAULT = Path(__file__).parent / "reply.docx"
FIELDS = (
    *("congress", "number", "form", "title", "office", "document_number", "outcome_class"),
    *("class_meaning", "receivers", "paragraphs", "reason", "review_on", "commitments", "signer"),
    *("signed_on", "contact_name", "contact_phone", "copies", "feedback_url", "is_draft", "qr"),
)
PROMISE = ("number", "what", "amount", "owner", "due_on", "condition", "review_on")
_LOOP = ("index", "index0", "first", "last", "length")
_LISTS = frozenset({"paragraphs", "commitments", "copies"})
_FILTERS = ("default", "d", "join", "length", "trim", "upper", "e", "escape")
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For),
    *(nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.Const, nodes.Not, nodes.And),
    *(nodes.Or, nodes.Filter, nodes.Keyword),
)
_SAMPLE: Data = {
    **dict.fromkeys(FIELDS, "样"),
    "paragraphs": ["样", "样"],
    "copies": ["样"],
    "commitments": [dict.fromkeys(PROMISE, "样")],
    "is_draft": True,
    "feedback_url": "https://example.org/",
}


class _Environment(ImmutableSandboxedEnvironment):
    """Data and a few filters; no functions, no methods."""

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}


def fill(template: BinaryIO | None, data: Data) -> bytes:
    """The letter from a checked template, or from the shipped one."""
    document = DocxTemplate(template if template is not None else str(DEFAULT))
    # The picture belongs to the opened document.
    document.init_docx()
    code = InlineImage(document, qr_png(data["feedback_url"]), width=Mm(28))
    document.render({**data, "qr": code}, jinja_env=_Environment(), autoescape=True)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def check(template: BinaryIO) -> None:
    """Try a template. Raises Refused with what is wrong: unknown fields, faults, forbidden code."""
    template.seek(0)
    try:
        _check_words(_words(template))
        template.seek(0)
        fill(template, _SAMPLE)
    except TemplateError as error:
        raise Refused(
            _("The template has a fault: %(fault)s") % {"fault": error.message or error}
        ) from None
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise Refused(_("The template cannot be filled: %(fault)s") % {"fault": error}) from None
    finally:
        template.seek(0)


def _words(template: BinaryIO) -> str:
    document = DocxTemplate(template)
    document.init_docx()
    parts = [document.patch_xml(document.get_xml())]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _key, part in document.get_headers_footers(uri):
            parts.append(document.patch_xml(part.blob.decode("utf-8", "replace")))
    return "\n".join(parts)


def _check_words(words: str) -> None:
    tree = _Environment().parse(words)
    unknown = sorted(meta.find_undeclared_variables(tree) - set(FIELDS))
    unknown += sorted({n.attr for n in tree.find_all(nodes.Getattr)} - {*PROMISE, *_LOOP})
    if unknown:
        raise Refused(
            _("The template uses unknown fields: %(unknown)s. Known are: %(known)s.")
            % {"unknown": "、".join(unknown), "known": "、".join(FIELDS)}
        )
    for node in _all_nodes(tree):
        if not isinstance(node, _ALLOWED):
            raise Refused(
                _("The template uses “%(what)s”; only fields, “for” and “if” are allowed.")
                % {"what": type(node).__name__}
            )
    for loop in tree.find_all(nodes.For):
        source = loop.iter
        if not isinstance(source, nodes.Name) or source.name not in _LISTS:
            raise Refused(
                _("Only these lists can be repeated: %(lists)s.")
                % {"lists": "、".join(sorted(_LISTS))}
            )
        if any(inner is not loop for inner in loop.find_all(nodes.For)):
            raise Refused(_("A “for” within a “for” is not allowed."))


def _all_nodes(node: nodes.Node) -> list[nodes.Node]:
    found = [node]
    for child in node.iter_child_nodes():
        found += _all_nodes(child)
    return found
