"""Short forms of English names: last names, acronyms in brackets, the beginnings of companies' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...domain.actor import ActorType
from ...domain.text import Span
from .english_words import load_name_words

_ACRONYM = re.compile(r"\s?\((?:the )?([A-Z][A-Za-z&.]{1,9})\)")
_KINDS_OF_GROUP = frozenset({"Party", "Group", "Holdings", "Company", "Corporation"})
"""Last words of a name that later mentions leave out."""
_BEARERS = frozenset({ActorType.ORGANIZATION, ActorType.PERSON})
"""Types of what the model may take the short name of an organisation for."""
RawMention = tuple[Span, ActorType]


def whole_names(text: str, mentions: Iterable[RawMention]) -> dict[str, str]:
    """The whole names of the single names and acronyms that a text introduces.

    Aldermere and Ruth stand for Ruth Aldermere where nobody else is called so, FAO for what stands
    before "(FAO)", and Harrow for the Harrow Party or for Harrow Robotics.
    """
    whole: dict[str, str] = {}
    people: dict[str, set[str]] = {}
    mentions = list(mentions)
    starts = {span.of(text) for span, kind in mentions if kind in _BEARERS}
    for span, kind in mentions:
        name = span.of(text)
        if kind is ActorType.ORGANIZATION:
            whole.update((short, name) for short in _short_of(text, span) if short not in whole)
            whole.update((short, name) for short in beginnings(name) if short in starts - whole.keys())
        elif kind is ActorType.PERSON and " " in name:
            for part in (name.partition(" ")[0], name.rpartition(" ")[2]):
                people.setdefault(part, set()).add(name)
    alone = {part: names.pop() for part, names in people.items() if len(names) == 1 and len(part) > 2}
    return {**whole, **alone}


def beginnings(name: str) -> Iterator[str]:
    """The first words of an organisation's name, by which it may be called later: Harrow Vale."""
    words = name.split(" ")
    generic = load_name_words().organization | {
        "The",
        "the",
        "New",
        "National",
        "First",
        "Bank",
        "University",
    }
    return (" ".join(words[:size]) for size in range(len(words) - 1, 0, -1) if words[size - 1] not in generic)


def _short_of(text: str, span: Span) -> Iterator[str]:
    """The acronym in brackets behind an organisation's name, and the name without what kind of one it is."""
    if acronym := _ACRONYM.match(text, span.end):
        yield acronym[1]
    first, _, last = span.of(text).rpartition(" ")
    if first and last in _KINDS_OF_GROUP:
        yield first.removeprefix("the ").removeprefix("The ")
