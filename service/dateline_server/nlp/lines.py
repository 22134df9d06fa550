"""The lines of a reading, with what their shape tells about them.

Dumps of web pages have one block of the page on each line: the article's paragraphs among menus,
lists and notices. What tells them apart without markup is punctuation, length and neighbourhood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from ..domain.text import Span

_PHYSICAL = re.compile(r"[^\n\r\u2028\u2029]+")
_HANZI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MARKER = re.compile(
    r"[ \t]*(#{1,6}(?=\s)|>|[*\-+•·●■◆▪▶‧](?=\s)|\d{1,3}[.、)](?=[^\d])|·|●|■|◆|\|(?=\s))?[>\s]*"
)
_END = re.compile(r"[。.!?…;:][”’\"')\]」』®■●\s]*$")
_CHINESE_STOP = re.compile(r"。")
_INNER_STOP = re.compile(r"[a-z0-9)”\"][.!?][”\"')]* +[A-Z“\"]")
_COMMA = re.compile(r"[,、;:]")
_STRETCH = re.compile(r"[^,、;:。!?]+")

STRONG_HANZI, WEAK_HANZI, LONGEST_STRETCH = 12, 28, 70
STRONG_WORDS, WEAK_WORDS = 6, 25


class Prose(IntEnum):
    """How much a line looks like running text."""

    NONE = 0
    WEAK = 1
    STRONG = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its stretch without marker and margins, its text (folded), its list or heading marker.

    ``hanzi`` and ``words`` count its Chinese characters and its Latin words.
    """

    span: Span
    text: str
    marker: str
    hanzi: int
    words: int
    prose: Prose

    @property
    def is_heading(self) -> bool:
        """Whether Markdown marks it as a heading."""
        return self.marker.startswith("#")

    @property
    def size(self) -> int:
        """Its length in hanzi, an English word counted as two."""
        return self.hanzi + 2 * self.words

    @property
    def is_ended(self) -> bool:
        """Whether it ends as a sentence does."""
        return _END.search(self.text) is not None

    @property
    def key(self) -> str:
        """Its letters and digits, for comparing headlines."""
        return "".join(filter(str.isalnum, self.text)).casefold()


def split_lines(folded: str, start: int) -> tuple[Line, ...]:
    """The paragraphs from ``start`` on that hold something, wrapped lines put together again."""
    spans = [Span(match.start(), match.end()) for match in _PHYSICAL.finditer(folded, start)]
    found: list[Line] = []
    for block in _blocks(folded, spans):
        found.extend(_line(folded, span) for span in _joined(folded, block))
    return tuple(line for line in found if line.text)


def _blocks(folded: str, spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Runs of neighbouring lines without an empty one between."""
    block: list[Span] = []
    for span in spans:
        if span.of(folded).strip():
            if block and span.start - block[-1].end > 2:
                yield block
                block = []
            block.append(span)
    if block:
        yield block


def _joined(folded: str, block: list[Span]) -> Iterator[Span]:
    """A block's paragraphs: one of all its lines when it is wrapped, else its lines."""
    if _is_wrapped(folded, block):
        yield Span(block[0].start, block[-1].end)
        return
    current = block[0]
    for before, after in pairwise(block):
        if _continues(folded, current, before, after):
            current = Span(current.start, after.end)
        else:
            yield current
            current = after
    yield current


def _width(text: str) -> int:
    return len(text) + len(_HANZI.findall(text))


def _is_wrapped(folded: str, block: list[Span]) -> bool:
    """Whether lines were broken at a margin: all but the last nearly full, and few ending a sentence."""
    texts = [span.of(folded).strip() for span in block]
    if len(texts) < 3 or not _END.search(texts[-1]):
        return False
    widths = [_width(text) for text in texts[:-1]]
    broken = sum(_END.search(text) is None for text in texts[:-1])
    full = sum(width >= 0.75 * max(widths) for width in widths)
    punctuated = sum(_COMMA.search(text) is not None or "。" in text for text in texts)
    return (
        40 <= max(widths) <= 120
        and full >= 0.9 * len(widths)
        and broken >= 0.6 * len(widths)
        and punctuated >= 0.5 * len(texts)
        and not any(_MARKER.match(text).group(1) for text in texts[1:])  # type: ignore[union-attr]
    )


def _continues(folded: str, whole: Span, before: Span, after: Span) -> bool:
    """Whether a line goes on where the one before broke off, inside a bracket or an English sentence."""
    first, second = before.of(folded).rstrip(), after.of(folded).lstrip()
    if len(whole) > 3000 or _END.search(first):
        return False
    if first[-1:].isascii() and first[-1:].isalnum() and second[:1].isascii() and second[:1].isalnum():
        text = whole.of(folded)[-200:]
        if text.count("(") > text.count(")") and ")" in second[:100]:
            return True
    return (
        len(first) >= 45
        and first[-1:] in "abcdefghijklmnopqrstuvwxyz,;"
        and second[:1].islower()
        and second.isascii()
    )


def _line(folded: str, span: Span) -> Line:
    marker = _MARKER.match(folded, span.start, span.end)
    start, sign = (marker.end(), marker.group(1) or "") if marker else (span.start, "")
    text = folded[start : span.end].rstrip()
    hanzi, words = len(_HANZI.findall(text)), len(_WORD.findall(_HANZI.sub(" ", text)))
    prose = _chinese_prose(text, hanzi) if hanzi * 2 >= words else _english_prose(text, words)
    return Line(
        Span(start, start + len(text)),
        text,
        sign,
        hanzi,
        words,
        prose,
    )


def _chinese_prose(text: str, hanzi: int) -> Prose:
    if hanzi < STRONG_HANZI or _longest_stretch(text) > LONGEST_STRETCH:
        return Prose.NONE
    if _CHINESE_STOP.search(text) or (text.endswith((".", ";")) and hanzi >= 20):
        return Prose.STRONG
    commas = len(_COMMA.findall(text))
    if _END.search(text) and text.count(",") and hanzi >= 20:
        return Prose.STRONG
    return Prose.WEAK if commas and hanzi >= WEAK_HANZI and hanzi / commas <= 60 else Prose.NONE


def _longest_stretch(text: str) -> int:
    """The most hanzi without a mark between: headlines run together have more than sentences do."""
    return max((len(_HANZI.findall(stretch)) for stretch in _STRETCH.findall(text)), default=0)


def _english_prose(text: str, words: int) -> Prose:
    ended = _END.search(text) is not None and not text.endswith(("...", "…"))
    if (ended and words >= STRONG_WORDS) or (words >= 2 * STRONG_WORDS and _INNER_STOP.search(text)):
        return Prose.STRONG
    return Prose.WEAK if words >= WEAK_WORDS else Prose.NONE
