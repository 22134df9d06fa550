"""Roles by the order of words and particles."""

import pytest
from dateline_server.domain.actor import ActorMention, ActorType
from dateline_server.domain.text import Span
from dateline_server.nlp.events.arguments import clause_subject, find_arguments
from dateline_server.nlp.events.candidates import find_candidates
from dateline_server.nlp.events.lexicon import ChineseLexicon

from .tagged import sentence

INHERITED = ActorMention(Span(0, 2), "前文", ActorType.ORGANIZATION)


def roles(lexicon: ChineseLexicon, tagged: str, trigger: str, *inherited: ActorMention) -> set[str]:
    """``role:actor`` of every argument."""
    view = sentence(tagged)
    candidate = next(item for item in find_candidates(view, lexicon) if item.form == trigger)
    found = find_arguments(view, candidate, inherited, lexicon)
    return {f"{argument.role}:{argument.actor_id}" for argument in found}


@pytest.mark.parametrize(
    ("tagged", "trigger", "expected"),
    [
        ("甲公司/ORG 收购/v 乙公司/ORG", "收购", {"agent:甲公司", "patient:乙公司"}),
        ("张三/PER 与/p 李四/PER 会面/v", "会面", {"agent:张三", "counterpart:李四"}),
        ("张三/PER 被/p 警方/ORG 逮捕/v", "逮捕", {"patient:张三", "agent:警方"}),
        ("张三/PER 被/p 逮捕/v", "逮捕", {"patient:张三"}),
        ("甲公司/ORG 将/p 乙公司/ORG 出售/v", "出售", {"agent:甲公司", "patient:乙公司"}),
        ("张三/PER 在/p 甲城/LOC 会见/v 李四/PER", "会见", {"agent:张三", "place:甲城", "patient:李四"}),
        ("甲国/GPE 企业/n 收购/v 乙公司/ORG", "收购", {"patient:乙公司"}),
        ("甲国/GPE 总统/n 张三/PER 访问/v 乙国/GPE", "访问", {"agent:张三", "patient:乙国"}),
        ("甲国/GPE 政府/n 批准/v 交易/n", "批准", {"agent:甲国"}),
        ("爆炸/n 致/v 5人/PER 死亡/v 、/w 6人/PER 失踪/v", "死亡", {"agent:5人"}),
        ("爆炸/n 致/v 5人/PER 死亡/v 、/w 6人/PER 失踪/v", "失踪", {"agent:6人"}),
        ("甲国/GPE 存储/v 芯片/n 制造商/n 甲公司/ORG 停产/v", "停产", {"agent:甲公司"}),
        ("甲国/GPE 制裁/v 企业/n 甲公司/ORG", "制裁", {"agent:甲国", "patient:甲公司"}),
        ("甲公司/ORG 的/u 工厂/n 起火/v", "起火", set()),
        ("甲公司/ORG 创始人/n 兼/v 首席/n 执行官/n 张三/PER 辞职/v", "辞职", {"agent:张三"}),
        ("甲部/ORG 分管/v 贸易/vn 的/u 官员/n 张三/PER 辞职/v", "辞职", {"agent:张三"}),
        ("张三/PER 出席/v 甲国/GPE 第一次/m 大会/n", "出席", {"agent:张三"}),
        ("甲军/ORG 的/u 袭击/vn 导致/v 乙国/GPE 停电/v", "袭击", set()),
        ("针对/p 乙国/GPE 停火/v ,/w 张三/PER 表示/v 欢迎/v", "表示", {"agent:张三"}),
        ("张三/PER 表示/v ,/w 将/d 与/p 乙国/GPE 谈判/v", "表示", {"agent:张三"}),
        ("据/p 通讯社/ORG ,/w 甲公司/ORG 破产/v", "破产", {"agent:甲公司", "source:通讯社"}),
        ("甲国/GPE 对/p 乙国/GPE 商品/n 加征/v 关税/n", "加征", {"agent:甲国", "patient:乙国"}),
        ("张三/PER 表示/v 支持/v 李四/PER", "表示", {"agent:张三"}),
        ("张三/PER 告诉/v 通讯社/ORG ,/w", "告诉", {"agent:张三", "patient:通讯社"}),
        ("张三/PER 签署/v 国会/ORG 通过/v 的/u 法案/n", "签署", {"agent:张三"}),
        ("检方/ORG 撤销/v 对/p 张三/PER 的/u 指控/vn", "撤销", {"agent:检方", "patient:张三"}),
        (
            "对/p 来自/v 乙国/GPE 的/u 商品/n ,/w 甲国/GPE 加征/v 关税/n",
            "加征",
            {"agent:甲国", "patient:乙国"},
        ),
        ("张三/PER 在/p 首都/n 发布/v 的/u 视频/n 中/f 表示/v", "表示", {"agent:张三"}),
        ("甲公司/ORG 旗下/f 乙公司/ORG 停产/v", "停产", {"agent:乙公司"}),
        ("甲公司/ORG 和/c 乙公司/ORG 破产/v", "破产", {"agent:甲公司", "agent:乙公司"}),
        (
            "张三/PER 向/p 甲国/GPE 及/c 乙国/GPE 出售/v 设备/n",
            "出售",
            {"agent:张三", "patient:甲国", "patient:乙国"},
        ),
        ("政府/n 要求/v 甲公司/ORG 出售/v 工厂/n", "出售", {"agent:甲公司"}),
        ("飞机/n 在/p 甲城/LOC 北部/f 的/u 乙镇/ORG 坠毁/v", "坠毁", {"place:乙镇"}),
        ("张三/PER 向/p “/w 甲国/GPE 论坛/n ”/w 致信/v", "致信", {"agent:张三"}),
        ("甲公司/ORG 宣布/v ,/w 将/d 收购/v 乙公司/ORG", "宣布", {"agent:甲公司", "patient:乙公司"}),
    ],
)
def test_roles(lexicon: ChineseLexicon, tagged: str, trigger: str, expected: set[str]) -> None:
    assert roles(lexicon, tagged, trigger) == expected


