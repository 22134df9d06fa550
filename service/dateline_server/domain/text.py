"""Stretches of a text and what they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points, ``[start, end)``.

    Raises:
        ValueError: unless ``0 <= start <= end``.

    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The stretch of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, offset: int) -> Span:
        """The same length, ``offset`` code points further on."""
        return Span(self.start + offset, self.end + offset)


class Language(StrEnum):
    """The languages that are read, as BCP 47 tags."""

    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"
    EN = "en"

    @property
    def is_chinese(self) -> bool:
        """Whether the language is written in Chinese characters, in either script."""
        return self is not Language.EN


class Zone(StrEnum):
    """The part of an article that a sentence stands in."""

    HEADLINE = "headline"
    DATELINE = "dateline"
    BODY = "body"
    QUOTATION = "quotation"
    CAPTION = "caption"
    BYLINE = "byline"
    FRONT_MATTER = "front-matter"
    COMMENT = "comment"
    RELATED = "related"
    ADVERTISEMENT = "advertisement"
    NAVIGATION = "navigation"
    BOILERPLATE = "boilerplate"

    @property
    def tells_events(self) -> bool:
        """Whether events are taken from it."""
        return self in (Zone.HEADLINE, Zone.DATELINE, Zone.BODY, Zone.QUOTATION)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its zone and the paragraph (line) that it stands in, counted from 0.

    ``reason`` names the zoning rule that put it there.
    """

    span: Span
    zone: Zone
    paragraph: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A word and its part-of-speech tag.

    Chinese tags are LAC's (``v``, ``vn``, ``n``, ``PER``, ``LOC``, ``ORG``, ``TIME``, ``w`` ...),
    English ones are Universal POS tags (``VERB``, ``NOUN``, ``PROPN`` ...). ``lemma`` is the
    dictionary form of an English word and empty for Chinese; ``head`` is the index of the
    syntactic head within the sentence (-1: unknown or the root) and ``relation`` its label.
    ``inflection`` is the Penn Treebank tag of an English word (``VBD``, ``NNS`` ...); ``entity`` the
    OntoNotes type of the name that it belongs to, after ``B-`` for the first word and ``I-`` for
    the others (``B-ORG``, ``I-ORG``), or empty. ``certainty`` is, for a Chinese name, the least share
    over its characters that the tagger gives to names of any type, 0 to 1; else 1.
    """

    span: Span
    tag: str
    lemma: str = ""
    head: int = -1
    relation: str = ""
    inflection: str = ""
    entity: str = ""
    certainty: float = field(default=1.0, compare=False)
