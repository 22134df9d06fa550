"""The reading of HTML: text with the way back to the source, and what of it is the article.

The scanner walks the source once and keeps offsets, which no parser at hand does; trafilatura
says which of the blocks are the article, htmldate and the page's own metadata when it was published.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import htmldate
import trafilatura

from ..domain.document import DateCandidate, DateSource
from ..domain.text import Span
from ..errors import InvalidInput
from .markup import BLOCKS, Cut, Rendering, entity_cuts, render

MAX_SOURCE = 5_000_000
"""The longest HTML that is read, in code points."""
MAX_DEPTH = 400
"""The deepest nesting of elements that is read."""

_TOKEN = re.compile(
    r"<!--|<!\[CDATA\[|<[!?][^<>]{0,2000}>|</?([a-zA-Z][a-zA-Z0-9:-]{0,30})"
    r"(?:[^<>\"']|\"[^\"<>]{0,20000}\"|'[^'<>]{0,20000}'|\"[^\"]{0,20000}\"|'[^']{0,20000}'|[\"']){0,2000}+>"
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
_NOT_ARTICLE = frozenset(["nav", "footer", "aside", "form", "button", "select", "figcaption", "caption"])
_JSON_LD = re.compile(
    r"<script[^<>]{0,300}application/ld\+json[^<>]{0,300}>(.{0,100000}?)</script", re.DOTALL | re.IGNORECASE
)
_META = re.compile(r"<meta\b[^<>]{0,2000}>", re.IGNORECASE)
_META_KEY = re.compile(
    r"""(?:property|name|itemprop|http-equiv)\s*=\s*["']?(?:article:published_time|og:published_time|datepublished|
    publishdate|publish_?date|pubdate|publish_?time|published_?time|dc\.date(?:\.issued)?|dcterms\.(?:created|issued|date)
    |og:release_date|weibo:article:create_at|apub:time|parsely-pub-date|sailthru\.date|cxenseparse:recs:publishtime
    |article\.published|date)["'\s/>]""",
    re.IGNORECASE | re.VERBOSE,
)
_CONTENT = re.compile(r"""content\s*=\s*["']([^"'<>]{4,60})["']""", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.年]?(0?[1-9]|1[0-2])[-/.月]?(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)")
_SPACES = re.compile(r"\s+")
_FEWEST_MAIN_CHARACTERS = 60


@dataclass(slots=True)
class _Scan:
    """What the scanner has found so far."""

    cuts: list[Cut] = field(default_factory=list)
    outside: list[Span] = field(default_factory=list)
    open: list[tuple[str, int]] = field(default_factory=list)
    depth: int = 0


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
    cut = [Span(rendering.position(span.start), rendering.position(span.end)) for span in scan.outside]
    page = source[start:]
    main = _main_text(page)
    return HtmlReading(rendering, tuple(_merged([*cut, *_beside(rendering, main)])), tuple(_candidates(page)))


def _scan(source: str, start: int) -> _Scan:
    scan = _Scan()
    position = start
    while (token := _TOKEN.search(source, position)) is not None:
        position = _step(source, token, scan)
    for name, begin in scan.open:
        if name in _NOT_ARTICLE and name != "form":
            scan.outside.append(Span(begin, min(begin + 5000, len(source))))
    return scan


def _step(source: str, token: re.Match[str], scan: _Scan) -> int:
    """Cuts one token out and says where to go on."""
    name = (token.group(1) or "").lower()
    closing = token.group().startswith("</")
    if token.group() in ("<!--", "<![CDATA["):
        end = _after(source, "-->" if token.group() == "<!--" else "]]>", token.end())
    elif name in _UNREAD and not closing and not token.group().endswith("/>"):
        end = _after_element(source, name, token.end())
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
        if len(scan.open) > MAX_DEPTH * 10:
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
        f"the HTML nests elements more than {MAX_DEPTH * 10} deep: send the article as text",
        field="document.text",
    )


def _after(source: str, mark: str, start: int) -> int:
    end = source.find(mark, start)
    return len(source) if end < 0 else end + len(mark)


def _after_element(source: str, name: str, start: int) -> int:
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(source, start)
    return closing.end() if closing else start


def _collapsed(source: str, start: int, tags: Iterable[Cut]) -> Iterator[Cut]:
    """The cuts of tags, entities and of white space that HTML shows as one space."""
    position = start
    fresh = True
    for tag in [*tags, Cut(len(source), len(source))]:
        for cut in _text_cuts(source, position, tag.start):
            if cut.replacement == " " and (fresh or (tag.replacement == "\n" and cut.end == tag.start)):
                cut = Cut(cut.start, cut.end)
            yield cut
        fresh = bool(tag.replacement) or (fresh and not source[position : tag.start].strip())
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
    """The lines of a rendering that the main text does not have; none where there is no main text."""
    if len(main) < _FEWEST_MAIN_CHARACTERS:
        return
    offset = 0
    for line in rendering.text.splitlines(keepends=True):
        bare = _SPACES.sub("", line)
        if bare and bare not in main:
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


def _candidates(page: str) -> Iterator[DateCandidate]:
    """The dates that the metadata states: JSON-LD, ``meta`` elements, then what htmldate finds."""
    for block in _JSON_LD.finditer(page):
        yield from _dates_of(_published(block.group(1)))
    for meta in _META.finditer(page):
        content = _CONTENT.search(meta.group())
        if content and _META_KEY.search(meta.group()):
            yield from _dates_of([content.group(1)])
    found = _htmldate(page)
    if found and not (found.endswith("-01-01") and not _DAY.search(found.replace("-", ""))):
        yield from _dates_of([found])


def _published(block: str) -> Iterator[str]:
    try:
        data = json.loads(block, strict=False)
    except (ValueError, RecursionError):
        return
    waiting = [data]
    for _ in range(2000):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            if isinstance(node.get("datePublished"), str):
                yield node["datePublished"]
            waiting.extend(value for value in node.values() if isinstance(value, dict | list))


def _htmldate(page: str) -> str | None:
    try:
        return htmldate.find_date(page, extensive_search=False, original_date=True)
    except (ValueError, RecursionError, TypeError, AttributeError):
        return None


def _dates_of(texts: Iterable[str]) -> Iterator[DateCandidate]:
    for text in texts:
        day = _DAY.search(text)
        if day is None:
            continue
        year, month, number = (int(part) for part in day.groups())
        try:
            date(year, month, number)
        except ValueError:
            continue
        yield DateCandidate(year, month, number, DateSource.METADATA, text.strip())
