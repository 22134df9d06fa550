"""Which words might tell of an event."""

import pytest
from dateline_server.nlp.events.candidates import content_noun, find_candidates
from dateline_server.nlp.events.lexicon import ChineseLexicon

from .tagged import sentence


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("公司/n 昨日/TIME 收购/v 对手/n", ["收购"]),
        ("公司/n 是/v 对手/n", []),
        ("他/r 能够/v 辞职/v", ["辞职"]),
        ("他/r 看/v 书/n", []),
        ("股价/n 昨日/TIME 跌/v 两/m 成/q", ["跌"]),
        ("公司/n 裁/v 撤/v 部门/n", ["裁撤"]),
        ("西部/f 发生/v 地震/n", ["发生", "地震"]),
        ("今年/t 是/v 两国/n 建交/v 55/m 周年/q", []),
        ("通过/v 《/w 禁止/v 法/n 》/w", ["通过"]),
        ("国会/n 昨日/TIME 通过/p 法案/n", ["通过"]),
        ("他/r 通过/p 律师/n 发表/v 声明/n", ["发表", "声明"]),
        ("他/r 通过/p 律师/n", []),
        ("工会/n 早前/TIME 要求/n ,/w", ["要求"]),
        ("工会/n 的/u 要求/n", []),
        ("立法/vn 会议员/n 昨日/TIME 表决/v", ["表决"]),
        ("重启/v 动物园/n 项目/n", ["重启"]),
        ("停火/v 协议/n 仍/d 有效/a", []),
        ("示威/vn 民众/n 昨日/TIME 离开/v", ["离开"]),
        ("双方/n 昨日/TIME 停火/v", ["停火"]),
        ("最高/a 可/v 罚款/v 两/m 万/m 元/q", []),
        ("节日/n 到来/v 之际/f", []),
        ("7月1日/TIME 是/v 主权/n 移交/vn 纪念日/n", []),
        ("民众/n 昨日/TIME 集会/v 纪念/v 他/r 发表/v 演讲/vn 60周年/m", ["集会", "纪念"]),
        ("立春/n 就是/v “/w 开始/v ”/w", []),
        ("委员/n 听取/v 去年/TIME 工作/vn 情况/n 的/u 报告/n", ["听取", "工作"]),
        ("委员/n 在/p 大会/n 上/f 发言/v", ["发言"]),
        ("截至/v 当天/TIME 收盘/v ,/w 油价/n 上涨/v", ["上涨"]),
        ("公司/n (/w 下/f 称/v “/w 甲/n ”/w )/w", []),
        ("他/r 提前/vd 结束了/v 访问/vn", ["提前", "结束", "访问"]),
        ("新品/n 会出现/v 在/p 明年/TIME", ["出现"]),
        ("发生/v 一起/m 爆炸/v 事件/n", ["发生", "爆炸"]),
        ("提起/v 刑事诉讼/nz", ["提起", "诉讼"]),
        ("在/p 甲方/n 支持/v 下/f ,/w 探测器/n 着陆/v 在/p 预选/v 着陆/vn 区/n", ["着陆", "预选"]),
        ("矿工/n 被/p 困/v 井/n 下/f", ["被困"]),
        ("发动/v “/w 真诚/a 合作/vn -/w 4/m ”/w", ["发动"]),
    ],
)
def test_candidates(lexicon: ChineseLexicon, tagged: str, expected: list[str]) -> None:
    assert [candidate.form for candidate in find_candidates(sentence(tagged), lexicon)] == expected


def test_words_of_dates_and_names_are_none(lexicon: ChineseLexicon) -> None:
    assert not find_candidates(sentence("开业/TIME 收购/ORG"), lexicon)


@pytest.mark.parametrize(
    ("tagged", "light", "expected"),
    [
        ("西部/f 发生/v 强烈/a 地震/n", "发生", "地震"),
        ("两国/n 举行/v 会谈/vn", "举行", "会谈"),
        ("两国/n 举行/v 会谈/vn 的/u 地点/n", "举行", None),
        ("议员/n 提出/v 的/u 修正/vn 建议/n", "提出", None),
        ("两国/n 收购/v 会谈/vn", "收购", None),
        ("两国/n 进行/v 准备/v 迎接/v 会谈/vn", "进行", None),
        ("首都/n 发生/v 令人/v 震惊/v 的/u 袭击/vn", "发生", "袭击"),
        ("工厂/n 发生/v 火灾/n 事故/n", "发生", "火灾"),
        ("工厂/n 发生/v 一起/m 爆炸/v 事件/n", "发生", "爆炸"),
        ("工厂/n 发生/v 疑似/v 中毒/vn", "发生", "中毒"),
    ],
)
def test_the_object_of_a_light_verb_says_what_happened(
    lexicon: ChineseLexicon, tagged: str, light: str, expected: str | None
) -> None:
    view = sentence(tagged)
    candidates = find_candidates(view, lexicon)
    verb = next(candidate for candidate in candidates if candidate.form == light)
    found = content_noun(view, candidates, verb, lexicon)
    assert (found.form if found else None) == expected
