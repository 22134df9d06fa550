"""What the matches of a pattern can begin with, read off the pattern without compiling it.

Compiling every rule takes seconds; a text needs few of them. The parser knows the part of the syntax of
``re`` that the rules are written in and rejects the rest, so that what it accepts compiles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product

_OPEN = "\0"  # stands for a character that the pattern leaves open
_WIDEST_CLASS = 64
_LOOKAROUNDS = ("?=", "?!", "?<=", "?<!")
_GROUPS = ("?:", "?-i:")  # lower case stands for both, also where the case counts
_REFERENCE = re.compile(r"\{(?:[a-z_0-9]+:)?([a-z_][a-z_0-9]*)\}")
_TIMES = re.compile(r"\{(\d{1,3})(?:(,)(\d{0,3}))?\}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^A-Za-z0-9]|[bsdn]))")
_ESCAPED = {"b": frozenset({""}), "s": frozenset(" \n"), "d": frozenset("0123456789"), "n": frozenset("\n")}
_NOTHING = frozenset({""})

Heads = frozenset[str]


class PatternError(ValueError):
    """A pattern that is not in the dialect of the rules."""


class HeadFinder:
    """Finds the first ``width`` characters of whatever a pattern can match.

    ``classes`` are the patterns of the named classes. A head shorter than ``width`` may be followed by
    anything; what stands around a match (look-arounds) is not counted, so a head may be one that no match
    has. With ``ignore_case`` heads are in lower case.
    """

    def __init__(self, classes: Mapping[str, str], width: int, *, ignore_case: bool) -> None:
        self.width, self.ignore_case = width, ignore_case
        self._classes = classes
        self._known: dict[str, Heads] = {}

    def of(self, pattern: str) -> Heads:
        """The heads of ``pattern``, in which ``{name}`` is a class.

        Raises:
            PatternError: when the pattern is not well formed, or repeats without bound.

        """
        heads = _Parser(pattern.lower() if self.ignore_case else pattern, self).parse()
        return frozenset(head.partition(_OPEN)[0] for head in heads)

    def of_class(self, name: str) -> Heads:
        """The heads of a class."""
        if name not in self._known:
            if name not in self._classes:
                raise PatternError(f"names {{{name}}}, which is no class")
            self._known[name] = _NOTHING  # a class that names itself
            pattern = self._classes[name]
            self._known[name] = _Parser(pattern.lower() if self.ignore_case else pattern, self).parse()
        return self._known[name]

    def joined(self, left: Heads, right: Heads) -> tuple[Heads, Heads]:
        """The heads of one piece and then another: those that are long enough, and the others."""
        both = {(first + second)[: self.width] for first, second in product(left, right)}
        short = {head for head in both if len(head) < self.width and not head.endswith(_OPEN)}
        return frozenset(both - short), frozenset(short)


class _Parser:
    """Reads one pattern from left to right."""

    def __init__(self, text: str, finder: HeadFinder) -> None:
        self.text, self.finder, self.place = text, finder, 0

    def parse(self) -> Heads:
        heads = self._alternatives()
        if self.place < len(self.text):
            raise PatternError(f"is no regular expression: unbalanced ) at {self.place}")
        return heads

    def _next(self) -> str:
        return self.text[self.place : self.place + 1]

    def _take(self, choices: Iterable[str]) -> str:
        """The first of ``choices`` that stands here, which is read; else nothing."""
        found = next((choice for choice in choices if self.text.startswith(choice, self.place)), "")
        self.place += len(found)
        return found

    def _alternatives(self) -> Heads:
        heads = self._sequence()
        while self._take("|"):
            heads |= self._sequence()
        return heads

    def _sequence(self) -> Heads:
        whole, short = frozenset[str](), _NOTHING
        while self._next() not in ("", "|", ")"):
            piece = self._repeated(self._atom())
            longer, short = self.finder.joined(short, piece)
            whole |= longer
        return whole | short

    def _repeated(self, heads: Heads) -> Heads:
        if self._take("?"):
            return heads | _NOTHING
        if self._next() in ("*", "+"):
            raise PatternError("unbounded repetition makes reading a text superlinear")
        found = _TIMES.match(self.text, self.place)
        if found is None:
            return heads
        self.place = found.end()
        if found[2] and not found[3]:
            raise PatternError("unbounded repetition makes reading a text superlinear")
        return self._times(heads, int(found[1]), int(found[3] or found[1]))

    def _times(self, heads: Heads, least: int, most: int) -> Heads:
        found, short = frozenset[str](), _NOTHING
        for count in range(min(most, least + self.finder.width) + 1):
            found |= short if count >= least else frozenset()
            whole, short = self.finder.joined(short, heads)
            found |= whole if count < most else frozenset()
        return found

    def _atom(self) -> Heads:
        character = self._next()
        if character == "{":
            return self._reference()
        if character == "\\":
            return self._escape()
        self.place += 1
        match character:
            case "(":
                return self._group()
            case "[":
                return self._set()
            case ".":
                return frozenset({_OPEN})
            case "^" | "$":
                return _NOTHING
            case "*" | "+" | "?":
                raise PatternError(f"is no regular expression: nothing to repeat at {self.place - 1}")
        return frozenset(character)

    def _reference(self) -> Heads:
        found = _REFERENCE.match(self.text, self.place)
        if found is None:
            raise PatternError(f"is no regular expression: a brace at {self.place}")
        self.place = found.end()
        return self.finder.of_class(found[1])

    def _escape(self) -> Heads:
        found = _ESCAPE.match(self.text, self.place)
        if found is None:
            raise PatternError(f"is no regular expression: an escape at {self.place} that is not known")
        self.place = found.end()
        point = found[1] or found[2]
        return frozenset(chr(int(point, 16))) if point else _ESCAPED.get(found[3], frozenset(found[3]))

    def _group(self) -> Heads:
        around = self._take(_LOOKAROUNDS)
        if not around and not self._take(_GROUPS) and self._next() == "?":
            raise PatternError(f"is no regular expression: a group at {self.place} that is not known")
        heads = self._alternatives()
        if not self._take(")"):
            raise PatternError("is no regular expression: missing )")
        return _NOTHING if around else heads

    def _set(self) -> Heads:
        negated, members = bool(self._take("^")), set[str]()
        while True:
            member = self._member()
            if self.text.startswith("-", self.place) and self.text[self.place + 1 : self.place + 2] != "]":
                self.place += 1
                members |= _range(member, self._member())
            else:
                members |= member
            if self._take("]"):
                return frozenset({_OPEN}) if negated or _OPEN in members else frozenset(members)

    def _member(self) -> Heads:
        if self._next() == "\\":
            return self._escape()
        if not self._next():
            raise PatternError("is no regular expression: missing ]")
        self.place += 1
        return frozenset(self.text[self.place - 1])


def _range(low: Heads, high: Heads) -> Heads:
    first, last = ord(min(low)), ord(min(high))
    if first > last:
        raise PatternError("is no regular expression: a range out of order")
    return frozenset(_OPEN if last - first >= _WIDEST_CLASS else map(chr, range(first, last + 1)))
