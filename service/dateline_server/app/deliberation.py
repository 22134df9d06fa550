"""What decisions of people come to in a batch of changes: made, revoked, and followed to new places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..domain.decision import Decision, MentionPlace
from ..domain.event import StoredMention
from ..store import decisions, documents, mentions
from ..store.database import Cursor
from .rulings import NOTHING, Place, Rulings, place_of, rulings, split_off
from .succession import successors

Moves = dict[MentionPlace, tuple[MentionPlace, StoredMention]]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """The documents of a batch and their mentions.

    ``contents`` are the content hashes of those that are there afterwards; ``changed`` are all of their
    ids. ``gained`` are the mentions that come, by id; ``revised`` the keys of documents that are analysed
    anew.
    """

    changed: Collection[str]
    contents: Mapping[str, str]
    gained: Mapping[int, StoredMention]
    revised: frozenset[int]


@dataclass(frozen=True, slots=True)
class Deliberation:
    """The rulings before and after a batch; ``events`` tell of mentions that it decides about."""

    before: Rulings = NOTHING
    after: Rulings = NOTHING
    events: frozenset[int] = frozenset()

    @property
    def in_force(self) -> bool:
        """Whether any decision counts, or did."""
        return self.before is not NOTHING

    def groups(self) -> set[int]:
        """The keys of groups that come together or part."""
        before, after = self.before.united, self.after.united
        changed = {key for key in before.keys() | after.keys() if before.get(key, key) != after.get(key, key)}
        return {united.get(key, key) for united in (before, after) for key in changed}


UNDECIDED = Deliberation()


def deliberate(cursor: Cursor, ruled: Mapping[str, Decision | None], change: DocumentChange) -> Deliberation:
    """Brings the stored decisions up to date with a batch: ``ruled`` are those made, None those revoked."""
    return _Deliberating(cursor, decisions.everything(cursor), ruled, change).carry_out()


@dataclass(slots=True)
class _Deliberating:
    cursor: Cursor
    stored: Mapping[str, Decision]
    ruled: Mapping[str, Decision | None]
    change: DocumentChange
    contents: dict[str, str] = field(default_factory=dict)
    told_by: dict[MentionPlace, int] = field(default_factory=dict)
    moves: Moves = field(default_factory=dict)

    def carry_out(self) -> Deliberation:
        made = {name: decision for name, decision in self.ruled.items() if decision is not None}
        valid = {name: one for name, one in self.stored.items() if name not in self.ruled} | made
        concerned = [one for name in self.ruled if (one := self.ruled[name] or self.stored.get(name))]
        self._look(concerned, valid)
        later = {name: text for name, text in self.contents.items() if name not in self.change.changed}
        later |= self.change.contents
        final = self._final(valid.values(), made.keys(), later)
        changed = [one for one in final if self.stored.get(one.id) != one]
        revoked = [name for name in self.ruled if self.ruled[name] is None]
        decisions.delete(self.cursor, [*revoked, *(one.id for one in changed if one.id in self.stored)])
        decisions.insert(self.cursor, changed)
        about = {place for one in concerned for place, _ in one.mentions}
        return Deliberation(
            rulings(self.stored.values(), self.contents),
            rulings(final, later),
            frozenset(event for place, event in self.told_by.items() if place in about),
        )

    def _look(self, concerned: Collection[Decision], valid: Mapping[str, Decision]) -> None:
        """Finds the documents that decisions name, and where their mentions stand now."""
        named = _documents((*self.stored.values(), *valid.values()))
        records = documents.find(self.cursor, sorted(named))
        self.contents = {name: record.stored.content_hash for name, record in records.items()}
        wanted = (_documents(concerned) | set(self.change.changed)) & records.keys()
        self._follow_stored({records[name].key: name for name in wanted})
        for told in self.change.gained.values():
            if told.document_id in named:
                place = place_of(told, self.change.contents[told.document_id])
                self.moves.setdefault(place, (place, told))

    def _follow_stored(self, wanted: Mapping[int, str]) -> None:
        told_by = dict(mentions.of_documents(self.cursor, sorted(wanted)))
        stored = mentions.find(self.cursor, list(told_by))
        for key, name in wanted.items():
            own = {m: told for m, told in stored.items() if m // mentions.PER_DOCUMENT == key}
            places = {m: place_of(told, self.contents[name]) for m, told in own.items()}
            self.told_by |= {places[m]: told_by[m] for m in own}
            if name not in self.change.changed:
                self.moves |= {places[m]: (places[m], told) for m, told in own.items()}
            elif key in self.change.revised:
                self._follow_revised(key, own, places)

    def _follow_revised(
        self, key: int, own: Mapping[int, StoredMention], places: Mapping[int, MentionPlace]
    ) -> None:
        new = {m: told for m, told in self.change.gained.items() if m // mentions.PER_DOCUMENT == key}
        old = {m: told.mention for m, told in own.items()}
        for after, before in successors(old, {m: told.mention for m, told in new.items()}).items():
            told = new[after]
            self.moves[places[before]] = (place_of(told, places[before].content_hash), told)

    def _final(
        self, valid: Iterable[Decision], made: Collection[str], contents: Mapping[str, str]
    ) -> list[Decision]:
        """The decisions as they are now; a merge means the groups that the splits before it left."""
        apart: dict[Place, str] = {}
        found = []
        for decision in valid:
            keys = self._keys(decision, Rulings(apart, {}), new=decision.id in made)
            found.append(replace(decision, mentions=tuple(sorted(keys, key=repr))))
            apart |= split_off(found[-1], contents)
        return found

    def _keys(self, decision: Decision, apart: Rulings, *, new: bool) -> Iterator[tuple[MentionPlace, int]]:
        for place, key in decision.mentions:
            if place in self.moves:
                now, told = self.moves[place]
                yield now, apart.own_key(told)
            elif not new:
                yield place, key


def _documents(decided: Collection[Decision]) -> set[str]:
    return {place.document_id for decision in decided for place, _ in decision.mentions}
