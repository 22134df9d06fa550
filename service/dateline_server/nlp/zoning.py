"""Headline, dateline, body, caption, comment, boilerplate: which part a sentence stands in."""

from __future__ import annotations

import re

from ..domain.text import Language, Sentence, Span, Zone
from .reading import Reading


def split_zones(reading: Reading, folded: str, language: Language) -> tuple[Sentence, ...]:
    """The sentences of a reading in order, each with its zone."""
    return tuple(
        Sentence(Span(match.start(), match.end()), Zone.BODY, number)
        for number, match in enumerate(re.finditer(r"[^\n。！？]+[。！？]?", folded))
    )
