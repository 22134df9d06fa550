"""The strict loader of what English events are told by: triggers, states, governors, cues."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ...domain.event import Factuality
from ...errors import DataFileError
from .english_syntax import Parse
from .ontology import EVENTS_DATA, Ontology

ENGLISH_DATA = EVENTS_DATA / "en"
PREPOSITION = "preposition"
"""The table of ``states.toml`` that holds participles as written."""
CUE_PLACES = frozenset({"auxiliary", "adverb", "determiner", "mark"})


@dataclass(frozen=True, slots=True)
class Governor:
    """What a word does to the event of its infinitive or clause.

    ``factuality`` None: the content shares the governor's own; ``is_event``: the governor tells an
    event itself, so that its content needs a date of its own.
    """

    id: str
    factuality: Factuality | None
    is_event: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """What an auxiliary, adverb, conjunction or determiner does to the event of its verb."""

    id: str
    factuality: Factuality


@dataclass(frozen=True, slots=True)
class Links:
    """Words that carry a date on, or break it off (``breaks``)."""

    adverbs: frozenset[str]
    breaks: frozenset[str]
    clauses: frozenset[str]
    nouns_within: frozenset[str]
    sequences: frozenset[str]
    simultaneous: frozenset[str]


@dataclass(frozen=True, slots=True)
class EnglishEventRules:
    """Everything that the English event stage knows, by lemma.

    ``verbs`` and ``nouns`` give the type of an event; a verb of two words is joined by an
    underscore. ``light`` verbs leave the event to their object, ``phrasal`` ones to the noun behind one of
    their prepositions. ``prepositions`` are participles that tell no event where they hang on a phrase.
    ``cues`` are looked up by place and word.
    """

    verbs: Mapping[str, str]
    nouns: Mapping[str, str]
    states: frozenset[str]
    prepositions: frozenset[str]
    light: frozenset[str]
    phrasal: Mapping[str, frozenset[str]]
    governors: Mapping[str, Governor]
    cues: Mapping[tuple[str, str], Cue]
    links: Links
    people: Mapping[str, str]

    def governor(self, parse: Parse, index: int) -> Governor | None:
        """What a word does to its content; with a particle it may be another verb: set, but not set up."""
        if index < 0:
            return None
        joined = (
            key for key in parse.keys(index) if "_" in key and (key in self.governors or key in self.verbs)
        )
        return self.governors.get(next(joined, parse.lemma(index)))


def load_english_event_rules(ontology: Ontology, folder: Path = ENGLISH_DATA) -> EnglishEventRules:
    """Loads and checks the rules.

    Raises:
        DataFileError: an unknown key, type or status, a word under two headings, or no example.
    """
    triggers = _tables(folder / "triggers.toml", {"verbs", "nouns"})
    for name in triggers.keys() - ontology.keys():
        raise DataFileError(folder / "triggers.toml", name, "no type of the ontology")
    states = _index(folder / "states.toml", _tables(folder / "states.toml", {"lemmas"}), "lemmas")
    light = _table(folder / "light.toml", {"lemmas", "phrasal"})
    links = _table(folder / "links.toml", {field.name for field in fields(Links)})
    return EnglishEventRules(
        verbs=_index(folder / "triggers.toml", triggers, "verbs"),
        nouns=_index(folder / "triggers.toml", triggers, "nouns"),
        states=frozenset(word for word, table in states.items() if table != PREPOSITION),
        prepositions=frozenset(word for word, table in states.items() if table == PREPOSITION),
        light=frozenset(light["lemmas"]),
        phrasal={verb: frozenset(prepositions) for verb, prepositions in light["phrasal"].items()},
        governors=_governors(folder / "governors.toml"),
        cues=_cues(folder / "cues.toml"),
        links=Links(**{field.name: frozenset(links[field.name]) for field in fields(Links)}),
        people=_index(folder / "people.toml", _tables(folder / "people.toml", {"lemmas"}), "lemmas"),
    )


def examples(name: str, folder: Path = ENGLISH_DATA) -> list[tuple[str, list[str]]]:
    """The examples of a rule file, each with the table that it stands in ("" for none)."""
    with (folder / name).open("rb") as file:
        tables = tomllib.load(file)
    if "examples" in tables:
        return [("", example) for example in tables["examples"]]
    return [(table, example) for table, rule in tables.items() for example in rule["examples"]]


def _table(path: Path, keys: set[str]) -> dict[str, Any]:
    with path.open("rb") as file:
        table = tomllib.load(file)
    _check_keys(path, "top level", table, keys)
    return table


def _tables(path: Path, keys: set[str]) -> dict[str, dict[str, Any]]:
    with path.open("rb") as file:
        tables = tomllib.load(file)
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise DataFileError(path, name, "is no table")
        _check_keys(path, name, table, keys)
    return tables


def _check_keys(path: Path, where: str, table: Mapping[str, object], keys: set[str]) -> None:
    if set(table) != keys | {"examples"}:
        raise DataFileError(path, where, f"needs exactly the keys {', '.join(sorted(keys))}, examples")
    if not table["examples"]:
        raise DataFileError(path, where, "has no example")


def _index(path: Path, tables: Mapping[str, Mapping[str, Sequence[str]]], key: str) -> dict[str, str]:
    """The table of each word; a word stands once."""
    index: dict[str, str] = {}
    for name, table in tables.items():
        for word in table[key]:
            if word in index:
                raise DataFileError(path, name, f"{word!r} stands also under {index[word]}")
            index[word] = name
    return index


def _factuality(path: Path, where: str, status: str) -> Factuality:
    try:
        return Factuality(status)
    except ValueError as error:
        raise DataFileError(path, where, f"unknown status {status!r}") from error


def _governors(path: Path) -> dict[str, Governor]:
    tables = _tables(path, {"status", "event", "lemmas"})
    index = _index(path, tables, "lemmas")
    governors = {
        name: Governor(
            name, _factuality(path, name, table["status"]) if table["status"] else None, bool(table["event"])
        )
        for name, table in tables.items()
    }
    return {lemma: governors[name] for lemma, name in index.items()}


def _cues(path: Path) -> dict[tuple[str, str], Cue]:
    tables = _tables(path, {"where", "status", "words"})
    cues: dict[tuple[str, str], Cue] = {}
    for name, table in tables.items():
        if table["where"] not in CUE_PLACES:
            raise DataFileError(path, name, f"unknown place {table['where']!r}")
        cue = Cue(name, _factuality(path, name, table["status"]))
        for word in table["words"]:
            if (table["where"], word) in cues:
                raise DataFileError(path, name, f"{word!r} stands twice as {table['where']}")
            cues[table["where"], word] = cue
    return cues
