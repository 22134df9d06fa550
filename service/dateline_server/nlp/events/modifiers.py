"""Words of a Chinese sentence that look like triggers but stand inside a phrase, a name or a habit."""

from __future__ import annotations

from collections.abc import Sequence

from .lexicon import ChineseLexicon
from .words import Word

_HEADS = frozenset({"n", "nz", "nw", "vn", "an"})
_COPULAS = frozenset({"是", "就是", "即", "叫", "称为", "意为"})
_NOUNS = frozenset({"n", "nz", "nw"})
_GATHERINGS = frozenset({"hold-event", "meet", "say"})
"""Types of nouns that a word of place behind them makes a setting: 在大会上, 声明中."""
_LOCATIVES = frozenset({"上", "中", "期间", "间隙", "现场"})
_NOUN_ENDINGS = frozenset("区点率量者员费权期室厅口器")
"""Nouns of one character that make a noun of the act before them (着陆|区)."""
_UNTIL = frozenset({"截至", "截止"})
_NAMING = frozenset({"称", "下称", "简称", "又称", "以下简称", "统称"})
_SHORTENING = frozenset({"下", "以下", "简", "俗", "统", "亦"})
_NAME_JOINTS = frozenset("-—–－")


def stands_inside(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether the verb or noun at ``position`` tells of nothing by itself, whatever its date."""
    return (
        _modifies(words, position, lexicon)
        or _is_ability(words, position, lexicon)
        or _sets_the_scene(words, position, lexicon)
        or _names_a_thing(words, position)
        or _names_a_body(words, position, lexicon)
        or _is_defined(words, position)
        or _belongs_to_dated_noun(words, position)
    )


def is_mistagged_verb(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether a predicate was taken for a preposition (国会|通过|法案) or a noun (工会|早前|要求,)."""
    word = words[position]
    if word.form in lexicon.classes["passing"]:
        return word.tag in ("v", "vn") or (word.tag == "p" and _ends_in_bill(words, position, lexicon))
    before = words[position - 1] if position else None
    if word.tag != "n" or before is None or before.timex is None or word.form not in lexicon.verbs:
        return False
    following = _next(words, position)
    return word.form not in lexicon.nouns and (following is None or following.tag in ("w", "r", "ORG", "PER"))


def _ends_in_bill(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether the clause closes with what a parliament passes, and no verb is left behind it."""
    rest = [word for word in words[position + 1 :] if word.clause == words[position].clause]
    nouns = [word for word in rest if word.tag != "w"]
    return bool(nouns) and any(nouns[-1].form.endswith(ending) for ending in lexicon.classes["bills"])


def _modifies(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether it describes the noun right behind it: 停火协议, 示威民众, 促|消费."""
    word, head = words[position], _next(words, position)
    if head is not None and head.form in _NOUN_ENDINGS and head.tag in _HEADS:
        return True
    if head is None or head.tag not in _HEADS or head.actor or head.timex:
        return False
    if word.form in lexicon.classes["intransitive"]:
        return head.form not in lexicon.nouns and head.form not in lexicon.classes["general-noun"]
    glued = len(word.form) == 1 and word.tag in ("v", "vd")
    return glued and not any(word.form in lexicon.classes[name] for name in ("speech", "light"))


def _is_ability(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether only what can be done is told of: 可处五年徒刑, 年均可输送."""
    before = words[position - 1] if position else None
    return before is not None and before.form in lexicon.classes["ability"]


def _sets_the_scene(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether it only says when or where: 在节日到来之际, 在去年的大会上, 在甲方支持下, 截至周五收盘."""
    following = _next(words, position)
    if following is None or following.tag == "w":
        return _opens_with(words, position, _UNTIL)
    if following.form == "之际":
        return True
    if following.form == "下" and following.tag == "f":
        return any(word.form == "在" and word.clause == following.clause for word in words[:position])
    gathering = lexicon.nouns.get(words[position].form) in _GATHERINGS and words[position].tag in _NOUNS
    return gathering and following.form in _LOCATIVES


def _opens_with(words: Sequence[Word], position: int, forms: frozenset[str]) -> bool:
    """Whether the clause of a word opens with one of some forms."""
    start = position
    while start > 0 and words[start - 1].clause == words[position].clause:
        start -= 1
    return start < position and words[start].form in forms


def _names_a_thing(words: Sequence[Word], position: int) -> bool:
    """Whether it is a part of a numbered name in quotation marks: “真诚合作－4”."""
    following = _next(words, position)
    if words[position].quote != "term" or following is None or following.quote != "term":
        return False
    return following.form[0] in _NAME_JOINTS or following.form[0].isdigit()


def _names_a_body(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether it is a part of a body's name that the tagger cut elsewhere (立法|会议员)."""
    following = _next(words, position)
    if following is None:
        return False
    return any((words[position].form + following.form).startswith(name) for name in lexicon.classes["bodies"])


def _is_defined(words: Sequence[Word], position: int) -> bool:
    """Whether it is a term that a copula explains (立春就是“开始”), or gives a short name (下称“公司”)."""
    if words[position].form in _NAMING:
        return words[position].form != "称" or (position > 0 and words[position - 1].form in _SHORTENING)
    place = position
    while place > 0 and words[place].quote == "term":
        place -= 1
    before = words[place - 1].form if place else ""
    return place < position and before in _COPULAS


def _belongs_to_dated_noun(words: Sequence[Word], position: int) -> bool:
    """Whether it is the head of a noun whose owner has the date: 2025年|工作|情况|的|报告."""
    if position < 3 or words[position].tag not in _HEADS or words[position - 1].form != "的":
        return False
    place = position - 2
    while place > 0 and words[place].tag in _HEADS and words[place].timex is None:
        place -= 1
    return words[place].timex is not None and place < position - 2


def _next(words: Sequence[Word], position: int) -> Word | None:
    """The word right behind, in the same clause."""
    following = words[position + 1] if position + 1 < len(words) else None
    return following if following and following.clause == words[position].clause else None
