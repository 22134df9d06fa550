"""Cues of factuality and their scope."""

from dataclasses import replace
from datetime import date

import pytest
from dateline_server.domain.event import Factuality
from dateline_server.nlp.events.candidates import find_candidates
from dateline_server.nlp.events.factuality import factuality_of
from dateline_server.nlp.events.lexicon import ChineseLexicon
from dateline_server.nlp.events.linking import Link, LinkKind

from .tagged import day, sentence

PUBLISHED = date(2024, 3, 10)


@pytest.mark.parametrize(
    ("tagged", "trigger", "expected"),
    [
        ("公司/n 昨日/TIME 收购/v 对手/n", "收购", Factuality.ASSERTED),
        ("公司/n 昨日/TIME 没有/v 收购/v 对手/n", "收购", Factuality.NEGATED),
        ("公司/n 可能/v 收购/v 对手/n", "收购", Factuality.POSSIBLE),
        ("公司/n 将/d 收购/v 对手/n", "收购", Factuality.PLANNED),
        ("公司/n 将/p 工厂/n 出售/v", "出售", Factuality.ASSERTED),
        ("公司/n 或/d 将/d 收购/v 对手/n", "收购", Factuality.POSSIBLE),
        ("音乐会/n 推迟/v", "推迟", Factuality.ASSERTED),
        ("未/d 开工/v 的/u 工厂/n 昨日/TIME 破产/v", "破产", Factuality.ASSERTED),
        ("公司/n 推迟/v 上市/v", "上市", Factuality.NEGATED),
        ("警方/n 阻止/v 工人/n 罢工/v", "罢工", Factuality.NEGATED),
        ("本市/n 将/d 新建/v 学校/n ,/w 收购/v 工厂/n", "收购", Factuality.PLANNED),
        ("本市/n 将/d 扩建/v ,/w 公司/n 收购/v 工厂/n", "收购", Factuality.ASSERTED),
        ("公司/n 称/v 将/d 扩建/v ,/w 公司/n 说/v ,/w 收购/v 工厂/n", "收购", Factuality.ASSERTED),
        ("粮食/n 收购/vn 即将/d 启动/v", "收购", Factuality.PLANNED),
        ("公司/n 没有/v 收入/n ,/w 昨日/TIME 破产/v", "破产", Factuality.ASSERTED),
        ("工人/n 对/p 可能/v 开裂/v 的/u 路面/n 进行/v 检查/vn", "检查", Factuality.ASSERTED),
        ("出售/v 或/c 关闭/v 工厂/n 的/u 命令/n 昨日/TIME 生效/v", "生效", Factuality.ASSERTED),
        ("工人/n 准备/v 点火/v 时/n 发生/v 爆炸/vn", "爆炸", Factuality.ASSERTED),
        ("博览/n 会/n 昨日/TIME 落幕/v", "落幕", Factuality.ASSERTED),
        ("服贸/nz 会/v 昨日/TIME 落幕/v", "落幕", Factuality.ASSERTED),
        ("火箭/n 瞄准/v 今天/TIME 发射/v", "发射", Factuality.PLANNED),
        ("双方/n 谈判/vn 定于/v 昨日/TIME 举行/v", "谈判", Factuality.PLANNED),
        ("新品/n 将/d 上市/v ,/w 对抗/v 去年/TIME 发布/v 的/u 产品/n", "发布", Factuality.ASSERTED),
        ("新品/n 本月/TIME 就会/v 发布/v", "发布", Factuality.PLANNED),
        ("代表团/n 原定/v 于/p 昨日/TIME ,/w 访问/v 甲国/GPE", "访问", Factuality.PLANNED),
        ("发言人/n 在/p 记者/n 会/v 表示/v 欢迎/v", "表示", Factuality.ASSERTED),
        ("研究/n 团队/n 昨日/TIME 发布/v 报告/n", "发布", Factuality.ASSERTED),
        ("目标/n 是/v 发布/v 报告/n", "发布", Factuality.PLANNED),
        ("警方/n 以/p 涉嫌/v 盗窃/vn 将/p 他/r 拘捕/v", "拘捕", Factuality.ASSERTED),
        ("警方/n 并没有/v 派出/v 警员/n", "派出", Factuality.NEGATED),
        ("他/r 说/v “/w 市长/n 今日/TIME 未能/d 按时/d 抵达/v 会场/n ”/w", "抵达", Factuality.NEGATED),
        ("“/w 从未/d 离开/v 的/u 家园/n 和/c 山水/n ”/w 昨日/TIME 首映/v", "首映", Factuality.ASSERTED),
        ("本市/n 将/d 新建/v 学校/n ,/w 在/p 郊区/n 收购/v 工厂/n", "收购", Factuality.PLANNED),
    ],
)
def test_cues(lexicon: ChineseLexicon, tagged: str, trigger: str, expected: Factuality) -> None:
    view = sentence(tagged, day(2024, 3, 9))
    candidate = next(item for item in find_candidates(view, lexicon) if item.form == trigger)
    assert factuality_of(view, candidate, None, PUBLISHED, lexicon)[0] is expected


def test_what_lies_ahead_is_planned(lexicon: ChineseLexicon) -> None:
    view = sentence("展览/n 3月20日/TIME 开幕/v", day(2024, 3, 20))
    candidate = find_candidates(view, lexicon)[-1]
    link = Link(view.timexes[0], LinkKind.BEFORE, 0)
    assert factuality_of(view, candidate, link, PUBLISHED, lexicon) == (Factuality.PLANNED, "date")
    assert factuality_of(view, candidate, link, None, lexicon)[0] is Factuality.ASSERTED


def test_before_an_end_that_lies_ahead_is_planned(lexicon: ChineseLexicon) -> None:
    view = sentence("工厂/n 年底前/TIME 投产/v", day(2024, 3, 10))
    end = replace(
        view.timexes[0], time=replace(day(2024, 3, 10), last=date(2024, 12, 31)), mod="ON_OR_BEFORE"
    )
    candidate = find_candidates(view, lexicon)[-1]
    link = Link(end, LinkKind.BEFORE, 0)
    assert factuality_of(view, candidate, link, PUBLISHED, lexicon) == (Factuality.PLANNED, "date")


def test_behind_a_day_that_is_over_a_particle_marks_an_object(lexicon: ChineseLexicon) -> None:
    view = sentence("政府/n 3月9日/TIME 将/d 税率/n 提高/v 至/p 两成/m", day(2024, 3, 9))
    candidate = find_candidates(view, lexicon)[-1]
    link = Link(view.timexes[0], LinkKind.BEFORE, 0)
    assert factuality_of(view, candidate, link, PUBLISHED, lexicon)[0] is Factuality.ASSERTED


def test_what_is_postponed_to_a_date_is_planned_for_it(lexicon: ChineseLexicon) -> None:
    view = sentence("公司/n 推迟/v 上市/v 至/p 3月1日/TIME", day(2024, 3, 1))
    link = Link(view.timexes[0], LinkKind.COMPLEMENT, 0)
    for candidate in find_candidates(view, lexicon):
        assert factuality_of(view, candidate, link, PUBLISHED, lexicon)[0] is Factuality.PLANNED
