"""The words of ``names.toml`` that show what an English name is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from ...errors import DataFileError

NAMES_FILE = Path(__file__).parent.parent / "data" / "english" / "names.toml"


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words that show what a name is: ``organization`` ends one, ``person`` stands before one.

    ``capital`` are the verbs, as lemmas, that make a government of the capital that is their subject,
    ``dealing`` nouns that make one of the capital that owns them or that they are with;
    ``business`` those that make a company of an unknown name. ``company``, ``asset`` and ``product`` are
    nouns beside a company or a thing, ``occasion`` words that end the name of an occasion or a law.
    """

    organization: frozenset[str]
    person: frozenset[str]
    government: frozenset[str]
    capital: frozenset[str]
    dealing: frozenset[str]
    company: frozenset[str]
    asset: frozenset[str]
    business: frozenset[str]
    product: frozenset[str]
    occasion: frozenset[str]
    nothing: frozenset[str]


@cache
def load_name_words(path: Path = NAMES_FILE) -> NameWords:
    """The words of ``names.toml``.

    Raises:
        DataFileError: an unknown or missing table or key, or no example.
    """
    with path.open("rb") as file:
        tables = tomllib.load(file)
    expected = {field.name for field in fields(NameWords)}
    if set(tables) != expected:
        raise DataFileError(path, "top level", f"needs exactly the tables {', '.join(sorted(expected))}")
    for name, table in tables.items():
        if set(table) != {"words", "examples"} or not table["examples"]:
            raise DataFileError(path, name, "needs words and examples")
    return NameWords(**{name: frozenset(table["words"]) for name, table in tables.items()})
