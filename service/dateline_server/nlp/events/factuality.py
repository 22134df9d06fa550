"""What a text claims about an event's having happened: cues, their scope, and the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ...domain.event import Factuality
from ...domain.time import Timex
from .candidates import Candidate
from .lexicon import ChineseLexicon, Cues
from .words import SentenceWords, Word

_OBJECT_MARKERS = frozenset({"将", "把"})


def factuality_of(
    sentence: SentenceWords,
    candidate: Candidate,
    timex: Timex | None,
    published: date | None,
    lexicon: ChineseLexicon,
) -> tuple[Factuality, str]:
    """The factuality of a trigger and the cue that gives it ("" when none does).

    A cue rules from its place to the end of its clause. A date after the publication date turns
    what no cue makes possible or negated into a plan.
    """
    clause = sentence.clauses[sentence.words[candidate.position].clause]
    before = sentence.words[clause.start : candidate.position]
    cues = lexicon.cues
    for cue in cues:
        if candidate.form in cue.trigger:
            return cue.factuality, candidate.form
    for cue in cues:
        word = _cue_word(before, cue, candidate)
        if word:
            return cue.factuality, word
    if _is_future(timex, published):
        return Factuality.PLANNED, "date"
    return Factuality.ASSERTED, ""


def _cue_word(before: Iterable[Word], cue: Cues, candidate: Candidate) -> str:
    for word in before:
        if word.form in cue.before and not word.quote and _is_cue(word):
            return word.form
    return ""


def _is_cue(word: Word) -> bool:
    """Whether 将 is the adverb of the future and not the object marker of a 把 construction."""
    return not (word.form in _OBJECT_MARKERS and word.tag == "p")


def _is_future(timex: Timex | None, published: date | None) -> bool:
    if timex is None or timex.time is None or timex.time.first is None or published is None:
        return False
    return timex.time.first > published
