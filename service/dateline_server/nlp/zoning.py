"""Headline, dateline, body, caption, comment, boilerplate: which part a sentence stands in.

Zones are decided line by line, in this order: front matter; stretches that the markup cut; the
headline wherever it stands; patterns (``data/zones``); then the shape of the page: the running text
that belongs together is the article, what lies above, below and in between is not. Every decision
names its rule in ``Sentence.reason``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..domain.text import Language, Sentence, Span, Zone
from .folding import fold
from .lines import Line, Prose, split_lines
from .reading import Reading
from .sentences import split_sentences
from .zone_rules import RuleKind, ZoneRule, load_zone_rules

_RULES = load_zone_rules()
_TITLE_FIELD = re.compile(r"^title[ \t]*[:=][ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)
_SUFFIX = re.compile(r"\s*(?:[|_•]|--|\s[-–—·]\s|-(?=[^-]{2,14}$))\s*")
_DATE_FIRST = re.compile(r"(?:\d{4}年|\d{1,2}月\d{1,2}日|[一二三四五六七八九十]+月)[^\n]{8,}")
_DATELINE = re.compile(
    r"[^\n。,]{0,12}(?:社|网)[^\n。,\d]{0,12}\d{1,2}月\d{1,2}日[电讯]\s*(?:\([^()\n]{0,40}\))?"
)
_STOPPED = re.compile(r"[。.][”’\"')]*$")
# A gap of this many short lines parts the article from other running text on the page.
_WIDEST_GAP = 16
_GROWTH_GAP = 24
_HEADED_GAP = 30
_LONG_LIST = 14
_LEAST_SHARE = 0.3
_FEW_PARAGRAPHS = 3
_LONG_PARAGRAPH = 60
_LONGEST_TITLE = 80
_DATED_COMMENT = re.compile(r"评论于|评论\(\d|[Cc]omments? \(\d|用户\s")


@dataclass(frozen=True, slots=True)
class Mark:
    """A decision about a line."""

    zone: Zone
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page and the patterns that hold for them, index by index.

    ``is_file`` tells an article that was written as a file, with front matter, from the dump of a page.
    """

    lines: tuple[Line, ...]
    rules: tuple[ZoneRule | None, ...]
    titles: frozenset[str]
    cut: tuple[bool, ...]
    is_file: bool = False

    def is_text(self, index: int) -> bool:
        """Whether a line is running text that no rule speaks against."""
        return self.lines[index].prose is Prose.STRONG and self.rules[index] is None and not self.cut[index]

    def mass(self, start: int, end: int) -> int:
        """How much running text the lines ``[start, end)`` hold."""
        return sum(self.lines[i].size for i in range(start, end) if self.is_text(i))

    def is_title(self, index: int) -> bool:
        """Whether a line is the headline, with or without the site's name behind it."""
        return any(key in self.titles for _, key in _prefixes(self.lines[index]))


def split_zones(reading: Reading, folded: str, language: Language) -> tuple[Sentence, ...]:  # noqa: ARG001
    """The sentences of a reading in order, each with its zone.

    Lines that tell no events are one sentence each; ``paragraph`` counts the lines that hold anything.
    """
    front = reading.front_matter
    lines = split_lines(folded, front)
    page = _page(reading, folded[:front], lines)
    marks = _decide(page)
    found = list(_front_matter(folded, front))
    offset = len(found)
    for number, (line, mark) in enumerate(zip(lines, marks, strict=True), offset):
        found.extend(_sentences(folded, line, mark, number, page.titles))
    return tuple(found)


def _front_matter(folded: str, end: int) -> Iterator[Sentence]:
    if end:
        stripped = folded[:end].rstrip()
        yield Sentence(Span(0, len(stripped)), Zone.FRONT_MATTER, 0, "front-matter")


def _page(reading: Reading, front_matter: str, lines: tuple[Line, ...]) -> Page:
    rules = tuple(_rule(line) for line in lines)
    starts = [span.start for span in reading.cut]
    cut = tuple(_is_cut(line.span, reading.cut, starts) for line in lines)
    titles = _titles(fold(reading.title), front_matter, lines, rules)
    return Page(lines, rules, titles, cut, bool(front_matter))


@lru_cache(maxsize=8192)
def _rule_of(text: str) -> ZoneRule | None:
    """The rule of a line's text, remembered: menus are the same on every page of a site."""
    return _RULES.of_line(text)


def _rule(line: Line) -> ZoneRule | None:
    rule = _rule_of(line.text)
    long_text = line.prose is Prose.STRONG and line.size >= _LONG_PARAGRAPH
    return None if rule is not None and rule.weak and long_text else rule


