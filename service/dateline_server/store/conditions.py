"""What a query demands of a row, as SQL with bound parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..domain.event import Factuality
from ..domain.query import EventQuery
from ..domain.time import DateMatch
from .events import factuality_code
from .rows import marks


@dataclass(frozen=True, slots=True)
class Keys:
    """What a query names, as numbers.

    ``groups`` are sets of actors: of each, one takes part. A name stands for any actor that has it;
    one that nobody has stands for none. The rarest are first. ``events`` are those of the query's
    documents, None where it names none. ``terms`` are the words of its text, the rarest first, none
    where one of them is nowhere, None without a text. ``busy`` is about how many rows the rarest
    word has, or else the rarest actors.
    """

    groups: tuple[tuple[int, ...], ...] = ()
    busy: int = 0
    events: tuple[int, ...] | None = None
    terms: tuple[int, ...] | None = None

    @property
    def impossible(self) -> bool:
        """Whether nothing can be meant: a name is nobody's, a word nowhere, no document tells anything."""
        return not all(self.groups) or self.events == () or self.terms == ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A query and the values of its parameters."""

    text: str
    values: list[Any]


@dataclass(slots=True)
class Conditions:
    """Conditions that all hold, and the values of their parameters."""

    texts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, text: str, *values: Any) -> None:
        """Adds a condition with a value for each of its parameters."""
        self.texts.append(text)
        self.values += values

    def add_any(self, column: str, values: Sequence[Any]) -> None:
        """Adds that a column has one of some values; without values, anything will do."""
        if values:
            self.add(f"{column} IN ({marks(values)})", *values)

    def copy(self) -> Conditions:
        """The same, to be added to."""
        return Conditions([*self.texts], [*self.values])

    def also(self, others: Conditions) -> Conditions:
        """These and others."""
        return Conditions([*self.texts, *others.texts], [*self.values, *others.values])

    @property
    def where(self) -> str:
        """The clause."""
        return f"WHERE {' AND '.join(self.texts)}" if self.texts else ""


def conditions_of(query: EventQuery, keys: Keys) -> Conditions:
    """What holds of a row of ``events`` and of ``event_actors`` alike, actors and roles apart."""
    conditions = Conditions()
    certain = query.match is DateMatch.CERTAIN
    if query.end is not None:
        if certain:
            conditions.add("last_day < ?", query.end)
        # The bound by which stretches of a table are skipped; it follows from the one above.
        conditions.add("first_day < ?", query.end)
    if query.start is not None:
        conditions.add("first_day >= ?" if certain else "last_day >= ?", query.start)
    conditions.add_any("event_type", query.types)
    _add_factualities(conditions, query.factualities)
    if query.min_confidence > 0:
        conditions.add("confidence >= ?", query.min_confidence)
    if keys.events is not None:
        conditions.add_any("event_id", keys.events)
    return conditions


def _add_factualities(conditions: Conditions, factualities: Sequence[Factuality]) -> None:
    codes = sorted({factuality_code(factuality) for factuality in factualities})
    if codes and codes == [*range(len(codes))]:
        # One comparison, where a list takes one for each of its values; this is the default.
        conditions.add("factuality <= ?", codes[-1])
    else:
        conditions.add_any("factuality", codes)


def rarest_rows(query: EventQuery, keys: Keys, bounds: Conditions) -> Statement:
    """The rows of a query's rarest word, or of its rarest actors, for ``FROM``."""
    if keys.terms:
        conditions = conditions_of(query, keys).also(bounds)
        conditions.add("term_key = ?", keys.terms[0])
        return Statement(f"event_terms {conditions.where}", conditions.values)
    conditions = _in_role(query, keys, keys.groups[0] if keys.groups else (), bounds)
    return Statement(f"event_actors {conditions.where}", conditions.values)


def taking_part(query: EventQuery, keys: Keys, bounds: Conditions) -> Conditions:
    """What holds of rows of ``event_actors`` of the rarest actors, where the others take part too."""
    first, *others = keys.groups or ((),)
    conditions = _in_role(query, keys, first, bounds)
    for group in others:
        also = _in_role(query, keys, group, bounds)
        conditions.add(f"event_id IN (SELECT event_id FROM event_actors {also.where})", *also.values)
    return conditions


def _in_role(query: EventQuery, keys: Keys, group: Sequence[int], bounds: Conditions) -> Conditions:
    conditions = conditions_of(query, keys).also(bounds)
    conditions.add_any("actor_key", group)
    conditions.add_any('"role"', [role.value for role in query.roles])
    return conditions


def told(query: EventQuery, keys: Keys, bounds: Conditions) -> Statement:
    """Event and version of the entries of a query's rarest word, as far as all else holds of them too.

    ``bounds`` hold of the rows of every index. Entries that an event left behind are among the rest.
    """
    first, *others = keys.terms or ()
    joins, values = [], list[Any]()
    for term in others:
        further = conditions_of(query, keys).also(bounds)
        further.add("term_key = ?", term)
        joins.append(
            f"SEMI JOIN (SELECT event_id, version FROM event_terms {further.where}) USING (event_id, version)"
        )
        values += further.values
    conditions = conditions_of(query, keys).also(bounds)
    conditions.add("term_key = ?", first)
    if keys.groups or query.roles:
        actors = taking_part(query, keys, bounds)
        conditions.add(f"event_id IN (SELECT event_id FROM event_actors {actors.where})", *actors.values)
    statement = f"SELECT event_id, version FROM event_terms {' '.join(joins)} {conditions.where}"
    return Statement(statement, [*values, *conditions.values])
