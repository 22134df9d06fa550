"""Words of a Chinese sentence that might tell of an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...domain.text import Span
from .lexicon import ChineseLexicon
from .modifiers import is_mistagged_verb, stands_inside
from .morphology import head, stem
from .ontology import OTHER
from .words import SentenceWords, Word

_VERB_TAGS = frozenset({"v", "vd"})
_SUSPECTED = frozenset({"疑似", "涉嫌"})
_NOUN_TAGS = frozenset({"n", "nz", "vn", "an", "nw"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible trigger: the words ``position`` to ``end`` (exclusive) of its sentence.

    ``type`` is what the lexicon knows of the form; ``noun`` tells an event noun from a predicate.
    """

    position: int
    end: int
    span: Span
    form: str
    tag: str
    type: str
    noun: bool


def find_candidates(sentence: SentenceWords, lexicon: ChineseLexicon) -> tuple[Candidate, ...]:
    """Verbs of two or more characters, known single ones, verbal nouns and event nouns, in order.

    Auxiliaries, words of dates, names and titles are none. Two single verbs side by side that the
    tagger split (裁|撤) are one.
    """
    return tuple(_candidates(sentence.words, lexicon))


def _candidates(words: tuple[Word, ...], lexicon: ChineseLexicon) -> Iterator[Candidate]:
    skip = -1
    for position, word in enumerate(words):
        if position == skip or _is_covered(word):
            continue
        found = _candidate_at(words, position, lexicon)
        if found and not _is_anniversary(words, position):
            skip = found.end - 1
            yield found


def _candidate_at(words: tuple[Word, ...], position: int, lexicon: ChineseLexicon) -> Candidate | None:
    word = words[position]
    joined = _joined(words, position, lexicon)
    if joined:
        return joined
    if is_mistagged_verb(words, position, lexicon):
        return _candidate(replace(word, tag="v"), position, lexicon)
    if _is_candidate(word, lexicon) and not stands_inside(words, position, lexicon):
        return _candidate(word, position, lexicon)
    return None


def _is_covered(word: Word) -> bool:
    """Whether a date, a name or a title takes the word up; a name at the end of a verb (访|华) does not."""
    named = word.actor is not None
    if word.actor is not None and word.tag in _VERB_TAGS:
        named = word.actor.span.start <= word.span.start
    return word.timex is not None or named or word.quote == "title"


def _is_anniversary(words: tuple[Word, ...], position: int) -> bool:
    """Whether only a return of the act is told of (建交55周年, 独立纪念日)."""
    clause = words[position].clause
    behind = [word.form for word in words[position + 1 :] if word.clause == clause]
    celebrated = any(word.form == "纪念" and word.clause == clause for word in words[:position])
    near = behind if celebrated else behind[:3]
    return any("周年" in form or "纪念日" in form for form in near)


def _candidate(word: Word, position: int, lexicon: ChineseLexicon) -> Candidate:
    noun = word.tag in _NOUN_TAGS and word.tag != "vn"
    form = head(word.form, lexicon.nouns) if noun else stem(word.form, lexicon.verbs)
    known = lexicon.nouns.get(form) if noun else None
    kind = known or lexicon.type_of(form)
    return Candidate(position, position + 1, word.span, form, word.tag, kind, noun)


def _is_candidate(word: Word, lexicon: ChineseLexicon) -> bool:
    form, tag = word.form, word.tag
    if tag in _VERB_TAGS or tag == "vn":
        known = len(form) > 1 or (tag in _VERB_TAGS and form in lexicon.verbs)
    else:
        known = tag in _NOUN_TAGS and head(form, lexicon.nouns) in lexicon.nouns
    return known and form not in lexicon.classes["auxiliary"]


def _is_single_verb(word: Word) -> bool:
    return len(word.form) == 1 and word.tag in _VERB_TAGS


def _joined(words: tuple[Word, ...], position: int, lexicon: ChineseLexicon) -> Candidate | None:
    pair = words[position : position + 2]
    if len(pair) == 2 and pair[0].form == "被" and "被" + pair[1].form in lexicon.verbs:
        span = Span(pair[0].span.start, pair[1].span.end)
        form = "被" + pair[1].form
        return Candidate(position, position + 2, span, form, "v", lexicon.verbs[form], False)
    if len(pair) < 2 or not (_is_single_verb(pair[0]) and _is_single_verb(pair[1])):
        return None
    if pair[0].span.end != pair[1].span.start or any(_is_covered(word) for word in pair):
        return None
    form = pair[0].form + pair[1].form
    if form not in lexicon.verbs and any(word.form in lexicon.classes["auxiliary"] for word in pair):
        return None
    span = Span(pair[0].span.start, pair[1].span.end)
    return Candidate(position, position + 2, span, form, "v", lexicon.verbs.get(form, OTHER), False)


def content_noun(
    sentence: SentenceWords, candidates: Sequence[Candidate], candidate: Candidate, lexicon: ChineseLexicon
) -> Candidate | None:
    """The typed noun that a light verb brings as its object, the last of the clause, if there is one.

    Behind a light verb of suffering it may be tagged as a verb (遭甲军|空袭), before a general noun too
    (发生一起|爆炸|事件).
    """
    if candidate.noun or candidate.form not in lexicon.classes["light"]:
        return None
    suffered = candidate.form in lexicon.classes["passive-marker"]
    words, general = sentence.words, lexicon.classes["general-noun"]
    clause = words[candidate.position].clause
    nouns = [
        other
        for other in candidates
        if other.position > candidate.position
        and words[other.position].clause == clause
        and (suffered or other.tag not in _VERB_TAGS or _form_at(words, other.end) in general)
        and other.type != OTHER
    ]
    if not nouns:
        return None
    last = nouns[-1]
    between = words[candidate.end : last.position]
    described = between and between[0].form == "的" and _is_modified(words, last)
    if _has_verb(between) or _form_at(words, last.end) == "的" or described:
        return None
    return _specific(nouns, lexicon)


def _form_at(words: Sequence[Word], position: int) -> str:
    return words[position].form if position < len(words) else ""


def _is_modified(words: Sequence[Word], last: Candidate) -> bool:
    """Whether a noun goes on behind its last typed word (提出的|修正|建议)."""
    following = words[last.end] if last.end < len(words) else None
    return following is not None and following.tag in ("n", "nz")


def _has_verb(between: Sequence[Word]) -> bool:
    """Whether a verb stands there that does not only describe a noun (发生令人震惊的袭击)."""
    return any(
        word.tag in _VERB_TAGS
        and len(word.form) > 1
        and word.form not in _SUSPECTED
        and all(later.form != "的" for later in between[place + 1 : place + 3])
        for place, word in enumerate(between)
    )


def _specific(nouns: Sequence[Candidate], lexicon: ChineseLexicon) -> Candidate:
    """The last noun, or the one right before a general one (火灾|事故)."""
    last = nouns[-1]
    joined = len(nouns) > 1 and nouns[-2].end == last.position
    return nouns[-2] if joined and last.form in lexicon.classes["general-noun"] else last
