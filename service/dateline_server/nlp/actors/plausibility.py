"""Whether what the tagger takes for a name can be one."""

from __future__ import annotations

import re
from dataclasses import replace

from ...domain.actor import ActorType
from ...domain.text import Span
from .aliases import GIVEN
from .mentions import Candidate, Words
from .rules import ActorRules

_CHINESE = re.compile(r"[\u3400-\u9fff·]{2,}")
_GIVEN = re.compile(r"[\u3400-\u9fff]{2}")
_LATIN = re.compile(r"[A-Z][A-Za-z0-9\u00c0-\u024f&.'-]*(?: [A-Za-z0-9\u00c0-\u024f&.'-]+)*")
_MIXED = re.compile(r"[A-Za-z0-9\u3400-\u9fff·&.\- ]*[\u3400-\u9fff][A-Za-z0-9\u3400-\u9fff·&.\- ]*")
SHORT_PERSON, LONGEST_CHINESE = 2, 3
TITLE = 5
"""Characters beside a name in which a title may stand."""


def as_name(words: Words, item: Candidate, rules: ActorRules) -> Candidate | None:
    """A tagged stretch that has the form of a name, or may be a given name; else nothing."""
    if is_name(words, item, rules):
        return item
    name = item.span.of(words.folded)
    is_given = item.type is ActorType.PERSON and _GIVEN.fullmatch(name) and not rules.no_person.search(name)
    return replace(item, rule=GIVEN) if is_given else None


def is_name(words: Words, item: Candidate, rules: ActorRules) -> bool:
    """Whether a tagged stretch has the form of a name of its type.

    A Latin name begins with a capital and stands among Chinese words; laws, prizes and eras are no
    organisations.
    """
    name = item.span.of(words.folded)
    if name.isascii():
        return (
            bool(_LATIN.fullmatch(name))
            and not rules.no_name.fullmatch(name)
            and among_chinese(words, item.span)
        )
    if item.type is ActorType.PERSON:
        if rules.roads.match(words.folded, item.span.end):
            return False
        return _is_person(name, rules) and (name not in rules.common or has_title(words, item.span, rules))
    if item.type is ActorType.ORGANIZATION:
        if name[-1].isascii() and not among_chinese(words, item.span):
            return False
        return bool(_MIXED.fullmatch(name)) and not rules.no_organization.search(name) and len(name) > 1
    return bool(_MIXED.fullmatch(name)) and len(name) > 1


def _is_person(name: str, rules: ActorRules) -> bool:
    """Whether a name begins with a surname, transcribes a foreign one or has a Japanese one's length."""
    if not _CHINESE.fullmatch(name) or rules.no_person.search(name):
        return False
    foreign = len(name) > SHORT_PERSON and rules.transliterating.issuperset(name.replace("·", ""))
    return name[0] in rules.surnames or foreign or "·" in name or len(name) > LONGEST_CHINESE


def has_title(words: Words, span: Span, rules: ActorRules) -> bool:
    """Whether a person's title stands beside a place of the text."""
    before = words.folded[max(span.start - TITLE, 0) : span.start]
    behind = words.folded[span.end : span.end + TITLE]
    return bool(rules.title_before.search(before) or rules.title_behind.match(behind))


def among_chinese(words: Words, span: Span) -> bool:
    """Whether no Latin word stands beside a Latin name, as one would in an English sentence or an address."""
    before = words.folded[max(span.start - 2, 0) : span.start].rstrip(" ")
    behind = words.folded[span.end : span.end + 2].lstrip(" ")
    return not (_is_latin(before[-1:]) or _is_latin(behind[:1]))


def _is_latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "%/:_@#=?\"'")
