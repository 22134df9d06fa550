"""Numbers as Chinese, Arabic digits and the ciphers of years write them."""

from __future__ import annotations

import re

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_TENS = {"廿": 20, "卅": 30}
_NUMERAL = re.compile(r"[0-9]{1,9}|[〇零一二三四五六七八九两十百千万廿卅]{1,12}")


def read_number(text: str) -> int | None:
    """The first number in ``text``: digits, ``二〇二三`` digit by digit, or ``二十三``; else None."""
    found = _NUMERAL.search(text)
    if found is None:
        return None
    numeral = found[0]
    if numeral.isascii():
        return int(numeral)
    if all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    return _sum(numeral)


def _sum(numeral: str) -> int:
    total = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            total += _TENS[character]
        elif character == "万":
            total, digit = (total + digit) * 10_000, 0
        else:
            total, digit = total + (digit or 1) * _UNITS[character], 0
    return total + digit
