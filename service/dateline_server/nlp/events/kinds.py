"""The type of an event, from its trigger and, where that says little, from its clause-mates."""

from __future__ import annotations

from .candidates import Candidate
from .lexicon import ChineseLexicon
from .ontology import OTHER
from .words import SentenceWords, Word

VAGUE_TYPES = frozenset({OTHER, "say", "begin", "end", "policy-change"})
"""Types that say less than the announcing verb itself."""
REACH = 12
"""How many words behind a light or announcing verb its content is looked for."""


def event_type(sentence: SentenceWords, candidate: Candidate, lexicon: ChineseLexicon) -> str:
    """The event type.

    A light verb (进行审理) and a verb of announcing (宣布收购) take the type of what follows in the
    clause when the lexicon knows it: the first verb, else the last verbal noun.
    """
    classes = lexicon.classes
    if candidate.form in classes["light"] or candidate.form in classes["phase"]:
        return _content_type(sentence, candidate, lexicon) or candidate.type
    if candidate.type == "launch" and _is_published(sentence, candidate, lexicon):
        return "publish"
    if candidate.form in classes["announcement"] and candidate.type != "say":
        return _content_type(sentence, candidate, lexicon) or candidate.type
    return candidate.type


def _is_published(sentence: SentenceWords, candidate: Candidate, lexicon: ChineseLexicon) -> bool:
    """Whether what came out is to be read or watched: 发布视频, 推出报告."""
    clause = sentence.clauses[sentence.words[candidate.position].clause]
    words = sentence.words[candidate.end : min(clause.end, candidate.end + REACH)]
    return any(word.form in lexicon.classes["publications"] for word in words)


def _content_type(sentence: SentenceWords, candidate: Candidate, lexicon: ChineseLexicon) -> str:
    clause = sentence.clauses[sentence.words[candidate.position].clause]
    words = sentence.words[candidate.end : min(clause.end, candidate.end + REACH)]
    verbs = [lexicon.verbs.get(word.form, "") for word in words if word.tag in ("v", "vd")]
    nouns = [_noun_type(word, lexicon) for word in words if word.tag in ("vn", "n", "nz")]
    return next((name for name in [*verbs, *reversed(nouns)] if name and name not in VAGUE_TYPES), "")


def _noun_type(word: Word, lexicon: ChineseLexicon) -> str:
    verbal = lexicon.verbs.get(word.form, "") if word.tag in ("vn", "n") else ""
    return lexicon.nouns.get(word.form) or verbal
