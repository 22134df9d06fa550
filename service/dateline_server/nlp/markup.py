"""What is left of a text when its inline markup is taken away, with the way back to its offsets.

A ``Cutting`` of a source text lists the stretches that a reader does not see (link targets, images,
tags) and what stands in their place, if anything.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from ..domain.text import Span

_TARGET = r"\([^()\n]{0,3000}(?:\([^()\n]{0,300}\)[^()\n]{0,3000})?\)"
_IMAGE = re.compile(rf"!\[[^\]\n]{{0,500}}\]{_TARGET}|\{{\{{[<%][^\n]{{0,1000}}?[>%]\}}\}}")
_LINK_OPEN = re.compile(rf"\[(?=(?:[^\[\]\n]|\[[^\[\]\n]{{0,300}}\](?:{_TARGET})?){{0,600}}+\]\()")
_LINK_CLOSE = re.compile(rf"\]{_TARGET}")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>]{1,3000}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_STRONG = re.compile(r"(\*\*|__)(?=\S)[^\n]{0,400}?(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9*])\*(?=[^\s*])[^*\n]{1,200}(?<=[^\s*])\*(?![A-Za-z0-9*])")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!>|~])")
_TAG = re.compile(
    r"<!--(?:(?!<!--).){0,5000}?-->|</?([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,5000})?/?>", re.DOTALL
)

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "big",
        "button",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "link",
        "mark",
        "meta",
        "q",
        "s",
        "samp",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "svg",
        "time",
        "tt",
        "u",
        "var",
        "video",
        "audio",
        "iframe",
        "picture",
        "track",
        "wbr",
        "base",
        "html",
        "head",
        "body",
    ]
)
_TAGS = BLOCKS | INLINE


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """A stretch of the source and what is read in its place."""

    start: int
    end: int
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A text with, for each code point, the start and end of its source."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def position(self, source: int) -> int:
        """The first offset of the rendering that comes from ``source`` or later."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.starts[middle] < source else (low, middle)
        return low


def inline_cuts(source: str, start: int) -> list[Cut]:
    """The inline markup of plain text or Markdown from ``start`` on, in order and not overlapping."""
    found = chain(
        _whole(source, start, _IMAGE, _AUTOLINK, _LINK_OPEN, _LINK_CLOSE, _ESCAPE),
        _tags(source, start),
        entity_cuts(source, start, len(source)),
        _paired(source, start, _STRONG, 2),
        _paired(source, start, _EMPHASIS, 1),
    )
    return list(_disjoint(sorted(found, key=lambda cut: (cut.start, -cut.end))))


def render(source: str, cuts: Iterable[Cut]) -> Rendering:
    """The source with its cuts carried out."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for cut in chain(cuts, [Cut(len(source), len(source))]):
        pieces.append(source[position : cut.start])
        starts.extend(range(position, cut.start))
        ends.extend(range(position + 1, cut.start + 1))
        pieces.append(cut.replacement)
        starts.extend([cut.start] * len(cut.replacement))
        ends.extend([cut.end] * len(cut.replacement))
        position = cut.end
    return Rendering("".join(pieces), tuple(starts), tuple(ends))


def entity_cuts(source: str, start: int, end: int) -> Iterator[Cut]:
    """The character references of a stretch; a space that must not break is read as a space."""
    for match in _ENTITY.finditer(source, start, end):
        character = html.unescape(match.group())
        if character != match.group():
            yield Cut(match.start(), match.end(), character.replace("\xa0", " "))


def captions(source: str, start: int) -> Iterator[Span]:
    """What stands in ``figcaption`` elements of a text that is not HTML as a whole."""
    for opening in re.finditer(r"<figcaption\b[^<>]{0,1000}>", source[start:]):
        begin = start + opening.end()
        end = source.find("</figcaption", begin, begin + 5000)
        if end >= 0:
            yield Span(begin, end)


def _whole(source: str, start: int, *patterns: re.Pattern[str]) -> Iterator[Cut]:
    for pattern in patterns:
        for match in pattern.finditer(source, start):
            yield Cut(match.start(), match.end())


def _paired(source: str, start: int, pattern: re.Pattern[str], width: int) -> Iterator[Cut]:
    for match in pattern.finditer(source, start):
        yield Cut(match.start(), match.start() + width)
        yield Cut(match.end() - width, match.end())


def _tags(source: str, start: int) -> Iterator[Cut]:
    for match in _TAG.finditer(source, start):
        name = (match.group(1) or "a").lower()
        if name in _TAGS:
            broken = name in BLOCKS and source[match.start() - 1 : match.start()] != "\n"
            yield Cut(match.start(), match.end(), "\n" if broken else "")


def _disjoint(cuts: Iterable[Cut]) -> Iterator[Cut]:
    end = 0
    for cut in cuts:
        if cut.start >= end:
            yield cut
            end = cut.end
