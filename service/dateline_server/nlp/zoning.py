"""Headline, dateline, body, caption, comment, boilerplate: which part a sentence stands in.

Zones are decided line by line, in this order: front matter; stretches that the markup cut; the
headline wherever it stands; patterns (``data/zones``); then the shape of the page: the running text
that belongs together is the article, what lies above, below and in between is not. Every decision
names its rule in ``Sentence.reason``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..domain.text import Language, Sentence, Span, Zone
from .article import DATE_FIRST, Mark, article_of, sections_of
from .lines import Line, Prose
from .page import DATELINE, RULES, Page, headline_prefixes, page_of, site_start
from .reading import Reading
from .sentences import split_sentences
from .zone_rules import RuleKind, ZoneRule


def split_zones(reading: Reading, folded: str, language: Language) -> tuple[Sentence, ...]:  # noqa: ARG001
    """The sentences of a reading in order, each with its zone.

    Lines that tell no events are one sentence each; ``paragraph`` counts the lines that hold anything.
    """
    front = reading.front_matter
    page = page_of(reading, folded)
    marks = _decide(page)
    found = list(_front_matter(folded, front))
    offset = len(found)
    for number, (line, mark) in enumerate(zip(page.lines, marks, strict=True), offset):
        found.extend(_sentences(folded, line, mark, number, page.titles))
    return tuple(found)


def _front_matter(folded: str, end: int) -> Iterator[Sentence]:
    if end:
        stripped = folded[:end].rstrip()
        yield Sentence(Span(0, len(stripped)), Zone.FRONT_MATTER, 0, "front-matter")


def _decide(page: Page) -> list[Mark]:
    lines = page.lines
    sections = sections_of(page)
    start, end = article_of(page, sections)
    if start == end:
        return _without_text(page, sections)
    headline = _headline_above(page, start)
    return [_mark(page, sections, index, start, end, headline) for index in range(len(lines))]


def _headline_above(page: Page, start: int) -> int:
    """The line right above the article that can be its headline; -1 when one is known, or none is near."""
    if any(page.is_title(i) for i in range(start)):
        return -1
    for index in range(start - 1, max(-1, start - 8), -1):
        line = page.lines[index]
        if page.rules[index] is None and not page.cut[index] and 8 <= line.size <= 80 and not line.is_ended:
            return index
    return -1


def _mark(
    page: Page, sections: Sequence[Mark | None], index: int, start: int, end: int, headline: int
) -> Mark:
    rule, section = page.rules[index], sections[index]
    if section is not None:
        return section
    if DATELINE.fullmatch(page.lines[index].text):
        return Mark(Zone.DATELINE, "dateline")
    if page.is_title(index):
        return Mark(Zone.HEADLINE, "title") if index < end else Mark(Zone.RELATED, "structure.title-below")
    if rule is not None and not (rule.weak and not page.cut[index] and _amid_text(page, index)):
        return _alone(rule)
    if page.cut[index]:
        return Mark(Zone.BOILERPLATE, "markup")
    if index == headline:
        return Mark(Zone.HEADLINE, "structure.headline-above")
    if start <= index < end:
        return _inside(page, index)
    return _outside(page, index, end)


def _alone(rule: ZoneRule) -> Mark:
    """What a line is by its rule; the head of a post that opens no thread is the byline of the article."""
    return Mark(Zone.BYLINE if rule.kind is RuleKind.COMMENTS else rule.zone, rule.id)


def _amid_text(page: Page, index: int) -> bool:
    """Whether a line is running text with such lines close above and below."""
    above = any(page.is_text(i) for i in range(max(0, index - 2), index))
    below = any(page.is_text(i) for i in range(index + 1, min(len(page.lines), index + 3)))
    return page.lines[index].prose is Prose.STRONG and above and below


def _inside(page: Page, index: int) -> Mark:
    line = page.lines[index]
    if line.marker == ">":
        return Mark(Zone.QUOTATION, "structure.block-quotation")
    if line.is_heading and line.prose is not Prose.STRONG:
        return Mark(Zone.HEADLINE, "structure.heading")
    if line.prose is Prose.STRONG:
        quoted = line.text[0] in '“"' and line.text[-1] in '”"' and line.text.count(line.text[0]) == 1
        return Mark(Zone.QUOTATION, "structure.quotation") if quoted else Mark(Zone.BODY, "structure.text")
    if _stamped(page, index):
        return Mark(Zone.RELATED, "structure.time-stamped")
    if line.prose is Prose.WEAK or (line.is_ended and line.size >= 4):
        return Mark(Zone.BODY, "structure.text-like")
    if DATE_FIRST.match(line.text) or (line.marker and line.size >= 12):
        return Mark(Zone.BODY, "structure.list-item")
    return Mark(Zone.NAVIGATION, "structure.short-line")


def _stamped(page: Page, index: int) -> bool:
    """Whether a line above or below holds nothing but a time, as in lists of headlines."""
    around = [page.rules[i] for i in (index - 1, index + 1) if 0 <= i < len(page.lines)]
    return any(
        rule is not None and rule.id in ("any.byline.timestamp", "any.byline.clock") for rule in around
    )


def _outside(page: Page, index: int, end: int) -> Mark:
    line = page.lines[index]
    if index == end and line.prose is Prose.WEAK and not line.marker and not _stamped(page, index):
        return Mark(Zone.BODY, "structure.text-like")
    if line.prose is Prose.STRONG:
        return Mark(Zone.BOILERPLATE, "structure.beside-article")
    if index < end:
        return Mark(Zone.NAVIGATION, "structure.above-article")
    return Mark(Zone.RELATED if line.size >= 8 else Zone.NAVIGATION, "structure.below-article")


def _without_text(page: Page, sections: Sequence[Mark | None]) -> list[Mark]:
    """A page without running text: a headline alone, a short message, or nothing but menus."""
    few = page.is_file or sum(section is None for section in sections) <= 5
    return [_lone(page, sections, index, few) for index in range(len(page.lines))]


def _lone(page: Page, sections: Sequence[Mark | None], index: int, few: bool) -> Mark:
    line, rule, section = page.lines[index], page.rules[index], sections[index]
    if section is not None:
        return section
    if line.is_heading or (page.is_title(index) and len(page.lines) > 1):
        return Mark(Zone.HEADLINE, "title")
    if rule is not None:
        return _alone(rule)
    if page.cut[index] or not (few or line.prose):
        return Mark(Zone.NAVIGATION, "structure.no-text")
    return Mark(Zone.BODY, "structure.short-text")


def _sentences(
    folded: str, line: Line, mark: Mark, number: int, titles: frozenset[str]
) -> Iterator[Sentence]:
    if mark.zone is Zone.HEADLINE:
        yield from _headline(line, mark, number, titles)
    elif not mark.zone.tells_events:
        yield Sentence(line.span, mark.zone, number, mark.reason)
    else:
        for piece, cut in _pieces(line):
            if cut is not None:
                yield Sentence(piece, cut.zone, number, cut.id)
                continue
            for span in split_sentences(folded, piece):
                yield Sentence(span, mark.zone, number, mark.reason)


def _headline(line: Line, mark: Mark, number: int, titles: frozenset[str]) -> Iterator[Sentence]:
    """A headline, and the names of section and site behind it as boilerplate."""
    known = [end for end, key in headline_prefixes(line) if key in titles]
    end = known[-1] if known else site_start(line.text)
    yield Sentence(Span(line.span.start, line.span.start + end), mark.zone, number, mark.reason)
    if end < len(line.text):
        suffix = Span(line.span.start + end, line.span.end)
        yield Sentence(suffix, Zone.BOILERPLATE, number, "title.suffix")


def _pieces(line: Line) -> Iterator[tuple[Span, ZoneRule | None]]:
    """A line without the stretches that inline rules cut, and these, in order."""
    position = 0
    for rule, match in sorted(RULES.within(line.text), key=lambda found: found[1].span()):
        if match.start() < position:
            continue
        if match.start() > position:
            yield Span(position, match.start()).shifted(line.span.start), None
        yield Span(*match.span()).shifted(line.span.start), rule
        position = match.end()
    if position < len(line.text):
        yield Span(position, len(line.text)).shifted(line.span.start), None
