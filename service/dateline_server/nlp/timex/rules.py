"""Temporal rules, and the strict loader that reads them from TOML.

The format is described in ``nlp/data/timex/README.md``. Patterns may not use unbounded repetition:
each match is then bounded, and reading a text takes time linear in its length. A pattern is checked when
it is loaded and compiled when a text first needs it, since compiling all of them takes seconds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from ...domain.time import TimexType
from ...errors import DataFileError
from .fiscal import FiscalYears, load_fiscal_years
from .grammar import Example, Grammar, Modifier, Rule, Screen, TextClass, TimexRules
from .heads import HeadFinder, PatternError

__all__ = ["Example", "Grammar", "Modifier", "Rule", "TextClass", "TimexRules", "load_timex_rules"]

DATA = Path(__file__).resolve().parent.parent / "data" / "timex"
MODES = frozenset(
    {
        "calendar",
        "window",
        "vague",
        "same",
        "by-then",
        "sequel",
        "reference",
        "ahead",
        "duration",
        "set",
        "guard",
    }
)
EFFECTS = frozenset(
    {"since", "from", "after", "until", "before", "deadline"}
    | {"as-of", "so-far", "to-come", "approximate", "none"}
)
ANCHORS = frozenset({"document", "context", "paragraph", "onward", "apart", "antecedent"})
PLACES = {"era", "century", "plan", "decade", "year", "fiscal", "half", "quarter", "season", "month", "week"}
DAYS = {"part", "pick", "day", "weekday", "lunar_month", "lunar_day", "lunar_leap", "festival"}
TIMES = {"daypart", "clock", "minute"}
OTHERS = {"amount", "unit", "toward", "first", "last", "mod", "reference", "shift", "reach", "turn", "near"}
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
    "saying",
)
SWITCHES = ("ignore_case", "spaces", "nearest_cue")
_REFERENCE = re.compile(r"\{(?:(?P<name>[a-z_0-9]+):)?(?P<cls>[a-z_][a-z_0-9]*)\}")
_HEAD_WIDTH, _PAIR, _MANY, _DEEPEST = 3, 2, 6, 4
_FEW_FOLLOW = 6


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
        self.classes = {name: self._class(name, body) for name, body in self.data.get("class", {}).items()}
        self._written: dict[str, str] = {}
        self.read_heads(1)

    def read_heads(self, width: int) -> None:
        """Sets how many characters tell rules apart."""
        self.head_width = width
        patterns = {name: body.pattern for name, body in self.classes.items()}
        self.heads = HeadFinder(patterns, width, ignore_case=self.ignore_case)
        self.pairs = HeadFinder(patterns, _PAIR, ignore_case=self.ignore_case)

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

    @property
    def flags(self) -> int:
        """The flags of every pattern of the file."""
        return re.IGNORECASE if self.ignore_case else 0

    def source(self, where: str, pattern: str) -> tuple[str, dict[str, TextClass]]:
        """Writes out the classes of a pattern; their groups carry the names of the references."""
        groups: dict[str, TextClass] = {}

        def reference(found: re.Match[str]) -> str:
            name = found["cls"]
            inner = self._of_class(where, name)
            group = found["name"] or name
            if group == "_":
                return f"(?:{inner})"
            if group in groups:  # of another alternative; the suffix is dropped when a match is read
                group = f"{group}__{len(groups)}"
            groups[group] = self.classes[name]
            return f"(?P<{group}>{inner})"

        return _REFERENCE.sub(reference, self._spaced(pattern)), groups

    def _of_class(self, where: str, name: str, depth: int = 0) -> str:
        """The pattern of a class, with the classes that it names written out."""
        if name not in self.classes or depth > _DEEPEST:
            raise self.fail(where, f"names {{{name}}}, which is no class")
        self.used.add(name)
        if name not in self._written:
            self._written[name] = _REFERENCE.sub(
                lambda found: f"(?:{self._of_class(where, found['cls'], depth + 1)})",
                self.classes[name].pattern,
            )
        return self._written[name]

    def compile(self, where: str, pattern: str) -> re.Pattern[str]:
        """An option, which is compiled at once: every text needs it."""
        self.check(where, pattern)
        try:
            return re.compile(self.source(where, pattern)[0], self.flags)
        except re.error as error:
            raise self.fail(where, f"is no regular expression: {error}") from error

    def check(self, where: str, pattern: str) -> frozenset[str]:
        """What the matches of a pattern can begin with."""
        try:
            return self.heads.of(self._spaced(pattern))
        except PatternError as error:
            raise self.fail(where, str(error)) from error

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
        source, groups = self.source(where, body["pattern"])
        value, end = body.get("value", {}), body.get("end", {})
        self._check_values(where, {**value, **{f"end {key}": text for key, text in end.items()}}, groups)
        return Rule(
            id=body["id"],
            type=TimexType(body["type"]) if mode != "guard" else None,
            mode=mode,
            source=source,
            flags=self.flags,
            classes=groups,
            value=value,
            end=end,
            anchor=body.get("anchor", "document"),
            attached=body.get("attached", False),
            heads=self._heads(where, body["pattern"]),
            pairs=self.pairs.of(self._spaced(body["pattern"])),
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

    def _heads(self, where: str, pattern: str) -> frozenset[str]:
        """What a match can begin with, at most ``head_width`` characters."""
        heads = self.check(where, pattern)
        if any(head[:1] in ("", " ", "的") for head in heads):
            raise self.fail(where, "must begin with a character that tells it apart")
        return heads

    def modifiers(self) -> list[Modifier]:
        return [self._modifier(body) for body in self.data.get("modifier", [])]

    def _modifier(self, body: Mapping[str, Any]) -> Modifier:
        where = f"modifier {body.get('id', '?')}"
        self.keys(where, body, {"id", "effect", "examples"}, {"before", "after"})
        if body["effect"] not in EFFECTS:
            raise self.fail(where, f"effect is {body['effect']!r}, not one of {sorted(EFFECTS)}")
        before, after = (
            self._around(where, body.get("before"), "(?:{})$"),
            self._around(where, body.get("after"), "{}"),
        )
        return Modifier(
            body["id"], before, after, self.flags, body["effect"], self.examples(where, body["examples"])
        )

    def _around(self, where: str, pattern: str | None, form: str) -> str | None:
        if pattern is None:
            return None
        self.check(where, pattern)
        return self.source(where, form.replace("{}", pattern))[0]

    def option(self, name: str) -> re.Pattern[str] | None:
        text = self.options.get(name)
        if not text:
            return None
        ends = name in ("range_opening", "aside")  # what stands before an expression ends where it begins
        return self.compile(f"options.{name}", f"(?:{text})$" if ends else text)

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
        file.read_heads(_HEAD_WIDTH if language.ignore_case else 1)
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
        starts=_starts_of_words(by_head) if language.ignore_case else _starts(rules),
        fiscal=fiscal,
        nearest_cue=bool(language.options.get("nearest_cue", False)),
        **options,
    )
    for file in files:
        file.check_classes()
    return grammar


def _by_head(rules: Sequence[Rule]) -> dict[str, tuple[Rule, ...]]:
    """The rules of each head in their order; a longer head has those of its beginnings too."""
    places: dict[str, list[int]] = {}
    for place, rule in enumerate(rules):
        for head in rule.heads:
            places.setdefault(head, []).append(place)
    table = {}
    for head, own in places.items():
        shorter = (places.get(head[:length], ()) for length in range(1, len(head)))
        table[head] = tuple(rules[place] for place in sorted({*own, *chain.from_iterable(shorter)}))
    return table


def _screens(by_head: Mapping[str, tuple[Rule, ...]]) -> dict[str, Screen]:
    """One pattern for the many rules of a character: most places are told off at once."""
    many = {head: rules for head, rules in by_head.items() if len(rules) >= _MANY and len(head) == 1}
    known: dict[tuple[str, ...], Screen] = {}
    return {
        head: known.setdefault(tuple(rule.id for rule in rules), Screen(rules))
        for head, rules in many.items()
    }


def _starts_of_words(by_head: Mapping[str, object]) -> re.Pattern[str]:
    """Where a match can begin in an alphabet: at the first letter of a word, or at a digit."""
    letters = "".join(re.escape(first) for first in sorted({head[0] for head in by_head}))
    return re.compile(rf"(?<![A-Za-z])[{letters}]", re.IGNORECASE)


def _starts(rules: Sequence[Rule]) -> re.Pattern[str]:
    """Where a match can begin in a script without an alphabet.

    Of a character that few others can follow (立春, 光绪) the next must be one that follows any such.
    """
    seconds: dict[str, set[str]] = {}
    for pair in set().union(*(rule.pairs for rule in rules)):
        seconds.setdefault(pair[0], set()).add(pair[1:])
    narrow = {first for first, after in seconds.items() if "" not in after and len(after) <= _FEW_FOLLOW}
    follow = set().union(*(seconds[first] for first in narrow))
    every, wide = _set_of(seconds), _set_of(seconds.keys() - narrow)
    return re.compile(f"{every}(?:(?<={wide})|(?={_set_of(follow)}))")


def _set_of(characters: Iterable[str]) -> str:
    return f"[{''.join(re.escape(character) for character in sorted(characters))}]"
