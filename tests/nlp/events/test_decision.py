"""What is decided above the scorecard: parts of clauses, light verbs, dates as complements."""

import pytest
from dateline_server.nlp.events.candidates import find_candidates
from dateline_server.nlp.events.decision import decide, describes, parts
from dateline_server.nlp.events.features import Setting, features
from dateline_server.nlp.events.lexicon import ChineseLexicon
from dateline_server.nlp.events.linking import Linker
from dateline_server.nlp.events.rules import EventRules, load_event_rules

from .tagged import sentence


@pytest.fixture(scope="module")
def rules() -> EventRules:
    return load_event_rules()


def setting(tagged: str, lexicon: ChineseLexicon) -> Setting:
    view = sentence(tagged)
    candidates = find_candidates(view, lexicon)
    return Setting(view, candidates, Linker(view, lexicon, None).links(candidates), lexicon)


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("他/r 打开/v 包裹/n 时/n 爆炸/v", [0, 0, 0, 0, 1]),
        ("公司/n 停产/v 并/c 裁员/v", [0, 0, 1, 1]),
        ("公司/n 停产/v ,/w 裁员/v", [0, 0, 0, 1]),
        ("公司/n 出售/v 工厂/n 、/w 裁减/v 员工/n", [0, 0, 0, 0, 1, 1]),
        ("搜救/v 、/w 转移/v 灾民/n", [0, 0, 0, 0]),
        ("公司/n 称/v 1月1日/TIME 已/d 停产/v", [0, 0, 1, 1, 1]),
        ("公司/n 称/v 已/d 停产/v", [0, 0, 0, 0]),
    ],
)
def test_parts_of_clauses(lexicon: ChineseLexicon, tagged: str, expected: list[int]) -> None:
    assert parts(setting(tagged, lexicon)) == expected


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("张三/PER 1月1日/TIME 辞职/v 。/w", ["辞职"]),
        ("甲公司/ORG 1月1日/TIME 收购/v 乙公司/ORG 。/w", ["收购"]),
        ("西部/f 1月1日/TIME 发生/v 地震/n 。/w", ["地震"]),
        ("甲公司/ORG 推迟/v 上市/v 至/p 1月1日/TIME 。/w", ["推迟", "上市"]),
        ("1月1日/TIME 是/v 星期一/n 。/w", []),
        ("法院/ORG 1月1日/TIME 禁止/v 甲公司/ORG 披露/v 数据/n 。/w", ["禁止"]),
    ],
)
def test_decisions(lexicon: ChineseLexicon, rules: EventRules, tagged: str, expected: list[str]) -> None:
    found = decide(setting(tagged, lexicon), rules)
    assert [decision.candidate.form for decision in found if decision.link] == expected


def test_an_act_that_describes_has_to_be_as_likely_as_any_other(
    lexicon: ChineseLexicon, rules: EventRules
) -> None:
    describing = setting("警方/ORG 1月1日/TIME 拘留/v 的/u 人/n 离开/v 。/w", lexicon)
    telling = setting("警方/ORG 1月1日/TIME 拘留/v 两/m 人/n 。/w", lexicon)
    assert describes(describing, describing.candidates[0])
    assert not describes(telling, telling.candidates[0])


def test_every_weight_has_a_feature(lexicon: ChineseLexicon, rules: EventRules) -> None:
    ground = setting("张三/PER 1月1日/TIME 在/p 甲城/LOC 宣布/v ,/w 将/d 辞职/v 。/w", lexicon)
    names = {name for index in range(len(ground.candidates)) for name in features(ground, index)}
    weighed = {name.split("=")[0] for name in rules.chinese_scorecard.weights}
    assert {name.split("=")[0] for name in names} & weighed
    assert all("=" in name for name in names)
