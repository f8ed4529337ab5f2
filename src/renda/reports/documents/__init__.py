"""Documents: what they say, once, and how that becomes Word, PDF and Excel.

``content`` gathers the data, ``wording`` words it as blocks (headings, paragraphs, tables: see
``blocks``), ``docx``, ``pdf`` and ``xlsx`` set the same blocks, ``samples`` are templates to begin
from, ``dossier`` gathers one matter's
papers.
"""
