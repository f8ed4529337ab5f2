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
from jinja2 import TemplateError

from renda.exchange.placeholders import Environment, Vocabulary, check_docx
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
_VOCABULARY = Vocabulary(
    frozenset(FIELDS),
    {
        "paragraphs": frozenset(),
        "commitments": frozenset(PROMISE),
        "copies": frozenset(),
    },
)
_SAMPLE: Data = {
    **dict.fromkeys(FIELDS, "样"),
    "paragraphs": ["样", "样"],
    "copies": ["样"],
    "commitments": [dict.fromkeys(PROMISE, "样")],
    "is_draft": True,
    "feedback_url": "https://example.org/",
}


def fill(template: BinaryIO | None, data: Data) -> bytes:
    """The letter from a checked template, or from the shipped one."""
    document = DocxTemplate(template if template is not None else str(DEFAULT))
    # The picture belongs to the opened document.
    document.init_docx()
    code = InlineImage(document, qr_png(data["feedback_url"]), width=Mm(28))
    document.render({**data, "qr": code}, jinja_env=Environment(), autoescape=True)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def check(template: BinaryIO) -> None:
    """Try a template. Raises Refused with what is wrong: unknown fields, faults, forbidden code."""
    check_docx(template, _VOCABULARY)
    try:
        fill(template, _SAMPLE)
    except (TemplateError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise Refused(_("The template cannot be filled: %(fault)s") % {"fault": error}) from None
    finally:
        template.seek(0)
