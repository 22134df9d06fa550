"""Words of Chinese events: triggers by type, classes of words, cues. Loaded strictly from TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...domain.event import Factuality
from ...errors import DataFileError
from .ontology import EVENTS_DATA, OTHER, Ontology

CLASSES = {
    "zh_words.toml": {
        "auxiliary",
        "stative",
        "speech",
        "announcement",
        "report",
        "light",
        "phase",
        "reciprocal",
        "state-noun",
        "eventive",
        "ambiguous-cue",
        "cue-carrier",
        "future",
        "intransitive",
        "ability",
        "colloquial",
        "general-noun",
        "noun-cue",
        "publications",
        "passing",
        "bills",
        "bodies",
    },
    "zh_linking.toml": {
        "carrying_openers",
        "carrying_adverbs",
        "background_openers",
        "report_frames",
        "part-ends",
        "part-openers",
        "comparatives",
        "comparing",
        "comparing-openers",
        "purposes",
        "hours",
        "durations",
        "present",
        "locatives",
        "recurrences",
        "topic-markers",
        "celebrating",
        "feasts",
        "plan-nouns",
        "later",
        "saying",
        "disclosing",
        "conditions",
    },
    "zh_roles.toml": {
        "place-marker",
        "medium-marker",
        "patient-marker",
        "companion-marker",
        "passive-marker",
        "doer-marker",
        "source-marker",
        "content-opener",
        "goods",
        "causative",
        "coordinator",
        "owned",
        "inheriting",
        "address-marker",
        "topic-opener",
        "addressing",
        "maker",
    },
}
"""The word classes that rules use, by the file that lists their members."""


@dataclass(frozen=True, slots=True)
class Cues:
    """Words that give a factuality: before the trigger in its clause, or the trigger itself."""

    factuality: Factuality
    before: frozenset[str]
    trigger: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChineseLexicon:
    """Everything that the Chinese event rules look up, in simplified characters.

    ``verbs`` and ``nouns`` give a trigger's type; ``classes`` the members of a word class; ``cues``
    stand in order of precedence.
    """

    verbs: Mapping[str, str]
    nouns: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    cues: tuple[Cues, ...]

    def type_of(self, form: str) -> str:
        """The event type of a trigger, ``other`` for an unknown word."""
        return self.verbs.get(form) or self.nouns.get(form) or OTHER


def load_chinese_lexicon(ontology: Ontology, folder: Path = EVENTS_DATA) -> ChineseLexicon:
    """Loads the triggers, the word classes and the cues of factuality (``zh_*.toml``).

    Raises:
        DataFileError: an unknown type, class or key, a missing class, or an example without its word.

    """
    verbs, nouns = _load_triggers(folder / "zh_triggers.toml", ontology)
    classes: dict[str, frozenset[str]] = {}
    for name, wanted in CLASSES.items():
        classes |= _load_classes(folder / name, wanted)
    cues = _load_cues(folder / "zh_factuality.toml")
    return ChineseLexicon(verbs, nouns, classes, cues)


def _load_triggers(path: Path, ontology: Ontology) -> tuple[dict[str, str], dict[str, str]]:
    verbs: dict[str, str] = {}
    nouns: dict[str, str] = {}
    for name, table in _tables(path, frozenset({"verbs", "nouns", "example"})).items():
        if name not in ontology:
            raise DataFileError(path, name, "no such event type")
        marked = re.findall(r"\[(.+?)\]", table["example"])
        if len(marked) != 1 or marked[0] not in [*table["verbs"], *table["nouns"]]:
            raise DataFileError(path, name, "the example marks one trigger of the type in brackets")
        for words, target in ((table["verbs"], verbs), (table["nouns"], nouns)):
            for word in words:
                if target.setdefault(word, name) != name:
                    raise DataFileError(path, name, f"{word} belongs to {target[word]} already")
    return verbs, nouns


def _load_classes(path: Path, wanted: set[str]) -> dict[str, frozenset[str]]:
    classes = {}
    for name, table in _tables(path, frozenset({"words", "example"})).items():
        words = table["words"].split() if isinstance(table["words"], str) else table["words"]
        if name not in wanted:
            raise DataFileError(path, name, "no rule uses this class")
        if not any(word in table["example"] for word in words):
            raise DataFileError(path, name, "the example has no word of the class")
        classes[name] = frozenset(words)
    if missing := wanted - set(classes):
        raise DataFileError(path, ", ".join(sorted(missing)), "class is missing")
    return classes


def _load_cues(path: Path) -> tuple[Cues, ...]:
    tables = _tables(path, frozenset({"before", "trigger", "example"}))
    if set(tables) != set(Factuality) - {Factuality.ASSERTED}:
        raise DataFileError(path, ", ".join(tables), "needs exactly negated, possible and planned")
    for name, table in tables.items():
        if not any(word in table["example"] for word in table["before"]):
            raise DataFileError(path, name, "the example has no cue")
    return tuple(
        Cues(Factuality(name), frozenset(table["before"]), frozenset(table["trigger"]))
        for name, table in tables.items()
    )


def _tables(path: Path, keys: frozenset[str]) -> dict[str, dict[str, Any]]:
    with path.open("rb") as file:
        tables = tomllib.load(file)
    for name, table in tables.items():
        if not isinstance(table, dict) or set(table) != keys:
            raise DataFileError(path, name, f"needs exactly the keys {', '.join(sorted(keys))}")
    return tables
