"""Recognition: one pass over a text that finds expressions and what they say, under-specified.

At each place where a rule can begin the longest match wins (the earlier rule among equals). Pieces
that stand side by side and run from the coarse to the fine (去年 | 7月 | 3日 | 下午) become one
expression, two of them around a dash or 至 a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...domain.text import Span
from .rules import Grammar, Modifier, Rule, TextClass

Fields = Mapping[str, str]
"""Slot -> value: "2023" says the calendar's own number, "+1" and "-1" count from the anchor."""

_RANK = {
    "era": 0, "century": 0, "decade": 1, "year": 2, "fiscal": 2,
    "half": 3, "quarter": 3, "season": 3, "month": 4, "week": 4,
    "part": 5, "day": 6, "weekday": 6, "daypart": 7, "clock": 8,
}  # fmt: skip
_TEMPLATE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expression as it was recognised, before it has a place on the calendar.

    ``end`` holds the slots of a range's second end and is empty for anything else.
    """

    span: Span
    rule: Rule
    fields: Fields
    end: Fields
    effect: str = ""
    modifier: str = ""


def recognize(text: str, grammar: Grammar) -> tuple[Candidate, ...]:
    """Every candidate of ``text`` in order; none overlap."""
    pieces = list(_pieces(text, grammar))
    whole = _joined(text, pieces, grammar)
    ranges = _ranged(text, whole, grammar)
    return tuple(_modified(text, item, grammar.modifiers) for item in ranges if not item.rule.attached)


def _pieces(text: str, grammar: Grammar) -> Iterator[Candidate]:
    position = 0
    search = grammar.starts.search
    while (start := search(text, position)) is not None:
        position = start.start()
        first = start[0]
        best = None
        if grammar.screen[first].match(text, position):
            best = _longest(text, position, grammar.by_initial[first])
        if best is None:
            position += 1
            continue
        position = best.span.end
        yield best


def _longest(text: str, position: int, rules: Sequence[Rule]) -> Candidate | None:
    best, best_rule = None, None
    for rule in rules:
        found = rule.pattern.match(text, position)
        if found is not None and found.end() > position and (best is None or found.end() > best.end()):
            best, best_rule = found, rule
    if best is None or best_rule is None:
        return None
    words = {name: text for name, text in best.groupdict().items() if text is not None}
    end = position + len(best[0].rstrip())
    return Candidate(
        Span(position, end),
        best_rule,
        _filled(best_rule.value, words, best_rule.classes),
        _filled(best_rule.end, words, best_rule.classes),
    )


def _filled(templates: Fields, words: Mapping[str, str], classes: Mapping[str, TextClass]) -> Fields:
    """The templates with their classes read; one that names a class without a match is left out."""
    fields = {}
    for slot, template in templates.items():
        names = _TEMPLATE.findall(template)
        if all(name in words for name in names):
            fields[slot] = _TEMPLATE.sub(lambda found: classes[found[1]].read(words[found[1]].strip()), template)
    return {slot: text.replace("-+", "-").replace("--", "+") for slot, text in fields.items()}


def _joined(text: str, pieces: Sequence[Candidate], grammar: Grammar) -> list[Candidate]:
    """Pieces side by side become one expression where one is wholly coarser than the other."""
    joined: list[Candidate] = []
    for piece in pieces:
        while joined and (merged := _merge(text, joined[-1], piece, grammar)) is not None:
            joined.pop()
            piece = merged
        joined.append(piece)
    return [piece for piece in joined if piece.rule.type is not None]


def _merge(text: str, left: Candidate, right: Candidate, grammar: Grammar) -> Candidate | None:
    gap = text[left.span.end : right.span.start]
    if len(gap) > 12 or "calendar" != left.rule.mode or right.rule.mode != "calendar":
        return None
    if left.end or right.end or any(value[:1] in ("+", "-") for value in right.fields.values()):
        return _merge_backwards(gap, left, right, grammar)
    if grammar.join.fullmatch(gap) and _coarser(left.fields, right.fields):
        return _union(left, right)
    return _merge_backwards(gap, left, right, grammar)


def _merge_backwards(gap: str, left: Candidate, right: Candidate, grammar: Grammar) -> Candidate | None:
    """``3 pm on Monday``: the finer piece may stand first where the language allows it."""
    if grammar.reverse_join is None or left.end or right.end:
        return None
    if not grammar.reverse_join.fullmatch(gap) or not _coarser(right.fields, left.fields):
        return None
    if any(value[:1] in ("+", "-") for value in left.fields.values()):
        return None
    return _union(left, right)


def _coarser(coarse: Fields, fine: Fields) -> bool:
    ranks = [_RANK.get(slot, 99) for slot in coarse], [_RANK.get(slot, -1) for slot in fine]
    return max(ranks[0], default=99) < min(ranks[1], default=-1)


def _union(left: Candidate, right: Candidate) -> Candidate:
    """One expression of both; it carries the rule of the piece that names the day, or the finer one."""
    named = right if right.rule.attached or not _clock_only(right) and not left.rule.attached else left
    named = left if right.rule.attached else right if left.rule.attached or not _clock_only(right) else left
    anchor = left if any(value[:1] in ("+", "-") for value in left.fields.values()) else named
    rule = replace(named.rule, anchor=anchor.rule.anchor) if anchor.rule.anchor != named.rule.anchor else named.rule
    return Candidate(Span(left.span.start, right.span.end), rule, {**left.fields, **right.fields}, {})


def _clock_only(item: Candidate) -> bool:
    return all(_RANK.get(slot, 0) >= 7 for slot in item.fields)


def _ranged(text: str, items: Sequence[Candidate], grammar: Grammar) -> list[Candidate]:
    """Two expressions around a connector become a range; the first may lend the second its parts."""
    found: list[Candidate] = []
    for item in items:
        if found and _connects(text, found[-1], item, grammar):
            start = found.pop()
            rule = item.rule if start.rule.attached else start.rule
            found.append(Candidate(Span(start.span.start, item.span.end), rule, start.fields, item.fields))
        else:
            found.append(item)
    return found


def _connects(text: str, left: Candidate, right: Candidate, grammar: Grammar) -> bool:
    gap = text[left.span.end : right.span.start]
    if len(gap) > 12 or left.end or right.end or left.rule.mode != right.rule.mode != "calendar":
        return False
    return grammar.range.fullmatch(gap) is not None and "calendar" == left.rule.mode


def _modified(text: str, item: Candidate, modifiers: Sequence[Modifier]) -> Candidate:
    before = text[max(0, item.span.start - 12) : item.span.start]
    for modifier in modifiers:
        opening = modifier.before.search(before) if modifier.before else None
        closing = modifier.after.match(text, item.span.end) if modifier.after else None
        if (modifier.before and not opening) or (modifier.after and not closing):
            continue
        start = item.span.start - len(opening[0]) if opening else item.span.start
        end = closing.end() if closing else item.span.end
        return replace(item, span=Span(start, end), effect=modifier.effect, modifier=modifier.id)
    return item
