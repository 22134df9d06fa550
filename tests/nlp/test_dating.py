from __future__ import annotations

from datetime import date

import pytest
from dateline_server.domain.document import DateSource, Document, MediaType, PublicationDate
from dateline_server.nlp.dating import date_document
from dateline_server.nlp.folding import fold
from dateline_server.nlp.language import detect_language
from dateline_server.nlp.reading import read
from dateline_server.nlp.timex.rules import load_timex_rules
from dateline_server.nlp.zoning import split_zones

from ..eval.publication_dates import dated, pages
from ..shared import shared_path

RULES = load_timex_rules()
BODY = (
    "两国外长在东京会面，就半导体供应链交换了意见，双方同意再次会谈。\n"
    "日方表示，愿与对方扩大技术合作，并欢迎企业赴日投资，细节仍在商讨。\n"
)
DAY = date(2021, 3, 5)


def _date(document: Document) -> PublicationDate:
    reading = read(document)
    folded = fold(reading.text)
    sentences = split_zones(reading, folded, detect_language(reading.text))
    return date_document(document, reading, folded, sentences, RULES)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("---\ntitle: 两国外长会面\ndate: 2021-03-05\n---\n" + BODY, DateSource.FRONT_MATTER),
        ("---\nurl: https://example.org/2021/03/05/talks.html\n---\n" + BODY, DateSource.URI),
        (
            "来源：[https://example.org/2021/03/05/talks](https://example.org/2021/03/05/talks)\n\n" + BODY,
            DateSource.URI,
        ),
        (BODY + "[查看原文](https://example.org/2021/03/05/x.shtml)", DateSource.URI),
        ("两国外长会面谈芯片\n2021年03月05日 10:20 来源：某某网\n" + BODY, DateSource.DATELINE),
        ("两国外长会面谈芯片\n发布时间：2021-03-05\n" + BODY, DateSource.DATELINE),
        ("兩國外長會面談晶片\n2021/03/05 09:17\n" + BODY, DateSource.DATELINE),
        (
            "Ministers meet over chips\nBy Jane Example\nPublished March 5, 2021 at 4:10 PM\n" + BODY,
            DateSource.DATELINE,
        ),
        ("新华社东京2021年3月5日电（记者王小明）" + BODY, DateSource.DATELINE),
        ("新华社东京3月5日电 " + BODY + "此前，两国外长于2021年2月27日通话。\n", DateSource.DATELINE),
        (BODY + "记者今天（3月5日）获悉，两国曾于2021年3月1日通话。\n", DateSource.INFERRED),
    ],
)
def test_finds_the_day_and_says_where(text: str, source: DateSource) -> None:
    found = _date(Document("d", text))
    assert (DAY, source) == (found.date, found.source)
    assert found.candidates[0].date == DAY
    assert found.candidates[0].conflict == ""


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        BODY + "© 2021 某某新闻 版权所有\n",
        BODY + "Copyright 2021 Example Ltd.\n",
        "新华社东京3月5日电 " + BODY,
        BODY + "记者今天（3月5日）获悉，双方将签约。\n",
        BODY + "相关新闻\n某公司宣布裁员\n2021-03-05 07:00\n某队夺冠\n2021-03-04 07:00\n",
        BODY + "网友评论\n某甲 2021-03-05\n没有意义。\n",
        "---\nLastmod: 2021-03-05\nfetch_date: 2021-03-06\n---\n" + BODY,
        "双方已于2021年3月5日签约。" + BODY,
        "",
    ],
)
def test_unknown_is_an_answer(text: str) -> None:
    found = _date(Document("d", text))
    assert (found.date, found.source) == (None, None)
    assert all(candidate.conflict for candidate in found.candidates)


def test_a_month_and_day_alone_stay_without_a_year() -> None:
    (candidate,) = _date(Document("d", "新华社东京3月5日电 " + BODY)).candidates
    assert (candidate.year, candidate.month, candidate.day, candidate.date) == (None, 3, 5, None)
    assert candidate.conflict == "the year is unknown"


