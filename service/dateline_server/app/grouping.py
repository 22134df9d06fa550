"""What a change of mentions does to events: which come, go, part and come together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..domain.event import StoredMention
from ..store import events, feed, kin, mentions, postponements
from ..store.cards import EventRecord
from ..store.database import Cursor
from ..store.identities import GUEST, Identities, Name
from .coreference import join
from .deliberation import UNDECIDED, Deliberation
from .guests import Guests, receive
from .identity import Former, Groups, Member, Use, assign
from .showing import postponed, tells_of_delay
from .succession import successors
from .text import KnownTerms, terms_of

Names = tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class MentionChange:
    """Mentions that leave the store and come to it.

    ``lost`` are stored: the id of each, and of its event. ``gained`` are to be, with their ids. In
    documents of ``revised``, by key, one that is gained may be one that is lost, analysed anew.
    ``decided`` says what people decided about groups. ``known_terms`` are those of texts that need not be
    cut again.
    """

    lost: Mapping[int, int]
    gained: Mapping[int, StoredMention]
    revised: frozenset[int] = frozenset()
    decided: Deliberation = UNDECIDED
    known_terms: KnownTerms = field(default_factory=dict)


@dataclass(slots=True)
class Regrouped:
    """The events that change, as they are and as they are to be, and what else changes with them.

    ``told_by`` is the event of each gained mention. ``moved`` are the stored mentions that another
    event tells from now on, by that event. ``groups`` are the ids of the events by group key. Names
    are those of mentions with more than one.
    """

    before: dict[int, EventRecord]
    after: list[EventRecord] = field(default_factory=list)
    told_by: dict[int, int] = field(default_factory=dict)
    moved: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    groups: dict[int, int] = field(default_factory=dict)
    renamed: list[int] = field(default_factory=list)
    names: dict[int, Names] = field(default_factory=dict)


def regroup(cursor: Cursor, kept: Identities, change: MentionChange, now: datetime) -> Regrouped:
    """What a change of mentions makes of the events that it touches, all of it written."""
    own = {mention: change.decided.after.own_key(told) for mention, told in change.gained.items()}
    guests = receive(cursor, change.lost, change.gained, own, change.decided)
    result = _Regrouping(cursor, kept, change, own, guests).carry_out(now)
    _write(cursor, kept, change, result)
    return result


def _write(cursor: Cursor, kept: Identities, change: MentionChange, result: Regrouped) -> None:
    mentions.delete(cursor, sorted({mention // mentions.PER_DOCUMENT for mention in change.lost}))
    events.delete(cursor, list(result.before.values()))
    mentions.insert(cursor, [(m, result.told_by[m], told) for m, told in change.gained.items()])
    for event, moved in result.moved.items():
        mentions.move(cursor, moved, event)
    events.insert(cursor, result.after, lambda event: terms_of(event, change.known_terms))
    after = [events.event_key(record.event.id) for record in result.after]
    postponements.put(cursor, change.lost, postponed(change.gained))
    feed.append(cursor, after, sorted(set(result.before) - set(after)))
    kept.put_groups(list(result.before), result.groups)
    kept.put_names(sorted({*change.lost, *result.renamed}), result.names)


class _Regrouping:
    """What is known of the events and groups that a change of mentions touches."""

    def __init__(
        self,
        cursor: Cursor,
        identities: Identities,
        change: MentionChange,
        own: Mapping[int, int],
        guests: Guests,
    ) -> None:
        self._cursor = cursor
        self._identities = identities
        self._change = change
        self._rekeyed = change.decided.in_force or bool(guests.groups())
        self._own = own
        self._hosts = self._joined({*self._own.values(), *guests.groups()})
        parted = {*guests.groups(), *change.decided.groups()}
        keys = parted | {self._group_of(key) for key in parted | {*self._own.values()}}
        holders = identities.holders(sorted(keys))
        touched = sorted({*change.lost.values(), *holders.values(), *change.decided.events})
        self._before = events.find(cursor, touched)
        self._vacant = set(holders.values()) - self._before.keys()
        others = identities.groups(list(self._before))
        self._former = {
            event: Former(
                others.get(event, event), record.event.create_time, min(record.mention_ids, default=0)
            )
            for event, record in self._before.items()
        }
        self._kept = {
            mention: event
            for event, record in self._before.items()
            for mention in record.mention_ids
            if mention not in change.lost
        }
        revised = [m for m in change.lost if m // mentions.PER_DOCUMENT in change.revised]
        self._stored = mentions.find(cursor, [*self._kept, *revised])
        self._names = identities.names([*self._kept, *revised])
        if self._rekeyed:
            kept = {m: change.decided.after.own_key(self._stored[m]) for m in self._kept if m in self._stored}
            self._own = {**own, **kept}
            self._hosts |= self._joined(set(kept.values()))

    def _joined(self, groups: set[int]) -> dict[int, int]:
        """The group that each of some groups is told with, if any."""
        return kin.joined(self._cursor, groups) if self._rekeyed or not self._identities.plain else {}

    def _group_of(self, own: int) -> int:
        """The group that mentions of a group are told in."""
        host = self._hosts.get(own, own)
        return self._change.decided.after.united.get(host, host)

    def carry_out(self, now: datetime) -> Regrouped:
        groups = self._groups()
        assigned = assign(groups, self._former, self._look_up)
        number = self._identities.next_number()
        result = Regrouped(self._before, groups=assigned)
        for key, members in groups.items():
            event = assigned[key]
            for member in members:
                self._settle(result, member, event, number)
            before = self._before.get(event)
            told = [member.told for member in members]
            joined = join(events.event_id(event), told, before.event.create_time if before else now, now)
            numbers = tuple(sorted(member.mention_id for member in members))
            result.after.append(EventRecord(joined, numbers, tells_of_delay(told)))
        return result

    def _settle(self, result: Regrouped, member: Member, event: int, number: int) -> None:
        is_new = member.mention_id in self._change.gained
        names = member.under(event, number)
        if is_new:
            result.told_by[member.mention_id] = event
        elif member.event != event:
            result.moved[event].append(member.mention_id)
        if is_new or member.event != event or names != member.names:
            result.renamed.append(member.mention_id)
            if names != (Name(event),):
                result.names[member.mention_id] = names

    def _groups(self) -> Groups:
        groups: dict[int, list[Member]] = defaultdict(list)
        for mention, event in self._kept.items():
            if mention in self._stored:
                key, member = self._member(mention, event)
                groups[key].append(member)
        inherited = self._inherited()
        for mention, told in self._change.gained.items():
            own = self._own[mention]
            names, was = inherited.get(mention, ((), None))
            groups[self._group_of(own)].append(Member(mention, told, names, was, own in self._hosts))
        return groups

    def _member(self, mention: int, event: int) -> tuple[int, Member]:
        """A mention that stays, with the key of its group."""
        told, names = self._stored[mention], self._names_of(mention, event)
        if self._rekeyed:
            own = self._own[mention]
            return self._group_of(own), Member(mention, told, names, event, own in self._hosts)
        guest = any(name == Name(event, GUEST) for name in names)
        return self._former[event].group_key, Member(mention, told, names, event, guest)

    def _names_of(self, mention: int, event: int) -> Names:
        return self._names.get(mention, (Name(event),))

    def _inherited(self) -> dict[int, tuple[Names, int]]:
        """The names and event of mentions that were there before, in documents that are analysed anew."""
        lost, gained = self._change.lost, self._change.gained
        found: dict[int, tuple[Names, int]] = {}
        for document in sorted(self._change.revised):
            own = range(document * mentions.PER_DOCUMENT, (document + 1) * mentions.PER_DOCUMENT)
            old = {m: self._stored[m].mention for m in lost if m in own and m in self._stored}
            new = {m: told.mention for m, told in gained.items() if m in own}
            for after, before in successors(old, new).items():
                found[after] = self._names_of(before, lost[before]), lost[before]
        return found

    def _look_up(self, ids: Sequence[int]) -> dict[int, Use]:
        unknown = [event for event in ids if event not in self._vacant]
        elsewhere = events.existing(self._cursor, unknown) - self._before.keys()
        at_hand = self._kept.keys() | self._change.lost.keys()
        bearers = self._identities.bearers(ids)
        return {
            event: Use(
                event in elsewhere, tuple(one for one in bearers.get(event, ()) if one[2] not in at_hand)
            )
            for event in ids
        }
