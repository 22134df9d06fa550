"""Reads a text as the pipeline does: folded, cut into sentences line by line."""

from __future__ import annotations

import re
from datetime import date

from dateline_server.domain.document import PublicationDate
from dateline_server.domain.text import Language, Sentence, Span, Zone
from dateline_server.domain.time import Timex
from dateline_server.nlp.folding import fold
from dateline_server.nlp.timex.engine import find_timexes
from dateline_server.nlp.timex.rules import load_timex_rules

RULES = load_timex_rules()
_SENTENCE = re.compile(r"[^。!?\n]+[。!?]?")


def sentences_of(folded: str, zone: Zone = Zone.BODY) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(Span(found.start(), found.end()), zone, folded.count("\n", 0, found.start()))
        for found in _SENTENCE.finditer(folded)
    )


def read(
    text: str,
    published: str | None = "2023-07-04",
    language: Language = Language.ZH_HANS,
    sentences: tuple[Sentence, ...] | None = None,
) -> tuple[Timex, ...]:
    folded = fold(text)
    day = date.fromisoformat(published) if published else None
    where = sentences_of(folded) if sentences is None else sentences
    return find_timexes(folded, where, PublicationDate(day, None), language, RULES)


def told(text: str, published: str | None = "2023-07-04") -> list[tuple[str, str]]:
    """Every expression and its EDTF."""
    return [(timex.span.of(text), timex.time.edtf if timex.time else "") for timex in read(text, published)]
