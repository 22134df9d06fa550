"""People named by their surname only: of their document alone, and one however they are called."""

from __future__ import annotations

import pytest
from dateline_server.domain.text import Language

from .conftest import Finder


def ids(find: Finder, text: str, language: Language = Language.ZH_HANT) -> dict[str, str]:
    return {mention.span.of(text): mention.actor_id for mention in find(text, language).mentions[0]}


def test_all_words_for_a_surname_are_one_person(find: Finder) -> None:
    found = ids(find, "陳男7日遭逮捕。檢方指出，陳姓被告否認指控，陳嫌已交保。")
    assert found["陳男"] == found["陳姓被告"] == found["陳嫌"]


def test_a_man_and_a_woman_of_one_surname_are_two(find: Finder) -> None:
    found = ids(find, "林姓男子7日控告林姓女董事長。")
    assert found["林姓男子"] != found["林姓女董事長"]


def test_a_surname_alone_is_a_person_of_its_document(find: Finder) -> None:
    text = "王先生7日报警。"
    one, other = (ids(find, more, Language.ZH_HANS)["王先生"] for more in (text, f"{text}警方8日立案。"))
    assert one != other


def test_who_has_a_full_name_keeps_it(find: Finder) -> None:
    found = ids(find, "陈大文7日报警。陈先生说，损失不大。", Language.ZH_HANS)
    assert len({found[name] for name in found if name.startswith("陈")}) == 1


@pytest.mark.parametrize("text", ["会上男女老少都有。", "高姓氏族7日祭祖。", "这本书某些部分写于7日。"])
def test_what_only_looks_like_it_is_nobody(find: Finder, text: str) -> None:
    assert not ids(find, text, Language.ZH_HANS)


def test_a_surname_alone_is_short_for_a_name_given_before(find: Finder) -> None:
    found = ids(find, "陳大文昨日見記者。陳指，政府會跟進；陳又說，明日公布。")
    assert found["陳"] == found["陳大文"]


def test_a_surname_alone_that_two_people_share_is_nobody(find: Finder) -> None:
    assert "陳" not in ids(find, "陳大文與陳小明昨日見記者。陳指，政府會跟進。")
