"""The actor lexicon: names, identities, relations.

The data are tables of tab-separated values in ``data/actors``; its README names their columns and
sources. Names are compared in their match form: folded, without case (see ``names``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add
from pathlib import Path

from ...domain.actor import Actor, ActorType
from ...domain.text import Span
from ..folding import fold
from .names import in_word, match_form
from .offices import Offices
from .own import OwnActors
from .rules import ActorRules

UNION = "european-union"
"""Not a state, but named and governed like one."""


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name and the actor that it names.

    Its first ``capitals`` characters have to be upper case in a text, so that US is no pronoun and
    Apple no fruit. A ``guarded`` name is also a common word, or the name of others: it counts only
    where something else in the text speaks for the actor.
    """

    actor_id: str
    capitals: int = 0
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A known name at a place of a text."""

    span: Span
    name: KnownName


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Names by match form, and how to find them in a text.

    ``heads`` has, for the first two characters of a name, the lengths of all names that begin so,
    longest first.
    """

    names: Mapping[str, KnownName] = field(default_factory=dict)
    heads: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Mapping[str, KnownName]) -> NameIndex:
        """An index of names in match form, each of two characters or more."""
        lengths: dict[str, set[int]] = {}
        for name in names:
            lengths.setdefault(name[:2], set()).add(len(name))
        return cls(names, {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()})

    def find(self, folded: str) -> Iterator[NameMatch]:
        """The names in a folded text: leftmost, longest, none overlapping another.

        A name that begins or ends with a Latin letter or digit has to begin or end a word there.
        """
        form, heads, end = match_form(folded), self.heads, 0
        for position, head in enumerate(map(add, form, form[1:])):
            if head in heads and position >= end:
                match = self._longest(folded, form, position, head)
                if match:
                    yield match
                    end = match.span.end

    def _longest(self, folded: str, form: str, start: int, head: str) -> NameMatch | None:
        for length in self.heads[head]:
            end = start + length
            known = self.names.get(form[start:end]) if end <= len(form) else None
            if known and _is_whole(form, start, end) and _is_capital(folded[start : start + known.capitals]):
                return NameMatch(Span(start, end), known)
        return None


@dataclass(frozen=True, slots=True)
class ActorLexicon:
    """Every known actor, and the ways from a name to it.

    ``signs`` are the single characters that stand for a state in Chinese compounds (中, 美),
    ``shared_signs`` those of several states, or that are words as well, with these states and their
    Chinese names, one of which a text has to have. ``capitals`` are the cities whose name can stand for
    a government, ``demonyms`` the English words for a state's people and things, ``ministries`` the
    words for a state's bodies with the part that they give to an id (外交部: ``foreign-ministry``). All
    are keyed by match form. ``offices`` tells who held which one when. ``own_names`` are the match
    forms that name an actor wherever they stand. ``rules`` are words that show actors that no table has.
    """

    rules: ActorRules
    actors: Mapping[str, Actor] = field(default_factory=dict)
    index: NameIndex = field(default_factory=NameIndex)
    signs: Mapping[str, str] = field(default_factory=dict)
    shared_signs: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    capitals: Mapping[str, str] = field(default_factory=dict)
    demonyms: Mapping[str, str] = field(default_factory=dict)
    ministries: Mapping[str, str] = field(default_factory=dict)
    offices: Offices = field(default_factory=dict)
    own_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, actor_id: str) -> Actor:
        return self.actors[actor_id]

    def look_up(self, name: str) -> KnownName | None:
        """The actor of a whole name, however it is written."""
        return self.index.names.get(match_form(fold(name)))

    def state_of(self, actor_id: str) -> str:
        """The state that an actor is, or that a person leads or comes from; else nothing."""
        actor = self.actors.get(actor_id)
        if actor and actor.type is ActorType.PERSON:
            actor = self.actors.get(actor.parent_id)
        is_state = actor and (actor.type is ActorType.GEOPOLITICAL_ENTITY or actor.id == UNION)
        return actor.id if actor and is_state else ""

    def state_before(self, name: str) -> str:
        """The state that an organisation's name begins with (日本国土交通省), or nothing."""
        starts = (self.look_up(name[:size]) for size in range(len(name) - 1, 1, -1))
        return next((state for known in starts if known and (state := self.state_of(known.actor_id))), "")

    def body(self, word: str) -> str:
        """What a word for a body of states gives to an id (外交部: ``foreign-ministry``), or nothing.

        A Chinese word is given folded.
        """
        return self.ministries.get(match_form(word) if word.isascii() else word, "")

    def body_of(self, state: str, word: str) -> str:
        """The id of a state's body: that of the lexicon where it has the name, else one put together."""
        names = (*(f"{name}{word}" for name in self.actors[state].aliases), word)
        known = (name.actor_id for name in map(self.look_up, names) if name)
        own = (actor_id for actor_id in known if self.parent_of(actor_id) == state)
        return next(own, f"{state}-{self.body(word)}")

    def parent_of(self, actor_id: str) -> str:
        """The state of a body, whether it has an entry of its own or not (``japan-police``), or nothing."""
        if actor_id in self.actors:
            return self.state_of(self.actors[actor_id].parent_id)
        parts = actor_id.split("-")
        starts = ("-".join(parts[:size]) for size in range(len(parts) - 1, 0, -1))
        return next((start for start in starts if self.state_of(start)), "")


def load_actor_lexicon(extra: Path | OwnActors | None = None) -> ActorLexicon:
    """Loads the lexicon that ships with the service, with an operator's table merged over it.

    Raises:
        DataFileError: a table is wrong; the message names file, line and problem.
    """
    from .tables import read_lexicon

    return read_lexicon(extra)


def known_name(name: str, actor_id: str, *, guarded: bool = False) -> tuple[str, KnownName]:
    """The match form of a name and its entry in an index."""
    return match_form(fold(name)), KnownName(actor_id, capitals_of(name), guarded)


LONGEST_ACRONYM = 5
"""Longer names in capitals (OPENAI) are also known in other letters."""


def capitals_of(name: str) -> int:
    """How many characters have to be upper case in a text: an acronym wholly, another name's first."""
    if not name[0].isupper() or not name[0].isascii():
        return 0
    return len(name) if len(name) <= LONGEST_ACRONYM and name.isupper() and name.isalpha() else 1


def matches_in(index: NameIndex, folded: str, spans: Iterable[Span]) -> Iterator[NameMatch]:
    """The names of an index within stretches of a folded text, with spans in that text."""
    for span in spans:
        for match in index.find(span.of(folded)):
            yield NameMatch(match.span.shifted(span.start), match.name)


def _is_capital(text: str) -> bool:
    return not text or text.isupper()


def _is_whole(form: str, start: int, end: int) -> bool:
    opens = start == 0 or not (in_word(form[start]) and in_word(form[start - 1]))
    closes = end == len(form) or not (in_word(form[end - 1]) and in_word(form[end]))
    return opens and closes
