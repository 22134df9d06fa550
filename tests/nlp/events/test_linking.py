"""Which date dates which trigger."""

from datetime import date

import pytest
from dateline_server.domain.text import Span
from dateline_server.domain.time import EventTime, Granularity, Timex, TimexType, Unresolved
from dateline_server.nlp.events.candidates import find_candidates
from dateline_server.nlp.events.date_use import is_present
from dateline_server.nlp.events.lexicon import ChineseLexicon
from dateline_server.nlp.events.linking import Carried, Linker

from .tagged import day, sentence

FIRST, SECOND = day(2024, 3, 1), day(2024, 5, 6)
FIRST_DAY = "2024-03-01"
YEAR = EventTime(date(2023, 1, 1), date(2023, 12, 31), Granularity.YEAR, edtf="2023")


def dates(
    lexicon: ChineseLexicon, tagged: str, *times: EventTime, carried: Carried | None = None
) -> dict[str, str]:
    """The EDTF of each candidate's date, empty without one."""
    view = sentence(tagged, *times)
    candidates = find_candidates(view, lexicon)
    links = Linker(view, lexicon, carried).links(candidates)
    return {
        candidate.form: link.timex.value if link else ""
        for candidate, link in zip(candidates, links, strict=True)
    }


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("公司/n 3月1日/TIME 收购/v 对手/n", {"收购": "2024-03-01"}),
        ("公司/n 3月1日/TIME 宣布/v ,/w 5月6日/TIME 举行/v", {"宣布": "2024-03-01", "举行": "2024-05-06"}),
        ("3月1日/TIME ,/w 公司/n 收购/v 对手/n", {"收购": "2024-03-01"}),
        ("公司/n 推迟/v 至/p 3月1日/TIME", {"推迟": "2024-03-01"}),
        ("3月1日/TIME ,/w 公司/n 推迟/v 至/p 5月6日/TIME", {"推迟": "2024-05-06"}),
        ("任务/n 由/p 3月1日/TIME 延/v 至/v 5月6日/TIME", {"延至": "2024-05-06"}),
        (
            "他/r 3月1日/TIME 说/v ,/w “/w 为/p 家人/n 的/u 安全/an 着想/v ”/w ,/w 宣布/v 退选/v",
            {"说": "2024-03-01", "着想": "", "宣布": "2024-03-01", "退选": "2024-03-01"},
        ),
        ("3月1日/TIME ,/w 大战/n 刚刚/TIME 开打/v", {"开打": "2024-03-01"}),
        ("工厂/n 原定/v 于/p 3月1日/TIME 开工/v ,/w 因/p 缺电/n 推迟/v", {"开工": FIRST_DAY, "推迟": ""}),
        ("控方/n 指/v 他/r 于/p 3月1日/TIME", {"指": ""}),
        ("与/p 3月1日/TIME 比较/v ,/w 股价/n 下跌/v", {"比较": "", "下跌": ""}),
        ("3月1日/TIME 收购/v 对手/n ,/w 用来/p 生产/v", {"收购": "2024-03-01", "生产": ""}),
        ("3月1日/TIME 收购/v 对手/n ,/w 以/p 扩大/v 规模/n", {"收购": "2024-03-01", "扩大": ""}),
        ("3月1日/TIME ,/w 以/p 支付/v 现金/n 的/u 方式/n 收购/v", {"支付": FIRST_DAY, "收购": FIRST_DAY}),
        ("3月1日/TIME 收购/v 对手/n ,/w 如果/c 失败/v", {"收购": "2024-03-01", "失败": ""}),
        ("官员/n 3月1日/TIME 开会/v ,/w 汇报/v 灾情/n", {"开会": "2024-03-01", "汇报": "2024-03-01"}),
        ("据/p 通讯社/ORG 3月1日/TIME 报道/v ,/w 公司/n 破产/v", {"报道": "2024-03-01", "破产": ""}),
        ("3月1日/TIME 公司/n 破产/v ,/w 此前/t 工厂/n 停产/v", {"破产": "2024-03-01", "停产": ""}),
        ("3月1日/TIME 、/w 5月6日/TIME 公司/n 停产/v", {"停产": "2024-03-01"}),
        ("公司/n 收购/v 对手/n", {"收购": ""}),
        ("3月1日/TIME 公司/n 停产/v ,/w 市场/n 传出/v", {"停产": "2024-03-01", "传出": ""}),
        ("3月1日/TIME ,/w 市场/n 传出/v", {"传出": "2024-03-01"}),
        ("专栏/n 逢/p 周三/TIME 更新/v", {"更新": ""}),
        (
            "他/r 3月1日/TIME 称/v ,/w 已/d 停产/v ,/w 并/c 否认/v",
            {"称": FIRST_DAY, "停产": "", "否认": FIRST_DAY},
        ),
        (
            "3月1日/TIME 举行/v 年会/n ,/w 甲/PER 介绍/v",
            {"举行": FIRST_DAY, "年会": FIRST_DAY, "介绍": FIRST_DAY},
        ),
        (
            "3月1日/TIME 停产/v ,/w 5月6日/TIME 交货/v 的/u 油价/n 上涨/v",
            {"停产": FIRST_DAY, "交货": "2024-05-06", "上涨": FIRST_DAY},
        ),
        ("“/w 自/p 3月1日/TIME 起/f ,/w 公司/n 已/d 停产/v ”/w ,/w 他/r 说/v", {"停产": FIRST_DAY, "说": ""}),
        ("“/w 3月1日/TIME 我/r 在/p 公司/n 的/u 仓库/n ”/w 他/r 说/v", {"说": ""}),
        ("3月1日/TIME 公布/v 大奖/n 2023年/TIME 获奖/vn 名单/n", {"公布": FIRST_DAY}),
        ("3月1日/TIME ,/w 在/p 当年/TIME 的/u 年会/n 上/f ,/w 他/r 辞职/v", {"辞职": FIRST_DAY}),
        ("3月1日/TIME ,/w 甲/PER 在/p 未来/t 论坛/n 上/f 辞职/v", {"辞职": FIRST_DAY}),
        (
            "3月1日/TIME 停产/v ,/w 由于/p 成本/n 上升/v ,/w 公司/n 破产/v",
            {"停产": FIRST_DAY, "上升": "", "破产": FIRST_DAY},
        ),
        (
            "3月1日/TIME ,/w 甲部/n 的/u 2023年/TIME 汽车/ORG 活动/n 启动/v",
            {"活动": FIRST_DAY, "启动": FIRST_DAY},
        ),
        ("3月1日/TIME ,/w 2023年/TIME 世界/n 大会/n 举行/v", {"大会": FIRST_DAY, "举行": FIRST_DAY}),
        ("法院/n 裁定/v 须/d 于/p 3月1日/TIME 召开/v", {"裁定": "", "召开": "2024-03-01"}),
        ("公司/n 推迟/v 至/p 3月1日/TIME 举行/v", {"推迟": "2024-03-01", "举行": "2024-03-01"}),
        ("销量/n 比/p 去年/TIME 上升/v", {"上升": ""}),
        ("今天/TIME 的/u 甲城/LOC 开放/v", {"开放": ""}),
        ("在/p 去年/TIME 的/u 选举/vn 中/f 当选/v", {"选举": "2024-03-01", "当选": "2024-03-01"}),
        ("甲国/GPE 今年/TIME 最大/a 新股/n ,/w 乙国/GPE 停产/v", {"停产": ""}),
        (
            "公司/n 3月1日/TIME 收购/v ,/w 推迟/v 上市/v 至/d 5月6日/TIME",
            {"收购": "2024-03-01", "推迟": "2024-05-06", "上市": "2024-05-06"},
        ),
        ("军方/n 3月1日/TIME 称/v ,/w 部队/n 袭击/v 机场/n", {"称": "2024-03-01", "袭击": ""}),
        ("军方/n 3月1日/TIME 称/v ,/w 部队/n 5月6日/TIME 袭击/v", {"称": "2024-03-01", "袭击": "2024-05-06"}),
        ("3月1日/TIME 公司/n 开幕/v ,/w 届时/d 发布/v 书/n", {"开幕": "2024-03-01", "发布": ""}),
        ("公司/n 对/p 3月1日/TIME 任务/n 作出/v 部署/vn", {"作出": "", "部署": ""}),
        ("使馆/n 庆祝/v 3月1日/TIME 举办/v 酒会/n", {"庆祝": "", "举办": ""}),
        ("3月1日/TIME 规划/n 提出/v 目标/n", {"提出": ""}),
        ("自/p 3月1日/TIME 冲突/n 以来/f 首次/d 袭击/v", {"冲突": "", "袭击": ""}),
        (
            "公司/n 3月1日/TIME 公告/v 称/v ,/w 拟/v 收购/v 对手/n",
            {"公告": FIRST_DAY, "称": FIRST_DAY, "收购": FIRST_DAY},
        ),
        (
            "公司/n 3月1日/TIME 公告/v 称/v ,/w 部门/n 装修/v",
            {"公告": FIRST_DAY, "称": FIRST_DAY, "装修": ""},
        ),
        ("3月1日/TIME ,/w 公司/n 曾/d 收购/v 对手/n", {"收购": FIRST_DAY}),
        (
            "甲/PER 3月1日/TIME 到访/v ,/w 甲/PER 表示/v 感谢/vn",
            {"到访": FIRST_DAY, "表示": FIRST_DAY, "感谢": FIRST_DAY},
        ),
        ("甲/PER 3月1日/TIME 受伤/v ,/w 乙/PER 表示/v 难过/a", {"受伤": FIRST_DAY, "表示": ""}),
        ("3月1日/TIME ,/w 乙/PER 表示/v 难过/a", {"表示": FIRST_DAY}),
        ("今天/TIME 的/u 记者/n 会/n 上/f ,/w 他/r 辞职/v", {"辞职": FIRST_DAY}),
        ("假若/c 他/r 3月1日/TIME 还/d 在/v ,/w 公司/n 破产/v", {"破产": ""}),
    ],
)
def test_links(lexicon: ChineseLexicon, tagged: str, expected: dict[str, str]) -> None:
    assert dates(lexicon, tagged, FIRST, SECOND) == expected


