"""How far a Chinese date reaches: statements that run on, relative clauses, quotations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...domain.time import Timex
from .candidates import Candidate
from .lexicon import ChineseLexicon
from .words import SentenceWords, Word

if TYPE_CHECKING:
    from .linking import Link

RELATIVE_REACH = 2
"""How many words may stand between a date and the verb of its relative clause (11月|交货|的)."""
_SETTINGS = frozenset({"hold-event", "meet", "negotiate"})


def earlier_statement(
    sentence: SentenceWords,
    candidates: Sequence[Candidate],
    links: Sequence[Link | None],
    index: int,
    lexicon: ChineseLexicon,
) -> Link | None:
    """The date of the statement that a further one runs on from (他3日称…，并否认…；同时指出…).

    The clause of the further one opens with its verb or with a word that goes on, so that both have
    one subject.
    """
    candidate, words = candidates[index], sentence.words
    clause = sentence.clauses[words[candidate.position].clause]
    opening = words[clause.start : candidate.position]
    if any(word.form not in lexicon.classes["carrying_adverbs"] for word in opening) or not opening:
        return None
    for place in range(index - 1, -1, -1):
        link, other = links[place], candidates[place]
        speaking = other.form in lexicon.classes["speech"] and other.tag in ("v", "vd")
        if link is not None and speaking and words[other.position].clause < clause.index:
            return link
    return None


def is_inside_relative(words: Sequence[Word], position: int, timex: Timex, candidate: Candidate) -> bool:
    """Whether the date at ``position`` belongs to a relative clause that ends before the candidate.

    11月交货的原油价格上涨 does not date the rise; 3日召开的会议上 tells when the rest was, too.
    """
    start = position
    while start < len(words) and words[start].timex is timex:
        start += 1
    behind = words[start : candidate.position]
    verb = next((at for at, word in enumerate(behind[:RELATIVE_REACH]) if word.tag in ("v", "vd")), None)
    if verb is None or not any(word.form == "的" for word in behind[verb + 1 : verb + 2]):
        return False
    return all(word.tag != "f" for word in behind[verb + 2 :])


def is_quoted_elsewhere(words: Sequence[Word], position: int, candidate: Candidate) -> bool:
    """Whether the date at ``position`` is part of speech that the candidate stands outside of."""
    return words[position].quote == "speech" and words[candidate.position].quote != "speech"


def tells_of_gathering(words: Sequence[Word], lexicon: ChineseLexicon) -> bool:
    """Whether a clause tells of a meeting or its like, where others speak (举行发布会，张三介绍…)."""
    return any(lexicon.type_of(word.form) in _SETTINGS for word in words if word.timex is None)
