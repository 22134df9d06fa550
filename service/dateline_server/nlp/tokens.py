"""Words and their parts of speech, behind one class for both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.text import Language, Sentence, Token
from .chinese_tagger import ChineseTagger, load_chinese_tagger
from .english_tagger import EnglishTagger, load_english_tagger

FieldWords = tuple[Language, str, str, Sequence[Sentence]]
"""Language, reading, folded reading of equal length, and sentences of a field."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """Tags the words of sentences: Chinese over the folded reading, English over the reading itself."""

    chinese: ChineseTagger
    english: EnglishTagger

    def tag(self, fields: Sequence[FieldWords]) -> list[tuple[tuple[Token, ...], ...]]:
        """The tokens of each field, sentence by sentence, with spans that count code points of the field."""
        chinese = iter(
            self.chinese.tag(
                [(folded, sentences) for language, _, folded, sentences in fields if language.is_chinese]
            )
        )
        english = iter(
            self.english.tag(
                [(text, sentences) for language, text, _, sentences in fields if not language.is_chinese]
            )
        )
        return [next(chinese) if language.is_chinese else next(english) for language, _, _, _ in fields]


def load_tagger() -> Tagger:
    """Loads the models.

    Raises:
        DataFileError: the weights are not the ones that were measured.
    """
    return Tagger(load_chinese_tagger(), load_english_tagger())
