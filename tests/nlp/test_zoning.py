from __future__ import annotations

import textwrap

import pytest
from dateline_server.domain.document import Document
from dateline_server.domain.text import Sentence, Zone
from dateline_server.nlp.folding import fold
from dateline_server.nlp.language import detect_language
from dateline_server.nlp.reading import read
from dateline_server.nlp.zoning import split_zones

from ..eval.zones_kept import documents, leaks, lost_events, told
from ..shared import shared_path

ARTICLE = (
    "两国外长3月5日在东京会面，就半导体供应链交换了意见。双方同意年内再次会谈。\n"
    "日方表示，愿与对方扩大技术合作，并欢迎企业赴日投资，相关细节仍在商讨。\n"
    "分析人士指出，此次会面为今年秋季的峰会铺平了道路，但双方在补贴问题上仍有分歧。\n"
)
ENGLISH = (
    "The two ministers met in Tokyo on March 5 and discussed the supply of chips for an hour.\n"
    "Japan said it would widen its cooperation and welcomed firms that want to invest there.\n"
    "Analysts said the meeting cleared the way for a summit in autumn, though rifts remain.\n"
)
LAST = "分析人士指出"


def _zones(text: str) -> list[tuple[str, Sentence]]:
    reading = read(Document("d", text))
    sentences = split_zones(reading, fold(reading.text), detect_language(reading.text))
    return [(sentence.span.of(reading.text), sentence) for sentence in sentences]


def _zone_of(text: str, words: str) -> Zone:
    return next(sentence.zone for quote, sentence in _zones(text) if words in quote)


def test_a_plain_article_is_body_sentence_by_sentence() -> None:
    found = _zones(ARTICLE)
    assert {Zone.BODY} == {sentence.zone for _, sentence in found}
    assert [q for q, _ in found[:2]] == [
        "两国外长3月5日在东京会面，就半导体供应链交换了意见。",
        "双方同意年内再次会谈。",
    ]
    assert [sentence.paragraph for _, sentence in found] == [0, 0, 1, 2]


@pytest.mark.parametrize("text", ["两国外长3月5日会面", "Ministers met on March 5", "3月5日，双方签约。"])
def test_a_message_of_one_line_is_body(text: str) -> None:
    assert [(text, Zone.BODY)] == [(quote, sentence.zone) for quote, sentence in _zones(text)]


@pytest.mark.parametrize("text", ["", "\n\n  \n", "\ufeff"])
def test_nothing_has_no_sentences_that_tell(text: str) -> None:
    assert not any(quote.strip("\ufeff") for quote, _ in _zones(text))


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("（资料图）", Zone.CAPTION),
        ("▲两国外长在东京会面。（资料图片）", Zone.CAPTION),
        ("两国外长在东京会面 图自日本外务省推特", Zone.CAPTION),
        ("打开某某新闻 查看更多图片", Zone.ADVERTISEMENT),
        ("請繼續往下閱讀...", Zone.ADVERTISEMENT),
        ("2021-03-05 16:05:28", Zone.BYLINE),
        ("国际中心／王小明报道", Zone.BYLINE),
        ("#半导体 #外交", Zone.NAVIGATION),
        ("延伸閱讀：某公司宣布裁員", Zone.RELATED),
        ("分歧仍存", Zone.NAVIGATION),
        ("### 分歧仍存", Zone.HEADLINE),
        ("#### 双方昨天签署了备忘录，今天发表声明。", Zone.BODY),
        ("圖為會談現場的兩國代表團。美聯社", Zone.CAPTION),
        ("> 双方的合作对两国企业都有好处，应当继续下去。", Zone.QUOTATION),
        ("“双方的合作对两国企业都有好处，应当继续下去。”", Zone.QUOTATION),
        ("会谈持续了一小时。", Zone.BODY),
    ],
)
def test_a_line_amid_the_article(line: str, zone: Zone) -> None:
    first, rest = ARTICLE.split("\n", 1)
    words = line.lstrip("#> ")
    assert zone == _zone_of(f"{first}\n{line}\n{rest}", words)
    assert _zone_of(f"{first}\n{line}\n{rest}", LAST) == Zone.BODY


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("View image in fullscreen", Zone.CAPTION),
        ("The hall before the talks. Photograph: Jane Example/Reuters", Zone.CAPTION),
        ("Sign up to our free daily newsletter", Zone.NAVIGATION),
        ("Advertisement", Zone.NAVIGATION),
        ("Read more: Firm buys a rival for $3 billion", Zone.ADVERTISEMENT),
        ("By Jane Example and John Sample", Zone.BYLINE),
        ("The talks took an hour.", Zone.BODY),
    ],
)
def test_an_english_line_amid_the_article(line: str, zone: Zone) -> None:
    first, rest = ENGLISH.split("\n", 1)
    assert zone == _zone_of(f"{first}\n{line}\n{rest}", line)


