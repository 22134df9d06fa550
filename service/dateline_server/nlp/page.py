"""The lines of a page, the patterns that hold for them, and its headline."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..domain.text import Span
from .folding import fold
from .lines import Line, Prose, split_lines
from .reading import Reading
from .zone_rules import ZoneRule, load_zone_rules

RULES = load_zone_rules()
DATELINE = re.compile(
    r"[^\n。,]{0,12}(?:社|网)[^\n。,\d]{0,12}\d{1,2}月\d{1,2}日[电讯]\s*(?:\([^()\n]{0,40}\))?"
)
"""A line that is nothing but a dateline."""
LONG_PARAGRAPH = 60
"""From this size on running text is an article's, whatever words of a page's furniture it has."""
_TITLE_FIELD = re.compile(r"^title[ \t]*[:=][ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)
_SITE = re.compile(r"\s*(?:[|_•]|--|\s[-–—·]\s|-(?=[^-]{2,14}$))\s*")
_LONGEST_TITLE = 80
_SHORTEST_KEY = 6


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
        return any(key in self.titles for _, key in headline_prefixes(self.lines[index]))


def page_of(reading: Reading, folded: str) -> Page:
    """The page that a reading holds below its front matter."""
    front_matter = folded[: reading.front_matter]
    lines = split_lines(folded, reading.front_matter)
    rules = tuple(_rule(line) for line in lines)
    starts = [span.start for span in reading.cut]
    cut = tuple(_is_cut(line.span, reading.cut, starts) for line in lines)
    titles = _titles(fold(reading.title), front_matter, lines, rules)
    return Page(lines, rules, titles, cut, bool(front_matter))


@lru_cache(maxsize=8192)
def _rule_of(text: str) -> ZoneRule | None:
    """The rule of a line's text, remembered: menus are the same on every page of a site."""
    return RULES.of_line(text)


def _rule(line: Line) -> ZoneRule | None:
    rule = _rule_of(line.text)
    long_text = line.prose is Prose.STRONG and line.size >= LONG_PARAGRAPH
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
            titles.update(key for _, key in headline_prefixes(line))
            break
    if lines and rules[0] is None and not DATELINE.fullmatch(lines[0].text):
        titles.update(_first_line_titles(lines))
    return frozenset(title for title in titles if len(title) >= _SHORTEST_KEY)


def _first_line_titles(lines: Sequence[Line]) -> list[str]:
    if lines[0].size > _LONGEST_TITLE:
        return []
    prefixes = [key for _, key in headline_prefixes(lines[0])]
    keys = {line.key for line in lines[1:]}
    recurring = [key for key in prefixes if key in keys]
    if recurring or lines[0].prose is Prose.STRONG or lines[0].size < 8:
        return recurring
    return [_key(lines[0].text[: site_start(lines[0].text)])]


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def headline_prefixes(line: Line) -> Iterator[tuple[int, str]]:
    """What a headline may be without the names of section and site behind it, the longest first."""
    starts = [m.start() for m in _SITE.finditer(line.text)] if len(line.text) <= 300 else []
    for end in sorted({len(line.text), *starts}, reverse=True):
        if end >= len(line.text) / 3:
            yield end, _key(line.text[:end])


def site_start(text: str) -> int:
    """Where the names of section and site begin: the first separator with the longer part before it."""
    separators = _SITE.finditer(text)
    return next(
        (m.start() for m in separators if len(_key(text[: m.start()])) * 2 >= len(_key(text[m.end() :]))),
        len(text),
    )
