"""Official letters and paper forms: what they say, and how they become docx and PDF.

``content`` gathers what a letter says, ``docx`` and ``pdf`` typeset it, ``making`` keeps the files,
``block`` is what the page of a suggestion shows of them, ``views`` are its doors. The ``*.typ``
files and ``reply.docx`` are the forms themselves (made by ``tools/letter_template.py``).
"""
