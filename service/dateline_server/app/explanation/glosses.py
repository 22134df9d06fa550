"""The sentences of explanations and what rules and values mean, as data in each language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from ...errors import DataFileError

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_TABLES = (
    *("sentences", "fields", "trigger_rules", "date_rules", "status_rules", "actor_rules", "statuses"),
    *("roles", "granularities", "extents", "parts", "sources", "unresolved"),
)
_EXAMPLES = 3


class Tongue(StrEnum):
    """The languages that explanations are written in."""

    ENGLISH = "en"
    CHINESE = "zh"

    @property
    def comma(self) -> str:
        """What stands between the items of a list."""
        return ", " if self is Tongue.ENGLISH else "、"

    @property
    def space(self) -> str:
        """What stands between sentences."""
        return " " if self is Tongue.ENGLISH else ""


@dataclass(frozen=True, slots=True)
class Glosses:
    """The sentences of one language; ``types`` are what the types of events mean."""

    tongue: Tongue
    tables: Mapping[str, Mapping[str, str]]
    types: Mapping[str, str]

    def sentence(self, name: str, /, **values: object) -> str:
        """A sentence with its names filled in. Raises KeyError for one that there is not."""
        return self.tables["sentences"][name].format(**values)

    def value(self, table: str, name: str) -> str:
        """What a value is called. Raises KeyError for one that there is not."""
        return self.tables[table][name]

    def rule(self, table: str, rule: str) -> str:
        """What a rule says, or its id where no words are kept for it."""
        known = self.tables[table].get(rule) or self.tables[table].get(_family(rule))
        return known or self.sentence("no_rule", rule=rule)


def _family(rule: str) -> str:
    return rule.split(":")[0] if ":" in rule else f"{rule.split('-')[0]}-reference"


@cache
def load_glosses(tongue: Tongue) -> Glosses:
    """The sentences of a language.

    Raises:
        DataFileError: a table or an entry lacks that another language has, or an entry has other names
            to fill in.

    """
    tables = {one: _tables(one) for one in Tongue}
    for one in Tongue:
        _check_alike(one, tables[one], tables[Tongue.ENGLISH])
    path = files("dateline_server.nlp") / "data" / "events" / "events.toml"
    types = tomllib.loads(path.read_text("utf-8"))
    return Glosses(tongue, tables[tongue], {name: entry[tongue.value] for name, entry in types.items()})


def _tables(tongue: Tongue) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = tomllib.loads(
        (files(__package__) / f"{tongue}.toml").read_text("utf-8")
    )
    if set(found) != set(_TABLES):
        raise DataFileError(f"{tongue}.toml", "tables", f"expected {', '.join(_TABLES)}")
    return found


def _check_alike(tongue: Tongue, tables: Mapping[str, Any], others: Mapping[str, Any]) -> None:
    for table, entries in tables.items():
        if differing := entries.keys() ^ others[table].keys():
            raise DataFileError(f"{tongue}.toml", table, f"differs in {', '.join(sorted(differing))}")
        for name, text in entries.items():
            if set(_PLACEHOLDER.findall(text)) != set(_PLACEHOLDER.findall(others[table][name])):
                raise DataFileError(f"{tongue}.toml", f"{table}.{name}", "has other names to fill in")


def expressions(rule: str) -> tuple[str, ...]:
    """A few of the expressions that a temporal rule is made for; none for a rule that is not known."""
    found = dict.fromkeys(text for part in rule.split("+") for text in _expressions().get(part, ()))
    return tuple(found)[:_EXAMPLES]


@cache
def _expressions() -> dict[str, tuple[str, ...]]:
    folder = files("dateline_server.nlp") / "data" / "timex"
    rules = [
        rule
        for name in ("common", "zh", "en")
        for rule in tomllib.loads((folder / f"{name}.toml").read_text("utf-8")).get("rule", ())
    ]
    return {
        rule["id"]: tuple(one["text"] for one in rule.get("examples", ()) if "text" in one) for rule in rules
    }
