from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from dateline_server.domain.actor import ActorType, MentionForm
from dateline_server.domain.text import Language
from dateline_server.nlp.actors.lexicon import ActorLexicon, load_actor_lexicon
from dateline_server.nlp.actors.names import derived_id
from dateline_server.nlp.actors.own import OwnActors
from dateline_server.nlp.actors.recognition import ActorFindings, find_actors
from dateline_server.nlp.actors.rules import Example, read_rules
from dateline_server.nlp.folding import fold
from dateline_server.nlp.tokens import Tagger
from hypothesis import given, settings
from hypothesis import strategies as st

from .conftest import Finder, sentences_of

_, EXAMPLES = read_rules()


def mentioned(text: str, findings: ActorFindings) -> list[tuple[str, str]]:
    """Surface and actor of every mention."""
    return [(mention.span.of(text), mention.actor_id) for mention in findings.mentions[0]]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text)
def test_examples_of_the_rules(find: Finder, example: Example) -> None:
    names = [name for name, _ in mentioned(example.text, find(example.text))]
    assert [name for name in example.names if name not in names] == []
    assert [name for name in example.forbidden if name in names] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中荷双方同意重启谈判。", {("中", "china"), ("荷", "netherlands")}),
        ("荷方表示遗憾。", {("荷方", "netherlands")}),
        ("美商务部周二公布新规。", {("美商务部", "us-commerce-department")}),
        ("日本政府批准了预算。", {("日本政府", "japan")}),
        ("拜登政府正在考虑新的限制。", {("拜登政府", "united-states")}),
        ("瑞典外交部召见了大使。", {("瑞典外交部", "sweden-foreign-ministry")}),
        ("輝達執行長黃仁勳抵達台北。", {("輝達", "nvidia"), ("黃仁勳", "jensen-huang")}),
        ("美国国务院发言人称,对话有益。", {("美国国务院", "us-state-department")}),
        ("华盛顿警告说,协议不可接受。", {("华盛顿", "united-states")}),
    ],
)
def test_chinese_names(find: Finder, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= set(mentioned(text, find(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("岸田文雄周一表示,他将前往首尔。", {("他", "fumio-kishida")}),
        ("铠侠昨天提交申请,该公司计划融资。", {("该公司", "kioxia")}),
        ("法国与德国签署条约。两国还将共同投资。", {("两国", "france"), ("两国", "germany")}),
        ("欧盟和日本举行会谈,双方达成一致。", {("双方", "european-union"), ("双方", "japan")}),
        (
            "英伟达4月发布财报。该公司曾与台积电会谈,双方达成一致。",
            {("该公司", "nvidia"), ("双方", "nvidia"), ("双方", "tsmc")},
        ),
        ("墨西哥否决了方案,该国将自行谈判。", {("该国", "mexico")}),
        ("美国财政部公布名单,商务部随后跟进。", {("商务部", "us-commerce-department")}),
    ],
)
def test_chinese_references(find: Finder, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= set(mentioned(text, find(text)))


def test_a_reference_that_fits_two_equally_is_left_out(find: Finder) -> None:
    text = "默克尔、马克龙的合影引人注目。他没有说话。"
    assert "他" not in dict(mentioned(text, find(text)))


def test_names_in_brackets_are_the_same_actor(find: Finder) -> None:
    text = "外交大臣汉斯·林德伯格(Hans Lindberg)周三抵达。林德伯格说,Hans Lindberg是他的全名。"
    found = find(text)
    person = derived_id("汉斯·林德伯格")
    assert [actor for _, actor in mentioned(text, found)].count(person) >= 4
    (actor,) = [actor for actor in found.actors if actor.id == person]
    assert actor.type is ActorType.PERSON
    assert {"汉斯·林德伯格", "林德伯格", "Hans Lindberg"} <= set(actor.aliases)


def test_places_are_kept_apart_from_states(find: Finder) -> None:
    found = find("会议周五在柏林举行,法国和意大利代表出席。")
    types = {actor.display_name: actor.type for actor in found.actors}
    assert types["柏林"] is ActorType.LOCATION
    assert types["法国"] is types["意大利"] is ActorType.GEOPOLITICAL_ENTITY


def test_both_scripts_give_the_same_actors(find: Finder) -> None:
    simplified = find("欧盟委员会主席冯德莱恩周四在布鲁塞尔会见了泽连斯基,英伟达和台积电的代表也在场。")
    traditional = find(
        "歐盟委員會主席馮德萊恩週四在布魯塞爾會見了澤連斯基,英偉達和台積電的代表也在場。", Language.ZH_HANT
    )
    assert {actor.id for actor in simplified.actors} == {actor.id for actor in traditional.actors}


def test_english_names_are_linked(find: Finder) -> None:
    pytest.importorskip("spacy")
    text = "The European Commission fined Apple on Monday. Tim Cook called the Dutch government about it."
    ids = {actor.id for actor in find(text, Language.EN).actors}
    assert {"european-commission", "apple", "tim-cook", "netherlands"} <= ids


PIECES = [
    "特朗普",
    "拜登政府",
    "中美",
    "荷方",
    "双方",
    "他",
    "该公司",
    "苹果",
    "(Apple)",
    "“甲乙研究所”",
    "布鲁塞尔",
    "表示",
    "外交部",
    "国会",
    "。",
    "、",
    "和",
    "\n",
    "Nvidia",
    "Ａｒｍ",
    "台積電",
    "汉斯·林德",
    "(Hans)",
    "🙂",
    "İ",
    "\u3000",
    "其",
    "日本",
]


@settings(max_examples=150, deadline=None)
@given(parts=st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=24))
def test_every_mention_is_an_alias_or_a_reference(find: Finder, parts: list[str]) -> None:
    text = "".join(parts)
    found = find(text)
    aliases = {actor.id: actor.aliases for actor in found.actors}
    spans = [mention.span for mention in found.mentions[0]]
    assert spans == sorted(spans)
    for mention in found.mentions[0]:
        assert mention.span.end <= len(text)
        assert mention.actor_id in aliases
        if mention.form is MentionForm.REFERENCE:
            assert mention.antecedent is not None
        else:
            assert mention.span.of(text) in aliases[mention.actor_id]


def test_ids_do_not_depend_on_other_documents(find: Finder) -> None:
    texts = ["周三，王小虎抵达里昂。", "李大为与王小虎会面。", "诺瓦集团宣布裁员。"]
    runs = [{text: find(text) for text in order} for order in permutations(texts)]
    assert all(run == runs[0] for run in runs)


@pytest.mark.parametrize(
    ("text", "name", "actor"),
    [
        ("苹果公司公布财报后,苹果股价上涨。", "苹果", "apple"),
        ("谷歌、苹果和微软都派人参加。", "苹果", "apple"),
        ("首相石破茂周三辞职。石破没有回答提问。", "石破", "shigeru-ishiba"),
        ("中国和越南举行会谈。外交部发言人介绍了情况。", "外交部", "china-foreign-ministry"),
        ("台湾将派团参加,台湾外交部周二宣布。外交部没有公布名单。", "外交部", "taiwan-foreign-ministry"),
        ("美国财政部、商务部联合发布通知。", "商务部", "us-commerce-department"),
        ("北京当局没有回应。", "北京当局", "china"),
        ("美商务部长抵达上海。", "美", "united-states"),
        ("会谈涉及中美关系。", "中", "china"),
        ("他一直反对对华脱钩。", "华", "china"),
        ("英国路透社最先报道了此事。", "英国路透社", "reuters"),
    ],
)
def test_context_links_a_name(find: Finder, text: str, name: str, actor: str) -> None:
    assert (name, actor) in mentioned(text, find(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("瑞典和挪威举行会谈。外交部没有说明内容。", "外交部"),
        ("他写信给你,希望对方便利一些。", "以方"),
        ("The quick fox,然后呢。", "The"),
        ("他在AI和GPU上投入很多。", "GPU"),
        ("老师李小明说,小明今天没来。明天小明会来。", "老师"),
    ],
)
def test_what_is_no_name(find: Finder, text: str, name: str) -> None:
    assert name not in dict(mentioned(text, find(text)))


def test_a_capital_where_something_happens_is_a_place(find: Finder) -> None:
    text = "会议在华盛顿举行,他在华盛顿表示满意。"
    assert {actor for name, actor in mentioned(text, find(text)) if name == "华盛顿"} == {
        derived_id("华盛顿")
    }


def test_a_given_name_is_the_person_named_in_full(find: Finder) -> None:
    text = "陈嘉蔚周一出席会议。记者问嘉蔚有何打算,嘉蔚笑而不答。"
    ids = [actor for name, actor in mentioned(text, find(text)) if name.endswith("嘉蔚")]
    assert ids
    assert set(ids) == {derived_id("陈嘉蔚")}


def test_titles_keep_person_and_organization(find: Finder) -> None:
    text = "英伟达CEO黄仁勋和美国国务院发言人先后讲话。"
    assert {"nvidia", "jensen-huang", "us-state-department"} <= {
        actor for _, actor in mentioned(text, find(text))
    }


def test_unknown_organizations_have_the_state_they_begin_with_as_parent(find: Finder) -> None:
    found = find("日本海上保安厅周四派出两艘船。")
    assert [actor.parent_id for actor in found.actors if actor.type is ActorType.ORGANIZATION] == ["japan"]


def test_a_title_is_a_paper_and_no_company(find: Finder) -> None:
    text = "英国《卫报》周五报道。影评人谈到《苹果》这部电影。"
    names = dict(mentioned(text, find(text)))
    assert names["卫报"] == "the-guardian"
    assert "苹果" not in names


def test_who_is_in_office_is_known_by_the_state(lexicon: ActorLexicon, tagger: Tagger) -> None:
    text = "李强会见了来访的部长。李强说,中方愿意合作。"
    folded, sentences = fold(text), sentences_of(text)
    (tokens,) = tagger.tag([(Language.ZH_HANS, text, folded, sentences)])
    fields = [(text, folded, sentences, tokens)]
    for day, holder in ((date(2024, 5, 1), "li-qiang"), (date(2020, 5, 1), derived_id("李强"))):
        assert dict(mentioned(text, find_actors(fields, Language.ZH_HANS, lexicon, day)))["李强"] == holder


NEW_ACTORS = ("海州光学", "特朗普光学", "双方集团", "外交部银行")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
def test_a_new_actor_changes_nothing_where_it_is_not_named(
    tagger: Tagger, lexicon: ActorLexicon, wider: ActorLexicon, text: str
) -> None:
    folded, sentences = fold(text), sentences_of(text)
    (tokens,) = tagger.tag([(Language.ZH_HANS, text, folded, sentences)])
    fields = [(text, folded, sentences, tokens)]
    assert find_actors(fields, Language.ZH_HANS, wider) == find_actors(fields, Language.ZH_HANS, lexicon)


@pytest.fixture(scope="session")
def wider(tmp_path_factory: pytest.TempPathFactory) -> ActorLexicon:
    """The lexicon with further actors."""
    rows = (f"new-{number}\torganization\t\t\t{name}\t" for number, name in enumerate(NEW_ACTORS))
    header = "id\ttype\tparent\twikidata\tnames\tguarded"
    return load_actor_lexicon(OwnActors("own.tsv", "\n".join((header, *rows, ""))))
