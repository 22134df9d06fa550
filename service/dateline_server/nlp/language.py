"""Which language a text is in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..domain.text import Language
from .folding import load_fold_table

_HANZI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_ADDRESS = re.compile(r"(?:https?:)?//\S+")
_SENTENCE_MARK = re.compile(r"[。！？，；.!?,;]")
# Words are longer than characters: a Chinese text has about 1.6 hanzi where an English one has a word.
_HANZI_PER_WORD = 1.6
_PROSE_HANZI, _PROSE_WORDS = 20, 8


def _writable(point: int, encoding: str) -> bool:
    try:
        chr(point).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _script_tables() -> tuple[frozenset[str], frozenset[str]]:
    """Characters of one script only: what GB 2312 cannot write, and what Big5 cannot."""
    pairs = [(a, b) for a, b in load_fold_table().items() if _HANZI.match(chr(a))]
    traditional = {chr(a) for a, _ in pairs if not _writable(a, "gb2312")}
    simplified = {chr(b) for _, b in pairs if not _writable(b, "big5hkscs")}
    return frozenset(traditional), frozenset(simplified - traditional)


_TRADITIONAL, _SIMPLIFIED = _script_tables()


def detect_language(text: str) -> Language:
    """The language and, for Chinese, the script of a text.

    Running text decides, so that a page keeps its language under a menu in another; where there is
    none, every line counts. The script is told by the characters that only one of the two uses;
    simplified where none is.
    """
    text = _ADDRESS.sub(" ", text)
    sample = "\n".join(_prose(text.splitlines())) or text
    hanzi, words = len(_HANZI.findall(sample)), len(_WORD.findall(sample))
    if hanzi <= words * _HANZI_PER_WORD / 2:
        return Language.EN
    traditional = sum(map(_TRADITIONAL.__contains__, sample))
    simplified = sum(map(_SIMPLIFIED.__contains__, sample))
    return Language.ZH_HANT if traditional > simplified else Language.ZH_HANS


def _prose(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        enough = len(_HANZI.findall(line)) >= _PROSE_HANZI or len(_WORD.findall(line)) >= _PROSE_WORDS
        if enough and _SENTENCE_MARK.search(line):
            yield line
