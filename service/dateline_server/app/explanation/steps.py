"""An event, step by step: the words, the rule, the anchor and the calculation behind what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ...domain.actor import ActorMention
from ...domain.document import Analysis, PublicationDate
from ...domain.event import Event, Field, Participant, StoredMention
from ...domain.query import StoredDocument
from ...domain.text import Span
from ...domain.time import OPEN_END, OPEN_START, Anchor, EventTime
from ...nlp.folding import fold
from ..coreference import best_of
from .glosses import Glosses, expressions

_ALSO = 20
"""How many further mentions are named."""
_CUELESS = ("default", "date", "moved")


class Aspect(StrEnum):
    """What of an event a step explains."""

    TRIGGER = "trigger"
    DATE = "date"
    ANCHOR = "anchor"
    CALCULATION = "calculation"
    STATUS = "status"
    PARTICIPANT = "participant"
    MENTIONS = "mentions"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that an event says, and why.

    ``span`` are the words that it rests on, in a field of a document, and ``text`` the words themselves.
    ``rule`` is the id of the rule behind it, or empty.
    """

    aspect: Aspect
    explanation: str
    rule: str = ""
    document_id: str = ""
    field: Field = Field.TEXT
    span: Span | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """What an explanation may look up, by document id.

    ``readings`` are analyses by the very rules that made the stored ones; where there is none, an
    explanation does without what is not stored.
    """

    documents: Mapping[str, StoredDocument]
    readings: Mapping[str, Analysis]

    def words(self, mention: StoredMention, span: Span) -> str:
        """The words of a span in the field of a mention, or nothing where the text is not at hand."""
        stored = self.documents.get(mention.document_id)
        if stored is None:
            return ""
        document = stored.document
        return span.of(document.title if mention.mention.field is Field.TITLE else document.text)

    def published(self, mention: StoredMention) -> PublicationDate | None:
        """The publication date of a mention's document."""
        stored = self.documents.get(mention.document_id)
        return stored.publication_date if stored else None

    def actor_mention(self, mention: StoredMention, span: Span, actor_id: str) -> ActorMention | None:
        """How the actor of an argument was found in the text."""
        reading = self.readings.get(mention.document_id)
        if reading is None:
            return None
        field = reading.title if mention.mention.field is Field.TITLE else reading.text
        near = [one for one in field.actor_mentions if one.actor_id == actor_id and one.span.overlaps(span)]
        return min(near, key=lambda one: abs(len(one.span) - len(span)), default=None)


def sources_of(event: Event) -> list[str]:
    """The documents that an explanation of an event looks into."""
    chosen = [_best(event), *(found[0] for who in event.participants if (found := _given(event, who)))]
    return list(dict.fromkeys(mention.document_id for mention in chosen))


def explain(event: Event, sources: Sources, glosses: Glosses) -> tuple[Step, ...]:
    """Every step of an event that comes with its mentions, in the order of a reader's questions."""
    best = _best(event)
    writer = _Writer(glosses, sources, best)
    return (
        writer.trigger(),
        *writer.dating(),
        writer.status(),
        *writer.postponement(event),
        *(step for who in event.participants if (step := writer.participant(event, who))),
        *writer.mentions(event),
    )


def _best(event: Event) -> StoredMention:
    return best_of(event.mentions)


def _given(event: Event, who: Participant) -> tuple[StoredMention, int] | None:
    """The first mention that names a participant in its role, and the number of the argument."""
    for mention in event.mentions:
        for number, argument in enumerate(mention.mention.arguments):
            if (argument.actor_id, argument.role) == (who.actor_id, who.role):
                return mention, number
    return None