@pytest.mark.parametrize(
    ("tail", "words", "zone"),
    [
        ("相关新闻\n- 某公司7月3日宣布裁员\n- 某地发生地震\n", "宣布裁员", Zone.RELATED),
        ("網友評論\n甲：這次會談沒有用，明天就會反悔。\n", "明天就會反悔", Zone.COMMENT),
        (
            "### 某论坛用户 **甲** 评论于 2021-03-06\n\n昨天的会谈没有用，双方明天就会反悔的。\n",
            "双方明天",
            Zone.COMMENT,
        ),
        ("推 someone: 這次會談沒有用，明天就會反悔。 03/05 12:30\n", "明天就會反悔", Zone.COMMENT),
        ("某乙 发表于 2021-3-6 08:05:09\n会谈没有用，昨天就该签约了。\n", "昨天就该", Zone.COMMENT),
        ("责任编辑：李四\n昨日热点：某队夺冠，球迷欢庆。\n", "某队夺冠", Zone.BYLINE),
        ("© 2021 某某新闻 版权所有\n", "©", Zone.BYLINE),
        ("某公司7月3日宣布裁员三千人\n某队昨晚夺得冠军奖杯\n", "宣布裁员", Zone.RELATED),
        ("本文系某某网独家稿件，未经授权，不得转载。\n", "独家稿件", Zone.BYLINE),
        (
            "博客 | 王小明\n\n王小明曾任大学讲师，2015年出版小说，现为专栏作家。\n",
            "出版小说",
            Zone.BOILERPLATE,
        ),
    ],
)
def test_what_follows_the_article_tells_nothing(tail: str, words: str, zone: Zone) -> None:
    assert zone == _zone_of(ARTICLE + tail, words)
    assert _zone_of(ARTICLE + tail, LAST) == Zone.BODY


@pytest.mark.parametrize("heading", ["Most viewed", "Related articles", "More from Example News"])
def test_lists_below_an_english_article_tell_nothing(heading: str) -> None:
    assert _zone_of(f"{ENGLISH}{heading}\nMinister resigns over deal\n", "resigns") == Zone.RELATED


def test_a_page_dump_is_cut_down_to_headline_and_article() -> None:
    menu = "首頁\n國際\n財經\n體育\n娛樂\n科技\n影音\n生活\n"
    news = "".join(f"某地第{n}次選舉結果今日公布\n2021/03/0{n} 07:00\n" for n in range(1, 8))
    above = f"兩國外長會面談晶片 - 國際 - 某某新聞網\n{menu * 3}兩國外長會面談晶片\n2021/03/05 09:17\n"
    page = above + ARTICLE + news + menu
    found = _zones(page)
    told = [quote for quote, sentence in found if sentence.zone.tells_events]
    assert told[:2] == ["兩國外長會面談晶片"] * 2
    assert "".join(told[2:]) == ARTICLE.replace("\n", "")


def test_an_english_page_dump_is_cut_down_to_headline_and_article() -> None:
    menu = "News\nOpinion\nSport\nCulture\nView all News\nWorld news\nTV & radio\n"
    above = f"Ministers meet to talk chips | World | Example\n{menu * 4}Ministers meet to talk chips\n"
    page = above + ENGLISH + menu * 2
    told = [quote for quote, sentence in _zones(page) if sentence.zone.tells_events]
    assert told[:2] == ["Ministers meet to talk chips"] * 2
    assert " ".join(told[2:]) == ENGLISH.strip().replace("\n", " ")


