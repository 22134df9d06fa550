"""What an operator's table of actors would change: in the lexicon, and in what is found in texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..domain.actor import ActorMention, MentionForm
from ..domain.document import Document
from ..domain.event import Field
from ..domain.text import Span
from ..nlp.actors.lexicon import ActorLexicon
from ..nlp.actors.own import OwnActors
from ..nlp.actors.recognition import find_actors
from ..nlp.actors.tables import ACTOR_COLUMNS, read_table
from ..nlp.pipeline import FieldText, Prepared, prepare
from ..nlp.resources import Resources


class ChangeKind(StrEnum):
    """What becomes of a mention."""

    GAINED = "gained"
    LOST = "lost"
    RELINKED = "relinked"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A line of the table that takes something from our lexicon."""

    line: int
    problem: str


@dataclass(frozen=True, slots=True)
class Change:
    """A mention that another lexicon finds, or no longer finds, or links to someone else.

    ``span`` counts code points of the field as it was submitted; ``before`` and ``after`` are ids of
    actors, empty where nothing is found.
    """

    kind: ChangeKind
    field: Field
    span: Span
    text: str
    before: str
    after: str


def conflicts(own: OwnActors, lexicon: ActorLexicon) -> Iterator[Conflict]:
    """The actors of our lexicon that a table replaces, and the names that it takes from others.

    Raises:
        DataFileError: the table is wrong.
    """
    for row in read_table(own, ACTOR_COLUMNS):
        actor_id = row["id"]
        if actor_id in lexicon.actors:
            lost = set(lexicon[actor_id].aliases) - {*row.names("names"), *row.names("guarded")}
            dropped = f", who is no longer found as {'|'.join(sorted(lost))}" if lost else ""
            yield Conflict(row.number, f"replaces our {actor_id}{dropped}")
        for name in (*row.names("names"), *row.names("guarded")):
            known = lexicon.look_up(name)
            if known and known.actor_id != actor_id:
                yield Conflict(row.number, f"{name!r} is our {known.actor_id}, and will be {actor_id}")


def changes(
    documents: Sequence[Document], resources: Resources, other: ActorLexicon
) -> Iterator[tuple[Document, list[Change]]]:
    """What another lexicon changes in each document; all are tagged together."""
    prepared = [prepare(document, resources) for document in documents]
    fields = [(item.language, field) for item in prepared for field in item.fields]
    tagged = iter(
        resources.tagger.tag(
            [(language, one.reading.text, one.folded, one.sentences) for language, one in fields]
        )
    )
    for item in prepared:
        tokens = [next(tagged) for _ in item.fields]
        before, after = (_mentions(item, tokens, lexicon) for lexicon in (resources.actors, other))
        found = [
            change
            for field, old, new in zip(item.fields, before, after, strict=True)
            for change in _differences(field, old, new)
        ]
        yield item.document, found


def _mentions(
    item: Prepared, tokens: Sequence[Sequence[Sequence[object]]], lexicon: ActorLexicon
) -> Sequence[Sequence[ActorMention]]:
    fields = [
        (field.reading.text, field.folded, field.sentences, words)
        for field, words in zip(item.fields, tokens, strict=True)
    ]
    return find_actors(fields, item.language, lexicon, item.publication_date.date).mentions  # type: ignore[arg-type]


def _differences(
    field: FieldText, before: Sequence[ActorMention], after: Sequence[ActorMention]
) -> Iterator[Change]:
    old, new = _names(before), _names(after)
    for span in sorted(old.keys() | new.keys()):
        first, second = old.get(span, ""), new.get(span, "")
        if first != second:
            kind = ChangeKind.RELINKED if first and second else _either(first)
            source = field.reading.span_in_source(span)
            yield Change(kind, field.field, source, span.of(field.reading.text), first, second)


def _either(first: str) -> ChangeKind:
    return ChangeKind.LOST if first else ChangeKind.GAINED


def _names(mentions: Sequence[ActorMention]) -> dict[Span, str]:
    return {one.span: one.actor_id for one in mentions if one.form is not MentionForm.REFERENCE}
