"""Anchoring: what an expression means depends on the text before it, and on nothing after it."""

from __future__ import annotations

from datetime import date

import pytest
from dateline_server.domain.document import PublicationDate
from dateline_server.domain.text import Language, Sentence, Span, Zone
from dateline_server.domain.time import Anchor, EventTime, Extent, Granularity, Timex, TimexType, Unresolved
from dateline_server.nlp.folding import fold
from dateline_server.nlp.timex.engine import find_timexes

from .reading import RULES, read, sentences_of, told


def only(text: str, words: str, published: str | None = "2023-07-04") -> Timex:
    found = [timex for timex in read(text, published) if timex.span.of(text) == words]
    assert len(found) == 1, [timex.span.of(text) for timex in read(text, published)]
    return found[0]


def times_of(text: str, words: str, published: str | None = "2023-07-04") -> list[EventTime]:
    return [t.time for t in read(text, published) if t.time is not None and t.span.of(text) == words]


def time_of(text: str, words: str, published: str | None = "2023-07-04") -> EventTime:
    time = only(text, words, published).time
    assert time is not None
    return time


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("他6月28日抵达东京。当天他会见了首相。", "当天", "2023-06-28"),
        ("他6月28日抵达东京。当晚8时举行宴会。", "当晚8时", "2023-06-28"),
        ("事故发生在6月28日上午。15时40分,道路恢复通行。", "15时40分", "2023-06-28"),
        ("他6月28日抵达东京,次日前往大阪。", "次日", "2023-06-29"),
        ("工厂去年12月停工,2月10日复工。", "2月10日", "2023-02-10"),
        ("工厂去年3月停工,12月复工。", "12月", "2022-12"),
        ("指数创2010年9月以来新高。股价在5月明显下跌。", "5月", "2023-05"),
        ("他6月28日堵路。案件今日开审。控方指当日有人受伤。", "当日", "2023-06-28"),
        ("他6月28日堵路。被告今(4日)否认控罪。", "今(4日)", "2023-07-04"),
        ("他6月28日抵达东京,三天后离开。", "三天后", "2023-07-01"),
        ("公司2012年成立,三年后上市。", "三年后", "2015"),
        ("他2018年5月入职,次月离开。", "次月", "2018-06"),
        ("峰会6月28日开幕,30日闭幕。", "30日", "2023-06-30"),
        ("展览6月28日开幕,2日闭幕。", "2日", "2023-07-02"),
        ("1至5月出口增长,高于去年同期。", "去年同期", "2022-01/2022-05"),
        ("6月28日公司宣布裁员。新厂原定于10月6日开工。同日股价下跌。", "同日", "2023-06-28"),
        ("股东会将于10月6日召开。当天将选举董事。", "当天", "2023-10-06"),
        ("2018年12月1日他被捕。12月11日他获释。", "12月11日", "2018-12-11"),
        ("2019年,公司搬迁,7月3日开业。", "7月3日", "2019-07-03"),
        ("2019年成立的公司7月3日宣布上市。", "7月3日", "2023-07-03"),
        ("政府6月28日公布新规,自次日起生效。商会当天回应。", "当天", "2023-06-28"),
        ("新规6月28日起生效。商会当天回应。", "当天", "2023-06-28"),
        ("他2019年至2021年任职,随后退休。", "随后", "2021-12-31/2022-01-07~"),
        ("去年10月4日立案,原定于今年11月2日前裁定,但可在7月采取措施。", "7月", "2023-07"),
        ("去年2月4日立案,原定于今年11月2日前裁定,但可在9月采取措施。", "9月", "2023-09"),
    ],
)
def test_takes_its_parts_from_the_text_before(text: str, words: str, edtf: str) -> None:
    time = time_of(text, words)
    assert time.edtf == edtf


