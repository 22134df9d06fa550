"""Which id an event has: the one that its mentions were known by, as long as that can be said.

Mentions with one group key are one event. When their keys change, events part and come together; an
id goes with the mention that has been told under it the longest, and of those with the best. Of the
ids that come together, that of the oldest event stays. Every id remains a name of its mentions, so
that it leads to an event as long as one of them is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from ..domain.event import StoredMention
from ..domain.ids import stable_hash
from ..store.identities import GUEST, STILL, Claim, Name
from .coreference import quality_order


@dataclass(frozen=True, slots=True)
class Member:
    """A mention and the ids of the events that told it so far, the last one last; none when it is new.

    ``event`` is the event that told it before. A ``guest`` tells of the event of another group from now
    on: it has no claim to that event's id, and leaves its own meanwhile.
    """

    mention_id: int
    told: StoredMention
    names: tuple[Name, ...] = ()
    event: int | None = None
    guest: bool = False

    @property
    def own_names(self) -> tuple[Name, ...]:
        """The names that it has not as a guest."""
        return tuple(name for name in self.names if name.since != GUEST)

    @property
    def holds(self) -> int | None:
        """The id of the event that told it before, unless it was its guest, or is another's now."""
        own = self.own_names
        return own[-1].event_id if own and own[-1].event_id == self.event and not self.guest else None

    def since(self, event_id: int) -> int:
        """Since when it has been told under an id that is one of its names."""
        return next(name.since for name in self.own_names if name.event_id == event_id)

    def claims(self) -> Iterator[tuple[int, Claim]]:
        """Every id that it was told under, with the claim that it has to it: who had it last comes first."""
        own = self.own_names
        ends = (*(name.since for name in own[1:]), STILL)
        for name, until in zip(own, ends, strict=False):
            yield name.event_id, (-until, name.since, self.mention_id)

    def under(self, event_id: int, number: int) -> tuple[Name, ...]:
        """Its names when an event tells it from now on; ``number`` counts up."""
        own = self.own_names
        if self.guest:
            known = any(name.event_id == event_id for name in self.names)
            return self.names if known else tuple(sorted((Name(event_id, GUEST), *self.names), key=_in_order))
        if own and own[-1].event_id == event_id:
            return self.names
        others = (name for name in self.names if name.event_id != event_id)
        return (*others, Name(event_id, number if own else 0))


def _in_order(name: Name) -> tuple[int, int]:
    return name.since, name.event_id


@dataclass(frozen=True, slots=True)
class Use:
    """What an id stands for beyond the events at hand: an event, and other mentions' name.

    ``bearers`` are their claims.
    """

    is_event: bool = False
    bearers: tuple[Claim, ...] = ()


LookUp = Callable[[Sequence[int]], Mapping[int, Use]]
Groups = Mapping[int, Sequence[Member]]


@dataclass(frozen=True, slots=True)
class Former:
    """An event as it was before: its group, when it was first stored, and its first mention."""

    group_key: int
    create_time: datetime
    first_mention: int = 0

    @property
    def age(self) -> tuple[datetime, int]:
        """Orders events, the oldest first, also those that were stored together."""
        return self.create_time, self.first_mention


def assign(groups: Groups, before: Mapping[int, Former], look_up: LookUp) -> dict[int, int]:
    """The event id of every group that has members, by group key."""
    assigned: dict[int, int] = {}
    heirs = _heirs(groups, before)
    while heirs:
        for key, ids in heirs.items():
            assigned[key] = min(ids, key=lambda event_id: (before[event_id].age, event_id))
        # An id that gave way to an older one stays with what is left where it was.
        left = {key: members for key, members in groups.items() if key not in assigned}
        given = set(assigned.values())
        heirs = _heirs(left, {e: former for e, former in before.items() if e not in given}, moved=True)
    without = [key for key, members in groups.items() if members and key not in assigned]
    if without:
        assigned |= _named(groups, without, set(assigned.values()), look_up)
    return assigned


def _heirs(groups: Groups, ids: Mapping[int, Former], *, moved: bool = False) -> dict[int, list[int]]:
    """The ids that each group may keep: each id goes to one group, with its oldest and best mention.

    Unless its mentions ``moved`` elsewhere, an id without any goes to what is told of its group now.
    """
    holding: dict[int, list[tuple[int, Member]]] = defaultdict(list)
    for key, members in groups.items():
        for member in members:
            if member.holds is not None:
                holding[member.holds].append((key, member))
    heirs: dict[int, list[int]] = defaultdict(list)
    for event_id, former in ids.items():
        if held := holding[event_id]:
            key, _ = min(held, key=partial(_precedence, event_id))
            heirs[key].append(event_id)
        elif not moved and groups.get(former.group_key):
            heirs[former.group_key].append(event_id)
    return heirs


def _precedence(event_id: int, held: tuple[int, Member]) -> tuple[int, tuple[float, str, bool, int, int]]:
    member = held[1]
    return member.since(event_id), quality_order(member.told)


def _named(groups: Groups, without: Sequence[int], active: set[int], look_up: LookUp) -> dict[int, int]:
    """Ids for groups that none went to: one that their mentions had once, else a new one."""
    bearers: dict[int, list[Claim]] = defaultdict(list)
    for members in groups.values():
        for member in members:
            for event_id, claim in member.claims():
                bearers[event_id].append(claim)
    asked = {name.event_id for key in without for member in groups[key] for name in member.own_names}
    uses = look_up(sorted(asked | set(without)))
    found: dict[int, int] = {}
    for key in sorted(without):
        regained = _regained(groups[key], active, bearers, uses)
        found[key] = _fresh(key, active | bearers.keys(), uses, look_up) if regained is None else regained
        active.add(found[key])
    return found


def _regained(
    members: Sequence[Member],
    active: set[int],
    bearers: Mapping[int, Sequence[Claim]],
    uses: Mapping[int, Use],
) -> int | None:
    own = {member.mention_id for member in members if not member.guest}
    names = {name for member in members if not member.guest for name in member.own_names}
    for name in sorted(names, key=lambda name: (-name.since, name.event_id)):
        use = uses.get(name.event_id, Use())
        first = min((*bearers[name.event_id], *use.bearers))
        if name.event_id not in active and not use.is_event and first[2] in own:
            return name.event_id
    return None


def _fresh(key: int, taken: AbstractSet[int], uses: Mapping[int, Use], look_up: LookUp) -> int:
    event_id, use = key, uses.get(key, Use())
    while event_id in taken or use.is_event or use.bearers:
        event_id = stable_hash("another", f"{event_id:016x}")
        use = look_up([event_id]).get(event_id, Use())
    return event_id