def _is_cut(span: Span, cuts: Sequence[Span], starts: Sequence[int]) -> bool:
    index = bisect_right(starts, span.start) - 1
    return any(cut.contains(span) for cut in cuts[max(0, index - 1) : index + 1])


def _titles(
    title: str, front_matter: str, lines: Sequence[Line], rules: Sequence[ZoneRule | None]
) -> frozenset[str]:
    """The keys of the headline: the document's title, that of the front matter, a heading, a first line."""
    stated = _TITLE_FIELD.search(front_matter)
    titles = {_key(title), _key(stated.group(1)) if stated else ""}
    for line, rule in zip(lines[:40], rules, strict=False):
        if line.marker == "#" and rule is None and line.size >= 5:
            titles.update(key for _, key in _prefixes(line))
            break
    if lines and rules[0] is None and not _DATELINE.fullmatch(lines[0].text):
        titles.update(_first_line_titles(lines))
    return frozenset(title for title in titles if len(title) >= 6)


def _first_line_titles(lines: Sequence[Line]) -> list[str]:
    if lines[0].size > _LONGEST_TITLE:
        return []
    prefixes = [key for _, key in _prefixes(lines[0])]
    keys = {line.key for line in lines[1:]}
    recurring = [key for key in prefixes if key in keys]
    if recurring or lines[0].prose is Prose.STRONG or lines[0].size < 8:
        return recurring
    return [_key(lines[0].text[: _site_start(lines[0].text)])]


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _prefixes(line: Line) -> Iterator[tuple[int, str]]:
    """What a headline may be without the names of section and site behind it, the longest first."""
    starts = [m.start() for m in _SUFFIX.finditer(line.text)] if len(line.text) <= 300 else []
    for end in sorted({len(line.text), *starts}, reverse=True):
        if end >= len(line.text) / 3:
            yield end, _key(line.text[:end])


def _site_start(text: str) -> int:
    """Where the names of section and site begin: the first separator with the longer part before it."""
    separators = _SUFFIX.finditer(text)
    return next(
        (m.start() for m in separators if len(_key(text[: m.start()])) * 2 >= len(_key(text[m.end() :]))),
        len(text),
    )


def _decide(page: Page) -> list[Mark]:
    lines = page.lines
    sections = _sections(page)
    start, end = _region(page, sections)
    if start == end:
        return _without_text(page, sections)
    headline = _headline_above(page, start)
    return [_mark(page, sections, index, start, end, headline) for index in range(len(lines))]


def _sections(page: Page) -> list[Mark | None]:
    """Lists and comment threads that a heading opens, and what follows the article's end."""
    marks: list[Mark | None] = [None] * len(page.lines)
    total = page.mass(0, len(page.lines))
    before = 0
    index = 0
    while index < len(page.lines):
        rule = page.rules[index]
        if rule is not None and _opens(page, rule, index, before, total):
            end = _section_end(page, rule, index)
            marks[index:end] = [Mark(rule.zone, rule.id)] * (end - index)
            index = end
            continue
        before += page.lines[index].size if page.is_text(index) else 0
        index += 1
    return marks


def _opens(page: Page, rule: ZoneRule, index: int, before: int, total: int) -> bool:
    if rule.kind is RuleKind.RELATED:
        return True
    if rule.kind is RuleKind.COMMENTS:
        return bool(_DATED_COMMENT.search(page.lines[index].text)) or (before > 0 and before >= 0.2 * total)
    return rule.kind is RuleKind.END and before > 0 and before >= _LEAST_SHARE * total


def _section_end(page: Page, rule: ZoneRule, start: int) -> int:
    if rule.kind is not RuleKind.RELATED:
        return len(page.lines)
    for index in range(start + 1, len(page.lines)):
        line = page.lines[index]
        if page.is_text(index) and line.size >= 40 and not line.marker:
            return index
        if (page.is_title(index) or line.is_heading) and page.mass(index, len(page.lines)) > page.mass(
            0, index
        ):
            return index
    return len(page.lines)


def _region(page: Page, sections: Sequence[Mark | None]) -> tuple[int, int]:
    """The lines ``[start, end)`` from the article's first running text to its last; empty without any."""
    texts = [i for i in range(len(page.lines)) if sections[i] is None and page.is_text(i)]
    clusters = _clusters(page, sections, texts)
    if not clusters:
        return 0, 0
    main = _main_cluster(page, clusters)
    kept = [c for c in clusters if c == main or page.mass(*c) >= _LEAST_SHARE * page.mass(*main)]
    start, end = _grown(page, sections, kept, kept.index(main))
    return start, _with_short_end(page, sections, end)


