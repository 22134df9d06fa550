"""Who did what to whom: roles from the order of words, particles and the verb of a Chinese clause."""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.actor import ActorMention, ActorType
from ...domain.event import Argument, Role
from .candidates import Candidate
from .lexicon import ChineseLexicon
from .mentions import (
    Place,
    describes_noun,
    follows_place_marker,
    is_addressed,
    is_within_quotation,
    maker_end,
    places,
    subject_of_relative_clause,
)
from .words import Clause, SentenceWords, Word

_VISIT = "visit"
_GATHERINGS = frozenset({"attend", "hold-event"})
"""Acts whose object is a gathering: who is named before it only owns it (出席甲国开幕式)."""
_MEASURES = frozenset({"tariff", "sanction", "export-control", "ban", "policy-change", "lift-sanction"})
_SKIPPED_TAGS = frozenset({"c", "d", "ad", "w", "TIME", "t", "xc", "u", "m", "q", "r", "a", "f"})
_NOUN_TAGS = frozenset({"n", "nz", "nw", "s", "vn", "an"})

_RESULTING = frozenset({"导致", "致使", "造成", "引发", "致", "使得", "令", "使"})
"""Verbs whose content has a subject of its own (导致股市暴跌)."""

Rows = list[tuple[ActorMention, Role]]


def find_arguments(
    sentence: SentenceWords,
    candidate: Candidate,
    inherited: Sequence[ActorMention],
    lexicon: ChineseLexicon,
) -> tuple[Argument, ...]:
    """The arguments of a trigger in its clause, and in the clause of what it announces.

    ``inherited`` is the subject of the clauses before, which fills a dropped one.
    """
    clause = sentence.clauses[sentence.words[candidate.position].clause]
    clause = _item_of_list(sentence.words, clause, candidate)
    rows = _topic_roles(sentence, clause, candidate, lexicon)
    rows += _clause_roles(sentence, clause, candidate, lexicon)
    passive = _is_passive(sentence.words, clause, candidate, lexicon)
    wanted = Role.PATIENT if passive else Role.AGENT
    dropped = not any(role is wanted for _, role in rows)
    if dropped and not _has_own_subject(sentence.words, clause, candidate, lexicon):
        rows = [(mention, wanted) for mention in inherited] + rows
    rows += _announced(sentence, clause, candidate, lexicon)
    return _distinct(rows)


def _item_of_list(words: Sequence[Word], clause: Clause, candidate: Candidate) -> Clause:
    """The clause, or the one item of a list of people and what befell them (5人死亡、19人受伤)."""
    start = candidate.position
    party = words[start - 1].actor if start > clause.start else None
    if party is None or not party.span.start <= words[start - 1].span.start:
        return clause
    while start > clause.start and words[start - 1].actor is party:
        start -= 1
    counted = words[start].form[:1].isnumeric()
    beside = [words[start - 1].form] if start > clause.start else []
    beside += [word.form for word in words[candidate.end : clause.end][:1]]
    return Clause(clause.index, start, candidate.end) if counted and "、" in beside else clause


def clause_subject(
    sentence: SentenceWords, clause: Clause, lexicon: ChineseLexicon
) -> tuple[ActorMention, ...]:
    """The actors that a clause names as its subject, before its first verb; () when it names none."""
    if not any(word.actor for word in sentence.clause_words(clause)):
        return ()
    made = {
        position
        for place in places(sentence, clause)
        for position in range(place.end, maker_end(sentence.words, place, lexicon))
    }
    verbs = [
        position
        for position in range(clause.start, clause.end)
        if position not in made and _is_main_verb(sentence.words, position)
    ]
    opens_late = sentence.words[clause.start].tag == "p"
    for position in verbs[: None if opens_late else 1] or [clause.end - 1]:
        subject = _subject_of(sentence, clause, position, lexicon)
        if subject:
            return subject
    return ()


def _subject_of(
    sentence: SentenceWords, clause: Clause, position: int, lexicon: ChineseLexicon
) -> tuple[ActorMention, ...]:
    verb = _as_candidate(sentence.words, position, lexicon)
    wanted = Role.PATIENT if _is_passive(sentence.words, clause, verb, lexicon) else Role.AGENT
    rows = _clause_roles(sentence, clause, verb, lexicon)
    return tuple(mention for mention, role in rows if role is wanted and mention.span.end <= verb.span.start)


