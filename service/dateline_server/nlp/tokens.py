"""Words and their parts of speech, behind one class for both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.text import Language, Sentence, Token
from .chinese_tagger import ChineseTagger, load_chinese_tagger
from .english_tagger import EnglishTagger, load_english_tagger
from .joining import JoinedWords, load_joined_words
from .recognizer import Recognizer

FieldWords = tuple[Language, str, str, Sequence[Sentence]]
"""Language, reading, folded reading of equal length, and sentences of a field."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """Tags the words of sentences: Chinese over the folded reading, English over the reading itself."""

    chinese: ChineseTagger
    english: EnglishTagger
    joined: JoinedWords

    def tag(self, fields: Sequence[FieldWords]) -> list[tuple[tuple[Token, ...], ...]]:
        """The tokens of each field, sentence by sentence, with spans that count code points of the field.

        Sentences of zones that tell no events get no tokens.

        Raises:
            LanguageUnsupported: a field is English and spaCy or its model is not installed.
        """
        in_chinese = [(item[2], item[3]) for item in fields if item[0].is_chinese]
        chinese = iter(
            [
                tuple(self.joined.join(folded, tokens) for tokens in sentences)
                for (folded, _), sentences in zip(in_chinese, self.chinese.tag(in_chinese), strict=True)
            ]
        )
        english = iter(self.english.tag([(item[1], item[3]) for item in fields if not item[0].is_chinese]))
        return [next(chinese if language.is_chinese else english) for language, *_ in fields]


def load_tagger(recognizer: Recognizer = Recognizer.ACCURATE) -> Tagger:
    """Loads the models; ``recognizer`` is the Chinese one.

    Raises:
        DataFileError: the weights are not the ones that were measured.
    """
    return Tagger(load_chinese_tagger(recognizer), load_english_tagger(), load_joined_words())
