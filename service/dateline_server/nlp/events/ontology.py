"""The types of events and how they map to the ontologies that analysts know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...domain.event import Role
from ...errors import DataFileError

EVENTS_DATA = Path(__file__).parent.parent / "data" / "events"
"""The folder of every data file of the event stage."""

OTHER = "other"
"""The type of what happened but fits no other type."""

PLOVER_TYPES = frozenset(
    {"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST"}
    | {"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
)
_KEYS = frozenset({"en", "zh", "roles", "plover", "ace"})


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event: ``id`` in kebab-case, glosses, admissible roles, equivalents.

    ``plover`` is a PLOVER event type (Halterman et al. 2023) and ``ace`` an ACE 2005 type with its
    subtype ("Contact.Meet"); both are empty where nothing is near.
    """

    id: str
    gloss_en: str
    gloss_zh: str
    roles: frozenset[Role]
    plover: str
    ace: str


Ontology = Mapping[str, EventType]


def load_ontology(path: Path = EVENTS_DATA / "events.toml") -> Ontology:
    """Every event type by its id.

    Raises:
        DataFileError: an unknown or missing key, role or PLOVER type, an id that is not kebab-case,
            or no type ``other``.

    """
    with path.open("rb") as file:
        tables = tomllib.load(file)
    ontology = {name: _event_type(path, name, table) for name, table in tables.items()}
    if OTHER not in ontology:
        raise DataFileError(path, OTHER, "the type for what fits no other is missing")
    return ontology


def _event_type(path: Path, name: str, table: Mapping[str, object]) -> EventType:
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
        raise DataFileError(path, name, "a type id is kebab-case")
    if set(table) != _KEYS:
        raise DataFileError(path, name, f"needs exactly the keys {', '.join(sorted(_KEYS))}")
    roles = table["roles"]
    if not isinstance(roles, list) or not set(roles) <= set(Role):
        raise DataFileError(path, name, f"unknown role in {roles}")
    plover = str(table["plover"])
    if plover and plover not in PLOVER_TYPES:
        raise DataFileError(path, name, f"{plover} is no PLOVER type")
    glosses = str(table["en"]), str(table["zh"])
    if not all(glosses):
        raise DataFileError(path, name, "a gloss is empty")
    return EventType(name, *glosses, frozenset(map(Role, roles)), plover, str(table["ace"]))
