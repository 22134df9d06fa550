"""Text to teach the fast recognizer with: sentences of clear licence, and endless variations of them.

A variation puts other names, dates, numbers and words of the same kind in a sentence's places. What comes
out is rarely sensible, but it is shaped like news, and the teacher tags it as it would in an article.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from dateline_server.nlp.data.chinese.training_words import DATA, HAN, Lexicon
from dateline_server.nlp.folding import fold

HERE = Path(__file__).parent
FILLINGS = 12
"""How often each template is filled, to be varied further."""
MEMORY = 4000
"""Words drawn from the dictionary at a time."""
KINDS = {
    "PER": "人",
    "nr": "人",
    "ORG": "机",
    "nt": "机",
    "LOC": "地",
    "ns": "地",
    "TIME": "时",
    "t": "时",
    "m": "数",
}
"""The kind of a name or number by LAC's tag, as the marks in ``sentences.txt`` say it."""
OPEN_TAGS = frozenset(("n", "v", "a", "vn", "d", "nz", "ad", "an", "vd", "s", "f"))
"""Tags of words that others may stand for."""

_ENDS = frozenset(",。;!?:")

Tagged = Sequence[tuple[str, str]]
"""The words of a sentence with their tags."""


def examples() -> Iterator[str]:
    """Every Chinese sentence that stands as an example in the rules of this service."""
    for path in sorted(DATA.glob("**/*.toml")):
        if path.parent != HERE:
            yield from _sentences(tomllib.loads(path.read_text("utf-8")))