def test_an_anchor_is_named() -> None:
    text = "他6月28日抵达东京。当天他会见了首相。"
    time = time_of(text, "当天")
    assert time.anchor is Anchor.CONTEXT
    assert time.anchor_span == Span(1, 6)


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("检方今早说,他2016年2月9日凌晨发出号令。\n检方续指,凌晨2时人群散去。", "凌晨2时", "2016-02-09"),
        ("周一公布总统周三将出访,部长同日宣布辞职。", "同日", "2023-07-03"),
        ("总统周三将出访。\n而周三议会继续开会。", "周三", "2023-07-05"),
        ("建军节来临之际,他26日视察部队。", "26日", "2023-06-26"),
        ("会议将于11月17日开幕。\n11月17日开幕的会议有三场。", "11月17日", "2023-11-17"),
        ("自2020年大会后至7月开展教育。", "7月", "2020-07"),
        ("两年前成立的网站(HKN),5月接连收到信。", "5月", "2023-05"),
        ("公司去年签约后,预定10月完成。", "10月", "2023-10"),
        ("1930年代他加税。当年的战争", "当年", "1930/1939"),
        ("上月起禁堂食,晚上没有生意。", "晚上", "2023-07-04"),
        ("他28日抵达,并未如5日般发言,随即离开。", "随即", "2023-06-28"),
        ("前11个月出口增长。", "前11个月", "2022-01/2022-11"),
        ("活动去年9月发起,下月起提名,8月投票。", "8月", "2023-08"),
    ],
)
def test_goes_on_from_the_right_day(text: str, words: str, edtf: str) -> None:
    assert [time.edtf for time in times_of(text, words)][-1] == edtf


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("男子失踪三天后获救。", "三天后"),
        ("警方接到报案后第二天立案。", "第二天"),
        ("2008年出事,一个月后再次发生。", "一个月后"),
        ("21世纪简史是当年的好书。", "当年"),
    ],
)
def test_what_it_counts_from_must_be_told_as_finely(text: str, words: str) -> None:
    assert time_of(text, words).unresolved is Unresolved.NO_ANTECEDENT


@pytest.mark.parametrize(
    ("text", "words", "published", "edtf"),
    [
        ("产品原定于十月六日上市。", "十月六日", "2023-07-04", "2023-10-06"),
        ("项目将于1月5日启动。", "1月5日", "2023-12-20", "2024-01-05"),
        ("项目12月28日启动。", "12月28日", "2024-01-02", "2023-12-28"),
        ("数据将于周五公布。", "周五", "2023-07-04", "2023-07-07"),
        ("数据已于周五公布。", "周五", "2023-07-04", "2023-06-30"),
        ("发言人周一回应有关两国将会谈的报道。", "周一", "2023-07-02", "2023-06-26"),
        ("世行周一预测,今年将增长。", "周一", "2023-07-02", "2023-06-26"),
        ("他说星期六傍晚有人敲门。", "星期六傍晚", "2021-12-24", "2021-12-18"),
        ("案件押后至9月9日再审。", "9月9日", "2023-07-04", "2023-09-09"),
        ("会议原定3月召开,后推迟至5月。", "5月", "2023-09-14", "2023-05"),
        ("会议定于3日举行。", "3日", "2023-06-28", "2023-07-03"),
        ("会议3日举行。", "3日", "2023-07-04", "2023-07-03"),
    ],
)
def test_direction_comes_from_the_text(text: str, words: str, published: str, edtf: str) -> None:
    assert time_of(text, words, published).edtf == edtf


def test_a_dateline_is_the_day_that_the_text_speaks_from() -> None:
    text = "新华社北京7月1日电 记者今天获悉,工厂昨日投产。"
    assert time_of(text, "今天").edtf == "2023-07-01"
    assert time_of(text, "昨日").edtf == "2023-06-30"


def test_a_dateline_long_before_the_publication_is_none() -> None:
    assert time_of("新华社北京3月1日电 记者今天获悉此事。", "今天").edtf == "2023-07-04"


