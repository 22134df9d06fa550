"""Spans in bytes and UTF-16 units point to the same words."""

from __future__ import annotations

from dateline.offsets import to_utf8, to_utf16
from dateline.v1.time_pb2 import TextSpan
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(st.characters(codec="utf-8")), st.data())
def test_the_words_are_the_same_in_every_unit(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = TextSpan(start_offset=start, end_offset=end)

    first, last = to_utf8(span, text)
    assert text.encode()[first:last].decode() == text[start:end]
    first, last = to_utf16(span, text)
    assert text.encode("utf-16-le")[2 * first : 2 * last].decode("utf-16-le") == text[start:end]
