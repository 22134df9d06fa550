"""Who did what to whom: roles from the order of words, particles and the verb of a Chinese clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...domain.actor import ActorMention, ActorType, MentionForm
from ...domain.event import Argument, Role
from .candidates import Candidate
from .lexicon import ChineseLexicon
from .words import Clause, SentenceWords, Word

_VISIT = "visit"
_MEASURES = frozenset({"tariff", "sanction", "export-control", "ban", "policy-change", "lift-sanction"})
_PLACE_TYPES = frozenset({ActorType.LOCATION, ActorType.GEOPOLITICAL_ENTITY})
_HEAD_TAGS = frozenset({"n", "nz", "nw", "vn", "PER", "ORG", "s", "f", "a", "an"})
_SKIPPED_TAGS = frozenset({"c", "d", "ad", "w", "TIME", "t", "xc", "u"})


@dataclass(frozen=True, slots=True)
class _Place:
    """The actor mentions of one stretch of words in a clause (双方 refers to two)."""

    mention: ActorMention
    others: tuple[ActorMention, ...]
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
    """The arguments of a trigger in its clause, and in the clause of what it announces.

    ``inherited`` is the subject of the clause before, which fills a dropped one.
    """
    words = sentence.words
    clause = sentence.clauses[words[candidate.position].clause]
    rows = _clause_roles(sentence, clause, candidate, lexicon)
    subject = tuple(mention for mention, role in rows if role is Role.AGENT)
    passive = _is_passive(words, clause, candidate, lexicon)
    has_patient = any(role is Role.PATIENT for _, role in rows)
    if (not subject or (passive and not has_patient)) and not _has_own_subject(words, clause, candidate):
        filler = Role.PATIENT if passive else Role.AGENT
        rows = [(mention, filler) for mention in inherited] + rows
        subject = subject if subject and not passive else tuple(inherited)
    rows += _announced(sentence, clause, candidate, lexicon)
    arguments = [Argument(role, mention.span, mention.actor_id) for mention, role in rows]
    return Arguments(tuple(_distinct(arguments)), subject)


def _clause_roles(
    sentence: SentenceWords, clause: Clause, candidate: Candidate, lexicon: ChineseLexicon
) -> list[tuple[ActorMention, Role]]:
    rows = []
    passive = _is_passive(sentence.words, clause, candidate, lexicon)
    for place in _mentions(sentence, clause):
        if place.end <= candidate.position:
            role = _left_role(sentence.words, place, candidate, lexicon)
            marker = sentence.words[place.start - 1].form if place.start else ""
            if role is Role.AGENT and passive and marker not in lexicon.classes["doer-marker"]:
                role = Role.PATIENT
        else:
            role = _right_role(sentence.words, place, candidate, lexicon)
        if role:
            rows += [(mention, role) for mention in (place.mention, *place.others)]
    return rows


def _mentions(sentence: SentenceWords, clause: Clause) -> list[_Place]:
    places: list[_Place] = []
    for position in range(clause.start, clause.end):
        mention = sentence.words[position].actor
        if mention is None:
            continue
        if places and places[-1].mention is mention:
            places[-1] = _Place(mention, places[-1].others, places[-1].start, position + 1)
        else:
            others = [o for o in sentence.mentions if o.span == mention.span and o is not mention]
            places.append(_Place(mention, tuple(others), position, position + 1))
    return places


def _is_passive(words: Sequence[Word], clause: Clause, candidate: Candidate, lexicon: ChineseLexicon) -> bool:
    markers = lexicon.classes["passive-marker"]
    return any(word.form in markers for word in words[clause.start : candidate.position])


def _has_own_subject(words: Sequence[Word], clause: Clause, candidate: Candidate) -> bool:
    """Whether a noun that names no actor opens the clause as its subject (交通瘫痪)."""
    for position in range(clause.start, candidate.position):
        word = words[position]
        if word.actor is not None or word.tag in _SKIPPED_TAGS or word.timex is not None:
            continue
        return word.tag in ("n", "nz", "nw", "s") and candidate.position - position <= 3
    return False


def _announced(
    sentence: SentenceWords, clause: Clause, candidate: Candidate, lexicon: ChineseLexicon
) -> list[tuple[ActorMention, Role]]:
    """Who takes part in what an announcement at the end of its clause announces (宣布，将收购…)."""
    ends = all(word.tag == "w" for word in sentence.words[candidate.end : clause.end])
    telling = candidate.form in lexicon.classes["announcement"] or candidate.form in lexicon.classes["speech"]
    if not (ends and telling) or clause.index + 1 >= len(sentence.clauses):
        return []
    content = sentence.clauses[clause.index + 1]
    if sentence.words[content.start].form not in lexicon.classes["content-opener"]:
        return []
    verbs = [
        place
        for place in range(content.start, content.end)
        if sentence.words[place].tag == "v" and len(sentence.words[place].form) > 1
    ]
    if not verbs:
        return []
    word = sentence.words[verbs[-1]]
    kind = lexicon.type_of(word.form)
    act = Candidate(verbs[-1], verbs[-1] + 1, word.span, word.form, word.tag, kind, noun=False)
    roles = _clause_roles(sentence, content, act, lexicon)
    return [(mention, Role.PATIENT if role is Role.AGENT else role) for mention, role in roles]


def _left_role(
    words: Sequence[Word], place: _Place, candidate: Candidate, lexicon: ChineseLexicon
) -> Role | None:
    marker = words[place.start - 1].form if place.start else ""
    if _is_affected(words, place, candidate, lexicon):
        return Role.PATIENT
    if _modifies(words, place, lexicon) or _heads_relative_clause(words, place, candidate.position):
        return None
    if marker in lexicon.classes["source-marker"]:
        return Role.SOURCE
    if _is_place(place, marker, lexicon):
        return Role.PLACE
    if place.mention.type is ActorType.LOCATION:
        return None
    if marker in lexicon.classes["patient-marker"]:
        return Role.PATIENT
    together = candidate.form in lexicon.classes["reciprocal"]
    return Role.COUNTERPART if together and marker in lexicon.classes["companion-marker"] else Role.AGENT


def _right_role(
    words: Sequence[Word], place: _Place, candidate: Candidate, lexicon: ChineseLexicon
) -> Role | None:
    marker = words[place.start - 1].form if place.start else ""
    if _is_affected(words, place, candidate, lexicon):
        return Role.PATIENT
    if candidate.type == "say" or _modifies(words, place, lexicon):
        return None
    if _heads_relative_clause(words, place, len(words)):
        return None
    if _is_place(place, marker, lexicon):
        return Role.PLACE
    return None if place.mention.type is ActorType.LOCATION else Role.PATIENT


def _is_place(place: _Place, marker: str, lexicon: ChineseLexicon) -> bool:
    if marker in lexicon.classes["medium-marker"]:
        return True
    return place.mention.type in _PLACE_TYPES and marker in lexicon.classes["place-marker"]


def _is_affected(words: Sequence[Word], place: _Place, candidate: Candidate, lexicon: ChineseLexicon) -> bool:
    """Whether a measure hits a state through its goods, or a visit leads to it."""
    if place.mention.type is not ActorType.GEOPOLITICAL_ENTITY:
        return False
    following = words[place.end].form if place.end < len(words) else ""
    marker = words[place.start - 1].form if place.start else ""
    if candidate.type == _VISIT:
        return place.start >= candidate.end or marker in ("赴", "到", "抵", "对")
    hit = following in lexicon.classes["goods"] or marker in lexicon.classes["patient-marker"]
    return hit and candidate.type in _MEASURES


def _heads_relative_clause(words: Sequence[Word], place: _Place, end: int) -> bool:
    """Whether the mention is the subject of a clause that describes a later noun (国会通过的法案)."""
    following = words[place.end : min(place.end + 5, end)]
    verb = next((at for at, word in enumerate(following) if word.tag == "v"), None)
    return verb is not None and any(word.form == "的" for word in following[verb + 1 : verb + 3])


def _modifies(words: Sequence[Word], place: _Place, lexicon: ChineseLexicon) -> bool:
    """Whether the mention only describes a noun behind it (中国企业, 荷兰的公司, 美国总统拜登)."""
    if place.mention.form is MentionForm.REFERENCE or place.end >= len(words):
        return False
    following = words[place.end]
    if following.form == "的":
        return True
    if following.form in lexicon.classes["state-noun"]:
        return False
    if following.actor is not None:
        return place.mention.type is not ActorType.PERSON and following.actor.type is not ActorType.LOCATION
    if place.mention.type is ActorType.PERSON:
        return False
    is_state_body = any(words[place.end - 1].form.endswith(noun) for noun in lexicon.classes["state-noun"])
    return _is_title_before_name(words, place) or (
        place.mention.type in _PLACE_TYPES
        and not is_state_body
        and following.tag in _HEAD_TAGS
        and following.tag != "vn"
        and following.timex is None
    )


def _is_title_before_name(words: Sequence[Word], place: _Place) -> bool:
    """Whether nouns lead from the mention to a person's name (公司首席执行官张三)."""
    for word in words[place.end : place.end + 5]:
        if word.actor is not None and word.actor.type is ActorType.PERSON:
            return True
        if word.tag not in _HEAD_TAGS or word.timex is not None:
            return False
    return False


def _distinct(arguments: Sequence[Argument]) -> list[Argument]:
    """Every actor once, in its first role."""
    seen: set[str] = set()
    kept = []
    for argument in arguments:
        if argument.actor_id not in seen:
            seen.add(argument.actor_id)
            kept.append(argument)
    return kept
