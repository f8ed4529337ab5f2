"""Text that people type, and personal columns at rest."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda.kernel import crypto, text
from renda.kernel.errors import Invalid

FORBIDDEN = "\x00\x07\x1b\x7f\u202a\u202e\u2066\u2069\ud800"
plain = st.text().filter(lambda s: not any(char in s for char in FORBIDDEN))


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cf"])))
def test_cleaning_twice_is_cleaning_once(value: str) -> None:
    once = text.clean(value)

    assert text.clean(once) == once
    assert once == once.strip()
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(alphabet="𠮷𡈽㙓龘人大👍🏽é"))
def test_rare_characters_stay_what_they_are(value: str) -> None:
    assert text.clean(value) == unicodedata.normalize("NFC", value)


@pytest.mark.parametrize("char", list(FORBIDDEN))
def test_characters_that_mislead_are_refused_at_the_field(char: str) -> None:
    with pytest.raises(Invalid) as refused:
        text.clean(f"a{char}b", field="title")

    assert list(refused.value.fields) == ["title"]


@given(st.integers(0, 50), st.text(alphabet="人大a𠮷", max_size=60))
def test_the_limit_counts_characters(limit: int, value: str) -> None:
    if len(value) <= limit:
        assert text.clean(value, limit=limit) == value
    else:
        with pytest.raises(Invalid):
            text.clean(value, limit=limit)


@pytest.mark.parametrize("value", ["a\r\nb", "a\rb", "a\nb"])
def test_line_ends_are_even(value: str) -> None:
    assert text.clean(value) == "a\nb"


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_masked_number_hides_its_middle(phone: str) -> None:
    masked = text.mask_phone(phone)

    assert masked == f"{phone[:3]}****{phone[-4:]}"
    assert text.personal_numbers(masked) == []
    assert text.personal_numbers(f"电话{phone}。") == [phone]


def test_personal_numbers_are_found_in_their_order() -> None:
    found = text.personal_numbers("身份证330106199001011234，座机0571-86020000，编号2026058")

    assert found == ["330106199001011234", "0571-86020000"]


@given(plain)
def test_what_is_encrypted_comes_back(value: str) -> None:
    stored = crypto.encrypt(value)

    assert crypto.decrypt(stored) == value
    assert value == "" or len(value) < 4 or value not in stored


@given(st.text(min_size=1, alphabet="人大a1"))
def test_the_same_text_is_never_stored_alike_and_found_alike(value: str) -> None:
    assert crypto.encrypt(value) != crypto.encrypt(value)
    assert crypto.blind_index(value) == crypto.blind_index(value)
    assert value not in crypto.blind_index(value) or len(value) < 3


def test_a_changed_byte_is_noticed() -> None:
    import base64

    from cryptography.exceptions import InvalidTag

    key, _, packed = crypto.encrypt("13900002046").partition(":")
    raw = bytearray(base64.b64decode(packed))
    raw[-1] ^= 1

    with pytest.raises(InvalidTag):
        crypto.decrypt(f"{key}:{base64.b64encode(bytes(raw)).decode()}")


def test_keys_rotate(settings) -> None:
    crypto._keys.cache_clear()
    settings.FIELD_KEYS = ["old key of the installation"]
    stored, index = crypto.encrypt("13900002046"), crypto.blind_index("13900002046")
    crypto._keys.cache_clear()
    settings.FIELD_KEYS = ["new key of the installation", "old key of the installation"]
    try:
        assert crypto.decrypt(stored) == "13900002046"
        assert crypto.encrypt("x").partition(":")[0] != stored.partition(":")[0]
        assert crypto.blind_index("13900002046") == index
        crypto._keys.cache_clear()
        settings.FIELD_KEYS = ["another key altogether"]
        with pytest.raises(LookupError):
            crypto.decrypt(stored)
    finally:
        crypto._keys.cache_clear()