def _is_main_verb(words: Sequence[Word], position: int) -> bool:
    """Whether a verb is none of a relative clause (甲国出资的基金提议…: 提议)."""
    if words[position].tag not in ("v", "vd") or words[position].actor is not None:
        return False
    return all(word.form != "的" for word in words[position + 1 : position + 2])


def _topic_roles(
    sentence: SentenceWords, clause: Clause, candidate: Candidate, lexicon: ChineseLexicon
) -> Rows:
    """Who is named in a clause before that only opens this one (对原产于甲国的商品，加征关税)."""
    if not clause.index or candidate.type == "say":
        return []
    before = sentence.clauses[clause.index - 1]
    words = sentence.clause_words(before)
    opens = words[0].form in lexicon.classes["topic-opener"]
    has_verb = any(word.tag in ("v", "vd") and word.actor is None for word in words)
    if has_verb and not opens:
        return []
    verb = Candidate(
        before.end, before.end, candidate.span, candidate.form, candidate.tag, candidate.type, noun=False
    )
    return _clause_roles(sentence, before, verb, lexicon)


def _clause_roles(
    sentence: SentenceWords, clause: Clause, candidate: Candidate, lexicon: ChineseLexicon
) -> Rows:
    rows: Rows = []
    passive = _is_passive(sentence.words, clause, candidate, lexicon)
    before: tuple[Place, Role | None] | None = None
    found = places(sentence, clause)
    for place in found:
        role = _role(sentence.words, clause, place, candidate, lexicon)
        marker = sentence.words[place.start - 1].form if place.start else ""
        if passive and role is Role.AGENT and place.end <= candidate.position:
            role = Role.AGENT if marker in lexicon.classes["doer-marker"] else Role.PATIENT
        if before and before[0].end == place.start - 1 and marker in lexicon.classes["coordinator"]:
            role = _coordinated(before[1], role)
        before = place, role
        if role:
            rows += [(mention, role) for mention in (place.mention, *place.others)]
    if not any(role is Role.AGENT for _, role in rows):
        rows += _shared_subject(sentence.words, clause, found, candidate)
    return rows


def _shared_subject(
    words: Sequence[Word], clause: Clause, found: Sequence[Place], candidate: Candidate
) -> Rows:
    """The subject of a relative clause that is the main clause's too (张三昨日发布的视频中表示)."""
    opening = [place for place in found if place.end <= candidate.position][:1]
    return [
        (place.mention, Role.AGENT)
        for place in opening
        if place.mention.type is not ActorType.LOCATION
        and all(word.tag in _SKIPPED_TAGS or word.timex for word in words[clause.start : place.start])
        and subject_of_relative_clause(words, place, candidate.position)
        and not any(word.tag in _NOUN_TAGS for word in words[candidate.position - 1 : candidate.position])
    ]


def _coordinated(first: Role | None, second: Role | None) -> Role | None:
    """The role of the second of two in coordination: the first's, unless it is the other side."""
    return second if second in (None, Role.COUNTERPART) or first is None else first


def _role(
    words: Sequence[Word], clause: Clause, place: Place, candidate: Candidate, lexicon: ChineseLexicon
) -> Role | None:
    if _is_affected(words, place, candidate, lexicon):
        return Role.PATIENT
    if is_within_quotation(words, place, candidate):
        return None
    if describes_noun(words, place, lexicon):
        addressed = is_addressed(words, clause, place, lexicon) and words[place.end].form == "的"
        return Role.PATIENT if addressed else None
    marker = words[place.start - 1].form if place.start else ""
    end = candidate.position if place.end <= candidate.position else len(words)
    marked = marker in lexicon.classes["patient-marker"] or marker in lexicon.classes["causative"]
    if not marked and subject_of_relative_clause(words, place, end):
        return None
    if follows_place_marker(words, clause, place, lexicon):
        return Role.PLACE
    if place.mention.type is ActorType.LOCATION:
        return None
    if place.end <= candidate.position:
        return _left_role(marker, candidate, lexicon)
    if candidate.tag not in ("v", "vd") and _has_verb(words[candidate.end : place.start]):
        return None
    following = words[min(place.end, len(words) - 1)]
    attended = candidate.type in _GATHERINGS and following.tag in _NOUN_TAGS | {"m", "LOC"}
    told = place.start == candidate.end and candidate.form in lexicon.classes["addressing"]
    return None if attended or (candidate.type == "say" and not told) else Role.PATIENT


def _has_verb(between: Sequence[Word]) -> bool:
    """Whether another act stands between a noun of an act and a name (袭击|导致|甲国停电)."""
    return any(word.tag in ("v", "vd") and word.actor is None for word in between)


