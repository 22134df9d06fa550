"""One line for people about a Chinese event: who, what, in the article's own words and script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...domain.actor import Actor
from ...domain.event import Argument, Role
from ...domain.text import Span
from .candidates import Candidate
from .words import Clause, SentenceWords, Word

_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
LONGEST = 48
"""The longest stretch of text behind the subject, in characters."""
_STATEMENTS = frozenset({"say", "announce"})
_SPEECH_VERBS = frozenset({"称", "说", "道", "指", "表示", "指出"})
_SUBJECT_TAGS = frozenset(
    {"n", "nz", "nw", "nr", "ns", "nt", "vn", "an", "a", "m", "q", "r", "PER", "LOC", "ORG", "w"}
)


def summarize(
    text: str,
    sentence: SentenceWords,
    candidate: Candidate,
    arguments: Sequence[Argument],
    actors: Mapping[str, Actor],
) -> str:
    """The agents, then the trigger and what follows it; for a statement its content as well.

    An event noun begins at the verb that brings it (举行…大会), and an event whose own clause has no
    actor as its doer (股价下跌) at the noun before its verb. ``text`` is the reading in its own script.
    """
    clause = sentence.clauses[sentence.words[candidate.position].clause]
    first = _first_word(sentence.words, clause, candidate)
    doers = [
        argument
        for argument in arguments
        if argument.role in (Role.AGENT, Role.COUNTERPART)
        and argument.span.end <= sentence.words[first].span.start
    ]
    noun = _noun_before(sentence.words, clause, first)
    if noun < first and not any(
        argument.span.start >= sentence.words[clause.start].span.start for argument in doers
    ):
        doers, first = [], noun
    names = list(dict.fromkeys(_name(text, argument, actors) for argument in doers))
    return "、".join(names) + _stretch(text, sentence, clause, first, candidate)


def _name(text: str, argument: Argument, actors: Mapping[str, Actor]) -> str:
    """The name as the article writes it; a reference (该公司, 他) as the name that it stands for."""
    surface = argument.span.of(text).strip()
    actor = actors.get(argument.actor_id)
    if actor is None or surface in actor.aliases:
        return surface
    return next((alias for alias in sorted(actor.aliases, key=len, reverse=True) if alias in text), surface)


def _first_word(words: Sequence[Word], clause: Clause, candidate: Candidate) -> int:
    """The trigger, or the nearest verb before an event noun in the same clause."""
    if not candidate.noun:
        return candidate.position
    verbs = (
        place for place in range(candidate.position - 1, clause.start - 1, -1) if words[place].tag == "v"
    )
    return next(verbs, candidate.position)


def _noun_before(words: Sequence[Word], clause: Clause, first: int) -> int:
    """Where the nouns begin that are the verb's subject, dates and adverbs between them passed over.

    Nouns behind a preposition (按规定申请) are none.
    """
    place = first
    while place > clause.start and (words[place - 1].timex or words[place - 1].tag in ("d", "ad", "xc")):
        place -= 1
    noun = place
    while noun > clause.start and words[noun - 1].timex is None and words[noun - 1].tag in _SUBJECT_TAGS:
        noun -= 1
    governed = noun > clause.start and words[noun - 1].tag == "p"
    return first if noun == place or governed else noun


def _stretch(text: str, sentence: SentenceWords, clause: Clause, first: int, candidate: Candidate) -> str:
    start = sentence.words[first].span.start
    end = _content_end(sentence, clause, candidate)
    line = " ".join(Span(start, end).of(text).split())
    if len(line) > LONGEST:
        line = _ASIDE.sub("", line)
    if len(line) <= LONGEST:
        return line
    return f"{line[: max(LONGEST - 1, candidate.span.end - start)]}…"


def _content_end(sentence: SentenceWords, clause: Clause, candidate: Candidate) -> int:
    """The end of the clause, and of the next one where a statement's content begins there."""
    end = _last_word_end(sentence, clause, candidate)
    rest = sentence.words[candidate.end : clause.end]
    bare = all(word.tag == "w" or word.form in _SPEECH_VERBS for word in rest)  # 回应称,…
    following = clause.index + 1
    told = bare and candidate.type in _STATEMENTS
    if (told or _is_unfinished(rest)) and following < len(sentence.clauses):
        end = _last_word_end(sentence, sentence.clauses[following], candidate)
    return max(end, candidate.span.end)


def _is_unfinished(rest: Sequence[Word]) -> bool:
    """Whether only how it is done follows the trigger, and what is done comes next (提议以每股两元,收购…)."""
    aside = next((place for place, word in enumerate(rest) if word.form in ("(", "（")), len(rest))
    words = [word for word in rest[:aside] if word.tag not in ("w", "d")]
    return bool(words) and words[0].tag == "p" and all(word.tag not in ("v", "vd", "vn") for word in words)


def _last_word_end(sentence: SentenceWords, clause: Clause, candidate: Candidate) -> int:
    end = clause.end
    while (
        end > clause.start
        and sentence.words[end - 1].tag == "w"
        and sentence.words[end - 1].form not in "”》〉"
    ):
        end -= 1
    return sentence.words[end - 1].span.end if end > clause.start else candidate.span.end