@pytest.mark.parametrize("time", [YEAR, day(2024, 3, 1, approximate=True)])
def test_a_year_or_a_loose_date_of_an_act_does_not_date_a_statement(
    lexicon: ChineseLexicon, time: EventTime
) -> None:
    found = dates(lexicon, "他/r 去年/TIME 停产/v ,/w 批评/v 对手/n", time)
    assert found == {"停产": time.edtf, "批评": ""}
    assert dates(lexicon, "去年/TIME ,/w 他/r 批评/v 对手/n", time) == {"批评": time.edtf}


def test_a_date_whose_year_is_unknown_dates_all_the_same(lexicon: ChineseLexicon) -> None:
    unknown = EventTime(None, None, Granularity.QUARTER, unresolved=Unresolved.YEAR_UNKNOWN)
    view = sentence("二季度/TIME 基金/n 减持/v 股份/n", unknown)
    links = Linker(view, lexicon, None).links(find_candidates(view, lexicon))
    assert [link.timex.time for link in links if link] == [unknown]


def test_now_links_but_is_not_carried_on(lexicon: ChineseLexicon) -> None:
    now = EventTime(None, None, Granularity.DAY, edtf="PRESENT_REF", unresolved=Unresolved.NOT_ANCHORED)
    view = sentence("3月1日/TIME 起火/v ,/w 目前/TIME 火势/n 扑灭/v", FIRST, now)
    linker = Linker(view, lexicon, None)
    links = [link.timex for link in linker.links(find_candidates(view, lexicon)) if link]
    outgoing = linker.outgoing()
    assert [is_present(timex) for timex in links] == [False, True]
    assert outgoing is not None
    assert outgoing.timex.time == FIRST


