"""The reading of HTML: text with the way back to the source, and what of it is the article.

The scanner walks the source once and keeps offsets, which no parser at hand does; trafilatura
says which of the blocks are the article, htmldate and the page's own metadata when it was published.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import trafilatura

from ..domain.document import DateCandidate
from ..domain.text import Span
from ..errors import InvalidInput
from .markup import BLOCKS, Cut, Rendering, entity_cuts, render
from .metadata import stated_dates

MAX_SOURCE = 5_000_000
"""The longest HTML that is read, in code points."""
MAX_DEPTH = 2_000
"""The deepest nesting of elements that is read."""

_QUOTED = r"\"[^\"<>]{0,500000}\"|'[^'<>]{0,500000}'|\"[^\"]{0,500000}\"|'[^']{0,500000}'"
# A tag; if its quotes are not closed, up to the next bracket.
_TOKEN = re.compile(
    r"<!--|<!\[CDATA\[|<[!?][^<>]{0,2000}>"
    rf"|</?(?P<name>[a-zA-Z][a-zA-Z0-9:-]{{0,30}})(?:[^<>\"']|{_QUOTED}){{0,5000}}+>"
    r"|</?(?P<broken>[a-zA-Z][a-zA-Z0-9:-]{0,30})\b[^<>]{0,5000}(?:>|(?=<))"
)
_UNREAD = frozenset(
    ["script", "style", "noscript", "template", "svg", "textarea", "iframe", "object", "math"]
)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_UNCLOSED = frozenset(
    ["p", "li", "dt", "dd", "td", "th", "tr", "option", "thead", "tbody", "tfoot", "html", "head", "body"]
)
_NOT_ARTICLE = frozenset(["nav", "footer", "aside", "button", "select", "figcaption", "caption"])
_SPACES = re.compile(r"\s+")
_STOP = re.compile(r"[。.!?！？]")
_RUNNING_TEXT = 40
# trafilatura takes seconds beyond; no page that people read has so many.
_MOST_TAGS = 50_000
_LEAST_SHARE = 0.5


@dataclass(slots=True)
class _Scan:
    """What the scanner has found so far."""

    cuts: list[Cut] = field(default_factory=list)
    outside: list[Span] = field(default_factory=list)
    open: list[tuple[str, int]] = field(default_factory=list)
    unclosed: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class HtmlReading:
    """The rendered text, the stretches of it that are not the article, and dates in the metadata."""

    rendering: Rendering
    cut: tuple[Span, ...]
    candidates: tuple[DateCandidate, ...]


def read_html(source: str, start: int = 0) -> HtmlReading:
    """Reads HTML from ``start`` on; what stands before is kept as it is.

    Raises:
        InvalidInput: the page is too long or nested too deep to be one that people read.
    """
    if len(source) > MAX_SOURCE:
        raise InvalidInput(
            f"the HTML has {len(source)} characters; at most {MAX_SOURCE} are read: send the article as text",
            field="document.text",
        )
    scan = _scan(source, start)
    rendering = render(source, _collapsed(source, start, scan.cuts))
    outside = (Span(rendering.position(span.start), rendering.position(span.end)) for span in scan.outside)
    cut = [span for span in outside if len(span) <= _LEAST_SHARE * len(rendering.text)]
    page = source[start:]
    main = _main_text(page) if len(scan.cuts) <= _MOST_TAGS else ""
    return HtmlReading(
        rendering, tuple(_merged([*cut, *_beside(rendering, main)])), tuple(stated_dates(page))
    )


def _scan(source: str, start: int) -> _Scan:
    scan = _Scan()
    position = start
    while (token := _TOKEN.search(source, position)) is not None:
        position = _step(source, token, scan)
    return scan


def _step(source: str, token: re.Match[str], scan: _Scan) -> int:
    """Cuts one token out and says where to go on."""
    name = (token["name"] or token["broken"] or "").lower()
    closing = token.group().startswith("</")
    if token.group() in ("<!--", "<![CDATA["):
        end = _after(source, "-->" if token.group() == "<!--" else "]]>", token.end())
    elif name in _UNREAD - scan.unclosed and not closing and not token.group().endswith("/>"):
        end = _after_element(source, name, token.end(), scan)
    else:
        end = token.end()
        _nest(name, closing, token, scan)
    scan.cuts.append(Cut(token.start(), end, "\n" if name in BLOCKS else ""))
    return end


def _nest(name: str, closing: bool, token: re.Match[str], scan: _Scan) -> None:
    if not name or name in _VOID or name in _UNCLOSED or token.group().endswith("/>"):
        return
    if not closing:
        scan.open.append((name, token.start()))
        if len(scan.open) > MAX_DEPTH:
            raise _too_deep()
        return
    for index in range(len(scan.open) - 1, max(-1, len(scan.open) - 50), -1):
        if scan.open[index][0] == name:
            if name in _NOT_ARTICLE:
                scan.outside.append(Span(scan.open[index][1], token.end()))
            del scan.open[index:]
            return


def _too_deep() -> InvalidInput:
    return InvalidInput(
        f"the HTML nests elements more than {MAX_DEPTH} deep: send the article as text",
        field="document.text",
    )


def _after(source: str, mark: str, start: int) -> int:
    end = source.find(mark, start)
    return len(source) if end < 0 else end + len(mark)


def _after_element(source: str, name: str, start: int, scan: _Scan) -> int:
    """The end of an element that is not read; of one never closed only the tag is cut."""
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(source, start)
    if closing is None:
        scan.unclosed.add(name)
    return closing.end() if closing else start


def _collapsed(source: str, start: int, tags: Iterable[Cut]) -> Iterator[Cut]:
    """The cuts of tags, entities and white space, which is one space, or none at a block's edge."""
    position = start
    edge = True
    for tag in [*tags, Cut(len(source), len(source))]:
        for cut in _text_cuts(source, position, tag.start):
            leads = edge and cut.start == position
            ends = tag.replacement == "\n" and cut.end == tag.start
            yield Cut(cut.start, cut.end) if cut.replacement == " " and (leads or ends) else cut
        edge = bool(tag.replacement) or (edge and not source[position : tag.start].strip())
        yield tag
        position = tag.end


def _text_cuts(source: str, start: int, end: int) -> list[Cut]:
    spaces = (Cut(m.start(), m.end(), " ") for m in _SPACES.finditer(source, start, end) if m.group() != " ")
    return sorted([*spaces, *entity_cuts(source, start, end)])


def _main_text(page: str) -> str:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(page, include_comments=False, include_tables=True, deduplicate=False)
    except (ValueError, RecursionError):
        return ""
    return _SPACES.sub("", text or "")


def _beside(rendering: Rendering, main: str) -> Iterator[Span]:
    """The lines of a rendering that the main text does not have; none where it misses most running text."""
    lines = rendering.text.splitlines(keepends=True)
    bare = [_SPACES.sub("", line) for line in lines]
    running = [len(line) for line in bare if len(line) >= _RUNNING_TEXT and _STOP.search(line)]
    found = [len(line) for line in bare if len(line) >= _RUNNING_TEXT and _STOP.search(line) and line in main]
    if sum(found) < _LEAST_SHARE * sum(running) or not found:
        return
    offset = 0
    for line, text in zip(lines, bare, strict=True):
        if text and text not in main:
            yield Span(offset, offset + len(line))
        offset += len(line)


def _merged(spans: list[Span]) -> Iterator[Span]:
    current: Span | None = None
    for span in sorted(spans):
        if current is not None and span.start <= current.end:
            current = Span(current.start, max(current.end, span.end))
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current
