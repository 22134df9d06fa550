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
from .grammar import Grammar, Modifier, Rule

Fields = Mapping[str, str]
"""Slot -> value: "2023" says the calendar's own number, "+1" and "-1" count from the anchor."""

RANK = {
    "era": 0, "century": 0, "plan": 1, "decade": 1, "year": 2, "fiscal": 2,
    "half": 3, "quarter": 3, "season": 3, "lunar_month": 4, "month": 4, "week": 4,
    "part": 5, "pick": 5, "day": 6, "lunar_day": 6, "festival": 6, "weekday": 7,
    "daypart": 8, "clock": 9, "minute": 9,
}  # fmt: skip
_DAY, _CLOCK = 6, 8
_LONGEST_GAP = 20
_TEMPLATE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expression as it was recognised, before it has a place on the calendar.

    ``end`` holds the slots of a second end; ``link`` says whether the two are a range ("range") or
    a choice ("either"). ``anchor`` is the rule's, or that of the coarsest piece. ``effect`` and
    ``modifier`` are of the words around it.
    """

    span: Span
    rule: Rule
    fields: Fields
    end: Fields
    anchor: str
    attached: bool
    link: str = ""
    effect: str = ""
    modifier: str = ""


def is_relative(value: str | None) -> bool:
    """Whether a slot counts from the anchor."""
    return value is not None and value[:1] in ("+", "-")


def recognize(text: str, grammar: Grammar) -> tuple[Candidate, ...]:
    """Every candidate of ``text`` in order; none overlap."""
    whole = _joined(text, list(_pieces(text, grammar)), grammar)
    linked = _linked(text, whole, grammar)
    return tuple(_modified(text, [item for item in linked if not item.attached], grammar.modifiers))


def _pieces(text: str, grammar: Grammar) -> Iterator[Candidate]:
    position = 0
    search, screen = grammar.starts.search, grammar.screen
    while (start := search(text, position)) is not None:
        position = start.start()
        gate = screen.get(start[0])
        passed = gate is None or gate.pattern.match(text, position)
        best = _longest(text, position, _rules_at(text, position, grammar)) if passed else None
        if best is None:
            position += 1
            continue
        position = best.span.end
        yield best


def _rules_at(text: str, position: int, grammar: Grammar) -> Sequence[Rule]:
    """The rules that can begin here, by the longest head that is known."""
    if grammar.head_width == 1:
        return grammar.by_head[text[position]]
    head, by_head = text[position : position + grammar.head_width].lower(), grammar.by_head
    return by_head.get(head) or by_head.get(head[:-1]) or by_head.get(head[:-2]) or ()


def _longest(text: str, position: int, rules: Sequence[Rule]) -> Candidate | None:
    best, chosen, furthest = None, None, position
    for rule in rules:
        found = rule.pattern.match(text, position)
        if found is not None and found.end() > furthest:
            best, chosen, furthest = found, rule, found.end()
    if best is None or chosen is None:
        return None
    read = {
        name.partition("__")[0]: chosen.classes[name].read(word.strip())
        for name, word in best.groupdict().items()
        if word is not None
    }
    return Candidate(
        Span(position, position + len(best[0].rstrip())),
        chosen,
        _filled(chosen.value, read),
        _filled(chosen.end, read),
        chosen.anchor,
        chosen.attached,
        "range" if chosen.end else "",
    )


def _filled(templates: Fields, read: Mapping[str, str]) -> Fields:
    """The templates with what their classes read; one that names a class without a match is left out."""
    fields = {}
    for slot, template in templates.items():
        if all(name in read for name in _TEMPLATE.findall(template)):
            value = _TEMPLATE.sub(lambda found: read[found[1]], template)
            fields[slot] = value.replace("-+", "-").replace("--", "+")
    return fields


def _joined(text: str, pieces: Sequence[Candidate], grammar: Grammar) -> list[Candidate]:
    """Pieces side by side become one expression where one is wholly coarser than the other."""
    joined: list[Candidate] = []
    for piece in pieces:
        current = piece
        while joined and (merged := _merge(text, joined[-1], current, grammar)) is not None:
            joined.pop()
            current = merged
        joined.append(current)
    return [piece for piece in joined if piece.rule.mode != "guard"]


def _merge(text: str, left: Candidate, right: Candidate, grammar: Grammar) -> Candidate | None:
    if right.span.start - left.span.end > _LONGEST_GAP or left.end or right.end:
        return None
    if left.rule.mode != "calendar" or right.rule.mode != "calendar":
        return None
    gap = text[left.span.end : right.span.start]
    if "(" in gap and text.startswith(")", right.span.end):
        right = replace(right, span=Span(right.span.start, right.span.end + 1))
    if left.fields.keys() & {"shift", "reach"} and grammar.join.fullmatch(gap) and not right.attached:
        span = Span(left.span.start, right.span.end)
        return replace(right, span=span, fields={**right.fields, **left.fields})
    if grammar.join.fullmatch(gap) and _finer(right, left) and not _counts(right):
        return _union(left, right, left)
    reverse = grammar.reverse_join
    if reverse is not None and reverse.fullmatch(gap) and _finer(left, right) and not _counts(left):
        return _union(left, right, right)
    if grammar.apposition is not None and grammar.apposition.fullmatch(gap):
        if _same_day(left, right):
            return _apposed(left, right)
        if _same_year(left, right):
            return replace(
                right if "era" in left.fields else left, span=Span(left.span.start, right.span.end)
            )
    return None


def _counts(item: Candidate) -> bool:
    return any(is_relative(value) for slot, value in item.fields.items() if slot != "reach")


def _ranks(item: Candidate) -> list[int]:
    return [RANK[slot] for slot in item.fields if slot in RANK] or [-1]


def _finer(fine: Candidate, coarse: Candidate) -> bool:
    """Whether ``fine`` lies inside ``coarse``; a time of day lies inside a day and nothing longer."""
    outer, inner = max(_ranks(coarse)), min(_ranks(fine))
    return 0 <= outer < inner and (inner < _CLOCK or outer >= _DAY)


def _same_day(left: Candidate, right: Candidate) -> bool:
    """Whether both are days, told in two ways: Monday, Tuesday are two days."""
    days = max(_ranks(left)) >= _DAY and _DAY <= max(_ranks(right)) < _CLOCK
    return days and _way_of_telling(left) != _way_of_telling(right)


def _same_year(left: Candidate, right: Candidate) -> bool:
    """Whether one year is told by an era and by the calendar: 光绪二十年（1894年）."""
    years = max(_ranks(left)) == max(_ranks(right)) == RANK["year"]
    return years and ("era" in left.fields) != ("era" in right.fields)


def _way_of_telling(item: Candidate) -> str:
    if "day" in item.fields:
        return "counted" if is_relative(item.fields["day"]) else "numbered"
    return "weekday" if "weekday" in item.fields else "named"


def _union(left: Candidate, right: Candidate, coarse: Candidate) -> Candidate:
    """One expression of both, under the rule of the finest piece that is more than a time of day."""
    fine = right if coarse is left else left
    named = coarse if min(_ranks(fine)) >= _CLOCK or (fine.attached and not coarse.attached) else fine
    span = Span(left.span.start, right.span.end)
    attached = left.attached and right.attached
    return Candidate(span, named.rule, {**left.fields, **right.fields}, {}, coarse.anchor, attached)


def _apposed(left: Candidate, right: Candidate) -> Candidate:
    """昨日（7月2日）, 今早（8日）, 7月3日（周一）: one day named twice; a numbered day says more."""
    span = Span(left.span.start, right.span.end)
    if "day" not in right.fields or is_relative(right.fields["day"]):
        return replace(left, span=span, attached=False)
    times = {slot: value for slot, value in left.fields.items() if RANK.get(slot, 0) >= _CLOCK}
    counted = left.fields.get("day", "")
    near = {"near": counted} if is_relative(counted) and "month" not in right.fields else {}
    return replace(right, span=span, fields={**right.fields, **times, **near}, attached=False)


def _linked(text: str, items: Sequence[Candidate], grammar: Grammar) -> list[Candidate]:
    """Two expressions around a connector are a range or a choice; one lends the other its parts."""
    found: list[Candidate] = []
    for item in items:
        link = _link(text, found[-1], item, grammar) if found else ""
        if link:
            start = found.pop()
            rule = item.rule if start.attached else start.rule
            end = _closing(text, item.span.end, grammar) if link == "range" else item.span.end
            span = Span(_opening(text, start.span.start, grammar), end)
            found.append(replace(start, span=span, rule=rule, end=item.fields, attached=False, link=link))
        else:
            found.append(item)
    return found


def _opening(text: str, start: int, grammar: Grammar) -> int:
    """Where a range begins when a word opens it (between ... and)."""
    if grammar.range_opening is None:
        return start
    found = grammar.range_opening.search(text, max(0, start - _LONGEST_GAP), start)
    return found.start() if found and found.end() == start else start


def _closing(text: str, end: int, grammar: Grammar) -> int:
    """Where a range ends when a word closes it (5月和7月之间)."""
    found = grammar.pair_closing.match(text, end) if grammar.pair_closing is not None else None
    return found.end() if found else end


def _link(text: str, left: Candidate, right: Candidate, grammar: Grammar) -> str:
    if right.span.start - left.span.end > _LONGEST_GAP or left.end or right.end or right.attached:
        return ""
    if left.rule.mode != "calendar" or right.rule.mode != "calendar":
        return ""
    gap = text[left.span.end : right.span.start]
    if grammar.range.fullmatch(gap) and _depth(left) <= _depth(right) and _may_end(left, right):
        return "range"
    if _is_pair(text, left, right, gap, grammar):
        return "range"
    return "either" if grammar.either is not None and grammar.either.fullmatch(gap) else ""


def _may_end(left: Candidate, right: Candidate) -> bool:
    """A weekday alone ends what days begin, not a year or month: up 9% this year through Thursday."""
    return right.fields.keys() != {"weekday"} or _depth(left) >= RANK["week"]


def _depth(item: Candidate) -> int:
    """How fine an expression is; a weekday is a day."""
    deepest = max(_ranks(item))
    return _DAY if deepest == RANK["weekday"] else deepest


def _is_pair(text: str, left: Candidate, right: Candidate, gap: str, grammar: Grammar) -> bool:
    """``between May and July``, 5月和7月之间: a word before or behind makes the pair a range."""
    if grammar.pair_middle is None or not grammar.pair_middle.fullmatch(gap):
        return False
    opening, closing = grammar.pair_opening, grammar.pair_closing
    before = text[max(0, left.span.start - _LONGEST_GAP) : left.span.start]
    opened = opening is not None and opening.search(before) is not None
    return opened or (closing is not None and closing.match(text, right.span.end) is not None)


def _modified(text: str, items: Sequence[Candidate], modifiers: Sequence[Modifier]) -> list[Candidate]:
    """Each item with the words of the first modifier that fits, which reach into no other item."""
    ends = [0, *(item.span.end for item in items)]
    starts = [*(item.span.start for item in items[1:]), len(text)]
    found: list[Candidate] = []
    for item, low, high in zip(items, ends, starts, strict=False):
        taken = max(low, found[-1].span.end) if found else low
        found.append(_modify(text, item, modifiers, taken, high))
    return found


def _modify(text: str, item: Candidate, modifiers: Sequence[Modifier], low: int, high: int) -> Candidate:
    start, end = item.span.start, item.span.end
    before = text[max(low, start - _LONGEST_GAP) : start]
    for modifier in modifiers:
        opening = modifier.before.search(before) if modifier.before else None
        closing = modifier.after.match(text, end, high) if modifier.after else None
        fits = (opening or not modifier.before) and (closing or not modifier.after)
        if not fits:
            continue
        span = Span(start - len(opening[0]) if opening else start, closing.end() if closing else end)
        return replace(item, span=span, effect=modifier.effect, modifier=modifier.id)
    return item
