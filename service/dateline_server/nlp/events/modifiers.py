"""Words of a Chinese sentence that look like triggers but stand inside a phrase, a name or a habit."""

from __future__ import annotations

from collections.abc import Sequence

from .lexicon import ChineseLexicon
from .words import Word

_HEADS = frozenset({"n", "nz", "nw", "vn", "an"})
_NAME_JOINTS = frozenset("-—–－")


def stands_inside(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether the verb or noun at ``position`` tells of nothing by itself, whatever its date."""
    return (
        _modifies(words, position, lexicon)
        or _is_ability(words, position, lexicon)
        or _sets_the_scene(words, position)
        or _names_a_thing(words, position)
    )


def _modifies(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether it describes the noun right behind it: 停火协议, 示威民众, 促|消费."""
    word, head = words[position], _next(words, position)
    if head is None or head.tag not in _HEADS or head.actor or head.timex:
        return False
    if word.form in lexicon.classes["intransitive"]:
        return head.form not in lexicon.nouns
    glued = len(word.form) == 1 and word.tag in ("v", "vd")
    return glued and not any(word.form in lexicon.classes[name] for name in ("speech", "light"))


def _is_ability(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether only what can be done is told of: 可处五年徒刑, 年均可输送."""
    before = words[position - 1] if position else None
    return before is not None and before.form in lexicon.classes["ability"]


def _sets_the_scene(words: Sequence[Word], position: int) -> bool:
    """Whether 之际 right behind makes it a time: 在节日到来之际."""
    following = _next(words, position)
    return following is not None and following.form == "之际"


def _names_a_thing(words: Sequence[Word], position: int) -> bool:
    """Whether it is a part of a numbered name in quotation marks: “真诚合作－4”."""
    following = _next(words, position)
    if words[position].quote != "term" or following is None or following.quote != "term":
        return False
    return following.form[0] in _NAME_JOINTS or following.form[0].isdigit()


def _next(words: Sequence[Word], position: int) -> Word | None:
    """The word right behind, in the same clause."""
    following = words[position + 1] if position + 1 < len(words) else None
    return following if following and following.clause == words[position].clause else None
