"""Words that the Chinese tagger cuts into parts (执行|长, 检|调) or takes for another part of speech."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ..domain.text import Span, Token
from ..errors import DataFileError

PLACE = "{}"
"""Where a word stands in the example of its part of speech."""


@dataclass(frozen=True, slots=True)
class JoinedWords:
    """Words with their part of speech; ``pattern`` finds them, longer ones first."""

    tags: Mapping[str, str]
    examples: Mapping[str, str]
    pattern: re.Pattern[str]

    def join(self, folded: str, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The tokens of a sentence, with the parts of a listed word as one token of its own tag."""
        if not tokens:
            return ()
        joined = list(tokens)
        for match in self.pattern.finditer(folded, tokens[0].span.start, tokens[-1].span.end):
            span = Span(*match.span())
            inside = [at for at, token in enumerate(joined) if token.span.overlaps(span)]
            first, last = inside[0], inside[-1]
            fits = (joined[first].span.start, joined[last].span.end) == (span.start, span.end)
            if fits:
                joined[first : last + 1] = [Token(span, self.tags[match.group()])]
        return tuple(joined)


def load_joined_words(path: Path | Traversable | None = None) -> JoinedWords:
    """The words that ship, or those of another file.

    Raises:
        DataFileError: an unknown or missing key, no word, a word of one character or listed twice.
    """
    path = path or files("dateline_server.nlp") / "data" / "zh_joined.toml"
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataFileError(str(path), "file", str(error)) from error
    tags: dict[str, str] = {}
    for tag, table in tables.items():
        if set(table) != {"words", "example"} or PLACE not in table["example"]:
            raise DataFileError(str(path), tag, f"needs words, and an example with {PLACE}, and nothing else")
        for word in table["words"].split():
            if len(word) < 2 or word in tags:
                raise DataFileError(str(path), tag, f"{word!r} is one character, or listed twice")
            tags[word] = tag
    if not tags:
        raise DataFileError(str(path), "file", "has no words")
    longest_first = sorted(tags, key=lambda word: (-len(word), word))
    examples = {tag: table["example"] for tag, table in tables.items()}
    return JoinedWords(tags, examples, re.compile("|".join(longest_first)))