def _left_role(marker: str, candidate: Candidate, lexicon: ChineseLexicon) -> Role:
    if marker in lexicon.classes["source-marker"]:
        return Role.SOURCE
    if marker in lexicon.classes["patient-marker"]:
        return Role.PATIENT
    together = candidate.form in lexicon.classes["reciprocal"]
    return Role.COUNTERPART if together and marker in lexicon.classes["companion-marker"] else Role.AGENT


def _is_affected(words: Sequence[Word], place: Place, candidate: Candidate, lexicon: ChineseLexicon) -> bool:
    """Whether a measure hits a state through its goods, or a visit leads to it."""
    if place.mention.type is not ActorType.GEOPOLITICAL_ENTITY:
        return False
    marker = words[place.start - 1].form if place.start else ""
    if candidate.type == _VISIT:
        return place.start >= candidate.end or marker in ("赴", "到", "抵", "对")
    following = [word.form for word in words[place.end : place.end + 3]]
    goods = lexicon.classes["goods"]
    if following[:1] and following[0] in goods:
        return place.start > 0
    marked = marker in lexicon.classes["patient-marker"]
    of_goods = following[:1] == ["的"] and any(form in goods for form in following[1:])
    return marked and (of_goods or candidate.type in _MEASURES)


def _is_passive(words: Sequence[Word], clause: Clause, candidate: Candidate, lexicon: ChineseLexicon) -> bool:
    markers = lexicon.classes["passive-marker"]
    return any(word.form in markers for word in words[clause.start : candidate.position])


def _has_own_subject(
    words: Sequence[Word], clause: Clause, candidate: Candidate, lexicon: ChineseLexicon
) -> bool:
    """Whether a noun that names no actor opens the clause as its subject (交通瘫痪)."""
    for position in range(clause.start, candidate.position):
        word = words[position]
        following = words[position + 1]
        if word.actor is not None or word.timex is not None:
            continue
        if word.form in _RESULTING or _tells_whose_time(word, following):
            continue
        if word.tag in _NOUN_TAGS:
            general = word.form in lexicon.classes["inheriting"]
            return not general and following.tag != "f"
        if word.tag not in _SKIPPED_TAGS:
            return _is_described_subject(words, position, candidate)
    return False


def _is_described_subject(words: Sequence[Word], position: int, candidate: Candidate) -> bool:
    """Whether the verb at ``position`` only describes a noun that is the subject (支持新网的手机|上市)."""
    if words[position].tag not in ("v", "vd"):
        return False
    behind = words[position + 1 : candidate.position]
    head = next((at for at, word in enumerate(behind) if word.form == "的"), None)
    return head is not None and any(word.tag in ("n", "nz") for word in behind[head + 1 : head + 3])


def _tells_whose_time(word: Word, following: Word) -> bool:
    """Whether a noun belongs to the date behind it (当地时间7月3日)."""
    return word.form == "当地" or (following.timex is not None and word.form.endswith("时间"))


def _announced(
    sentence: SentenceWords, clause: Clause, candidate: Candidate, lexicon: ChineseLexicon
) -> Rows:
    """Who takes part in what an announcement at the end of its clause announces (宣布，将收购…)."""
    words, classes = sentence.words, lexicon.classes
    if candidate.type == "say":
        return []
    ends = all(word.tag == "w" for word in words[candidate.end : clause.end])
    telling = candidate.form in classes["announcement"] or candidate.form in classes["speech"]
    if not (ends and telling) or clause.index + 1 >= len(sentence.clauses):
        return []
    content = sentence.clauses[clause.index + 1]
    if words[content.start].form not in classes["content-opener"]:
        return []
    verbs = [
        position
        for position in range(content.start, content.end)
        if words[position].tag == "v" and len(words[position].form) > 1
    ]
    if not verbs:
        return []
    rows = _clause_roles(sentence, content, _as_candidate(words, verbs[-1], lexicon), lexicon)
    return [(mention, Role.PATIENT if role is Role.AGENT else role) for mention, role in rows]


def _as_candidate(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> Candidate:
    word = words[position]
    kind = lexicon.type_of(word.form)
    return Candidate(position, position + 1, word.span, word.form, word.tag, kind, noun=False)


def _distinct(rows: Rows) -> tuple[Argument, ...]:
    """Every actor once, in its first role."""
    kept: dict[str, Argument] = {}
    for mention, role in rows:
        kept.setdefault(mention.actor_id, Argument(role, mention.span, mention.actor_id))
    return tuple(kept.values())
