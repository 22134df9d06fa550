"""One line for people about an English event: who, what, to whom, in the article's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...domain.actor import Actor
from ...domain.event import Argument
from .english_subjects import subject_of
from .english_syntax import Parse

LONGEST = 160
"""The longest summary, in characters."""
_APART = frozenset({"relcl", "acl", "advcl", "appos", "punct", "parataxis", "ccomp"})
"""Relations of what a short phrase leaves out; a hyphen inside a word stays."""
LONGEST_PHRASE = 80
"""The longest object in a summary, in characters."""


def summarize(parse: Parse, index: int, arguments: Sequence[Argument], actors: Mapping[str, Actor]) -> str:
    """Subject, verb group, object and content of a verb, or an event noun with its modifiers."""
    if parse.tokens[index].tag != "VERB":
        return _clean(_phrase(parse, index))
    parts = [
        _subject(parse, index, arguments, actors),
        _verb_group(parse, index),
        *_objects(parse, index),
        *_content(parse, index),
    ]
    line = _clean(" ".join(part for part in parts if part))
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rsplit(' ', 1)[0]}…"


def _clean(line: str) -> str:
    return " ".join(line.split())


def _subject(parse: Parse, index: int, arguments: Sequence[Argument], actors: Mapping[str, Actor]) -> str:
    """The subject as written; a pronoun as the actor that it stands for."""
    found = subject_of(parse, index)
    if found is None:
        return ""
    span = parse.tokens[found[0]].span
    if parse.tokens[found[0]].tag == "PRON":
        named = (argument for argument in arguments if argument.span.overlaps(span))
        actor = next((actors[a.actor_id] for a in named if a.actor_id in actors), None)
        return actor.display_name if actor else span.of(parse.text)
    return _phrase(parse, found[0])


def _content(parse: Parse, index: int) -> list[str]:
    """What was said or decided, where it follows the verb: "said [that it would ...]"."""
    clauses = [child for child in parse.dependents(index, "ccomp", "xcomp") if child > index]
    words = sorted(word for child in clauses[:1] for word in parse.subtree(child) if word > index)
    if not words:
        return []
    text = parse.span(words[0], words[-1]).of(parse.text).strip(' .,;"”“')
    return [text if len(text) <= LONGEST_PHRASE else f"{text[: LONGEST_PHRASE - 1].rsplit(' ', 1)[0]}…"]


def _verb_group(parse: Parse, index: int) -> str:
    """The verb with its auxiliaries and particle, behind the governors of its infinitive: is due to meet."""
    chain = [index]
    while parse.relation(chain[0]) in ("xcomp", "acomp") and parse.head(chain[0]) >= 0:
        chain.insert(0, parse.head(chain[0]))
    parts = {*chain}
    for verb in chain:
        parts.update(parse.dependents(verb, "aux", "auxpass", "neg", "prt"))
    return _joined(parse, sorted(parts))


def _joined(parse: Parse, words: Sequence[int]) -> str:
    """Words with the spaces that the text has between those that touch: couldn't have."""
    line = ""
    for before, word in zip([None, *words], words, strict=False):
        touches = before is not None and parse.tokens[before].span.end == parse.tokens[word].span.start
        line += ("" if touches or not line else " ") + parse.tokens[word].span.of(parse.text)
    return line


def _objects(parse: Parse, index: int) -> list[str]:
    objects = parse.dependents(index, "dobj", "dative", "oprd", "acomp", "attr", "agent")
    prepositions = [
        child
        for child in parse.dependents(index, "prep")
        if not any(parse.tokens[word].entity.endswith(("DATE", "TIME")) for word in parse.subtree(child))
    ]
    return [_phrase(parse, child) for child in sorted((*objects, *prepositions[:2])) if child > index]


def _phrase(parse: Parse, index: int) -> str:
    """A phrase without the clauses that hang on it, as far as it is one stretch of the text."""
    words = sorted(_words(parse, index))
    first = last = words.index(index)
    while first > 0 and words[first - 1] == words[first] - 1:
        first -= 1
    while last + 1 < len(words) and words[last + 1] == words[last] + 1:
        last += 1
    text = parse.span(words[first], words[last]).of(parse.text)
    return text if len(text) <= LONGEST_PHRASE else f"{text[: LONGEST_PHRASE - 1].rsplit(' ', 1)[0]}…"


def _words(parse: Parse, index: int) -> set[int]:
    found, pending = {index}, [index]
    while pending:
        for child in parse.children[pending.pop()]:
            if parse.relation(child) not in _APART or parse.tokens[child].inflection == "HYPH":
                found.add(child)
                pending.append(child)
    return found
