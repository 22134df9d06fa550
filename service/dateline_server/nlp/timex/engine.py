"""Recognition and resolution of temporal expressions."""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.document import PublicationDate
from ...domain.text import Language, Sentence
from ...domain.time import Timex
from .grammar import TimexRules
from .recognize import recognize
from .resolve import resolve


def find_timexes(
    folded: str,
    sentences: Sequence[Sentence],
    published: PublicationDate,
    language: Language,
    rules: TimexRules,
) -> tuple[Timex, ...]:
    """Every temporal expression of a field in order, resolved as far as the text supports.

    ``folded`` is the field's text in simplified characters and half width, of the same length.
    """
    grammar = rules.of(language)
    return resolve(folded, recognize(folded, grammar), sentences, published, grammar)
