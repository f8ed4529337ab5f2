"""Cleaning of what people type. Rare characters beyond the BMP are kept as they are."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from renda.kernel.errors import Invalid

# Control characters but tab and line feed, lone surrogates, and the direction overrides that
# make a file name or a sentence read otherwise than it is stored.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
# What people put between digits: blanks of every width, dashes, dots, brackets, and characters
# that are not seen at all.
_GAP = "[\\s\\-‐‑‒–—―−._·•/()（）\u200b\u200c\u200d\u2060\ufeff]{0,3}"
_BIRTH = rf"(?:0{_GAP}[1-9]|1{_GAP}[0-2]){_GAP}(?:[0-2]{_GAP}\d|3{_GAP}[01])"
_CENTURY = rf"(?:1{_GAP}9|2{_GAP}0)"
_ORDER = rf"(?:{_GAP}\d){{3}}"
_NUMBERS = tuple(
    re.compile(rf"(?<!\d){pattern}(?!\d)")
    for pattern in (
        # Mobile, landline with its area code, identity card of 18 and of 15 places.
        rf"1{_GAP}[3-9](?:{_GAP}\d){{9}}",
        rf"0{_GAP}[1-9](?:{_GAP}\d){{8,10}}",
        rf"[1-9](?:{_GAP}\d){{5}}{_GAP}{_CENTURY}(?:{_GAP}\d){{2}}{_GAP}{_BIRTH}{_ORDER}{_GAP}[\dXx]",
        rf"[1-9](?:{_GAP}\d){{5}}(?:{_GAP}\d){{2}}{_GAP}{_BIRTH}{_ORDER}",
    )
)
_CHINESE = str.maketrans("〇零一二三四五六七八九幺", "0012345678" + "91")


def clean(value: str, *, field: str = "", limit: int | None = None) -> str:
    """``value`` in NFC with even line ends and no outer blanks.

    Raises Invalid at ``field`` for NUL, control and override characters, or beyond ``limit``
    characters (code points).
    """
    if _REFUSED.search(value):
        text = _("The text holds characters that cannot be stored. Please type it again.")
        raise Invalid(text, fields={field: text} if field else None)
    cleaned = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if limit is not None and len(cleaned) > limit:
        text = _("Please shorten the text to %(limit)d characters; it has %(size)d.") % {
            "limit": limit,
            "size": len(cleaned),
        }
        raise Invalid(text, fields={field: text} if field else None)
    return cleaned


def mask_phone(phone: str) -> str:
    """``139****2046`` for a mobile number, the last two digits for anything else."""
    if len(phone) == 11 and phone.isdigit():
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * max(len(phone) - 2, 0) + phone[-2:]


def personal_numbers(text: str) -> list[str]:
    """Phone and identity-card numbers found in ``text``, in order, as they are written there.

    Also those in full-width or Chinese digits, and with blanks, dashes or unseen characters
    between the digits.
    """
    plain = "".join(_narrow(letter) for letter in text)
    found = {
        match.span()
        for reading in (plain, plain.translate(_CHINESE))
        for pattern in _NUMBERS
        for match in pattern.finditer(reading)
    }
    widest = [
        (start, end)
        for start, end in sorted(found)
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in found)
    ]
    return [text[start:end] for start, end in widest]


def refuse_personal_numbers(text: str, *, field: str) -> None:
    """Raise Invalid at ``field`` when the public would read somebody's number in ``text``."""
    found = personal_numbers(text)
    if found:
        numbers = "、".join(mask_phone(number) for number in found)
        message = _("Please have these numbers removed first: %(numbers)s") % {"numbers": numbers}
        raise Invalid(message, fields={field: message})


def _narrow(letter: str) -> str:
    # One for one, so that places in the reading are places in the text.
    narrow = unicodedata.normalize("NFKC", letter)
    return narrow if len(narrow) == 1 else letter