def test_a_loose_date_reaches_less_far(lexicon: ChineseLexicon) -> None:
    tagged = "近日/TIME ,/w 甲/n ,/w 乙/n ,/w 丙/n ,/w 丁/n ,/w 公司/n 破产/v"
    assert dates(lexicon, tagged, FIRST) == {"破产": "2024-03-01"}
    assert dates(lexicon, tagged, day(2024, 3, 1, approximate=True)) == {"破产": ""}


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("当天/t ,/w 公司/n 破产/v", "2024-03-01"),
        ("会/n 上/f ,/w 乙/PER 强调/v", "2024-03-01"),
        ("公司/n 还/d 收购/v 对手/n", "2024-03-01"),
        ("公司/n 收购/v 对手/n", ""),
        ("甲公司/ORG 收购/v 对手/n", "2024-03-01"),
        ("乙公司/ORG 收购/v 对手/n", ""),
        ("甲公司/ORG 表示/v 。/w", ""),
        ("甲公司/ORG 还/d 表示/v 。/w", ""),
        ("当天/t 甲公司/ORG 还/d 表示/v 。/w", "2024-03-01"),
        ("甲公司/ORG 当时/t 表示/v 。/w", "2024-03-01"),
    ],
)
def test_a_sentence_goes_on_only_where_it_says_so(
    lexicon: ChineseLexicon, tagged: str, expected: str
) -> None:
    carried = Carried(Timex(Span(0, 0), TimexType.DATE, FIRST.edtf, FIRST, "test"), "甲公司")
    assert list(dates(lexicon, tagged, carried=carried).values()) == [expected]


def test_the_last_date_is_carried_on(lexicon: ChineseLexicon) -> None:
    view = sentence("3月1日/TIME 破产/v ,/w 5月6日/TIME 重组/v", FIRST, SECOND)
    outgoing = Linker(view, lexicon, None).outgoing()
    assert outgoing is not None
    assert outgoing.timex.time == SECOND
    assert Linker(sentence("公司/n 破产/v"), lexicon, outgoing).outgoing() is None
