"""What shows that an English name is a company's, or a thing's, where the model knows neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...domain.text import Span, Token
from .english_words import NameWords

_BESIDE = frozenset({"compound", "nmod", "amod", "appos", "nummod"})
_OF = frozenset({"of", "in"})
_LONGEST = 4
_OFFICERS = frozenset({"ceo", "cfo", "cto", "coo"})
"""Offices, as lemmas, that only companies have."""
_VOICES = frozenset({"spokesperson", "spokesman", "spokeswoman"})
"""Nouns, as lemmas, for who speaks for a company, or for a person."""
_PERSONAL = frozenset({"publisher", "developer", "operator", "supplier", "manufacturer", "maker", "vendor"})
"""Nouns for a company that may be a person's as well."""


def company_names(text: str, line: Sequence[Token], words: NameWords) -> Iterator[tuple[int, int]]:
    """First and last word of each run of proper nouns whose neighbours only a company has.

    Its shares or its board, a noun for a company beside it, a verb that only a company has.
    """
    for first, last in _runs(text, line):
        if _is_described(line, first, last, words) or _has_assets(line, last, words):
            yield first, last


def unknown_businesses(text: str, line: Sequence[Token], words: NameWords) -> Iterator[tuple[int, int]]:
    """First and last word of each run that no model knows and that does what companies do."""
    for first, last in _runs(text, line):
        head = line[last].head
        unknown = not any(token.entity for token in line[first : last + 1])
        acts = line[last].relation == "nsubj" and head > last and line[head].lemma in words.business
        if unknown and acts and last - first < _LONGEST:
            yield first, last


def is_product(line: Sequence[Token], first: int, last: int, words: NameWords) -> bool:
    """Whether a name is a thing's: beside a noun for one, or with a number at its end (Harrow 2)."""
    if line[last].inflection == "CD":
        return True
    head = line[last].head
    named = head >= 0 and line[last].relation == "appos" and line[head].lemma in words.product
    before = line[first - 1] if first else None
    titled = before is not None and before.tag == "NOUN" and before.lemma in words.product
    return named or (titled and before is not None and before.relation in _BESIDE)


def product_names(text: str, line: Sequence[Token], words: NameWords) -> Iterator[str]:
    """The names that stand beside a noun for a thing: the app, Harrow."""
    for first, last in _runs(text, line):
        if line[last].inflection != "CD" and is_product(line, first, last, words):
            yield Span(line[first].span.start, line[last].span.end).of(text)


def _runs(text: str, line: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Runs of proper nouns that begin with capitals."""
    first = 0
    while first < len(line):
        last = first
        while last < len(line) and _continues(text, line, first, last):
            last += 1
        if last > first:
            yield first, last - 1
        first = max(last, first + 1)


def _continues(text: str, line: Sequence[Token], first: int, index: int) -> bool:
    """Whether a word belongs to the name that began before it: no other name begins, nor an office."""
    token = line[index]
    if token.inflection == "HYPH" and index > first and index + 1 < len(line):
        return line[index - 1].span.end == token.span.start and line[index + 1].tag == "PROPN"
    other = index > first and token.entity.startswith("B-")
    proper = token.tag == "PROPN" and token.span.of(text)[0].isupper()
    return proper and not other and token.lemma not in _OFFICERS


def _is_described(line: Sequence[Token], first: int, last: int, words: NameWords) -> bool:
    """Whether a noun for a company stands right before a name, or beside it as what it is."""
    personal = line[last].entity.endswith("PERSON") and last > first
    nouns = words.company - _PERSONAL if personal else words.company
    before = line[first - 1] if first else None
    if before is not None and before.tag == "NOUN" and before.lemma in nouns:
        return True
    if before is not None and before.lemma in ("itself", "themselves") and first > 1:
        return line[first - 2].lemma == "call"
    inside = range(first, last + 1)
    return not personal and any(
        token.relation == "appos" and token.head in inside and token.lemma in nouns
        for token in line[last + 1 :]
    )


def _has_assets(line: Sequence[Token], last: int, words: NameWords) -> bool:
    """Whether a name owns what companies have: its shares, shares of it."""
    name, head = line[last], line[last].head
    if head < 0:
        return False
    beside = name.relation in _BESIDE
    if beside and last + 1 < len(line) and line[last + 1].lemma in _OFFICERS:
        return True
    if beside and head == last + 1 and line[head].lemma in _VOICES:
        return not name.entity.endswith("PERSON")
    owner = beside and head == last + 1
    owner = owner or (name.relation == "poss" and not name.entity.endswith("PERSON"))
    if owner and line[head].lemma in words.asset:
        return line[head].tag == "NOUN"
    above = line[head].head
    inside = name.relation == "pobj" and line[head].lemma in _OF and above == head - 1
    return inside and line[above].lemma in ("share", "shareholder", "stock", "acquisition", "takeover")