def _sentences(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        for line in fold(re.sub(r"[\[\]]", "", value)).split("\n"):
            if len(HAN.findall(line)) > 5:
                yield line
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _sentences(item) if key != "pattern" else ()
    elif isinstance(value, list):
        for item in value:
            yield from _sentences(item)


def templates() -> list[str]:
    """Sentences of our own with marks for names: {人} a person, {机} an organisation, {国} a state ..."""
    return [line for line in (HERE / "sentences.txt").read_text("utf-8").splitlines() if line]


class Writer:
    """Writes names, numbers, dates and words at random, and fills sentences with them."""

    def __init__(self, random: Random, lexicon: Lexicon) -> None:
        self._random = random
        self._lexicon = lexicon
        self._drawn: dict[str, list[str]] = {}
        self._kinds: dict[str, Callable[[], str]] = {
            "人": self._person,
            "机": self._organization,
            "地": self._place,
            "国": self._state,
            "时": self._time,
            "数": self._number,
            "职": lambda: self._part("offices"),
            "媒": lambda: self._part("media"),
            "拉": lambda: self._name("latin"),
        }

    def fill(self, template: str) -> str:
        """A sentence with something in the place of each mark."""
        return re.sub(r"\{(.)\}", lambda mark: self._kinds[mark[1]](), template)

    def vary(self, sentence: Tagged, share: float) -> str:
        """A sentence with other names, and with other words in a share of its places."""
        return "".join(
            self._like(tag) or word if self._random.random() < self._chance(word, tag, share) else word
            for word, tag in sentence
        )

    def _chance(self, word: str, tag: str, share: float) -> float:
        if tag in KINDS:
            return max(share, 0.35)
        return share if tag in OPEN_TAGS and len(word) > 1 else 0.0

    def _like(self, tag: str) -> str:
        if tag in KINDS:
            return self._kinds[KINDS[tag]]()
        triggers = self._lexicon.triggers.get(tag)
        return self._random.choice(triggers) if triggers and self._random.random() < 0.3 else self._word(tag)

    def _word(self, tag: str) -> str:
        """A word of jieba's dictionary, empty if none has the tag."""
        drawn = self._drawn.get(tag)
        if not drawn and tag in self._lexicon.words:
            words, weights = self._lexicon.words[tag]
            drawn = self._drawn[tag] = self._random.choices(words, weights, k=MEMORY)
        return drawn.pop() if drawn else ""

    def _name(self, *tables: str) -> str:
        return self._random.choice(self._lexicon.names[self._random.choice(tables)])

    def _part(self, kind: str) -> str:
        return self._random.choice(self._lexicon.parts[kind])

    def _signs(self, kind: str, *lengths: int) -> str:
        return "".join(self._random.choices(self._lexicon.signs[kind], k=self._random.choice(lengths)))

    def _person(self) -> str:
        chance = self._random.random()
        if chance < 0.2:
            return self._name("people")
        if chance < 0.36:
            return self._word("nr" if chance < 0.32 else "nrt")
        if chance < 0.7:
            return self._signs("surnames", 1) + self._signs("given", 1, 2, 2, 2)
        if chance < 0.73:
            return self._signs("surnames", 1) + self._random.choice(("某", "某某", "先生", "女士", "姓男子"))
        family = self._signs("syllables", 2, 2, 3, 3, 4)
        return family if chance < 0.88 else f"{self._signs('syllables', 2, 2, 3, 3, 4)}·{family}"

    def _state(self) -> str:
        if self._random.random() < 0.12:
            return self._random.choice("中美日韩俄英法德印澳荷加朝")
        return self._name("countries", "countries", "territories")

    def _place(self) -> str:
        chance = self._random.random()
        if chance < 0.3:
            return self._state()
        if chance < 0.5:
            return self._name("places")
        if chance < 0.9:
            return self._word("ns") + (self._word("ns") if chance >= 0.8 else "")
        name = self._signs(self._random.choice(("syllables", "given")), 1, 2, 2, 3)
        return name + self._random.choice("省市县区镇村州岛湾港山路")

    def _organization(self) -> str:
        chance = self._random.random()
        if chance < 0.5:
            return self._name("companies", "organizations", "listed")
        if chance < 0.65:
            state = self._state() if chance < 0.6 else ""
            return state + self._random.choice(self._lexicon.ministries)
        if chance < 0.78:
            return self._word("nt") if chance < 0.75 else self._part("latin")
        if chance < 0.82:
            bodies = ("政府", "当局", "法院", "警方", "队", "议会", "军方")
            return self._place() + self._random.choice(bodies)
        place = self._place() if chance < 0.91 else ""
        core = self._word("n") if self._random.random() < 0.6 else self._signs("syllables", 2)
        return place + core + self._part("bodies")

    def _number(self) -> str:
        chance = self._random.random()
        if chance < 0.5:
            return str(self._random.randint(1, 10 ** self._random.randint(1, 4)))
        if chance < 0.65:
            whole, rest = self._random.randint(0, 99), self._random.randint(100, 999)
            return f"{whole}.{rest % 100}" if chance < 0.6 else f"{whole + 1},{rest}"
        return self._part("numerals")

    def _time(self) -> str:
        if self._random.random() < 0.05:
            return self._word("t")
        month, day, year = (
            self._random.randint(1, 12),
            self._random.randint(1, 31),
            self._random.randint(1978, 2026),
        )
        return self._part("times").format(m=month, d=day, y=year)


class Composer:
    """Composes sentences without end from texts, examples and templates.

    ``texts`` are one list a source; ``tag`` gives the words of sentences with their tags.
    """

    def __init__(
        self,
        random: Random,
        lexicon: Lexicon,
        texts: Sequence[Sequence[str]],
        tag: Callable[[Sequence[str]], list[Tagged]],
    ) -> None:
        self._random = random
        self._writer = Writer(random, lexicon)
        self._templates = templates()
        filled = [self._writer.fill(one) for one in self._templates for _ in range(FILLINGS)]
        self._sources = [tag(source) for source in texts]
        self._filled, self._examples = tag(filled), tag(list(examples()))
        told = [*self._filled, *(one for source in self._sources for one in source)]
        self._clauses = [clause for sentence in told for clause in _clauses(sentence)]

    def sentence(self) -> str:
        """A sentence as it stands, varied, or put together from clauses of several."""
        chance, pick = self._random.random(), self._random.choice
        if chance < 0.18:
            return "".join(word for word, _ in pick(pick(self._sources)))
        if chance < 0.5:
            return self._writer.vary(pick(pick(self._sources)), pick((0.15, 0.4, 0.7, 0.9)))
        if chance < 0.66:
            return self._writer.fill(pick(self._templates))
        if chance < 0.8:
            return self._writer.vary(pick(self._filled), pick((0.3, 0.6, 0.9)))
        if chance < 0.84:
            return self._writer.vary(pick(self._examples), pick((0.0, 0.3, 0.6)))
        clauses = [word for _ in range(self._random.randint(2, 6)) for word in pick(self._clauses)]
        return self._writer.vary(clauses, pick((0.2, 0.5, 0.8, 0.95)))


def _clauses(sentence: Tagged) -> Iterator[Tagged]:
    start = 0
    for end, (word, _) in enumerate(sentence, 1):
        if word in _ENDS or end == len(sentence):
            yield sentence[start:end]
            start = end