def test_the_title_of_the_document_tells_the_headline_in_its_text() -> None:
    text = f"国际\n芯片：两国外长会面\n某某网\n{ARTICLE}"
    reading = read(Document("d", text, title="芯片：兩國外長會面"))
    sentences = split_zones(reading, fold(reading.text), detect_language(reading.text))
    headlines = [s.span.of(text) for s in sentences if s.zone is Zone.HEADLINE]
    assert headlines == ["芯片：两国外长会面"]


def test_front_matter_is_no_sentence_of_the_article() -> None:
    found = _zones(
        f'---\ntitle: "两国外长会面谈芯片"\ndate: 2021-03-05\n---\n\n# 两国外长会面谈芯片\n\n{ARTICLE}'
    )
    assert [sentence.zone for _, sentence in found[:3]] == [Zone.FRONT_MATTER, Zone.HEADLINE, Zone.BODY]
    assert found[1][0] == "两国外长会面谈芯片"


def test_the_headline_is_one_wherever_it_stands_above_and_none_below() -> None:
    text = f"两国外长会面谈芯片-某某新闻网\n两国外长会面谈芯片\n{ARTICLE}相关新闻\n- 两国外长会面谈芯片\n"
    zones = [sentence.zone for quote, sentence in _zones(text) if quote == "两国外长会面谈芯片"]
    assert zones == [Zone.HEADLINE, Zone.HEADLINE, Zone.RELATED]


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("【某某网 王小明】两国外长会面，双方签署协议。", "【某某网 王小明】"),
        ("两国外长会面，双方签署协议。（来源：某某财经）", "（来源：某某财经）"),
        ("两国外长会面，双方签署协议。（記者王小明、李四）", "（記者王小明、李四）"),
        ("两国外长会面，双方签署协议。[阅读原文]", "[阅读原文]"),
    ],
)
def test_bylines_are_cut_out_of_a_paragraph(line: str, cut: str) -> None:
    found = dict(_zones(line))
    assert found["两国外长会面，双方签署协议。"].zone == Zone.BODY
    assert found[cut].zone == Zone.BYLINE


def test_a_dateline_stays_with_its_sentence_and_alone_is_one() -> None:
    assert [s.zone for _, s in _zones("新华社东京3月5日电（记者王小明）两国外长5日在东京会面。")] == [
        Zone.BODY
    ]
    assert _zone_of("新华社东京3月5日电\n" + ARTICLE, "3月5日电") == Zone.DATELINE


def test_lines_broken_at_a_margin_are_one_paragraph() -> None:
    wrapped = textwrap.fill(ENGLISH.replace("\n", " "), 60)
    found = [quote.replace("\n", " ") for quote, _ in _zones(wrapped)]
    assert ENGLISH.strip().split("\n") == found


def test_the_head_of_the_first_post_is_the_byline_of_the_article() -> None:
    text = f"两国外长会面谈芯片\n某甲 发表于 2021-3-5 08:05:09\n{ARTICLE}"
    assert _zone_of(text, "某甲") == Zone.BYLINE
    assert _zone_of(text, LAST) == Zone.BODY


def test_every_sentence_names_its_rule() -> None:
    assert all(sentence.reason for _, sentence in _zones("首页\n" + ARTICLE + "相关新闻\n- 某公司裁员\n"))


@pytest.mark.parametrize(
    "tail", ["相关新闻\n- 某公司裁员\n- 某队夺冠\n", "网友评论\n昨天就该签约了，拖到今天没有意义。\n"]
)
def test_what_is_added_below_changes_nothing_above(tail: str) -> None:
    before = _zones(ARTICLE)
    assert before == _zones(ARTICLE + tail)[: len(before)]


def test_annotated_events_are_told_and_boilerplate_is_not() -> None:
    shared = shared_path("gold/dev.gold.jsonl").parents[1]
    required = lost = never = leaked = 0
    for row, text in documents(shared):
        kept = told(text)
        required += sum(not event.get("optional") for event in row["events"])
        never += len(row.get("never", []))
        lost += len(lost_events(row, text, kept))
        leaked += len(leaks(row, text, kept))
    assert lost <= 0.01 * required
    assert leaked <= 0.01 * never + 1
