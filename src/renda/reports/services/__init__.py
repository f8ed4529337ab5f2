"""Writes of reports: asking for a document, making it, publishing it; templates of offices."""

from renda.reports.services.making import JOB, ask, ask_dossier, make
from renda.reports.services.publishing import publish, unpublish
from renda.reports.services.templates import drop_template, replace_template

__all__ = [
    "JOB",
    "ask",
    "ask_dossier",
    "drop_template",
    "make",
    "publish",
    "replace_template",
    "unpublish",
]