def test_the_client_is_trusted_most_and_the_others_say_why_they_lost() -> None:
    text = "---\ndate: 2021-03-06\nurl: https://example.org/2021/03/05/x\n---\n" + BODY
    found = _date(Document("d", text, publication_date=DAY))
    assert (found.date, found.source) == (DAY, DateSource.CLIENT)
    assert [c.source for c in found.candidates] == [
        DateSource.CLIENT,
        DateSource.FRONT_MATTER,
        DateSource.URI,
    ]
    assert [c.conflict for c in found.candidates] == [
        "",
        "client is trusted more",
        "the same day as from client",
    ]


def test_the_page_knows_better_than_the_tool_that_clipped_it() -> None:
    stamp = "# 两国外长会面\n某甲发表于 2021年03月05日 18时36分\n"
    text = f"---\ndate: 2021-03-06\nfetch_date: 2021-09-01\n---\n{stamp}{BODY}"
    assert _date(Document("d", text)).date == DAY


def test_when_a_page_was_archived_is_not_when_it_was_published() -> None:
    address = "https://web.archive.org/web/20230101000000/https://example.org/2021/03/05/x"
    assert _date(Document("d", BODY, uri=address)).date == DAY
    assert (
        _date(
            Document("d", BODY, uri="https://web.archive.org/web/20230101000000/https://example.org/x")
        ).date
        is None
    )


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://example.org/n1/2021/0305/c1-2.html", DAY),
        ("https://example.org/t20210305_123.html", DAY),
        ("https://example.org/world/2021/mar/05/talks", DAY),
        ("https://example.org/id/99999999/item", None),
        ("https://example.org/a/2021/13/45", None),
        ("https://example.org/story?id=20210305123456789", None),
    ],
)
def test_an_address_may_have_the_day(address: str, day: date | None) -> None:
    assert day == _date(Document("d", BODY, uri=address)).date


def test_html_metadata_comes_before_what_stands_on_the_page() -> None:
    page = (
        '<html><head><script type="application/ld+json">'
        '{"@type": "NewsArticle", "datePublished": "2021-03-05"}</script>'
        f"</head><body><h1>两国外长会面</h1><p>2021-03-07 10:00</p><p>{BODY}</p></body></html>"
    )
    found = _date(Document("d", page, media_type=MediaType.HTML))
    assert (found.date, found.source) == (DAY, DateSource.METADATA)


def test_a_page_of_wechat_keeps_its_second_of_publication() -> None:
    page = (
        f'<html><body><h1>两国外长会面</h1><em class="rich_media_meta">昨天</em><p>{BODY}</p>'
        '<script>var ct = "1614877200"</script></body></html>'  # 4 March 17:00 UTC
    )
    found = _date(Document("d", page, media_type=MediaType.HTML))
    assert (found.date, found.source) == (DAY, DateSource.METADATA)


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("双方已于2021年3月5日签约。", DAY),
        ("2021年3月，双方签约。", date(2021, 3, 1)),
        ("双方将于2021年3月5日签约。", None),
        ("新规自2021年3月5日起施行。", None),
        ("双方拟在2021年3月签约。", None),
        ("《2021年3月5日公报》共三章。", None),
    ],
)
def test_a_text_is_not_older_than_what_it_tells_as_past(sentence: str, bound: date | None) -> None:
    assert bound == _date(Document("d", BODY + sentence)).not_before


def test_a_bound_after_the_stated_day_is_dropped() -> None:
    found = _date(Document("d", BODY + "双方2021年3月9日签约。", publication_date=DAY))
    assert found.not_before is None


def test_crawled_pages_are_dated_right_or_not_at_all() -> None:
    shared = shared_path("corpora/pages/index.jsonl").parent
    found = [
        (row["published"], dated(document, RULES).date)
        for row, document in pages(shared, address=True, as_text=False)
    ]
    known = [(published, day) for published, day in found if published is not None]
    assert [pair for pair in known if pair[1] is not None and pair[1].isoformat() != pair[0]] == []
    assert sum(day is not None for _, day in known) >= 0.98 * len(known)
