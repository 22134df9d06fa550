"""Themes, amounts, types and summaries of Chinese events."""

import pytest
from dateline_server.domain.actor import Actor, ActorType
from dateline_server.domain.event import Role
from dateline_server.nlp.events.arguments import find_arguments
from dateline_server.nlp.events.candidates import find_candidates
from dateline_server.nlp.events.kinds import event_type
from dateline_server.nlp.events.lexicon import ChineseLexicon
from dateline_server.nlp.events.phrases import find_phrases
from dateline_server.nlp.events.summary import summarize

from .tagged import sentence


@pytest.mark.parametrize(
    ("tagged", "theme", "amounts"),
    [
        ("公司/n 发布/v 了/u 新款/n 手机/n", "新款手机", []),
        ("公司/n 收购/v 甲公司/ORG", "", []),
        ("公司/n 投资/v 三亿/m 元/q", "", ["三亿元"]),
        ("公司/n 以/p 2亿美元/m 购买/v 飞机/n", "飞机", ["2亿美元"]),
        ("他/r 辞职/v", "", []),
    ],
)
def test_objects_and_amounts(lexicon: ChineseLexicon, tagged: str, theme: str, amounts: list[str]) -> None:
    view = sentence(tagged)
    text = "".join(word.form for word in view.words)
    found = list(find_phrases(view, find_candidates(view, lexicon)[0]))
    assert "".join(item.span.of(text) for item in found if item.role is Role.THEME) == theme
    assert [item.span.of(text) for item in found if item.role is Role.AMOUNT] == amounts


@pytest.mark.parametrize(
    ("tagged", "trigger", "expected"),
    [
        ("公司/n 收购/v 对手/n", "收购", "acquire"),
        ("公司/n 宣布/v 收购/v 对手/n", "宣布", "acquire"),
        ("甲国/GPE 宣布/v 将/p 设备/n 纳入/v 出口/vn 管制/vn", "宣布", "export-control"),
        ("法院/n 进行/v 审理/vn", "进行", "trial"),
        ("他/r 表示/v 支持/v", "表示", "say"),
        ("他/r 打开/v 包裹/n", "打开", "other"),
        ("他/r 发布/v 新/a 手机/n", "发布", "launch"),
        ("他/r 发布/v 一/m 段/q 视频/n", "发布", "publish"),
        ("政府/n 实现/v 目标/n", "实现", "other"),
        ("公司/n 实现/v 营收/n", "实现", "earnings"),
    ],
)
def test_types(lexicon: ChineseLexicon, tagged: str, trigger: str, expected: str) -> None:
    view = sentence(tagged)
    candidate = next(item for item in find_candidates(view, lexicon) if item.form == trigger)
    assert event_type(view, candidate, lexicon) == expected


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("甲/ORG 昨日/TIME 收购/v 对手/n 。/w", "甲收购对手"),
        ("甲/ORG 与/p 乙/ORG 会面/v", "甲、乙会面"),
        ("昨日/TIME 收购/v 对手/n", "收购对手"),
        ("甲/ORG 提议/v 以/p 高价/n ,/w 收购/v 对手/n", "甲提议以高价,收购对手"),
        (f"甲/ORG 收购/v 对手/n (/w {'旧' * 60}/n )/w 工厂/n", "甲收购对手工厂"),
    ],
)
def test_summaries(lexicon: ChineseLexicon, tagged: str, expected: str) -> None:
    view = sentence(tagged)
    text = "".join(word.form for word in view.words)
    candidate = find_candidates(view, lexicon)[0]
    arguments = find_arguments(view, candidate, (), lexicon)
    actors = {"甲": Actor("甲", "甲集团", ActorType.ORGANIZATION, ("甲",))}
    assert summarize(text, view, candidate, arguments, actors) == expected
