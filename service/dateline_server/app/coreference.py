"""Which mentions tell of one event, and what they tell together.

A mention's group depends on the mention alone, so the order of ingestion changes nothing, and an
event can be made anew from whatever mentions remain after a deletion. Which id a group's event has is
another matter: see ``identity``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from ..domain.event import Event, Factuality, Field, Participant, Role, StoredMention
from ..domain.ids import stable_hash
from ..domain.time import Anchor, EventTime, Granularity
from ..nlp.folding import fold

UNTYPED = "other"
"""The type of events whose trigger says more than their type."""
SPEECH = frozenset({"say", "announce", "call-for", "accuse", "deny", "threaten", "report"})
"""The types of events that are what was said: two statements of a day are two events."""

_TO_THE_MONTH = (Granularity.TIME, Granularity.DAY, Granularity.WEEK, Granularity.MONTH)
_LONGEST_ALONE = timedelta(days=7)
_FIGURE = re.compile(r"[0-9a-z]*[0-9][0-9a-z.]*")
_SAID = 16
_ROLE_ORDER = {role: index for index, role in enumerate(Role)}


def group_key(mention: StoredMention) -> int:
    """The number of the group of mentions that tell of one event, in ``[0, 2**63)``."""
    return stable_hash(*common_ground(mention))


def common_ground(mention: StoredMention) -> tuple[str, ...]:
    """What two mentions have in common exactly when they tell of one event.

    Mentions join when type, days, participants, factuality and what tells events of one day apart
    agree, across documents and languages. One without a participant, or without a date that the
    text itself gives closely enough, says too little for that: it stands for itself.
    """
    told = mention.mention
    kind = fold(mention.trigger_text).casefold() if told.type == UNTYPED else ""
    participants = sorted({a.actor_id for a in told.arguments if a.actor_id and a.role.is_participant})
    if not participants or not is_close(told.time, alone=len(participants) == 1):
        return ("single", mention.document_id, told.field, str(told.trigger.start), told.type, kind)
    days = f"{told.time.first}/{told.time.last}"
    return ("joined", told.type, kind, days, claim(told.factuality), content(mention), *participants)


def is_close(time: EventTime, *, alone: bool) -> bool:
    """Whether a text gives a time so closely that few events of a kind fall into it.

    That is a month for what two parties do together, and a week for what one does ``alone``.
    """
    if time.first is None or time.last is None or time.approximate or time.anchor is Anchor.ASSUMED:
        return False
    if time.first == date.min or time.last == date.max or time.granularity not in _TO_THE_MONTH:
        return False
    return not alone or time.last - time.first < _LONGEST_ALONE


def claim(factuality: Factuality) -> str:
    """What two mentions of one event claim alike: what is possible may be planned elsewhere."""
    return "planned" if factuality is Factuality.POSSIBLE else factuality.value


def content(mention: StoredMention) -> str:
    """What tells two events of one day apart, in any language: a statement's words, and figures."""
    told = mention.mention
    if told.type in SPEECH:
        said = fold(mention.sentence_text)[told.trigger.end - told.sentence.start :]
        return "".join(letter for letter in said.casefold() if letter.isalnum())[:_SAID]
    texts = (
        fold(text).casefold()
        for argument, text in zip(told.arguments, mention.argument_texts, strict=True)
        if not argument.actor_id
    )
    return " ".join(sorted({figure for text in texts for figure in _FIGURE.findall(text)}))


def join(
    event_id: str, mentions: Sequence[StoredMention], create_time: datetime, update_time: datetime
) -> Event:
    """The event that the mentions of a group tell of; their order does not matter."""
    ordered = sorted(mentions, key=reading_order)
    best = best_of(ordered)
    told = best.mention
    return Event(
        id=event_id,
        type=told.type,
        summary=told.summary,
        time=told.time,
        participants=_participants(ordered),
        factuality=told.factuality,
        confidence=told.confidence,
        mention_count=len(ordered),
        create_time=create_time,
        update_time=update_time,
        quote=best.sentence_text,
        trigger=best.trigger_text,
        timex_text=best.timex_text,
        quote_document_id=best.document_id,
        document_ids=tuple(dict.fromkeys(mention.document_id for mention in ordered)),
        mentions=tuple(ordered),
    )


def reading_order(mention: StoredMention) -> tuple[date, str, bool, int, int]:
    """The order of an event's mentions: the oldest document first, then as they stand in it."""
    told = mention.mention
    published = mention.publication_date or date.max
    return (published, mention.document_id, told.field is Field.TEXT, told.trigger.start, told.trigger.end)


def best_of(mentions: Iterable[StoredMention]) -> StoredMention:
    """The mention that an event is quoted from and dated by, whatever their order.

    It is the surest of those that date the event most closely, among those that no other contradicts:
    whose days meet the days of every other. Where all are contradicted it is the surest of all.
    """
    ordered = sorted(mentions, key=quality_order)
    dated = [(mention, days) for mention in ordered if (days := _days(mention))]
    if len({days for _, days in dated}) < 2:
        return dated[0][0] if dated else ordered[0]
    latest_start = max(first for _, (first, _) in dated)
    earliest_end = min(last for _, (_, last) in dated)
    agreed = [
        (last - first, mention)
        for mention, (first, last) in dated
        if first <= earliest_end and last >= latest_start
    ]
    return min(agreed, key=lambda item: item[0])[1] if agreed else ordered[0]


def _days(mention: StoredMention) -> tuple[date, date] | None:
    """The days that a text gives; none where the publication date stands in for them."""
    time = mention.mention.time
    if time.first is None or time.last is None or time.anchor is Anchor.ASSUMED:
        return None
    return time.first, time.last


def quality_order(mention: StoredMention) -> tuple[float, str, bool, int, int]:
    """The surest mention first."""
    return (-mention.mention.confidence, *reading_order(mention)[1:])


def _participants(mentions: Iterable[StoredMention]) -> tuple[Participant, ...]:
    found: dict[tuple[str, Role], Participant] = {}
    for mention in mentions:
        for argument, name in zip(mention.mention.arguments, mention.argument_names, strict=True):
            if argument.actor_id:
                place = (argument.actor_id, argument.role)
                found.setdefault(place, Participant(argument.actor_id, name, argument.role))
    return tuple(sorted(found.values(), key=lambda who: (_ROLE_ORDER[who.role], who.actor_id)))
