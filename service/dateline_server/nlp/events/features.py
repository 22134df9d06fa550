"""What the scorecard looks at: readable properties of a candidate in its sentence, no words of texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...domain.text import Zone
from ...domain.time import Granularity, Timex
from .candidates import Candidate
from .date_scope import LONG
from .date_use import is_present
from .lexicon import ChineseLexicon
from .linking import Link, LinkKind
from .ontology import OTHER
from .words import SentenceWords, Word

_NOMINAL = frozenset({"n", "nz", "nw", "ORG", "PER", "LOC", "vn", "an", "nr", "ns", "nt"})
_DONE = frozenset({"已", "已经", "正式", "首次", "成功", "再次", "共同", "联合", "陆续", "先后"})
_COPULAS = frozenset({"是", "就是", "正是", "仍是", "系"})
_BLOCKING = frozenset(["在", "于", "对", "从", "以", "为", "因", "向", "随着", "由于", "为了", "自", "用"])


@dataclass(frozen=True, slots=True)
class Setting:
    """A sentence with its candidates and their dates: the ground on which each is judged."""

    sentence: SentenceWords
    candidates: Sequence[Candidate]
    links: Sequence[Link | None]
    lexicon: ChineseLexicon


def features(setting: Setting, index: int) -> tuple[str, ...]:
    """The features of the candidate at ``index``; each name is ``group=value``."""
    candidate, link = setting.candidates[index], setting.links[index]
    return (
        *_form_features(candidate, setting.lexicon),
        *_neighbour_features(setting.sentence.words, candidate),
        *_clause_features(setting, index),
        *_link_features(setting.sentence, candidate, link),
        *_quotation_features(setting, index),
    )


def _form_features(candidate: Candidate, lexicon: ChineseLexicon) -> Iterator[str]:
    yield f"tag={candidate.tag}"
    yield f"length={min(len(candidate.form), 4)}"
    yield f"known={word_class(candidate)}"
    known = candidate.type != OTHER
    yield f"known+tag={known:d}{candidate.tag}"
    yield f"type={candidate.type}"
    for name in ("speech", "announcement", "report", "light", "phase", "stative"):
        if candidate.form in lexicon.classes[name]:
            yield f"class={name}"
            yield f"class+known={name}{known:d}"


def word_class(candidate: Candidate) -> str:
    """A coarse class of the word: noun, or the family of its type."""
    if candidate.noun:
        return "noun"
    return candidate.type if candidate.type in ("say", "begin", "travel", OTHER) else "typed"


def _neighbour_features(words: Sequence[Word], candidate: Candidate) -> Iterator[str]:
    left = words[candidate.position - 1] if candidate.position else None
    right = words[candidate.end] if candidate.end < len(words) else None
    second = words[candidate.end + 1] if candidate.end + 1 < len(words) else None
    yield f"left={_kind(left)}"
    yield f"right={_kind(right)}"
    yield f"second-right={_kind(second)}"
    if left and left.form in _DONE:
        yield "left=done"
    if left and left.form in _BLOCKING:
        yield "left=preposition"
    if right and right.form in ("的", "之"):
        yield "modifier=1"
        yield f"modifier+tag={candidate.tag}"
    if right and right.tag in ("n", "nz", "vn") and not right.actor and not right.timex:
        yield f"before-noun={candidate.tag}"
    if right and right.form in ("了", "过"):
        yield "aspect=1"


def _kind(word: Word | None) -> str:
    if word is None:
        return "edge"
    if word.timex:
        return "time"
    if word.actor:
        return "actor"
    return word.tag


def _clause_features(setting: Setting, index: int) -> Iterator[str]:
    candidate, words = setting.candidates[index], setting.sentence.words
    clause = setting.sentence.clauses[words[candidate.position].clause]
    earlier, later = setting.candidates[:index], setting.candidates[index + 1 :]
    before = [other for other in earlier if other.position >= clause.start and not other.noun]
    after = sum(other.position < clause.end and not other.noun for other in later)
    yield f"verbs-before={min(len(before), 4)}"
    yield f"verbs-after={min(after, 3)}"
    if all(word.tag in ("c", "d", "ad", "w") for word in words[clause.start : candidate.position]):
        yield f"opens={candidate.type != OTHER:d}"
    if candidate.type != OTHER:
        yield f"typed-before={min(sum(other.type != OTHER for other in before), 3)}"
    yield f"speech-before={any(other.form in setting.lexicon.classes['speech'] for other in before):d}"
    if any(other.form in setting.lexicon.classes["causative"] for other in before):
        yield "caused=1"
    if any(word.form in _COPULAS for word in words[clause.start : candidate.position]):
        yield "copula=1"
    yield f"clause={min(clause.index, 5)}"
    yield from _tone(setting, words[clause.start : candidate.position])
    yield from _company(setting, candidate, clause.start, clause.end)


def _tone(setting: Setting, left: Sequence[Word]) -> Iterator[str]:
    """Cues of factuality before the trigger, and whether the sentence is told as people talk."""
    forms = {word.form for word in left}
    for cue in setting.lexicon.cues:
        if not forms.isdisjoint(cue.before):
            yield f"cue={cue.factuality}"
    if any(word.form in setting.lexicon.classes["colloquial"] for word in setting.sentence.words):
        yield "colloquial=1"


def _company(setting: Setting, candidate: Candidate, start: int, end: int) -> Iterator[str]:
    words = setting.sentence.words
    actors_left = any(word.actor for word in words[start : candidate.position])
    yield f"actor-left={actors_left:d}"
    yield f"actor-right={any(word.actor for word in words[candidate.end : end]):d}"
    yield f"actor-before={any(word.actor for word in words[: candidate.position]):d}"
    rest = words[candidate.end : min(end, candidate.end + 6)]
    head = next((place for place, word in enumerate(rest) if word.form == "的"), None)
    if head is not None and not any(word.tag == "v" for word in rest[head:]):
        yield f"relative={any(word.timex for word in words[start : candidate.position]):d}"
    yield f"numbers={any(word.tag == 'm' for word in rest):d}"
    yield f"object={any(word.tag in _NOMINAL for word in rest[:3]):d}"


def _link_features(sentence: SentenceWords, candidate: Candidate, link: Link | None) -> Iterator[str]:
    if link is None:
        yield "link=none"
        return
    yield f"link={link.kind}"
    yield f"link-distance={link.kind}{min(link.distance, 4)}"
    yield f"time={_time_kind(link)}"
    yield f"time+kind={_time_kind(link)}{link.kind}"
    yield f"type+time={candidate.type}{_time_kind(link)}"
    between = _between(sentence, candidate, link)
    verbs = sum(word.tag == "v" for word in between)
    yield f"verbs-between={link.kind}{min(verbs, 4)}"
    if candidate.type == "say":
        yield f"say+link={link.kind}{min(link.distance, 2)}"
    if link.kind is LinkKind.CLAUSE:
        subject = _subject_change(sentence, candidate)
        yield f"subject={subject}"
        if candidate.type == "say":
            yield f"say+subject={subject}"
        yield f"carried-from-relative={_in_relative(sentence, link.timex):d}"
    if link.kind is LinkKind.BEFORE:
        yield f"words-between={_bucket(len(between))}"
        of_between = any(word.form == "的" for word in between)
        yield f"of-between={of_between:d}"
        if of_between and _is_object(sentence, link.timex):
            yield "date=in-relative"


def _is_object(sentence: SentenceWords, timex: Timex) -> bool:
    """Whether a verb stands right before the date (经历去年高温的…)."""
    place = next(place for place, word in enumerate(sentence.words) if word.timex is timex)
    before = sentence.words[place - 1] if place else None
    return before is not None and before.tag == "v" and len(before.form) > 1


def _in_relative(sentence: SentenceWords, timex: Timex) -> bool:
    """Whether a verb with 的 close behind follows the date in its clause (上月被捕的张三, …)."""
    words = sentence.words
    place = max(place for place, word in enumerate(words) if word.timex is timex)
    rest = [word for word in words[place + 1 :] if word.clause == words[place].clause]
    verb = next((at for at, word in enumerate(rest) if word.tag in ("v", "vd")), None)
    if verb is None:
        return False
    near = [word.form for word in rest[verb + 1 : verb + 5]]
    return "的" in near and rest[-1].tag != "f" and not any(word.tag == "f" for word in rest[-2:])


def _subject_change(sentence: SentenceWords, candidate: Candidate) -> str:
    """Whether the clause names an actor before the trigger, and one new to the sentence."""
    clause = sentence.clauses[sentence.words[candidate.position].clause]
    own = next((word.actor for word in sentence.words[clause.start : candidate.position] if word.actor), None)
    if own is None:
        return "none"
    earlier = {word.actor.actor_id for word in sentence.words[: clause.start] if word.actor}
    return "known" if own.actor_id in earlier else "new" if earlier else "first"


def _between(sentence: SentenceWords, candidate: Candidate, link: Link) -> Sequence[Word]:
    if link.kind.crosses_sentences:
        return sentence.words[: candidate.position]
    end = link.timex.span.end
    if link.kind is LinkKind.COMPLEMENT:
        start = link.timex.span.start
        return [word for word in sentence.words[candidate.end :] if word.span.end <= start]
    return [word for word in sentence.words[: candidate.position] if word.span.start >= end]


def _time_kind(link: Link) -> str:
    time = link.timex.time
    if time is None:
        return "none"
    if is_present(link.timex):
        return "present"
    if time.approximate:
        return "approximate"
    if time.first and time.last and (time.last - time.first).days > LONG:
        return "years"
    if time.granularity in (Granularity.DAY, Granularity.TIME):
        return "day"
    return "year" if time.granularity in (Granularity.YEAR, Granularity.DECADE) else "period"


def _bucket(count: int) -> int:
    return next((limit for limit in (0, 1, 2, 3, 5, 8, 12, 20) if count <= limit), 99)


def _quotation_features(setting: Setting, index: int) -> Iterator[str]:
    candidate, sentence = setting.candidates[index], setting.sentence
    quote = sentence.words[candidate.position].quote
    if quote:
        yield f"quote={quote}"
    if sentence.sentence.zone is not Zone.BODY:
        yield f"zone={sentence.sentence.zone}"
    link = setting.links[index]
    if link is not None and link.kind is not LinkKind.BEFORE and _is_content(setting, index):
        yield f"content={candidate.form in setting.lexicon.classes['speech']:d}"


def _is_content(setting: Setting, index: int) -> bool:
    """Whether a verb of saying stands between the date and a candidate of a later clause."""
    candidate, link = setting.candidates[index], setting.links[index]
    clause = setting.sentence.words[candidate.position].clause
    return link is not None and any(
        other.form in setting.lexicon.classes["speech"]
        and setting.sentence.words[other.position].clause < clause
        and other.span.start > link.timex.span.start
        for other in setting.candidates[:index]
    )
