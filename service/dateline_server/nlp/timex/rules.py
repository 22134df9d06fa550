"""Temporal rules, and the strict loader that compiles them from TOML.

The format is described in ``nlp/data/timex/README.md``. Patterns may not use unbounded repetition:
each match is then bounded, and reading a text takes time linear in its length.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import regex

from ...domain.time import TimexType
from ...errors import DataFileError
from .fiscal import FiscalYears, load_fiscal_years
from .grammar import Example, Grammar, Modifier, Rule, TextClass, TimexRules

__all__ = ["Example", "Grammar", "Modifier", "Rule", "TextClass", "TimexRules", "load_timex_rules"]

DATA = Path(__file__).resolve().parent.parent / "data" / "timex"
MODES = frozenset({"calendar", "window", "vague", "same", "reference", "ahead", "duration", "set", "guard"})
EFFECTS = frozenset(
    {"since", "from", "after", "until", "before", "deadline"}
    | {"as-of", "so-far", "to-come", "approximate", "none"}
)
ANCHORS = frozenset({"document", "context", "antecedent"})
PLACES = {"era", "century", "plan", "decade", "year", "fiscal", "half", "quarter", "season", "month", "week"}
DAYS = {"part", "pick", "day", "weekday", "lunar_month", "lunar_day", "lunar_leap", "festival"}
TIMES = {"daypart", "clock", "minute"}
OTHERS = {"amount", "unit", "toward", "first", "last", "mod", "reference", "shift", "reach", "turn"}
SLOTS = PLACES | DAYS | TIMES | OTHERS
NEEDED_OPTIONS = ("join", "range", "future", "past", "clause_end")
OPTIONAL_OPTIONS = (
    "reverse_join",
    "apposition",
    "range_opening",
    "either",
    "pair_closing",
    "dateline",
    "aside",
    "planned",
    "pair_opening",
    "pair_middle",
)
SWITCHES = ("ignore_case", "spaces", "nearest_cue")
_REFERENCE = re.compile(r"\{(?:(?P<name>[a-z_0-9]+):)?(?P<cls>[a-z_][a-z_0-9]*)\}")
_LOOKBEHIND = re.compile(r"\(\?<=[^()]*\)")
_SCOPED_CASE = re.compile(r"\(\?-i:")
_ALPHABET = frozenset(string.ascii_lowercase + string.digits + string.punctuation + " \n’‘–—")
_HEAD_WIDTH, _MANY = 3, 6
_UNBOUNDED = re.compile(r"(?<!\\)[*+](?!\])|\{\d+,\}")


def load_timex_rules(folder: Path = DATA) -> TimexRules:
    """Loads the rules that ship with the service.

    Raises:
        DataFileError: naming file, place and problem, on anything that is not as described.

    """
    common, fiscal = _File(folder / "common.toml"), load_fiscal_years(folder / "fiscal_years.toml")
    return TimexRules(
        chinese=_grammar([_File(folder / "zh.toml"), common], fiscal),
        english=_grammar([_File(folder / "en.toml"), common], fiscal),
    )


class _File:
    """One TOML file while it is compiled; remembers which classes were used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DataFileError(path, "file", f"cannot be read as TOML: {error}") from error
        self.used: set[str] = set()
        self.keys("file", self.data, {"options"}, {"class", "rule", "modifier"})
        self.options: dict[str, Any] = self.data["options"]
        allowed = {*NEEDED_OPTIONS, *OPTIONAL_OPTIONS, *SWITCHES}
        self.keys("options", self.options, {"published"}, allowed)
        self.ignore_case = bool(self.options.get("ignore_case", False))
        self.head_width = 1
        self.classes = {name: self._class(name, body) for name, body in self.data.get("class", {}).items()}

    def fail(self, where: str, problem: str) -> DataFileError:
        return DataFileError(self.path, where, problem)

    def keys(self, where: str, table: Mapping[str, Any], needed: set[str], allowed: set[str]) -> None:
        unknown = set(table) - needed - allowed
        missing = needed - set(table)
        if unknown or missing:
            raise self.fail(where, f"unknown keys {sorted(unknown)}, missing keys {sorted(missing)}")

    def _class(self, name: str, body: Mapping[str, Any]) -> TextClass:
        self.keys(f"class {name}", body, set(), {"pattern", "values"})
        values = {str(word): str(value) for word, value in body.get("values", {}).items()}
        parts = [part for part in (_any_of(sorted(values)), body.get("pattern", "")) if part]
        if not parts:
            raise self.fail(f"class {name}", "has neither words nor a pattern")
        return TextClass(name, "|".join(parts), values, self.ignore_case)

    def compile(self, where: str, pattern: str) -> tuple[re.Pattern[str], dict[str, TextClass]]:
        """Writes out the classes of a pattern; their groups carry the names of the references."""
        groups: dict[str, TextClass] = {}
        source = self.expand(where, pattern, groups)
        if _UNBOUNDED.search(re.sub(r"\[[^\]]*\]", "[]", source)):
            raise self.fail(where, "unbounded repetition makes reading a text superlinear")
        try:
            return re.compile(source, re.IGNORECASE if self.ignore_case else 0), groups
        except re.error as error:
            raise self.fail(where, f"is no regular expression: {error}") from error

    def expand(self, where: str, pattern: str, groups: dict[str, TextClass], depth: int = 0) -> str:
        def reference(found: re.Match[str]) -> str:
            name = found["cls"]
            if name not in self.classes or depth > 4:
                raise self.fail(where, f"names {{{name}}}, which is no class")
            self.used.add(name)
            inner = self.expand(where, self.classes[name].pattern, groups, depth + 1)
            group = found["name"] or name
            if depth or group == "_":
                return f"(?:{inner})"
            if group in groups:  # of another alternative; the suffix is dropped when a match is read
                group = f"{group}__{len(groups)}"
            groups[group] = self.classes[name]
            return f"(?P<{group}>{inner})"

        return _REFERENCE.sub(reference, self._spaced(pattern) if depth == 0 else pattern)

    def _spaced(self, pattern: str) -> str:
        """Lets a space stand beside each class, as in ``2019 年 10 月``, where the file says so."""
        if not self.options.get("spaces"):
            return pattern
        pattern = re.sub(r"(?<=[^\s^()|!=?:<}])(?=\{[a-z])", " {0,1}", pattern)
        return re.sub(r"(\{[a-z][a-z_0-9:]*\})(?=[^\s$)|?])", r"\1 {0,1}", pattern)

    def examples(self, where: str, rows: Sequence[Any]) -> tuple[Example, ...]:
        if not rows:
            raise self.fail(where, "has no example")
        return tuple(self._example(where, row) for row in rows)

    def _example(self, where: str, row: Any) -> Example:
        self.keys(f"{where}, example", row, {"text"}, {"span", "edtf", "published"})
        return Example(
            row["text"],
            row.get("span", row["text"]),
            row.get("edtf", ""),
            row.get("published", self.options["published"]),
        )

    def rules(self) -> list[Rule]:
        rules = [self._rule(body) for body in self.data.get("rule", [])]
        if len({rule.id for rule in rules}) < len(rules):
            raise self.fail("rules", "an id is used twice")
        return rules

    def _rule(self, body: Mapping[str, Any]) -> Rule:
        where = f"rule {body.get('id', '?')}"
        needed, mode = {"id", "pattern", "examples"}, body.get("resolve", "calendar")
        self.keys(
            where,
            body,
            needed if mode == "guard" else needed | {"type", "value"},
            {"resolve", "end", "anchor", "attached", "counterexamples"},
        )
        if body.get("anchor", "document") not in ANCHORS:
            raise self.fail(where, f"anchor is {body['anchor']!r}, not one of {sorted(ANCHORS)}")
        if mode not in MODES:
            raise self.fail(where, f"resolve is {mode!r}, not one of {sorted(MODES)}")
        pattern, groups = self.compile(where, body["pattern"])
        value, end = body.get("value", {}), body.get("end", {})
        self._check_values(where, {**value, **{f"end {key}": text for key, text in end.items()}}, groups)
        return Rule(
            id=body["id"],
            type=TimexType(body["type"]) if mode != "guard" else None,
            mode=mode,
            pattern=pattern,
            classes=groups,
            value=value,
            end=end,
            anchor=body.get("anchor", "document"),
            attached=body.get("attached", False),
            heads=self._heads(where, pattern),
            examples=self.examples(where, body["examples"]),
            counterexamples=tuple(body.get("counterexamples", ())),
        )

    def _check_values(self, where: str, value: Mapping[str, str], groups: Mapping[str, TextClass]) -> None:
        for slot, template in value.items():
            if slot.removeprefix("end ") not in SLOTS:
                raise self.fail(where, f"{slot} is no slot")
            for found in _REFERENCE.finditer(template):
                if found["cls"] not in groups:
                    raise self.fail(where, f"{slot} names {{{found['cls']}}}, which is not in the pattern")

    def _heads(self, where: str, pattern: re.Pattern[str]) -> frozenset[str]:
        """What a match can begin with, found by partial matching."""
        bare = _SCOPED_CASE.sub("(?:", _LOOKBEHIND.sub("", pattern.pattern))  # nothing stands before a head
        source = regex.compile(bare, regex.IGNORECASE if self.ignore_case else 0)
        alphabet = _ALPHABET if self.head_width > 1 else set(pattern.pattern) | set(string.digits)
        heads = {character for character in alphabet if source.match(character, partial=True)}
        if not heads or heads & set(" 的") or source.match("\u0001", partial=True):
            raise self.fail(where, "must begin with a character that tells it apart")
        for _ in range(1, self.head_width):
            longer = (head + character for head in heads for character in alphabet)
            heads = {head for head in longer if source.match(head, partial=True)}
        return frozenset(heads)

    def modifiers(self) -> list[Modifier]:
        return [self._modifier(body) for body in self.data.get("modifier", [])]

    def _modifier(self, body: Mapping[str, Any]) -> Modifier:
        where = f"modifier {body.get('id', '?')}"
        self.keys(where, body, {"id", "effect", "examples"}, {"before", "after"})
        if body["effect"] not in EFFECTS:
            raise self.fail(where, f"effect is {body['effect']!r}, not one of {sorted(EFFECTS)}")
        before, after = body.get("before"), body.get("after")
        return Modifier(
            body["id"],
            self.compile(where, f"(?:{before})$")[0] if before else None,
            self.compile(where, after)[0] if after else None,
            body["effect"],
            self.examples(where, body["examples"]),
        )

    def option(self, name: str) -> re.Pattern[str] | None:
        text = self.options.get(name)
        if not text:
            return None
        ends = name in ("range_opening", "aside")  # what stands before an expression ends where it begins
        return self.compile(f"options.{name}", f"(?:{text})$" if ends else text)[0]

    def patterns(self) -> dict[str, re.Pattern[str] | None]:
        """The options that are patterns; the needed ones are there."""
        patterns = {name: self.option(name) for name in (*NEEDED_OPTIONS, *OPTIONAL_OPTIONS)}
        missing = [name for name in NEEDED_OPTIONS if patterns[name] is None]
        if missing:
            raise self.fail("options", f"missing keys {missing}")
        return patterns

    def check_classes(self) -> None:
        unused = set(self.classes) - self.used
        if unused:
            raise self.fail("classes", f"never used: {sorted(unused)}")


