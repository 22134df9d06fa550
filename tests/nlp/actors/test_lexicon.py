from __future__ import annotations

from pathlib import Path

import pytest
from dateline_server.domain.actor import ActorType
from dateline_server.errors import DataFileError
from dateline_server.nlp.actors.lexicon import ActorLexicon, NameIndex, known_name, load_actor_lexicon
from dateline_server.nlp.actors.names import derived_id, name_key

HEADER = "id\ttype\tparent\twikidata\tnames\tguarded\n"


def test_every_spelling_leads_to_one_actor(lexicon: ActorLexicon) -> None:
    for names, actor in (
        ("英伟达 英偉達 輝達 辉达 Nvidia NVIDIA", "nvidia"),
        ("欧盟 歐盟 EU 欧洲联盟", "european-union"),
        ("特朗普 川普 唐納德·特朗普 Trump", "donald-trump"),
        ("新西兰 紐西蘭 纽西兰", "new-zealand"),
        ("阿斯麦 艾司摩爾 ASML", "asml"),
    ):
        assert {lexicon.look_up(name).actor_id for name in names.split()} == {actor}  # type: ignore[union-attr]


def test_actors_are_complete(lexicon: ActorLexicon) -> None:
    assert len(lexicon.actors) > 1_300
    assert lexicon["china"].wikidata == "Q148"
    assert lexicon["netherlands"].type is ActorType.GEOPOLITICAL_ENTITY
    assert lexicon["tim-cook"].parent_id == "apple"
    for actor in lexicon.actors.values():
        assert actor.display_name in actor.aliases


def test_every_entry_is_found_by_each_of_its_names(lexicon: ActorLexicon) -> None:
    for actor in lexicon.actors.values():
        names = [alias for alias in actor.aliases if lexicon.look_up(alias)]
        assert names
        assert {lexicon.look_up(name).actor_id for name in names} == {actor.id}  # type: ignore[union-attr]


def test_a_state_answers_to_its_government(lexicon: ActorLexicon) -> None:
    assert {"荷兰政府", "荷方", "Dutch government"} <= set(lexicon["netherlands"].aliases)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("中国国家航天局", ["中国国家航天局"]),
        ("中国电信业", ["中国电信"]),
        ("the US said", ["US"]),
        ("tell us more", []),
        ("a PineApple", []),
        ("NVIDIA和Nvidia", ["NVIDIA", "Nvidia"]),
        ("SpaceXYZ", []),
    ],
)
def test_find_is_longest_and_keeps_latin_words_whole(
    lexicon: ActorLexicon, text: str, found: list[str]
) -> None:
    assert [match.span.of(text) for match in lexicon.index.find(text)] == found


def test_find_prefers_the_name_that_begins_first() -> None:
    index = NameIndex.of(dict([known_name("甲乙", "a"), known_name("乙丙丁", "b")]))
    assert [match.name.actor_id for match in index.find("甲乙丙丁")] == ["a"]


def test_bodies_of_states(lexicon: ActorLexicon) -> None:
    assert lexicon.body_of("united-states", "财政部") == "us-treasury"
    assert lexicon.body_of("sweden", "外交部") == "sweden-foreign-ministry"
    assert lexicon.parent_of("sweden-foreign-ministry") == "sweden"
    assert lexicon.parent_of("us-treasury") == "united-states"
    assert lexicon.parent_of("x-0123456789ab") == ""
    assert lexicon.state_of("emmanuel-macron") == "france"
    assert lexicon.state_of("tim-cook") == ""


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("acme\torganization\t\t\tAcme", "5 cells"),
        ("Acme Corp\torganization\t\t\tAcme\t", "no id"),
        ("x-0123456789ab\torganization\t\t\tAcme\t", "no id"),
        ("acme\tcompany\t\t\tAcme\t", "type 'company'"),
        ("acme\torganization\tatlantis\t\tAcme\t", "parent"),
        ("acme\torganization\t\tq12\tAcme\t", "Wikidata"),
        ("acme\torganization\t\t\t\t", "needs a name"),
        ("acme\torganization\t\t\t甲\t", "never be found"),
        ("acme\torganization\t\t\t Acme\t", "never be found"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(f"{HEADER}# a comment\n{line}\n", "utf-8")
    with pytest.raises(DataFileError, match=rf"own\.tsv: line 3: .*{problem}"):
        load_actor_lexicon(path)


def test_a_wrong_header_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("id\tname\n", "utf-8")
    with pytest.raises(DataFileError, match="line 1"):
        load_actor_lexicon(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"none\.tsv"):
        load_actor_lexicon(tmp_path / "none.tsv")


def test_an_own_table_goes_over_the_lexicon(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(
        f"{HEADER}apple\torganization\t\t\t苹果果园|Apple Orchard\t\nfirm\torganization\t\t\t微软\t\n",
        "utf-8",
    )
    lexicon = load_actor_lexicon(path)
    assert lexicon["apple"].display_name == "苹果果园"
    assert lexicon.look_up("苹果公司") is None
    assert lexicon.look_up("微软").actor_id == "firm"  # type: ignore[union-attr]
    assert lexicon.look_up("英伟达").actor_id == "nvidia"  # type: ignore[union-attr]


def test_identity_of_unknown_names() -> None:
    assert derived_id("馬克·龍") == derived_id("马克・龙") == derived_id("马克 龙")
    assert derived_id("José Peña") == derived_id("JOSE PENA")
    assert derived_id("甲乙") != derived_id("乙甲")
    assert derived_id("···") != derived_id("--")
    assert name_key("Ｏ’Ｂｒｉｅｎ") == name_key("O'Brien")


def test_only_sure_names_would_be_ids_of_their_actor(tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    table.write_text(HEADER + "haizhou\torganization\t\t\t海州光学|Haizhou Optics\t海光\n", "utf-8")
    lexicon = load_actor_lexicon(table)
    assert set(lexicon.own_names["haizhou"]) == {"海州光学", "haizhou optics"}
    own = [name for names in lexicon.own_names.values() for name in names]
    assert len(own) == len(set(own))
