"""The type of an event, from its trigger and, where that says little, from its clause-mates."""

from __future__ import annotations

from .candidates import Candidate
from .lexicon import ChineseLexicon
from .ontology import OTHER
from .words import SentenceWords

REACH = 12
"""How many words behind a light or announcing verb its content is looked for."""


def event_type(sentence: SentenceWords, candidate: Candidate, lexicon: ChineseLexicon) -> str:
    """The event type.

    A light verb (进行审理) and a verb of announcing (宣布收购) take the type of what follows in the
    clause when the lexicon knows it.
    """
    classes = lexicon.classes
    if candidate.form in classes["light"] or candidate.form in classes["phase"]:
        return _content_type(sentence, candidate, lexicon, nouns=True) or candidate.type
    if candidate.form in classes["announcement"] and candidate.form not in ("表示", "称"):
        return _content_type(sentence, candidate, lexicon, nouns=False) or candidate.type
    return candidate.type


def _content_type(
    sentence: SentenceWords, candidate: Candidate, lexicon: ChineseLexicon, *, nouns: bool
) -> str:
    clause = sentence.clauses[sentence.words[candidate.position].clause]
    words = sentence.words[candidate.end : min(clause.end, candidate.end + REACH)]
    for word in reversed(words) if nouns else words:
        known = lexicon.verbs.get(word.form, "") if word.tag in ("v", "vn", "vd") or nouns else ""
        known = (lexicon.nouns.get(word.form, "") or known) if nouns else known
        if known and known not in (OTHER, "say", "begin", "end", "policy-change") and len(word.form) > 1:
            return known
    return ""
