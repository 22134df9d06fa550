from __future__ import annotations

from datetime import date

import pytest
from dateline_server.domain.actor import ActorMention, ActorType
from dateline_server.domain.document import DateSource, Document, FieldAnalysis, MediaType
from dateline_server.domain.event import Argument, EventMention, Factuality, Field, Role
from dateline_server.domain.text import Sentence, Span, Zone
from dateline_server.domain.time import Anchor, EventTime, Granularity, Timex, TimexType
from dateline_server.errors import InvalidInput
from dateline_server.nlp.html import MAX_DEPTH, MAX_SOURCE
from dateline_server.nlp.reading import Reading, read

PARAGRAPHS = [
    "两国外长3月5日在东京会面，就半导体供应链交换了意见，双方同意年内再次会谈，并签署备忘录。",
    "日方表示，愿与对方扩大技术合作，并欢迎企业赴日投资，相关细节仍在商讨，预计下月公布结果。",
    "分析人士指出，此次会面为今年秋季的峰会铺平了道路，但双方在补贴问题上仍有分歧，需要时间。",
]
PAGE = f"""<!DOCTYPE html><html><head><title>两国外长会面 &amp; 签约</title>
<meta property="article:published_time" content="2021-03-05T09:17:00+08:00">
<script>var hidden = "2019-01-01 <p>不可见</p>";</script><style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/a">首页</a></li><li><a href="/b">国际</a></li></ul></nav>
<article><h1>两国外长会面 &amp; 签约</h1>
{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}
<figure><img src="x.jpg"><figcaption>会谈现场</figcaption></figure></article>
<footer>版权所有 &copy; 2021</footer></body></html>"""


def _html(text: str) -> Reading:
    return read(Document("d", text, media_type=MediaType.HTML))


def _sources(reading: Reading, source: str) -> list[str]:
    """What stands in the source for each code point of the reading."""
    return [reading.span_in_source(Span(i, i + 1)).of(source) for i in range(len(reading.text))]


@pytest.mark.parametrize(
    "text", ["", "两国外长3月5日会面。\r\n\r\n双方签约。", "a * b < c & d", "\ud800\x00 3月5日"]
)
def test_plain_text_without_markup_is_read_as_it_stands(text: str) -> None:
    assert Reading(text) == read(Document("d", text))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('他在[声明](https://example.org/a_(b)?c=1 "title")中否认。', "他在声明中否认。"),
        ("双方**周一**签约，*不再*谈判。", "双方周一签约，不再谈判。"),
        ("签约。\n![现场](a.jpg)\n完。", "签约。\n\n完。"),
        ("[![图](a.png)](b.html)会谈。", "会谈。"),
        ("见<https://example.org/a>。", "见。"),
        ("AT&amp;T 与 R&D&nbsp;部门<br>会谈<b>结束</b>", "AT&T 与 R&D 部门\n会谈结束"),
        ("估值 3 * 4 * 5，A_B_C，x<3 且 y>2", "估值 3 * 4 * 5，A_B_C，x<3 且 y>2"),
    ],
)
def test_inline_markup_is_left_out(source: str, text: str) -> None:
    reading = read(Document("d", source, media_type=MediaType.MARKDOWN))
    assert text == reading.text
    if reading.offsets is not None:
        assert len(text) + 1 == len(reading.offsets)


def test_lines_of_links_and_captions_are_cut() -> None:
    links = "* [首页](/a)\n* [国际](/b) | [财经](/c)\n"
    source = links + "<figcaption>会谈现场</figcaption>\n[声明](/d)说，会谈结束。\n"
    reading = read(Document("d", source))
    assert [span.of(reading.text).strip() for span in reading.cut] == ["* 首页", "* 国际 | 财经", "会谈现场"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("date: 2021-03-05T00:00:00.000Z", date(2021, 3, 5)),
        ('published: "March 5, 2021"', date(2021, 3, 5)),
        ("日期：2021年3月5日", date(2021, 3, 5)),
        ("Lastmod: 2021-03-05", None),
        ("fetch_date: 2021-03-05", None),
        ("date: 2021-13-45", None),
        ("date: soon", None),
    ],
)
def test_front_matter_states_the_publication_date(line: str, day: date | None) -> None:
    reading = read(Document("d", f"---\ntitle: x\n{line}\n---\n正文。"))
    assert ([day] if day else []) == [candidate.date for candidate in reading.candidates]
    assert all(candidate.source is DateSource.FRONT_MATTER for candidate in reading.candidates)
    assert reading.text[reading.front_matter :] == "正文。"


def test_front_matter_may_be_toml() -> None:
    reading = read(Document("d", '+++\ntitle = "x"\ndate = 2021-03-05T08:00:00Z\n+++\n正文。'))
    assert [candidate.date for candidate in reading.candidates] == [date(2021, 3, 5)]
    assert reading.text[reading.front_matter :] == "正文。"