class _Writer:
    """Writes the steps of one mention, the best of its event."""

    def __init__(self, glosses: Glosses, sources: Sources, mention: StoredMention) -> None:
        self._glosses = glosses
        self._sources = sources
        self._mention = mention
        self._rules = (*mention.mention.rules, "", "", "")[:3]

    def trigger(self) -> Step:
        told = self._mention.mention
        return self._step(
            Aspect.TRIGGER,
            told.trigger,
            self._rules[0],
            self._glosses.sentence(
                "trigger",
                text=self._mention.trigger_text,
                place=self._place(self._mention, told.trigger),
                type=told.type,
                gloss=self._glosses.types.get(told.type, told.type),
                rule=self._glosses.rule("trigger_rules", self._rules[0]),
                confidence=f"{told.confidence:.2f}",
            ),
        )

    def dating(self) -> Iterator[Step]:
        timex, time = self._mention.mention.timex, self._mention.mention.time
        if timex is None:
            yield self._assumed(time)
            return
        text, place = self._mention.timex_text, self._place(self._mention, timex.span)
        reached = self._glosses.rule("date_rules", self._rules[1])
        sentence = self._glosses.sentence("date", text=text, place=place, rule=reached)
        yield self._step(Aspect.DATE, timex.span, self._rules[1], sentence)
        reading = self._glosses.sentence(
            "reading", rule=timex.rule, text=text, value=timex.value, examples=self._examples(timex.rule)
        )
        yield self._step(Aspect.DATE, timex.span, timex.rule, reading)
        yield self._anchor(time)
        yield self._step(
            Aspect.CALCULATION, timex.span, "", self._glosses.tongue.space.join(self._calculation(time))
        )

    def _assumed(self, time: EventTime) -> Step:
        name = "assumed_unknown" if time.first is None else "assumed"
        sentence = self._glosses.sentence(name, day=time.first)
        return self._step(Aspect.DATE, None, self._rules[1], sentence)

    def _examples(self, rule: str) -> str:
        found = expressions(rule)
        quoted = self._glosses.tongue.comma.join(f"“{text}”" for text in found)
        return self._glosses.sentence("examples", examples=quoted) if found else ""

    def _anchor(self, time: EventTime) -> Step:
        if time.anchor is Anchor.DOCUMENT:
            return self._step(Aspect.ANCHOR, None, "", self._published(time))
        if time.anchor is Anchor.CONTEXT and time.anchor_span is not None:
            place = self._place(self._mention, time.anchor_span)
            text = self._sources.words(self._mention, time.anchor_span)
            name = "anchor_context" if text and time.anchor_date else "anchor_context_unsaid"
            sentence = self._glosses.sentence(name, day=time.anchor_date, text=text, place=place)
            return self._step(Aspect.ANCHOR, time.anchor_span, "", sentence, text)
        return self._step(Aspect.ANCHOR, None, "", self._glosses.sentence("anchor_absolute"))

    def _published(self, time: EventTime) -> str:
        published = self._sources.published(self._mention)
        day = time.anchor_date or (published.date if published else None)
        if day is None or published is None or published.source is None:
            return self._glosses.sentence("anchor_document_unknown")
        source = self._glosses.value("sources", published.source)
        own = time.anchor_date in (None, published.date)
        name = "anchor_document" if own else "anchor_dateline"
        return self._glosses.sentence(name, day=day, published=published.date, source=source)

    def _calculation(self, time: EventTime) -> Iterator[str]:
        if time.first is None or time.last is None:
            reason = self._glosses.value("unresolved", time.unresolved or "")
            yield self._glosses.sentence("result_unresolved", reason=reason, edtf=time.edtf)
            return
        yield self._glosses.sentence(
            "result_day" if time.first == time.last else "result_span",
            first=self._day(time.first),
            last=self._day(time.last),
            edtf=time.edtf,
            extent=self._glosses.value("extents", time.extent),
            granularity=self._glosses.value("granularities", time.granularity),
        )
        if time.imputed:
            parts = self._glosses.tongue.comma.join(self._glosses.value("parts", p) for p in time.imputed)
            anchor = time.anchor_date or self._glosses.sentence("imputed_anchor")
            yield self._glosses.sentence("imputed", parts=parts, anchor=anchor)
        if time.approximate:
            yield self._glosses.sentence("approximate")

    def _day(self, day: date) -> str:
        return self._glosses.sentence("open") if day in (OPEN_START, OPEN_END) else day.isoformat()

    def status(self) -> Step:
        told, rule = self._mention.mention, self._rules[2]
        cue = self._cue(rule)
        if cue is not None:
            text = self._sources.words(self._mention, cue) or rule.partition(":")[2]
            said = self._glosses.sentence("status_cue", text=text, place=self._place(self._mention, cue))
        else:
            said = self._glosses.rule("status_rules", rule)
        status = self._glosses.value("statuses", told.factuality)
        sentence = self._glosses.sentence("status", status=status, rule=said)
        return self._step(Aspect.STATUS, cue, rule, sentence)

    def postponement(self, event: Event) -> Iterator[Step]:
        for key, others in (("superseded_by", event.superseded_by), ("supersedes", event.supersedes)):
            for other in others:
                yield self._step(Aspect.STATUS, None, key, self._glosses.sentence(key, event=other))

    def _cue(self, rule: str) -> Span | None:
        """Where a word that gave the status stands: before the trigger, or else anywhere in the sentence."""
        kind, _, word = rule.partition(":")
        if kind != "factuality" or word in _CUELESS:
            return None
        told, text = self._mention.mention, fold(self._mention.sentence_text)
        before = text.rfind(word, 0, told.trigger.end - told.sentence.start)
        at = before if before >= 0 else text.find(word)
        start = told.sentence.start + at
        return Span(start, start + len(word)) if at >= 0 else None

    def participant(self, event: Event, who: Participant) -> Step | None:
        given = _given(event, who)
        if given is None:
            return None
        mention, number = given
        argument, text = mention.mention.arguments[number], mention.argument_texts[number]
        found = self._sources.actor_mention(mention, argument.span, who.actor_id)
        sentence = self._glosses.sentence(
            "participant",
            text=text,
            place=self._place(mention, argument.span),
            name=who.display_name,
            role=self._glosses.value("roles", who.role),
            rule=self._recognized(mention, found),
        )
        return _step(Aspect.PARTICIPANT, mention, argument.span, found.rule if found else "", sentence, text)

    def _recognized(self, mention: StoredMention, found: ActorMention | None) -> str:
        if found is None:
            return ""
        said = self._glosses.sentence("participant_by", rule=self._glosses.rule("actor_rules", found.rule))
        if found.antecedent is not None:
            place = self._place(mention, found.antecedent)
            text = self._sources.words(mention, found.antecedent)
            said += self._glosses.sentence("antecedent", text=text, place=place)
        return said

    def mentions(self, event: Event) -> Iterator[Step]:
        if len(event.mentions) < 2:
            return
        count = len(event.document_ids)
        documents = self._glosses.sentence("documents_one" if count == 1 else "documents_many", count=count)
        joined = self._glosses.sentence("joined", count=len(event.mentions), documents=documents)
        yield Step(Aspect.MENTIONS, joined)
        for other in [mention for mention in event.mentions if mention is not self._mention][:_ALSO]:
            span, text = other.mention.trigger, other.trigger_text
            place, sentence = self._place(other, span), other.sentence_text.strip()
            said = self._glosses.sentence("also", text=text, place=place, sentence=sentence)
            said += self._disagreement(other.mention.time)
            yield _step(Aspect.MENTIONS, other, span, "", said, text)

    def _disagreement(self, other: EventTime) -> str:
        time = self._mention.mention.time
        if (other.first, other.last) == (time.first, time.last):
            return ""
        return self._glosses.tongue.space + self._glosses.sentence("differs", edtf=other.edtf)

    def _place(self, mention: StoredMention, span: Span) -> str:
        return self._glosses.sentence(
            "place",
            start=span.start,
            end=span.end,
            field=self._glosses.value("fields", mention.mention.field),
            document=mention.document_id,
        )

    def _step(self, aspect: Aspect, span: Span | None, rule: str, said: str, text: str = "") -> Step:
        words = text or (self._sources.words(self._mention, span) if span else "")
        return _step(aspect, self._mention, span, rule, said, words)


def _step(aspect: Aspect, mention: StoredMention, span: Span | None, rule: str, said: str, text: str) -> Step:
    return Step(aspect, said, rule, mention.document_id, mention.mention.field, span, text)
