"""An analysis as the store keeps it."""

from __future__ import annotations

from ..domain.actor import Actor
from ..domain.document import Analysis, Document, FieldAnalysis
from ..domain.event import EventMention, StoredMention
from ..domain.ids import content_digest


def content_hash(document: Document) -> str:
    """What two submissions have in common exactly when they are the same.

    The language is left out: where it was not given, the analysis fills it in.
    """
    published = document.publication_date.isoformat() if document.publication_date else ""
    return content_digest(
        document.title, document.text, document.media_type.value, published, document.publisher, document.uri
    )


def stored_mentions(analysis: Analysis) -> tuple[StoredMention, ...]:
    """Every mention with the words that it points to, those of the title first."""
    document = analysis.document
    names = {actor.id: actor.display_name for actor in analysis.actors}
    return tuple(
        _stored(mention, text, analysis, names)
        for text, field in ((document.title, analysis.title), (document.text, analysis.text))
        for mention in _in_order(field)
    )


def _in_order(field: FieldAnalysis) -> list[EventMention]:
    return sorted(field.mentions, key=lambda mention: (mention.trigger, mention.type))


def _stored(mention: EventMention, text: str, analysis: Analysis, names: dict[str, str]) -> StoredMention:
    return StoredMention(
        document_id=analysis.document.id,
        mention=mention,
        sentence_text=mention.sentence.of(text),
        trigger_text=mention.trigger.of(text),
        timex_text=mention.timex.span.of(text) if mention.timex else "",
        argument_texts=tuple(argument.span.of(text) for argument in mention.arguments),
        argument_names=tuple(names.get(argument.actor_id, "") for argument in mention.arguments),
        publication_date=analysis.publication_date.date,
    )


def linked_actors(analysis: Analysis) -> tuple[Actor, ...]:
    """The actors that some mention's argument is linked to.

    Raises:
        ValueError: an argument is linked to an actor that the analysis does not describe.

    """
    described = {actor.id: actor for actor in analysis.actors}
    linked = {
        argument.actor_id
        for field in (analysis.title, analysis.text)
        for mention in field.mentions
        for argument in mention.arguments
        if argument.actor_id
    }
    if missing := linked - described.keys():
        raise ValueError(f"linked to, but not described: {', '.join(sorted(missing))}")
    return tuple(described[actor_id] for actor_id in sorted(linked))