def test_html_is_known_without_being_told() -> None:
    first = " <p>\n  Ministers\n  met in <b> Tokyo </b> today.\n </p>\n"
    page = f"---\ntitle: x\n---\n<div>\n{first} <p>\n  They signed.\n </p>\n</div>\n"
    reading = read(Document("d", page))
    lines = [line for line in reading.text.splitlines()[3:] if line.strip()]
    assert lines == ["Ministers met in  Tokyo  today.", "They signed."]


def test_a_few_tags_do_not_make_a_text_html() -> None:
    picture = '<p align="center">图</p>\n'
    text = f"{picture}第一段。\n\n第二段。\n\n第三段。\n\n第四段。\n{picture}第五段。\n第六段。"
    assert "第三段。\n\n第四段。" in read(Document("d", text)).text


def test_html_is_read_as_a_person_would() -> None:
    reading = _html(PAGE)
    lines = [line.strip() for line in reading.text.splitlines() if line.strip()]
    assert ["两国外长会面 & 签约", "首页", "国际", "两国外长会面 & 签约", *PARAGRAPHS, "会谈现场"] == lines[
        :-1
    ]
    assert "不可见" not in reading.text
    assert "color" not in reading.text


def test_html_knows_what_is_not_the_article() -> None:
    reading = _html(PAGE)
    cut = "".join(span.of(reading.text) for span in reading.cut)
    assert all(words in cut for words in ("首页", "国际", "会谈现场", "版权所有"))
    assert not any(text in cut for text in PARAGRAPHS)


def test_every_character_of_html_leads_back_to_its_source() -> None:
    reading = _html(PAGE)
    for character, source in zip(reading.text, _sources(reading, PAGE), strict=True):
        assert character == source or character in " \n&©"
    start = reading.text.index("& 签约")
    assert reading.span_in_source(Span(start, start + 4)).of(PAGE) == "&amp; 签约"


def test_html_states_its_date_in_the_metadata() -> None:
    assert [(date(2021, 3, 5), DateSource.METADATA)] == list(
        dict.fromkeys((candidate.date, candidate.source) for candidate in _html(PAGE).candidates)
    )


def test_a_copyright_year_is_no_date() -> None:
    page = f"<html><body><p>{PARAGRAPHS[0]}</p><footer>Copyright 2021</footer></body></html>"
    assert _html(page).candidates == ()


@pytest.mark.parametrize(
    "page",
    ["<div>" * (MAX_DEPTH + 1), "x" * (MAX_SOURCE + 1)],
    ids=["deep", "long"],
)
def test_html_bombs_are_refused(page: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        _html(page)
    assert caught.value.field == "document.text"


@pytest.mark.parametrize(
    "page", ["<", "<p", "</", "<!--", "<p a='", "<script>", "&#99999999;", "<p>x</p>" * 3000, "\x00<p>"]
)
def test_broken_html_is_survived(page: str) -> None:
    reading = _html(page)
    assert reading.offsets is None or len(reading.text) + 1 == len(reading.offsets)


def test_every_span_of_an_analysis_is_carried_back() -> None:
    source = "甲[乙](u)丙<b>丁</b>戊"
    reading = read(Document("d", source))
    assert reading.text == "甲乙丙丁戊"
    whole, second, fourth = Span(0, 5), Span(1, 2), Span(3, 4)
    time = EventTime(
        date(2021, 3, 5), date(2021, 3, 5), Granularity.DAY, anchor=Anchor.CONTEXT, anchor_span=second
    )
    timex = Timex(fourth, TimexType.DATE, "2021-03-05", time, "rule")
    mention = EventMention(
        Field.TEXT,
        whole,
        second,
        "other",
        (Argument(Role.AGENT, fourth, "a"),),
        timex,
        time,
        Factuality.ASSERTED,
        1,
        "",
    )
    actor = ActorMention(fourth, "a", ActorType.PERSON, antecedent=second)
    found = reading.to_source(FieldAnalysis((Sentence(whole, Zone.BODY, 0),), (timex,), (actor,), (mention,)))
    b, d = Span(2, 3), Span(11, 12)
    assert (b.of(source), d.of(source)) == ("乙", "丁")
    assert source == found.sentences[0].span.of(source)
    assert (d, b) == (found.timexes[0].span, found.timexes[0].time.anchor_span)  # type: ignore[union-attr]
    assert (d, b) == (found.actor_mentions[0].span, found.actor_mentions[0].antecedent)
    event = found.mentions[0]
    assert (Span(0, len(source)), b, d) == (event.sentence, event.trigger, event.arguments[0].span)
    assert (d, b, b) == (event.timex.span, event.timex.time.anchor_span, event.time.anchor_span)  # type: ignore[union-attr]