def _with_short_end(page: Page, sections: Sequence[Mark | None], end: int) -> int:
    """The end of the article with what closes it: short sentences, dated lines, a numbered list."""
    for index in range(end, len(page.lines)):
        if index - end >= _FEW_PARAGRAPHS or sections[index] is not None or page.cut[index]:
            break
        if page.rules[index] is None and _closes(page, index):
            end = index + 1
    return end


def _closes(page: Page, index: int) -> bool:
    line, before = page.lines[index], page.lines[index - 1]
    if line.marker[:1].isdigit() and line.size >= 8:
        return before.text.endswith(":") or before.marker[:1].isdigit()
    if _DATE_FIRST.match(line.text):
        return True
    return line.size >= 4 and (_STOPPED.search(line.text) is not None or line.text.endswith(":"))


def _grown(
    page: Page, sections: Sequence[Mark | None], clusters: Sequence[tuple[int, int]], main: int
) -> tuple[int, int]:
    """The main stretch with the large ones near it: below, and above where no headline parts them."""
    start, end = clusters[main]
    for cluster in clusters[main + 1 :]:
        if cluster[0] - end > _GROWTH_GAP or _has_list(sections, end, cluster[0]):
            break
        end = cluster[1]
    for cluster in reversed(clusters[:main]):
        smaller = page.mass(*cluster) < page.mass(*clusters[main])
        if start - cluster[1] > _GROWTH_GAP or (smaller and _is_headed(page, (start, end))):
            break
        start = cluster[0]
    return start, end


def _has_list(sections: Sequence[Mark | None], start: int, end: int) -> bool:
    """Whether a list of related articles stands between two lines."""
    return sum(section is not None for section in sections[start:end]) >= _LONG_LIST


def _main_cluster(page: Page, clusters: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The first stretch of running text below a headline; the longest when none has one."""
    headed = [cluster for cluster in clusters if _is_headed(page, cluster)]
    longest = max(headed or clusters, key=lambda cluster: page.mass(*cluster))
    most = page.mass(*longest)
    return next((cluster for cluster in headed if _is_article(page, cluster, most)), longest)


def _is_article(page: Page, cluster: tuple[int, int], most: int) -> bool:
    """Whether a headed stretch is more than a notice below the page's name; ``most``: the longest's size."""
    paragraphs = sum(page.is_text(index) for index in range(*cluster))
    share = _LEAST_SHARE if paragraphs < _FEW_PARAGRAPHS else _LEAST_SHARE / 3
    return page.mass(*cluster) >= share * most


def _clusters(page: Page, sections: Sequence[Mark | None], texts: Sequence[int]) -> list[tuple[int, int]]:
    """Running text that stands close together, as ranges of lines ``[start, end)``.

    A headline parts it, and so does a list of related articles.
    """
    titles = [index for index in range(len(page.lines)) if page.is_title(index)]
    clusters: list[tuple[int, int]] = []
    for index in texts:
        end = clusters[-1][1] if clusters else -_WIDEST_GAP
        parted = bisect_left(titles, index) > bisect_left(titles, end) or _has_list(
            sections, max(end, 0), index
        )
        if not parted and index - end < _WIDEST_GAP:
            clusters[-1] = (clusters[-1][0], index + 1)
        else:
            clusters.append((index, index + 1))
    return clusters


def _is_headed(page: Page, cluster: tuple[int, int]) -> bool:
    """Whether the headline stands above a stretch of running text that is long enough for an article."""
    start = cluster[0]
    near = any(page.is_title(index) for index in range(max(0, start - _HEADED_GAP), start))
    return near and page.mass(*cluster) >= _LONG_PARAGRAPH


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
    if _DATELINE.fullmatch(page.lines[index].text):
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
    if _DATE_FIRST.match(line.text) or (line.marker and line.size >= 12):
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
    known = [end for end, key in _prefixes(line) if key in titles]
    end = known[-1] if known else _site_start(line.text)
    yield Sentence(Span(line.span.start, line.span.start + end), mark.zone, number, mark.reason)
    if end < len(line.text):
        suffix = Span(line.span.start + end, line.span.end)
        yield Sentence(suffix, Zone.BOILERPLATE, number, "title.suffix")


def _pieces(line: Line) -> Iterator[tuple[Span, ZoneRule | None]]:
    """A line without the stretches that inline rules cut, and these, in order."""
    position = 0
    for rule, match in sorted(_RULES.within(line.text), key=lambda found: found[1].span()):
        if match.start() < position:
            continue
        if match.start() > position:
            yield Span(position, match.start()).shifted(line.span.start), None
        yield Span(*match.span()).shifted(line.span.start), rule
        position = match.end()
    if position < len(line.text):
        yield Span(position, len(line.text)).shifted(line.span.start), None
