"""Anchoring: each recognised expression is placed against the text before it and the publication date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ...domain.document import PublicationDate
from ...domain.text import Sentence, Span, Zone
from ...domain.time import (
    OPEN_END,
    OPEN_START,
    Anchor,
    EventTime,
    Extent,
    Granularity,
    Timex,
    TimexType,
    Unresolved,
    edtf_interval,
)
from . import calendar as cal
from .calendar import Period
from .placing import FUTURE, PAST, Frame, NotPlaced, is_relative, place
from .recognize import Candidate, Fields
from .rules import Grammar
from .values import duration_value, edtf_of, timex_value


def resolve(
    text: str,
    candidates: Sequence[Candidate],
    sentences: Sequence[Sentence],
    published: PublicationDate,
    grammar: Grammar,
) -> tuple[Timex, ...]:
    """Places every candidate in the order of the text; each sees only what stands before it."""
    story = _Story(published.date, tuple(sentences))
    found = []
    for candidate in candidates:
        timex = _resolve_one(text, candidate, story, grammar)
        if timex is not None:
            found.append(timex)
            story.tell(candidate, timex)
    return tuple(found)


@dataclass(slots=True)
class _Story:
    """What the text has said so far about when things happened."""

    published: date | None
    sentences: Sequence[Sentence]
    starts: Sequence[int] = ()
    days: list[tuple[Sentence | None, Timex]] = field(default_factory=list)
    units: list[tuple[Sentence | None, Timex]] = field(default_factory=list)
    dateline: Timex | None = None

    def __post_init__(self) -> None:
        self.starts = [sentence.span.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        index = bisect_right(self.starts, offset) - 1
        return self.sentences[index] if index >= 0 else None

    def tell(self, candidate: Candidate, timex: Timex) -> None:
        """Remembers a placed expression; one inside a quotation anchors only its own sentence."""
        time = timex.time
        if time is None or time.first is None or timex.type in (TimexType.DURATION, TimexType.SET):
            return
        if time.approximate or candidate.effect in ("since", "before", "until"):
            return
        sentence = self.sentence_at(timex.span.start)
        self.units.append((sentence, timex))
        if time.granularity in (Granularity.DAY, Granularity.TIME) and time.first == time.last:
            self.days.append((sentence, timex))
            if sentence is not None and sentence.zone is Zone.DATELINE and self.dateline is None:
                self.dateline = timex

    def day_before(self, offset: int) -> Timex | None:
        """The day that 当天, 次日 or a clock time alone goes on from."""
        here = self.sentence_at(offset)
        for sentence, timex in reversed(self.days):
            if sentence is here:
                return timex
            if sentence is None or here is None or sentence.zone is Zone.QUOTATION:
                continue
            if here.paragraph - sentence.paragraph <= 2:
                return timex
            break
        return self.dateline

    def unit_in_sentence(self, offset: int) -> Timex | None:
        here = self.sentence_at(offset)
        if self.units and self.units[-1][0] is here:
            return self.units[-1][1]
        return None


def _resolve_one(text: str, item: Candidate, story: _Story, grammar: Grammar) -> Timex | None:
    mode = item.rule.mode
    if mode == "duration":
        return _timex(item, TimexType.DURATION, duration_value(item.fields), None)
    if mode == "set":
        return _timex(item, TimexType.SET, duration_value(item.fields), None)
    tense = tense_of(text, item.span, grammar)
    if mode in ("window", "vague"):
        return _stretch(item, story)
    return _calendar(item, story, tense)


def _timex(item: Candidate, kind: TimexType | None, value: str, time: EventTime | None) -> Timex:
    rule = f"{item.rule.id}+{item.modifier}" if item.modifier else item.rule.id
    return Timex(item.span, kind or TimexType.DATE, value, time, rule, item.fields.get("mod", ""))


def tense_of(text: str, span: Span, grammar: Grammar) -> str:
    """FUTURE or PAST where the words of the same clause say so, else an empty string."""
    before = text[max(0, span.start - 40) : span.start]
    ends = list(grammar.clause_end.finditer(before))
    before = before[ends[-1].end() :] if ends else before
    after = text[span.end : span.end + 40]
    stop = grammar.clause_end.search(after)
    after = after[: stop.start()] if stop else after
    clause = f"{before}\n{after}"
    if grammar.future.search(clause):
        return FUTURE
    return PAST if grammar.past.search(clause) else ""


def _stretch(item: Candidate, story: _Story) -> Timex:
    """过去一周, 近三年, 近日: a stretch that ends or begins with the publication date."""
    kind = TimexType.DURATION if item.rule.mode == "window" else item.rule.type
    value = duration_value(item.fields) if item.rule.mode == "window" else _vague_value(item.fields)
    if story.published is None:
        return _timex(item, kind, value, _nowhere(Unresolved.NO_PUBLICATION_DATE, Granularity.DAY))
    base = story.published
    try:
        first, last = _window(item, base)
    except OverflowError:
        return _timex(item, kind, value, _nowhere(Unresolved.IMPOSSIBLE_DATE, Granularity.DAY))
    vague = item.rule.mode == "vague" or "PX" in value
    time = EventTime(
        first,
        last,
        Granularity.DAY,
        Extent.WITHIN if item.rule.mode == "vague" else Extent.THROUGHOUT,
        edtf_of(first, last, approximate=vague),
        Anchor.DOCUMENT,
        None,
        base,
    )
    return _timex(item, kind, value, time)


def _vague_value(fields: Fields) -> str:
    return "FUTURE_REF" if not fields["first"].startswith("-") else "PAST_REF"


def _window(item: Candidate, base: date) -> tuple[date, date]:
    if item.rule.mode == "vague":
        return base + timedelta(days=int(item.fields["first"])), base + timedelta(days=int(item.fields["last"]))
    amount, unit = int(item.fields.get("amount", "3")), item.fields["unit"]
    if item.fields["toward"] == "future":
        return base, cal.shift(base, amount, unit)
    return cal.shift(base, -amount, unit), base


def _nowhere(reason: Unresolved, granularity: Granularity, edtf: str = "") -> EventTime:
    return EventTime(None, None, granularity, edtf=edtf, unresolved=reason)


def _calendar(item: Candidate, story: _Story, tense: str) -> Timex | None:
    frame, source = _frame(item, story, tense)
    try:
        placed = place(item.fields, frame)
        period, imputed = placed.period, placed.imputed
        if item.end:
            period = _range(period, item.end, frame)
    except NotPlaced as error:
        granularity = _granularity(item.fields)
        return _timex(item, item.rule.type, error.value, _nowhere(error.reason, granularity, error.edtf))
    from_context = source is not None and (placed.from_known or item.rule.anchor == "context")
    anchor = _anchor(item.fields, imputed, from_context)
    time = EventTime(
        period.first,
        period.last,
        _finest(item, period),
        Extent.THROUGHOUT if item.end else Extent.WITHIN,
        edtf_of(period.first, period.last, approximate="mod" in item.fields),
        anchor,
        source.span if source is not None and anchor is Anchor.CONTEXT else None,
        frame.base if anchor is not Anchor.ABSOLUTE else None,
        imputed,
    )
    kind = TimexType.TIME if "clock" in item.fields or "daypart" in item.fields else item.rule.type
    return _timex(item, kind, timex_value(item.fields, period), _affected(time, item.effect, story.published))


def _finest(item: Candidate, period: Period) -> Granularity:
    timed = period.first == period.last and ("clock" in item.fields or "daypart" in item.fields)
    return Granularity.TIME if timed else period.granularity


def _granularity(fields: Fields) -> Granularity:
    for slots, granularity in (
        (("clock", "daypart"), Granularity.TIME),
        (("day", "weekday", "lunar_day", "festival"), Granularity.DAY),
        (("week",), Granularity.WEEK),
        (("month",), Granularity.MONTH),
        (("quarter", "half"), Granularity.QUARTER),
        (("season",), Granularity.SEASON),
    ):
        if any(slot in fields for slot in slots):
            return granularity
    return Granularity.YEAR


def _anchor(fields: Fields, imputed: tuple[str, ...], from_context: bool) -> Anchor:
    if from_context:
        return Anchor.CONTEXT
    relative = any(is_relative(value) for value in fields.values())
    return Anchor.DOCUMENT if relative or imputed else Anchor.ABSOLUTE


def _frame(item: Candidate, story: _Story, tense: str) -> tuple[Frame, Timex | None]:
    """The day to count from and the unit to fill in from, with the expression they come from."""
    start = item.span.start
    if item.rule.anchor == "context":
        day = story.day_before(start)
        base = day.time.first if day is not None and day.time is not None else story.published
        return Frame(base, tense), day
    unit = story.unit_in_sentence(start)
    known = _known(item.fields, unit)
    return Frame(story.published, tense, known), unit if known is not None else None


def _known(fields: Fields, unit: Timex | None) -> Period | None:
    if unit is None or unit.time is None or unit.time.first is None or unit.time.last is None:
        return None
    if "year" in fields or any(is_relative(value) for value in fields.values()):
        return None
    period = Period(unit.time.first, unit.time.last, unit.time.granularity)
    if "day" in fields and "month" not in fields:
        same_month = (period.first.year, period.first.month) == (period.last.year, period.last.month)
        return period if same_month else None
    if period.first.year == period.last.year and "weekday" not in fields:
        return period
    return None


def _range(start: Period, end: Fields, frame: Frame) -> Period:
    """The range from ``start`` to the second end, whose missing coarse parts are the first's."""
    inner = replace(frame, known=start)
    if not is_relative(next(iter(end.values()), None)) and set(end) <= {"clock", "daypart", "part"}:
        return start
    last = place(end, inner).period
    if last.last < start.first:
        last = place({**end, "year": str(start.first.year + 1)}, inner).period
    if last.last < start.first:
        raise NotPlaced(Unresolved.IMPOSSIBLE_DATE)
    return Period(start.first, last.last, last.granularity)


def _affected(time: EventTime, effect: str, published: date | None) -> EventTime:
    """``time`` with one end opened, or blurred, as the words around it say."""
    assert time.first is not None and time.last is not None
    if effect == "approximate":
        return replace(time, edtf=edtf_of(time.first, time.last, approximate=True))
    first, last = time.first, time.last
    if effect == "since":
        last = max(published or OPEN_END, time.last)
    elif effect == "from":
        last = OPEN_END
    elif effect in ("until", "before"):
        first = OPEN_START
    elif effect == "after":
        last = OPEN_END
    else:
        return time
    return replace(time, first=first, last=last, extent=Extent.THROUGHOUT, edtf=edtf_of(first, last))


