"""Who did what to whom: roles from the order of words, particles and the verb of a Chinese clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...domain.actor import ActorMention, ActorType, MentionForm
from ...domain.event import Argument, Role
from .candidates import Candidate
from .lexicon import ChineseLexicon
from .words import Clause, SentenceWords, Word

_PLACE_MARKERS = frozenset("在 于 从 自 由 到 至 抵 赴 往 抵达 前往 位于 来自 经 途经 飞往 返回 到达 离开 驻".split())
_PATIENT_MARKERS = frozenset("对 向 把 将 给 为 针对 就 替 令 使 让 要求 命令 责令".split())
_COMPANION_MARKERS = frozenset("与 和 同 跟 及 以及 暨".split())
_PASSIVE_MARKERS = frozenset("被 遭 遭到 受 由 获 受到 为".split())
_SOURCE_MARKERS = frozenset("据 根据 援引 引述 按照 按 依".split())
_PLACE_TYPES = frozenset({ActorType.LOCATION, ActorType.GEOPOLITICAL_ENTITY})
_HEAD_TAGS = frozenset({"n", "nz", "nw", "vn", "PER", "ORG", "s", "f", "a", "an"})


@dataclass(frozen=True, slots=True)
class _Place:
    """An actor mention in a clause: the positions of its words."""

    mention: ActorMention
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a trigger, and the subject that the next clause may drop."""

    found: tuple[Argument, ...]
    subject: tuple[ActorMention, ...]


def find_arguments(
    sentence: SentenceWords,
    candidate: Candidate,
    inherited: Sequence[ActorMention],
    lexicon: ChineseLexicon,
) -> Arguments:
    """The arguments of a trigger within its clause; ``inherited`` fills a dropped subject."""
    clause = sentence.clauses[sentence.words[candidate.position].clause]
    places = _mentions(sentence.words, clause)
    left = [place for place in places if place.end <= candidate.position]
    right = [place for place in places if place.start >= candidate.end]
    roles = [(place, _left_role(sentence.words, place, candidate, lexicon)) for place in left]
    roles += [(place, _right_role(sentence.words, place, candidate, lexicon)) for place in right]
    arguments = [Argument(role, place.mention.span, place.mention.actor_id) for place, role in roles if role]
    subject = tuple(place.mention for place, role in roles if role is Role.AGENT)
    if not subject:
        arguments = [_as_argument(mention) for mention in inherited] + arguments
    return Arguments(tuple(_distinct(arguments)), subject or tuple(inherited))


def _mentions(words: Sequence[Word], clause: Clause) -> list[_Place]:
    places: list[_Place] = []
    for position in range(clause.start, clause.end):
        mention = words[position].actor
        if mention is None:
            continue
        if places and places[-1].mention is mention:
            places[-1] = _Place(mention, places[-1].start, position + 1)
        else:
            places.append(_Place(mention, position, position + 1))
    return places


def _left_role(
    words: Sequence[Word], place: _Place, candidate: Candidate, lexicon: ChineseLexicon
) -> Role | None:
    marker = words[place.start - 1].form if place.start else ""
    if _modifies(words, place, candidate, lexicon):
        return None
    if marker in _SOURCE_MARKERS:
        return Role.SOURCE
    if place.mention.type in _PLACE_TYPES and marker in _PLACE_MARKERS:
        return Role.PLACE
    if place.mention.type is ActorType.LOCATION:
        return None
    if marker in _PATIENT_MARKERS:
        return Role.PATIENT
    if marker in _COMPANION_MARKERS and candidate.form in lexicon.classes["reciprocal"]:
        return Role.COUNTERPART
    return Role.AGENT


def _right_role(
    words: Sequence[Word], place: _Place, candidate: Candidate, lexicon: ChineseLexicon
) -> Role | None:
    marker = words[place.start - 1].form if place.start else ""
    if _modifies(words, place, candidate, lexicon) or candidate.type == "say":
        return None
    if place.mention.type in _PLACE_TYPES and marker in _PLACE_MARKERS:
        return Role.PLACE
    if place.mention.type is ActorType.LOCATION:
        return None
    return Role.PATIENT


def _modifies(words: Sequence[Word], place: _Place, candidate: Candidate, lexicon: ChineseLexicon) -> bool:
    """Whether the mention only describes a noun behind it (中国企业, 荷兰的公司, 美国总统拜登)."""
    if place.mention.form is MentionForm.REFERENCE:
        return False
    following = words[place.end] if place.end < len(words) else None
    if following is None or place.end == candidate.position:
        return False
    if following.form == "的":
        return True
    if following.form in lexicon.classes["state-noun"]:
        return False
    if following.actor is not None:
        return place.mention.type is not ActorType.PERSON and following.actor.type is not ActorType.LOCATION
    if place.mention.type is ActorType.PERSON:
        return False
    return _is_title_before_name(words, place) or (
        place.mention.type in _PLACE_TYPES and following.tag in _HEAD_TAGS and following.timex is None
    )


def _is_title_before_name(words: Sequence[Word], place: _Place) -> bool:
    """Whether nouns lead from the mention to a person's name (公司首席执行官张三)."""
    for word in words[place.end : place.end + 4]:
        if word.actor is not None and word.actor.type is ActorType.PERSON:
            return True
        if word.tag not in _HEAD_TAGS or word.timex is not None:
            return False
    return False


def _as_argument(mention: ActorMention) -> Argument:
    return Argument(Role.AGENT, mention.span, mention.actor_id)


def _distinct(arguments: Sequence[Argument]) -> list[Argument]:
    """Every actor once, in its first role."""
    seen: set[str] = set()
    kept = []
    for argument in arguments:
        if argument.actor_id not in seen:
            seen.add(argument.actor_id)
            kept.append(argument)
    return kept
