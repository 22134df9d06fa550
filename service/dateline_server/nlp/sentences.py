"""Paragraphs and sentences.

The rules are the same for every language: full-width marks end a sentence anywhere, a Latin full stop
only where a Latin sentence can end. A half-width comma between hanzi is a comma and ends nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Final

from ..domain.text import Span
from ..errors import DataFileError

ABBREVIATIONS_FILE: Final = "data/abbreviations.toml"
_CLOSERS = "”’\"'」』)）〕】》〉]"
# A mark with what closes behind it; the look at what follows decides whether it is an end.
_MARK = re.compile(rf"(?:[。！？!?]|…+|\.+)+(?:[{re.escape(_CLOSERS)}]|[ \u3000][”’」』])*")
_SPACE = re.compile(r"\s*")
_LAST_WORD = re.compile(r"(?:[A-Za-z]\.)*[A-Za-zÀ-ɏ]+$")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_NEXT_WORD = re.compile(r"[\"“‘'(\[]*([A-Za-zÀ-ɏ]*)")
# The network, and no initial: "wrote on X. Starmer will".
_ON_X = re.compile(r"\b(?:on|to|via) X$")
# What shows that a quoted exclamation is only a part: 他喊道：“住手！”随后离开 goes on, ……”他说 too.
_GOES_ON = re.compile(r"[,，、;；:：的地得了]|[他她它]?(?:说|称|表示|指出|问|喊|写道|認為|认为)")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Words whose full stop ends no sentence: never, or only before a word that opens one."""

    never: frozenset[str]
    before_number: frozenset[str]
    unless_opener: frozenset[str]
    openers: frozenset[str]


def load_abbreviations() -> Abbreviations:
    """Loads the abbreviations that ship with the service.

    Raises:
        DataFileError: a key is missing, unknown, or not a list of words.
    """
    raw = tomllib.loads(resources.files(__package__).joinpath(ABBREVIATIONS_FILE).read_text("utf-8"))
    keys = Abbreviations.__slots__
    for key in set(raw) ^ set(keys):
        raise DataFileError(ABBREVIATIONS_FILE, key, "unknown key" if key in raw else "key is missing")
    for key, words in raw.items():
        if not words or not all(isinstance(word, str) for word in words):
            raise DataFileError(ABBREVIATIONS_FILE, key, "not a list of words")
    return Abbreviations(**{key: frozenset(words) for key, words in raw.items()})


_ABBREVIATIONS = load_abbreviations()


def split_sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a stretch of folded text in order, without the white space around them.

    Closing quotes and brackets stay with the mark before them.
    """
    start = span.start
    for mark in _MARK.finditer(text, span.start, span.end):
        if _ends_sentence(text, mark, span.end):
            yield from _trimmed(text, start, mark.end())
            start = mark.end()
    yield from _trimmed(text, start, span.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    stripped = text[start:end].strip()
    if stripped:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        yield Span(start, start + len(stripped))


def _ends_sentence(text: str, mark: re.Match[str], limit: int) -> bool:
    end = mark.end()
    marks = mark.group().rstrip(_CLOSERS + " ")
    if end >= limit or text[end] == "\n":
        return True
    if "。" in marks:
        return not (len(marks) < len(mark.group()) and text[end] in ",，、")
    if "." in marks:
        return _latin_stop_ends(text, mark, limit)
    if "…" in marks and not set(marks) - {"…"}:
        return False
    return _exclamation_ends(text, mark)


def _exclamation_ends(text: str, mark: re.Match[str]) -> bool:
    following = text[mark.end() : mark.end() + 4]
    closed = mark.group()[-1] in _CLOSERS
    if mark.group()[-1] in "》〉】":
        return False
    return not (closed and (_GOES_ON.match(following.lstrip()) or following.lstrip()[:1].islower()))


def _latin_stop_ends(text: str, mark: re.Match[str], limit: int) -> bool:
    following = _after_space(text, mark.end(), limit)
    if following == mark.end():
        return (
            mark.group()[-1] in _CLOSERS and text[mark.end()] >= "\u2e80" and text[mark.end()] not in ",，、"
        )
    if following >= limit:
        return True
    opener = _NEXT_WORD.match(text, following, limit)
    word = opener.group(1) if opener else ""
    if word[:1].islower():
        return False
    return not _abbreviated(text, mark, word, text[following])


def _after_space(text: str, start: int, limit: int) -> int:
    space = _SPACE.match(text, start, limit)
    return space.end() if space else start


def _abbreviated(text: str, mark: re.Match[str], following: str, character: str) -> bool:
    if not mark.group().startswith(".") or mark.group().startswith(".."):
        return False
    before = _LAST_WORD.search(text, max(0, mark.start() - 30), mark.start())
    word = before.group() if before else ""
    initial = _INITIALS.fullmatch(word) is not None and not _ON_X.search(
        text, max(0, mark.start() - 6), mark.start()
    )
    if word in _ABBREVIATIONS.never or (initial and following not in _ABBREVIATIONS.openers):
        return True
    if word in _ABBREVIATIONS.before_number:
        return character.isdigit() or word != "No"
    return word in _ABBREVIATIONS.unless_opener and following not in _ABBREVIATIONS.openers
