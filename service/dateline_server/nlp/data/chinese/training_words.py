"""Names and words that training text is made of: this service's, and those of jieba's dictionary (MIT)."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jieba
from dateline_server.nlp.folding import fold

DATA = Path(__file__).parent.parent
DAMPING = 0.6
"""Exponent of a word's frequency: rare words come more often than in text."""
HAN = re.compile("[\u4e00-\u9fff]")
# Tags of jieba's dictionary that LAC names otherwise.
_SAME_TAG = {"i": "v", "l": "n", "j": "nz", "b": "a", "ng": "n", "vg": "v"}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names and words to draw from: actors by table, words by tag with weights, triggers by tag.

    The table ``latin`` has the names in Latin letters of all others; ``signs`` are characters that names
    are made of, ``parts`` words of ``names.toml`` by key.
    """

    names: Mapping[str, Sequence[str]]
    words: Mapping[str, tuple[Sequence[str], Sequence[float]]]
    triggers: Mapping[str, Sequence[str]]
    ministries: Sequence[str]
    signs: Mapping[str, str]
    parts: Mapping[str, Sequence[str]]


def load_lexicon() -> Lexicon:
    """The Chinese names and words of this service and of jieba, folded."""
    tables = {path.stem: _actor_names(path) for path in sorted((DATA / "actors" / "entries").glob("*.tsv"))}
    names = {table: [name for name in found if HAN.search(name)] for table, found in tables.items()}
    names["latin"] = [name for found in tables.values() for name in found if name.isascii()]
    capitals = (row[0] for row in _rows(DATA / "actors" / "capitals.tsv"))
    names["places"] += [name for name in capitals if HAN.search(name)]
    ministries = [
        name
        for row in _rows(DATA / "actors" / "ministries.tsv")
        for name in row[1].split("|")
        if HAN.search(name)
    ]
    events = tomllib.loads((DATA / "events" / "zh_triggers.toml").read_text("utf-8")).values()
    triggers = {
        tag: [word for one in events for word in one.get(key, ())]
        for tag, key in (("v", "verbs"), ("vn", "nouns"))
    }
    own = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
    signs = {key: value for key, value in own.items() if isinstance(value, str)}
    parts = {key: value for key, value in own.items() if isinstance(value, list)}
    return Lexicon(names, _dictionary(), triggers, ministries, signs, parts)


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text("utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")]


def _actor_names(path: Path) -> list[str]:
    return [fold(name) for row in _rows(path) for cell in row[4:6] for name in cell.split("|") if name]


def _dictionary() -> dict[str, tuple[list[str], list[float]]]:
    words: defaultdict[str, tuple[list[str], list[float]]] = defaultdict(lambda: ([], []))
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        word, count, tag = line.split()
        entries, weights = words[_SAME_TAG.get(tag.lower(), tag)]
        entries.append(fold(word))
        weights.append(int(count) ** DAMPING)
    return dict(words)
