"""What a person would read of a submitted field, with the way back to its offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from ..domain.document import DateCandidate, DateSource, Document, FieldAnalysis, MediaType
from ..domain.event import Argument, EventMention
from ..domain.text import Sentence, Span, Zone
from ..domain.time import EventTime, Timex
from . import markup
from .html import read_html
from .markup import Rendering
from .written_dates import address_date, complete_dates

_FRONT_MATTER = re.compile(r"\ufeff?\s*(---|\+\+\+)[ \t]*\r?\n(.{0,20000}?\n)\1[ \t]*(?:\r?\n|$)", re.DOTALL)
_DATE_LINE = re.compile(
    r"^(?:date|published|publish[-_]?date|publication[-_]?date|pub[-_]?date|date[-_]?published|published[-_]?(?:at|time)"
    r"|created|created[-_]at|发布时间|发布日期|發布時間|日期)[ \t]*[:：=][ \t]*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_LINK = (
    r"\[(?:[^\[\]\n]|\[[^\[\]\n]{0,300}\]){0,300}+\]\([^()\n]{0,3000}(?:\([^()\n]{0,300}\)[^()\n]{0,3000})?\)"
)
_LINKS_ONLY = re.compile(rf"^(?:[ \t>#*+\-•·|]|\d+\.)*(?:(?:!?{_LINK})[ \t|·,，、/]*)+$", re.MULTILINE)
_SOURCE_LINK = re.compile(
    r"\[(?:查看原文|阅读原文|閱讀原文|原文链接|原文連結|原文|来源|來源|[Ss]ource|[Oo]riginal(?: article)?)\]"
    r"\((https?://[^()\s]{1,1000})\)"
)
_PARAGRAPHS = re.compile(r"<p[\s>]", re.IGNORECASE)
_LINES = re.compile(r"^[ \t]*(<)?\S", re.MULTILINE)
_LEAST_TAGGED_LINES = 0.3


@dataclass(frozen=True, slots=True)
class Reading:
    """The text that is analysed.

    ``offsets`` maps each code point of ``text`` (and its end) to the submitted field, or is None
    when the two are the same; ``ends`` are the ends of the same stretches of the field. ``cut`` are
    stretches known not to be article text. ``candidates`` are publication dates that the markup
    states. ``front_matter`` is the end of the front matter, 0 without one; ``title`` is the
    document's, by which its headline is known in the text.
    """

    text: str
    offsets: tuple[int, ...] | None = None
    cut: tuple[Span, ...] = ()
    candidates: tuple[DateCandidate, ...] = ()
    ends: tuple[int, ...] | None = None
    front_matter: int = 0
    title: str = ""

    @classmethod
    def of_title(cls, title: str) -> Reading:
        """A title, which is read as it stands."""
        return cls(title)

    def headline_sentences(self) -> tuple[Sentence, ...]:
        """A title as one headline sentence."""
        return (Sentence(Span(0, len(self.text)), Zone.HEADLINE, 0, "title"),)

    def span_in_source(self, span: Span) -> Span:
        """A span of the reading in the submitted field."""
        if self.offsets is None or self.ends is None:
            return span
        start = self.offsets[span.start]
        return Span(start, self.ends[span.end - 1] if len(span) else start)

    def to_source(self, analysis: FieldAnalysis) -> FieldAnalysis:
        """The analysis with every span carried back to the submitted field."""
        if self.offsets is None:
            return analysis
        place = self.span_in_source
        return FieldAnalysis(
            tuple(replace(sentence, span=place(sentence.span)) for sentence in analysis.sentences),
            tuple(_placed_timex(timex, place) for timex in analysis.timexes),
            tuple(
                replace(
                    mention,
                    span=place(mention.span),
                    antecedent=place(mention.antecedent) if mention.antecedent else None,
                )
                for mention in analysis.actor_mentions
            ),
            tuple(_placed_mention(mention, place) for mention in analysis.mentions),
        )


def read(document: Document) -> Reading:
    """The reading of a document's text.

    Plain text and Markdown are read as they stand but for inline markup (link targets, images,
    emphasis, tags), which is left out wherever it occurs: dumps of pages carry it too.

    Raises:
        InvalidInput: the text is HTML that is too long or nested too deep.
    """
    source = document.text
    matter = None if document.media_type is MediaType.HTML else _FRONT_MATTER.match(source)
    start = matter.end() if matter else 0
    dates = (*(_stated_dates(matter.group(2)) if matter else ()), *_linked_dates(source))
    if document.media_type is MediaType.HTML or _is_markup(source, start):
        page = read_html(source, start)
        return _reading(document, page.rendering, page.cut, dates + page.candidates, start)
    cuts = markup.inline_cuts(source, start)
    if not cuts:
        return Reading(source, candidates=dates, front_matter=start, title=document.title)
    rendering = markup.render(source, cuts)
    return _reading(document, rendering, tuple(_not_article(source, start, rendering)), dates, start)


def _is_markup(source: str, start: int) -> bool:
    """Whether a text is HTML though nobody says so: paragraphs are marked and many lines begin with a tag."""
    if len(_PARAGRAPHS.findall(source, start)) < 2:
        return False
    lines = [match.group(1) for match in _LINES.finditer(source, start)]
    return sum(tag is not None for tag in lines) >= _LEAST_TAGGED_LINES * len(lines)


def _reading(
    document: Document,
    rendering: Rendering,
    cut: tuple[Span, ...],
    dates: tuple[DateCandidate, ...],
    start: int,
) -> Reading:
    end = rendering.ends[-1] if rendering.ends else 0
    offsets = (*rendering.starts, end)
    front_matter = rendering.position(start)
    return Reading(rendering.text, offsets, cut, dates, rendering.ends, front_matter, document.title)


def _not_article(source: str, start: int, rendering: Rendering) -> Iterator[Span]:
    links = (Span(match.start(), match.end()) for match in _LINKS_ONLY.finditer(source, start))
    for span in sorted([*links, *markup.captions(source, start)]):
        yield Span(rendering.position(span.start), rendering.position(span.end))


def _stated_dates(front_matter: str) -> Iterator[DateCandidate]:
    for line in _DATE_LINE.finditer(front_matter):
        for day in islice(complete_dates(line.group(1)), 1):
            yield DateCandidate(day.year, day.month, day.day, DateSource.FRONT_MATTER, line.group().strip())


def _linked_dates(source: str) -> Iterator[DateCandidate]:
    """The day in the address that a text gives as its source; a digest with several gives none."""
    addresses = {match.group(1) for match in _SOURCE_LINK.finditer(source)}
    for address in addresses if len(addresses) == 1 else ():
        if (day := address_date(address)) is not None:
            yield DateCandidate(day.year, day.month, day.day, DateSource.URI, address)


def _placed_time(time: EventTime, place: Callable[[Span], Span]) -> EventTime:
    return replace(time, anchor_span=place(time.anchor_span)) if time.anchor_span else time


def _placed_timex(timex: Timex, place: Callable[[Span], Span]) -> Timex:
    time = _placed_time(timex.time, place) if timex.time else None
    return replace(timex, span=place(timex.span), time=time)


def _placed_mention(mention: EventMention, place: Callable[[Span], Span]) -> EventMention:
    return replace(
        mention,
        sentence=place(mention.sentence),
        trigger=place(mention.trigger),
        arguments=tuple(
            Argument(argument.role, place(argument.span), argument.actor_id) for argument in mention.arguments
        ),
        timex=_placed_timex(mention.timex, place) if mention.timex else None,
        time=_placed_time(mention.time, place),
    )