@pytest.mark.parametrize(
    ("tagged", "trigger", "expected"),
    [
        ("支持/v 新网/n 的/u 手机/n 上市/v", "上市", set()),
        ("并/c 收购/v 乙公司/ORG", "收购", {"agent:前文", "patient:乙公司"}),
        ("被/p 警方/ORG 调查/v", "调查", {"patient:前文", "agent:警方"}),
        ("交通/n 瘫痪/v", "瘫痪", set()),
        ("公司/n 昨日/TIME 停产/v", "停产", {"agent:前文"}),
        ("张三/PER 辞职/v", "辞职", {"agent:张三"}),
        ("导致/v 股市/n 1月1日/TIME 暴跌/v", "暴跌", set()),
        ("当地/s 时间/n 1月1日/TIME 宣布/v", "宣布", {"agent:前文"}),
    ],
)
def test_a_dropped_subject_is_inherited(
    lexicon: ChineseLexicon, tagged: str, trigger: str, expected: set[str]
) -> None:
    assert roles(lexicon, tagged, trigger, INHERITED) == expected


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("张三/PER 表示/v ,/w", ["张三"]),
        ("甲国/GPE 出资/v 的/u 乙基金/ORG 提议/v ,/w", ["乙基金"]),
        ("甲国/GPE 将/d 在/p 明年/TIME ,/w", ["甲国"]),
        ("被/p 甲国/GPE 拘留/v ,/w", []),
        ("张三/PER 被/p 甲国/GPE 拘留/v ,/w", ["张三"]),
        ("并/c 辞职/v ,/w", []),
        ("从/p 甲公司/ORG 拆分/v 的/u 乙公司/ORG 原定/v 上市/v ,/w", ["乙公司"]),
    ],
)
def test_the_subject_of_a_clause(lexicon: ChineseLexicon, tagged: str, expected: list[str]) -> None:
    view = sentence(tagged)
    found = clause_subject(view, view.clauses[0], lexicon)
    assert [mention.actor_id for mention in found] == expected