def test_a_quotation_does_not_steal_the_anchor() -> None:
    text = "会议6月28日召开。“我5月1日就知道了。”当天会议结束。"
    folded = fold(text)
    first, second = folded.index("。") + 1, folded.index("”") + 1
    sentences = (
        Sentence(Span(0, first), Zone.BODY, 0),
        Sentence(Span(first, second), Zone.QUOTATION, 0),
        Sentence(Span(second, len(text)), Zone.BODY, 0),
    )
    day = next(timex for timex in read(text, sentences=sentences) if timex.span.of(text) == "当天")
    assert day.time is not None
    assert day.time.edtf == "2023-06-28"


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("“工厂2月4日就停工了。”工会说。复工在7日。", "7日", "2024-03-07"),
        ("他说,谈判有益。”2024年2月,双方同意延长,”发言人7日说,“谈判继续。”", "7日", "2024-03-07"),
        ("她说:“2019年5月我离开了。6月我回来了。”", "6月", "2019-06"),
        ("会议3月8日召开。她说:“我1月5日就知道了。”当天会议结束。", "当天", "2024-03-08"),
        ("展会“将于3月18日开幕”,20日闭幕。", "20日", "2024-03-20"),
    ],
)
def test_what_is_said_in_a_quotation_is_not_taken_up_outside(text: str, words: str, edtf: str) -> None:
    assert time_of(text, words, "2024-03-25").edtf == edtf


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("船长3月1日说:“我们昨天靠岸。”", "昨天", "2024-02-29"),
        ("“我们昨天靠岸,”船长3月1日说。", "昨天", "2024-02-29"),
        ("“本月12日靠岸,”船长2月28日说,“14日离港。”", "本月12日", "2024-02-12"),
        ("船长2019年12月表示,明年将退休。", "明年", "2020"),
        ("2019年12月,船长表示将退休,今年3月他离船。", "今年3月", "2024-03"),
        ("船长昨日表示,今日离港。", "今日", "2024-03-25"),
    ],
)
def test_words_count_from_the_day_on_which_they_were_said(text: str, words: str, edtf: str) -> None:
    assert time_of(text, words, "2024-03-25").edtf == edtf


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("“We docked yesterday,” the captain said on March 1.", "yesterday", "2024-02-29"),
        ("On March 1 the captain said: “We docked yesterday.”", "yesterday", "2024-02-29"),
        ("The captain said in March 2019 that next year he would retire.", "next year", "2020"),
        ("The captain said in March 2019 he would retire, and last year he did.", "last year", "2023"),
        ("The captain said on Monday it would dock tomorrow.", "tomorrow", "2024-03-26"),
    ],
)
def test_english_words_count_from_the_day_of_the_saying_too(text: str, words: str, edtf: str) -> None:
    found = read(text, "2024-03-25", Language.EN)
    assert [t.time.edtf for t in found if t.time and t.span.of(text) == words] == [edtf]


def test_the_day_of_a_saying_is_named_as_the_anchor() -> None:
    time = time_of("船长3月1日说:“我们昨天靠岸。”", "昨天", "2024-03-25")
    assert (time.anchor, time.anchor_span) == (Anchor.CONTEXT, Span(2, 6))
    assert time.anchor_date == date(2024, 3, 1)


def test_by_then_is_the_time_to_come_that_was_named() -> None:
    assert time_of("会议将于10月6日举行。届时选举董事。", "届时").edtf == "2023-10-06"
    assert time_of("会议6月6日举行。届时再议。", "届时").unresolved is Unresolved.NOT_ANCHORED


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("会议昨天举行。", "昨天", "2024-01-31/.."),
        ("会议上周举行。", "上周", "2024-01-22/.."),
        ("会议近日举行。", "近日", "2024-01-18/.."),
        ("会议7月3日举行。", "7月3日", "XXXX-07-03"),
    ],
)
def test_a_bound_of_the_publication_date_bounds_but_does_not_place(text: str, words: str, edtf: str) -> None:
    folded = fold(text)
    bounded = PublicationDate(None, None, not_before=date(2024, 2, 1))
    found = find_timexes(folded, sentences_of(folded), bounded, Language.ZH_HANS, RULES)
    (time,) = [timex.time for timex in found if timex.span.of(text) == words]
    assert time is not None
    assert (time.first, time.edtf) == (None, edtf)


def test_a_caption_anchors_nothing() -> None:
    text = "会议6月28日召开。\n图为5月1日的会场。\n当天会议结束。"
    zones = (Zone.BODY, Zone.CAPTION, Zone.BODY)
    sentences = tuple(
        Sentence(sentence.span, zone, sentence.paragraph)
        for sentence, zone in zip(sentences_of(fold(text)), zones, strict=True)
    )
    day = next(timex for timex in read(text, sentences=sentences) if timex.span.of(text) == "当天")
    assert day.time is not None
    assert day.time.edtf == "2023-06-28"


def test_a_day_named_for_comparison_anchors_nothing() -> None:
    text = "28日的罢工是继5日罢工后的第二次。当天地铁停运。"
    assert time_of(text, "当天").edtf == "2023-06-28"


def test_a_background_day_does_not_steal_the_anchor() -> None:
    text = "展览6月28日开幕。\n该馆1998年3月1日建成。\n当天有三千人参观展览。"
    assert time_of(text, "当天").edtf == "2023-06-28"


