from __future__ import annotations

import contextlib
from itertools import pairwise

import pytest
from dateline_server.domain.document import Document, MediaType
from dateline_server.errors import InvalidInput
from dateline_server.nlp.folding import fold
from dateline_server.nlp.language import detect_language
from dateline_server.nlp.reading import Reading, read
from dateline_server.nlp.zoning import split_zones
from hypothesis import given, settings
from hypothesis import strategies as st

ANY_CHARACTER = st.characters(exclude_categories=())
PIECES = [
    "两国外长3月5日在东京会面，就供应链交换意见。",
    "The ministers met on March 5, officials said.",
    "相关新闻",
    "网友评论",
    "---\n",
    "title: 两国",
    "# 两国外长会面",
    "- 首页",
    "2021-03-05 07:00",
    "[首页](/a)",
    "**",
    "*",
    "<p>",
    "</p>",
    "<b",
    "&amp;",
    "![",
    "](",
    "“",
    "”",
    "(",
    ")",
    "。",
    "!",
    "...",
    " ",
    "\n",
    "\r\n",
    "\n\n",
    "\u2028",
    "（来源：",
    "）",
    "责任编辑：",
    "\ufeff",
    ">",
    "|",
    "U.S. ",
    "http://a.b/2021/03/05/",
]
UNITS = [
    "两国外长3月5日会面，",
    "会谈结束。",
    "“会谈！”",
    "首页\n",
    "某公司宣布裁员，某队夺冠\n",
    "U.S. ",
    "a",
    "[",
    "[a](",
    "![",
    "**",
    "*a",
    "<a ",
    "<p ",
    "<script>",
    "<li>",
    "<div>x</div>",
    "<!--",
    "</",
    "&",
    "(",
    "（来源：",
    "【",
    "2021-03-05 ",
    "title: a\n",
    "# a\n",
    "> ",
    "|",
    "\n",
    " ",
    "Jane Example ",
    "时间：",
    "编辑/",
    "图",
    "a'",
    '<a b="',
    "http://",
    "\u3000",
    "...",
    "。”",
    "1",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(ANY_CHARACTER, max_size=8)), max_size=40).map(
    "".join
)


def _check(reading: Reading) -> None:
    folded = fold(reading.text)
    sentences = split_zones(reading, folded, detect_language(reading.text))
    spans = [sentence.span for sentence in sentences]
    assert all(0 <= span.start < span.end <= len(reading.text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(sentence.reason for sentence in sentences)
    paragraphs = [sentence.paragraph for sentence in sentences]
    assert paragraphs == sorted(paragraphs)


@given(TEXTS)
@settings(deadline=None)
def test_any_text_is_split_into_sentences_in_order(text: str) -> None:
    _check(read(Document("d", text)))


@given(TEXTS)
@settings(deadline=None)
def test_any_html_is_read_or_refused(text: str) -> None:
    try:
        reading = read(Document("d", text, media_type=MediaType.HTML))
    except InvalidInput:
        return
    _check(reading)


@given(TEXTS)
@settings(deadline=None)
def test_offsets_lead_into_the_source_in_order(text: str) -> None:
    reading = read(Document("d", text))
    starts = reading.offsets or range(len(text) + 1)
    assert len(reading.text) + 1 == len(starts)
    assert all(0 <= left <= right <= len(text) for left, right in pairwise(starts))


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("media_type", [MediaType.PLAIN, MediaType.HTML])
def test_long_monotony_is_read_in_time_that_grows_with_its_length(unit: str, media_type: MediaType) -> None:
    """Two hundred thousand characters take a second or two, and hours where time grows with the square."""
    with contextlib.suppress(InvalidInput):
        _check(read(Document("d", unit * (200_000 // len(unit)), media_type=media_type)))
