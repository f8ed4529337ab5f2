"""Phone and identity numbers are found however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda.kernel.text import personal_numbers

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
GAPS = st.sampled_from(["", "", " ", "-", "—", "　", "\u200b", ".", " - "])
PHONES = st.builds(
    lambda head, rest: head + rest,
    st.sampled_from(["13", "15", "17", "18", "19"]),
    st.text("0123456789", min_size=9, max_size=9),
)


@st.composite
def ids(draw: st.DrawFn) -> str:
    area = draw(st.integers(110000, 659999))
    born = draw(st.dates())
    year = 1900 + born.year % 130
    return f"{area}{year}{born:%m%d}{draw(st.integers(100, 999))}{draw(st.sampled_from('0X9x'))}"


@st.composite
def written(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> str:
    number = draw(numbers)
    shaped = number.translate(draw(st.sampled_from([{}, FULL_WIDTH, CHINESE])))
    return "".join(letter + draw(GAPS) for letter in shaped[:-1]) + shaped[-1]


@given(written(PHONES | ids()), st.text("请联系电话,。\n", max_size=9))
def test_a_number_is_found_in_any_writing(number: str, around: str) -> None:
    assert personal_numbers(f"{around}{number}{around}") == [number]


@given(st.text(alphabet=st.characters(exclude_categories=["Nd", "No", "Cs"]), max_size=200))
def test_text_without_digits_holds_none(text: str) -> None:
    plain = text.translate(dict.fromkeys(map(ord, "〇零一二三四五六七八九幺"), "字"))

    assert personal_numbers(plain) == []


@pytest.mark.parametrize(
    "text",
    ["2026年投入1200万元,共26个站台", "〔2026〕12号", "2026-06-12至2026-09-30", "一二三四五六"],
)
def test_ordinary_numbers_are_left_alone(text: str) -> None:
    assert personal_numbers(text) == []


@pytest.mark.parametrize("text", ["010-66554433", "（0571）8766 5544", "110108800612123"])
def test_landlines_and_old_identity_numbers_are_found(text: str) -> None:
    assert len(personal_numbers(text)) == 1
