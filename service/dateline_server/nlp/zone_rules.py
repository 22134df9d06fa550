"""The zoning rules that are patterns: their strict loader and their matching."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from ..domain.text import Zone
from ..errors import DataFileError
from .folding import fold

FILES: Final = ("data/zones/chinese.toml", "data/zones/english.toml")
LONGEST_LINE: Final = 500
"""Lines longer than this, in code points, are running text and no pattern is tried on them."""
_REQUIRED = frozenset({"id", "zone", "kind", "pattern", "examples", "counterexamples"})
_ID = re.compile(r"(?:zh|en|any)\.[a-z]+\.[a-z-]+")


class RuleKind(StrEnum):
    """What a rule's match means."""

    LINE = "line"
    INLINE = "inline"
    RELATED = "related"
    COMMENTS = "comments"
    END = "end"


@dataclass(frozen=True, slots=True)
class ZoneRule:
    """A pattern for a line, or for a stretch of one (``INLINE``).

    A ``weak`` rule yields to running text on both sides: its words occur in news too.
    """

    id: str
    zone: Zone
    kind: RuleKind
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    weak: bool = False

    def matches(self, line: str) -> bool:
        """Whether the rule holds for a folded line."""
        if self.kind is RuleKind.INLINE:
            return self.pattern.search(line) is not None
        return self.pattern.fullmatch(line) is not None


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """Every rule, in the order of the files: the first that holds wins."""

    lines: tuple[ZoneRule, ...]
    inline: tuple[ZoneRule, ...]

    def of_line(self, line: str) -> ZoneRule | None:
        """The first rule that holds for a whole line."""
        if len(line) > LONGEST_LINE:
            return None
        return next((rule for rule in self.lines if rule.pattern.fullmatch(line)), None)

    def within(self, line: str) -> Iterator[tuple[ZoneRule, re.Match[str]]]:
        """The stretches of a line that are cut out of it."""
        for rule in self.inline:
            for match in rule.pattern.finditer(line):
                if match.end() > match.start():
                    yield rule, match


@lru_cache(maxsize=1)
def load_zone_rules() -> ZoneRules:
    """Loads the rules that ship with the service.

    Raises:
        DataFileError: a rule is wrong; the message names file, rule and problem.
    """
    rules = [rule for file in FILES for rule in parse_zone_rules(file, _text(file))]
    kinds = (RuleKind.COMMENTS, RuleKind.RELATED, RuleKind.END, RuleKind.LINE)
    lines = [rule for kind in kinds for rule in rules if rule.kind is kind]
    return ZoneRules(tuple(lines), tuple(rule for rule in rules if rule.kind is RuleKind.INLINE))


def parse_zone_rules(file: str, text: str) -> tuple[ZoneRule, ...]:
    """The rules of one file.

    Raises:
        DataFileError: as ``load_zone_rules``.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(file, "syntax", str(error)) from error
    for key in data.keys() - {"rule"}:
        raise DataFileError(file, key, "unknown key")
    rules = tuple(_parse(file, raw) for raw in data.get("rule", []))
    _check_unique(file, [rule.id for rule in rules])
    return rules


def _text(file: str) -> str:
    return resources.files(__package__).joinpath(file).read_text("utf-8")


def _parse(file: str, raw: dict[str, Any]) -> ZoneRule:
    where = f"rule {raw.get('id', '?')}"
    if missing := _REQUIRED - raw.keys():
        raise DataFileError(file, where, f"missing: {', '.join(sorted(missing))}")
    if unknown := raw.keys() - _REQUIRED - {"weak"}:
        raise DataFileError(file, where, f"unknown key: {', '.join(sorted(unknown))}")
    if not _ID.fullmatch(raw["id"]):
        raise DataFileError(file, where, "an id is language.zone.name in kebab-case")
    if not raw["examples"] or not raw["counterexamples"]:
        raise DataFileError(file, where, "needs an example and a counterexample")
    try:
        zone, kind, pattern = Zone(raw["zone"]), RuleKind(raw["kind"]), re.compile(raw["pattern"])
    except (ValueError, re.error) as error:
        raise DataFileError(file, where, str(error)) from error
    _check_folded(file, where, raw["pattern"])
    examples, counterexamples = tuple(raw["examples"]), tuple(raw["counterexamples"])
    return ZoneRule(raw["id"], zone, kind, pattern, examples, counterexamples, bool(raw.get("weak", False)))


def _check_folded(file: str, where: str, pattern: str) -> None:
    """A pattern with a character that folding takes away could never match it."""
    for character in pattern:
        if fold(character) != character:
            raise DataFileError(
                file, where, f"{character} never occurs in folded text; write {fold(character)}"
            )


def _check_unique(file: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for identifier in ids:
        if identifier in seen:
            raise DataFileError(file, f"rule {identifier}", "the id is used twice")
        seen.add(identifier)