def _any_of(words: Sequence[str]) -> str:
    """A pattern for the longest of sorted words; shared beginnings are compared once."""
    tails: dict[str, list[str]] = {}
    for word in words:
        if word:
            tails.setdefault(word[0], []).append(word[1:])
    branches = [re.escape(first) + _any_of(rest) for first, rest in tails.items()]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in words else ''}"


def _grammar(files: Sequence[_File], fiscal: FiscalYears) -> Grammar:
    language = files[0]
    for file in files:
        file.head_width = _HEAD_WIDTH if language.ignore_case else 1
    rules = [rule for file in files for rule in file.rules()]
    rules.sort(key=lambda rule: rule.mode != "guard")  # among equals the guard wins
    by_head = _by_head(rules)
    options: dict[str, Any] = language.patterns()
    grammar = Grammar(
        rules=tuple(rules),
        modifiers=tuple(modifier for file in files for modifier in file.modifiers()),
        by_head=by_head,
        head_width=language.head_width,
        screen=_screens(by_head),
        starts=_starts(by_head, language.ignore_case),
        fiscal=fiscal,
        nearest_cue=bool(language.options.get("nearest_cue", False)),
        **options,
    )
    for file in files:
        file.check_classes()
    return grammar


def _by_head(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = {}
    for rule in rules:
        for head in rule.heads:
            table.setdefault(head, []).append(rule)
    return {head: tuple(group) for head, group in table.items()}


def _screens(by_head: Mapping[str, tuple[Rule, ...]]) -> dict[str, re.Pattern[str]]:
    """One pattern for the many rules of a character: most places are told off at once."""
    return {head: _screen(rules) for head, rules in by_head.items() if len(rules) >= _MANY and len(head) == 1}


def _screen(rules: Sequence[Rule]) -> re.Pattern[str]:
    sources = [re.sub(r"\(\?P<\w+>", "(?:", rule.pattern.pattern) for rule in rules]
    return re.compile("|".join(f"(?:{source})" for source in sources))


def _starts(by_head: Mapping[str, object], words: bool) -> re.Pattern[str]:
    """Where a match can begin; within the words of an alphabet only at their first letter."""
    letters = "".join(re.escape(first) for first in sorted({head[0] for head in by_head}))
    return re.compile(rf"(?<![A-Za-z])[{letters}]", re.IGNORECASE) if words else re.compile(f"[{letters}]")
