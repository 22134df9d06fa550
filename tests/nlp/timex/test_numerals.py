"""Numbers in Chinese and Arabic writing."""

from __future__ import annotations

import pytest
from dateline_server.nlp.timex.numerals import read_number
from hypothesis import given
from hypothesis import strategies as st

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7), ("07", 7), ("二〇二三", 2023), ("一九九八", 1998), ("十", 10), ("十二", 12), ("二十", 20),
        ("三十一", 31), ("廿三", 23), ("卅", 30), ("两", 2), ("一百一十二", 112), ("两千零五", 2005),
        ("初五", 5), ("12日", 12), ("3rd", 3), ("半", None), ("", None),
    ],
)  # fmt: skip
def test_read_number(text: str, number: int | None) -> None:
    assert read_number(text) == number


@given(st.integers(0, 99))
def test_every_number_below_a_hundred(number: int) -> None:
    tens, ones = divmod(number, 10)
    last = DIGITS[ones] if ones else ""
    written = DIGITS[ones] if not tens else f"{'' if tens == 1 else DIGITS[tens]}十{last}"
    assert read_number(written) == number


@given(st.integers(1000, 2999))
def test_years_digit_by_digit(year: int) -> None:
    assert read_number("".join(DIGITS[int(digit)] for digit in str(year))) == year