@pytest.mark.parametrize(
    ("text", "words", "reason", "edtf"),
    [
        ("会议7月3日举行。", "7月3日", Unresolved.YEAR_UNKNOWN, "XXXX-07-03"),
        ("会议3日举行。", "3日", Unresolved.YEAR_UNKNOWN, "XXXX-XX-03"),
        ("会议昨天举行。", "昨天", Unresolved.NO_PUBLICATION_DATE, ""),
        ("会议上周举行。", "上周", Unresolved.NO_PUBLICATION_DATE, ""),
        ("会议近日举行。", "近日", Unresolved.NO_PUBLICATION_DATE, ""),
        ("会议周五举行。", "周五", Unresolved.NO_PUBLICATION_DATE, ""),
        ("当年会议停办。", "当年", Unresolved.NO_ANTECEDENT, ""),
        ("目前会议停办。", "目前", Unresolved.NOT_ANCHORED, ""),
        ("2023年2月30日", "2023年2月30日", Unresolved.IMPOSSIBLE_DATE, ""),
    ],
)
def test_without_a_publication_date_nothing_is_invented(
    text: str, words: str, reason: Unresolved, edtf: str
) -> None:
    time = time_of(text, words, None)
    assert (time.first, time.last, time.unresolved, time.edtf) == (None, None, reason, edtf)


def test_a_full_date_needs_no_publication_date() -> None:
    assert time_of("2023年7月3日,会议召开。次日闭幕。", "次日", None).edtf == "2023-07-04"


def test_what_was_filled_in_is_said() -> None:
    assert time_of("会议7月3日举行。", "7月3日").imputed == ("year",)
    assert time_of("会议3日举行。", "3日").imputed == ("year", "month")
    assert time_of("会议2023年7月3日举行。", "2023年7月3日").imputed == ()


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("7月3日晚8时30分", "2023-07-03T20:30", TimexType.TIME),
        ("7月3日下午", "2023-07-03TAF", TimexType.TIME),
        ("上周", "2023-W26", TimexType.DATE),
        ("上周末", "2023-W26-WE", TimexType.DATE),
        ("第三季度", "2023-Q3", TimexType.DATE),
        ("2022年下半年", "2022-H2", TimexType.DATE),
        ("80年代", "198", TimexType.DATE),
        ("21世纪", "20", TimexType.DATE),
        ("2022年春季", "2022-SP", TimexType.DATE),
        ("十天", "P10D", TimexType.DURATION),
        ("过去五年", "P5Y", TimexType.DURATION),
        ("每年", "PXY", TimexType.SET),
        ("近日", "PAST_REF", TimexType.DATE),
        ("届时", "FUTURE_REF", TimexType.DATE),
    ],
)
def test_timex3(text: str, value: str, kind: TimexType) -> None:
    (timex,) = read(text)
    assert (timex.value, timex.type) == (value, kind)


def test_extent_tells_somewhere_within_from_throughout() -> None:
    assert time_of("6月30日至7月2日", "6月30日至7月2日").extent is Extent.THROUGHOUT
    assert time_of("上周", "上周").extent is Extent.WITHIN
    assert time_of("过去五年", "过去五年").extent is Extent.THROUGHOUT


@pytest.mark.parametrize(
    ("text", "granularity"),
    [
        ("7月3日", Granularity.DAY),
        ("7月3日晚", Granularity.TIME),
        ("上周", Granularity.WEEK),
        ("6月", Granularity.MONTH),
        ("二季度", Granularity.QUARTER),
        ("2023年春季", Granularity.SEASON),
        ("去年", Granularity.YEAR),
        ("80年代", Granularity.DECADE),
    ],
)
def test_granularity(text: str, granularity: Granularity) -> None:
    assert time_of(text, text).granularity is granularity


@pytest.mark.parametrize(
    "text",
    [
        "利润达9039亿日元", "得分161.9万分", "住在7号楼", "沿5号公路行驶", "耗资400亿美元", "部署5G网络",
        "一架波音737", "营业24小时", "搭载B200芯片", "火势向四周蔓延", "出现险情", "驾驶夏利轿车", "来到长春",
        "第一时间赶到", "公布2025年财政预算案", "依据第161条", "升级至10.2.1版", "比分为10:3", "羊城晚报",
        "成立70周年", "今日头条", "每股3.5元", "修订《2019年外商投资法》",
    ],
)  # fmt: skip
def test_numbers_and_names_that_are_no_dates(text: str) -> None:
    assert told(text) == []


def test_one_of_two() -> None:
    time = time_of("工厂今年底或明年初投产", "今年底或明年初", "2020-06-01")
    assert time.edtf == "[2020-11..2020-12,2021-01..2021-02]"
    assert (str(time.first), str(time.last)) == ("2020-11-01", "2021-02-28")
