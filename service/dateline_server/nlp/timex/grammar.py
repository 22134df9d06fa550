"""The parts of a temporal grammar: word classes, rules, modifiers and what they are told by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ...domain.text import Language
from ...domain.time import TimexType
from .fiscal import FiscalYears
from .numerals import read_number


@dataclass(frozen=True, slots=True)
class TextClass:
    """A named set of words: those of ``values``, and whatever numbers ``pattern`` takes."""

    name: str
    pattern: str
    values: Mapping[str, str]
    ignore_case: bool

    def read(self, text: str) -> str:
        """What ``text`` means: its entry in ``values``, else the number it writes, else itself."""
        known = self.values.get(text.lower() if self.ignore_case else text)
        if known is not None:
            return known
        number = read_number(text)
        return text if number is None else str(number)


@dataclass(frozen=True, slots=True)
class Example:
    """A text, the expression in it and what it must mean when published on ``published``.

    ``edtf`` is empty for an expression without a place on the calendar.
    """

    text: str
    span: str
    edtf: str
    published: str


@dataclass(frozen=True)
class Rule:
    """One way to write a temporal expression, or (mode ``guard``) something that only looks like one.

    ``value`` and ``end`` are templates of slots over the classes of the pattern's groups; ``anchor``
    is "document", "context" or "antecedent" (a context that must be there); ``attached`` marks a
    piece that counts only when joined to another; ``source`` is the pattern with its classes
    written out; ``heads`` are all that a match can begin with: one character, of an alphabet up to three
    in lower case; ``pairs`` are the first two (fewer: anything may follow). The format's description is
    ``nlp/data/timex/README.md``.
    """

    id: str
    type: TimexType | None
    mode: str
    source: str
    flags: int
    classes: Mapping[str, TextClass]
    value: Mapping[str, str]
    end: Mapping[str, str]
    anchor: str
    attached: bool
    heads: frozenset[str]
    pairs: frozenset[str]
    examples: tuple[Example, ...]
    counterexamples: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first needed."""
        return re.compile(self.source, self.flags)


@dataclass(frozen=True)
class Screen:
    """Tells whether any of some rules matches at a place."""

    rules: tuple[Rule, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """One pattern for all of the rules, compiled when it is first needed."""
        sources = (re.sub(r"\(\?P<\w+>", "(?:", rule.source) for rule in self.rules)
        return re.compile("|".join(f"(?:{source})" for source in sources), self.rules[0].flags)


@dataclass(frozen=True)
class Modifier:
    """Words around an expression that change its bounds (since, until, about)."""

    id: str
    opening: str | None
    closing: str | None
    flags: int
    effect: str
    examples: tuple[Example, ...]

    @cached_property
    def before(self) -> re.Pattern[str] | None:
        """What stands before, up to the expression."""
        return None if self.opening is None else re.compile(self.opening, self.flags)

    @cached_property
    def after(self) -> re.Pattern[str] | None:
        """What stands behind."""
        return None if self.closing is None else re.compile(self.closing, self.flags)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Every rule that applies to a language, with the patterns of its options.

    ``by_head`` holds the rules that can begin with a head (of ``head_width`` characters), ``screen``
    for characters that many rules begin with one pattern that matches where any of them does, and
    ``starts`` finds the places where one can begin.
    """

    rules: tuple[Rule, ...]
    modifiers: tuple[Modifier, ...]
    by_head: Mapping[str, tuple[Rule, ...]]
    head_width: int
    screen: Mapping[str, Screen]
    starts: re.Pattern[str]
    join: re.Pattern[str]
    reverse_join: re.Pattern[str] | None
    apposition: re.Pattern[str] | None
    range: re.Pattern[str]
    range_opening: re.Pattern[str] | None
    either: re.Pattern[str] | None
    pair_closing: re.Pattern[str] | None
    dateline: re.Pattern[str] | None
    aside: re.Pattern[str] | None
    planned: re.Pattern[str] | None
    fiscal: FiscalYears
    future: re.Pattern[str]
    past: re.Pattern[str]
    clause_end: re.Pattern[str]
    nearest_cue: bool
    pair_opening: re.Pattern[str] | None
    pair_middle: re.Pattern[str] | None
    saying: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class TimexRules:
    """The grammars, compiled."""

    chinese: Grammar
    english: Grammar

    def of(self, language: Language) -> Grammar:
        """The grammar for texts in ``language``."""
        return self.chinese if language.is_chinese else self.english
