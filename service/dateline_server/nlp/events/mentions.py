"""How an actor's mention stands in a Chinese clause: as itself, or as part of something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...domain.actor import ActorMention, ActorType, MentionForm
from .candidates import Candidate
from .lexicon import ChineseLexicon
from .ontology import OTHER
from .words import Clause, SentenceWords, Word

PLACE_TYPES = frozenset({ActorType.LOCATION, ActorType.GEOPOLITICAL_ENTITY})
_HEAD_TAGS = frozenset({"n", "nz", "nw", "PER", "ORG", "s", "f", "a", "an"})
_TITLE_TAGS = _HEAD_TAGS | {"w", "LOC", "vn"}
_NOMINAL_TAGS = frozenset({"n", "nz", "nw", "s", "f", "a", "an", "LOC", "ORG", "PER", "u", "m", "q", "r"})
_OFFICE = frozenset(
    {"兼", "兼任", "总", "副", "所", "原", "前", "分管", "主管", "负责", "时任", "和", "的", "暨"}
)
"""Words of other classes inside a title (分管贸易的委员, 研究所所长)."""
_TITLE_REACH = 12
"""Over how many words titles may lead from a body to a person (财政部发言人、副部长张三)."""


@dataclass(frozen=True, slots=True)
class Place:
    """The actor mentions of one stretch of words in a clause (双方 refers to two)."""

    mention: ActorMention
    others: tuple[ActorMention, ...]
    start: int
    end: int


def places(sentence: SentenceWords, clause: Clause) -> list[Place]:
    """The mentions of a clause with the positions of their words, in order."""
    found: list[Place] = []
    for position in range(clause.start, clause.end):
        mention = sentence.words[position].actor
        if mention is None:
            continue
        if found and found[-1].mention is mention:
            found[-1] = Place(mention, found[-1].others, found[-1].start, position + 1)
        else:
            others = [
                other for other in sentence.mentions if other.span == mention.span and other is not mention
            ]
            found.append(Place(mention, tuple(others), position, position + 1))
    return found


def describes_noun(words: Sequence[Word], place: Place, lexicon: ChineseLexicon) -> bool:
    """Whether the mention only describes a noun behind it (中国企业, 荷兰的公司, 美国总统拜登)."""
    if place.mention.form is MentionForm.REFERENCE or place.end >= len(words):
        return False
    following = words[place.end]
    if following.form == "的" or following.form in lexicon.classes["owned"]:
        return True
    if following.form in lexicon.classes["state-noun"]:
        return False
    if following.actor is not None:
        return place.mention.type is not ActorType.PERSON and following.actor.type is not ActorType.LOCATION
    if place.mention.type is ActorType.PERSON:
        return False
    return (
        _leads_to_name(words, place)
        or _is_attributive(words, place, lexicon)
        or maker_end(words, place, lexicon) > 0
    )


def _is_attributive(words: Sequence[Word], place: Place, lexicon: ChineseLexicon) -> bool:
    following = next((word for word in words[place.end :] if word.timex is None), None)
    if place.mention.type not in PLACE_TYPES or following is None:
        return False
    if words[place.end].timex is not None:
        return following.tag == "a"
    if any(words[place.end - 1].form.endswith(noun) for noun in lexicon.classes["state-noun"]):
        return False
    return following.tag in _HEAD_TAGS or following.form in ("《", "“")


def _leads_to_name(words: Sequence[Word], place: Place) -> bool:
    """Whether titles lead from the mention to a person's name (公司创始人兼首席执行官张三)."""
    if words[place.end].tag not in _HEAD_TAGS | {"vn"} and words[place.end].form not in _OFFICE:
        return False
    for word in words[place.end : place.end + _TITLE_REACH]:
        if word.actor is not None and word.actor.type is ActorType.PERSON:
            return True
        office = word.form in _OFFICE or word.actor is not None
        if (word.tag not in _TITLE_TAGS and not office) or word.timex or word.form in (",", "。", ":", ";"):
            return False
    return False


def maker_end(words: Sequence[Word], place: Place, lexicon: ChineseLexicon) -> int:
    """Where the words end that lead from a state to a body which is from there, as what it makes or does.

    In 某国存储芯片制造商甲公司 that is before 甲公司; 0 where no such words stand behind the state.
    """
    if place.mention.type not in PLACE_TYPES:
        return 0
    for position in range(place.end, min(place.end + _TITLE_REACH, len(words))):
        word = words[position]
        if word.actor is not None:
            is_body = word.actor.type is ActorType.ORGANIZATION and position > place.end
            return position if is_body and words[position - 1].form.endswith(_makers(lexicon)) else 0
        is_act = word.tag == "v" and (position > place.end or lexicon.type_of(word.form) != OTHER)
        if is_act or word.timex is not None or word.tag not in _HEAD_TAGS | {"v", "vn"}:
            return 0
    return 0


def _makers(lexicon: ChineseLexicon) -> tuple[str, ...]:
    return tuple(lexicon.classes["maker"])


def is_within_quotation(words: Sequence[Word], place: Place, candidate: Candidate) -> bool:
    """Whether the mention is part of a quoted name or sentence that the trigger stands outside of."""
    if not words[place.start].quote or words[candidate.position].quote:
        return False
    neighbours = [words[place.start - 1], words[min(place.end, len(words) - 1)]]
    return any(word.quote and word.tag != "w" for word in neighbours)


def subject_of_relative_clause(words: Sequence[Word], place: Place, end: int) -> bool:
    """Whether the mention is the subject of a clause that describes a later noun (国会通过的法案).

    Only words before ``end`` are looked at.
    """
    following = words[place.end : min(place.end + 6, end)]
    return any(
        word.tag == "v" and any(later.form == "的" for later in following[at + 1 : at + 3])
        for at, word in enumerate(following)
    )


def follows_place_marker(
    words: Sequence[Word], clause: Clause, place: Place, lexicon: ChineseLexicon
) -> bool:
    """Whether the mention says where: behind 在, also over a noun phrase (在甲城北部的乙镇)."""
    marker = words[place.start - 1].form if place.start else ""
    if place.mention.type in PLACE_TYPES and marker in lexicon.classes["place-marker"]:
        return True
    return _governed_by(words, clause, place, lexicon.classes["medium-marker"])


def is_addressed(words: Sequence[Word], clause: Clause, place: Place, lexicon: ChineseLexicon) -> bool:
    """Whether 对 governs the mention, also over titles (对公司总裁张三的指控)."""
    if place.mention.type not in (ActorType.PERSON, ActorType.ORGANIZATION):
        return False
    return _governed_by(words, clause, place, lexicon.classes["address-marker"])


def _governed_by(words: Sequence[Word], clause: Clause, place: Place, markers: frozenset[str]) -> bool:
    for position in range(place.start - 1, clause.start - 1, -1):
        word = words[position]
        if word.form in markers:
            return True
        if word.actor is None and word.tag not in _NOMINAL_TAGS:
            return False
    return False
