"""Anchoring: each recognised expression is placed against the text before it and the publication date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from ...domain.document import PublicationDate
from ...domain.text import Sentence
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
)
from . import calendar as cal
from .calendar import Period
from .grammar import Grammar
from .placing import FUTURE, PAST, PLANNED, Frame, NotPlaced, Placement, place
from .recognize import Candidate, Fields, is_relative
from .story import Story
from .tense import tense_of
from .values import duration_value, edtf_of, one_of, timex_value

_TIMES = frozenset({"clock", "daypart"})
_SAID_BEHIND, _NEXT, _SEQUEL = 40, 8, 2
_SAME_PASSAGE = 2
_COUNTED_FROM = (("month", 31), ("quarter", 92), ("half", 184), ("year", 3653))
_SPEECH_ENDS = frozenset('“”"。\n')
_EFFECT_MODS = {
    "since": "ON_OR_AFTER", "from": "ON_OR_AFTER", "after": "AFTER", "before": "BEFORE",
    "until": "ON_OR_BEFORE", "deadline": "ON_OR_BEFORE", "approximate": "APPROX",
}  # fmt: skip
_PART_MODS = {"early": "START", "mid": "MID", "late": "END"}
_GRANULARITIES = (
    (_TIMES, Granularity.TIME),
    ({"day", "weekday", "lunar_day", "festival"}, Granularity.DAY),
    ({"week"}, Granularity.WEEK),
    ({"month", "lunar_month"}, Granularity.MONTH),
    ({"quarter", "half"}, Granularity.QUARTER),
    ({"season"}, Granularity.SEASON),
    ({"decade", "century", "plan"}, Granularity.DECADE),
)


def resolve(
    text: str,
    candidates: Sequence[Candidate],
    sentences: Sequence[Sentence],
    published: PublicationDate,
    grammar: Grammar,
) -> tuple[Timex, ...]:
    """Places every candidate in the order of the text; each sees only what stands before it."""
    story = Story(text, sentences, published.date, grammar)
    found = []
    for index, candidate in enumerate(candidates):
        voice = _voice(candidate, candidates[index + 1 : index + _NEXT], story)
        timex = _resolve_one(candidate, story.of_voice(voice))
        if published.not_before is not None:
            timex = _bounded(candidate, timex, story, published.not_before)
        found.append(timex)
        story.tell(candidate, timex)
    return tuple(found)


def _voice(item: Candidate, later: Sequence[Candidate], story: Story) -> Timex | None:
    """The date of the words that ``item`` belongs to, before them or right behind: “……明天”,他7日说."""
    told = story.spoken(item.span)
    speech = story.speech_at(item.span.start)
    if speech is None or told is not None:
        return told.timex if told is not None else None
    after = next((other for other in later if other.span.start >= speech.end), None)
    if after is None or after.span.start - speech.end > _SAID_BEHIND or not story.is_saying(after.span):
        return None
    if _SPEECH_ENDS & set(story.text[speech.end : after.span.start]):
        return None
    said = _resolve_one(after, story)
    return said if said.time is not None and said.time.first == said.time.last else None


def _bounded(item: Candidate, timex: Timex, story: Story, not_before: date) -> Timex:
    """Without a publication date nothing is placed; but what counts from it is not before its own bound."""
    time = timex.time
    if time is None or time.unresolved is not Unresolved.NO_PUBLICATION_DATE:
        return timex
    least = _resolve_one(item, story.at(not_before)).time
    if least is None or least.first is None or least.first == OPEN_START:
        return timex
    return replace(timex, time=replace(time, edtf=edtf_of(least.first, OPEN_END)))


def _resolve_one(item: Candidate, story: Story) -> Timex:
    mode = item.rule.mode
    if mode in ("duration", "set"):
        return _timex(item, duration_value(item.fields), None)
    if mode == "reference":
        return _reference(item)
    if mode in ("window", "vague"):
        return _stretch(item, story)
    if mode == "ahead" and tense_of(story.text, item.span, story.grammar) != FUTURE:
        return replace(_timex(item, duration_value(item.fields), None), type=TimexType.DURATION)
    if mode == "same":
        return _same(item, story)
    if mode == "by-then":
        return _by_then(item, story)
    if mode == "sequel" and not _goes_on(item, story):
        return replace(_timex(item, duration_value(item.fields), None), type=TimexType.DURATION)
    return _calendar(item, story)


def _timex(item: Candidate, value: str, time: EventTime | None) -> Timex:
    rule = f"{item.rule.id}+{item.modifier}" if item.modifier else item.rule.id
    kind = item.rule.type or TimexType.DATE
    if item.rule.mode == "calendar" and kind in (TimexType.DATE, TimexType.TIME):
        kind = TimexType.TIME if _TIMES & (item.fields.keys() | item.end.keys()) else TimexType.DATE
    return Timex(item.span, kind, value, time, rule, _mod(item))


def _mod(item: Candidate) -> str:
    """TIMEX3's mod: the rule's own, else that of the words around, else that of a part."""
    own = item.fields.get("mod") or _EFFECT_MODS.get(item.effect)
    return own or _PART_MODS.get(item.fields.get("part", ""), "")


def _unresolved(item: Candidate, reason: Unresolved, edtf: str = "") -> Timex:
    units = (unit for slots, unit in _GRANULARITIES if slots & item.fields.keys())
    granularity = next(units, Granularity.DAY if item.rule.mode == "vague" else Granularity.YEAR)
    if item.rule.mode == "window":
        granularity = cal.GRANULARITIES[item.fields["unit"]]
    value = duration_value(item.fields) if item.rule.mode == "window" else edtf
    return _timex(item, value, EventTime(None, None, granularity, edtf=edtf, unresolved=reason))


def _reference(item: Candidate) -> Timex:
    """目前, 届时: what is spoken of as present, past or to come, without a place on the calendar."""
    time = EventTime(None, None, Granularity.DAY, unresolved=Unresolved.NOT_ANCHORED)
    return _timex(item, item.fields["reference"], time)


def _stretch(item: Candidate, story: Story) -> Timex:
    """过去一周, 近三年, 近日: a stretch that ends or begins with the day of the text."""
    (base, source), toward = _stretch_base(item, story), item.fields.get("toward")
    if toward == "tense" and tense_of(story.text, item.span, story.grammar) != FUTURE:
        return _timex(item, duration_value(item.fields), None)
    if base is None:
        return _unresolved(item, Unresolved.NO_PUBLICATION_DATE)
    vague = item.rule.mode == "vague"
    try:
        first, last = _vague_days(item.fields, base) if vague else _window(item.fields, base.first)
    except (OverflowError, ValueError):
        return _unresolved(item, Unresolved.IMPOSSIBLE_DATE)
    reference = "FUTURE_REF" if last > base.last else "PAST_REF"
    return _timex(
        item,
        reference if vague else duration_value(item.fields),
        EventTime(
            first,
            last,
            Granularity.DAY if vague else cal.GRANULARITIES[item.fields["unit"]],
            Extent.WITHIN if vague else Extent.THROUGHOUT,
            edtf_of(first, last, approximate=vague or item.fields.get("mod") == "APPROX"),
            Anchor.DOCUMENT if source is None else Anchor.CONTEXT,
            None if source is None else source.span,
            base.first,
        ),
    )


def _stretch_base(item: Candidate, story: Story) -> tuple[Period | None, Timex | None]:
    """What 近日 and 随后 count from; 2022年3月离职,随后: the month of the sentence, not a day before it."""
    if item.anchor == "context":
        told = story.last_unit(item.span.start)
        if told is not None and told.days > 1 and told.sentence is story.sentence_at(item.span.start):
            return _end_of(told.timex, told.period), told.timex
        source = story.anchor_before(item.span.start, longest=1)
        if source is not None and source.time is not None and source.time.first is not None:
            return cal.day_period(source.time.first), source
    return None if story.base is None else cal.day_period(story.base), story.voice


def _end_of(timex: Timex, period: Period) -> Period:
    """When what took a period was over: on its last day, or on some day of it that is not known."""
    throughout = timex.time is not None and timex.time.extent is Extent.THROUGHOUT
    return cal.day_period(period.last) if throughout else period


def _vague_days(fields: Fields, base: Period) -> tuple[date, date]:
    return base.first + timedelta(days=int(fields["first"])), base.last + timedelta(days=int(fields["last"]))


def _window(fields: Fields, base: date) -> tuple[date, date]:
    amount, unit = int(fields["amount"]), fields["unit"]
    match fields["toward"]:
        case "past-whole":
            start = cal.unit_of(base, unit).first
            return cal.shift(start, -amount, unit), start - timedelta(days=1)
        case "future-whole":
            after = cal.unit_of(base, unit).last + timedelta(days=1)
            return after, cal.shift(after, amount, unit) - timedelta(days=1)
        case "past":
            return cal.shift(base, -amount, unit), base
    return base, cal.shift(base, amount, unit)


def _same(item: Candidate, story: Story) -> Timex:
    """去年同期: the last named stretch of the passage, whole years earlier."""
    told = story.last_unit(item.span.start)
    if told is None:
        return _unresolved(item, Unresolved.NO_ANTECEDENT)
    years = int(item.fields["year"])
    try:
        first, last = (cal.shift(day, years, "Y") for day in (told.period.first, told.period.last))
    except (OverflowError, ValueError):
        return _unresolved(item, Unresolved.IMPOSSIBLE_DATE)
    period = Period(first, last, told.period.granularity)
    time = EventTime(
        first,
        last,
        period.granularity,
        told.timex.time.extent if told.timex.time else Extent.WITHIN,
        edtf_of(first, last),
        Anchor.CONTEXT,
        told.timex.span,
        told.period.first,
    )
    return _timex(item, timex_value({}, period), time)


def _goes_on(item: Candidate, story: Story) -> bool:
    """2021年……22年: a number of two digits next to the year that the passage named is a year."""
    told = story.last_unit(item.span.start, asides=True)
    return told is not None and 0 < (int(item.fields["year"]) - told.period.last.year) % 100 <= _SEQUEL


def _by_then(item: Candidate, story: Story) -> Timex:
    """届时: the time to come that the passage has named last, else only spoken of."""
    told = story.last_unit(item.span.start)
    if told is None or told.timex.time is None or story.base is None or told.period.last < story.base:
        return _reference(item)
    return _taken_over(item, told.timex, told.timex.time)


def _taken_over(item: Candidate, source: Timex, time: EventTime) -> Timex:
    """The same time as that of ``source``."""
    context = replace(
        time, anchor=Anchor.CONTEXT, anchor_span=source.span, anchor_date=time.first, imputed=()
    )
    return _timex(item, source.value, context)


def _calendar(item: Candidate, story: Story) -> Timex:
    tense = _tense(item, story)
    try:
        frame, source = _frame(item, story, tense)
        if source is not None and source.time is not None and _is_back_then(item, source.time):
            return _taken_over(item, source, source.time)
        placed, period = _placed(item, frame)
        second = _second_end(item, period, frame)
    except NotPlaced as error:
        return _unresolved(item, error.reason, error.edtf)
    except (OverflowError, ValueError):
        return _unresolved(item, Unresolved.IMPOSSIBLE_DATE)
    anchor = _anchor(item.fields, placed.imputed)
    from_context = source is not None and (placed.from_known or item.anchor != "document")
    if not from_context and story.voice is not None and anchor is Anchor.DOCUMENT:
        source, from_context = story.voice, True
    anchor = Anchor.CONTEXT if from_context else anchor
    whole = Period(period.first, second.last, second.granularity) if second else period
    time = EventTime(
        whole.first,
        whole.last,
        _granularity(item, whole),
        Extent.THROUGHOUT if item.link == "range" else Extent.WITHIN,
        _edtf(item, period, second),
        anchor,
        source.span if source is not None and from_context else None,
        None if anchor is Anchor.ABSOLUTE else frame.base,
        placed.imputed,
    )
    return _timex(item, timex_value(item.fields, whole), _affected(time, item.effect, story.base))


def _is_back_then(item: Candidate, time: EventTime) -> bool:
    """当年 after a decade is no year of it."""
    return time.granularity is Granularity.DECADE and dict(item.fields) == {"year": "+0"}


def _tense(item: Candidate, story: Story) -> str:
    """What began looks back; a deadline may lie ahead of those who asked for it."""
    tense = PAST if item.effect == "since" else tense_of(story.text, item.span, story.grammar)
    ahead = item.effect == "deadline" and "weekday" not in item.fields
    if not tense and story.is_announced(item.fields):
        return FUTURE
    return "" if ahead and tense == PAST else tense


def _frame(item: Candidate, story: Story, tense: str) -> tuple[Frame, Timex | None]:
    """The day to count from and the unit to fill in from, with the expression they come from."""
    if item.anchor != "document":
        reach = {} if item.anchor in ("context", "onward", "apart") else {"reach": _SAME_PASSAGE}
        onward = item.anchor == "onward" and tense not in (FUTURE, PLANNED)
        longest, apart = _longest(item.fields), onward or item.anchor == "apart"
        day = story.anchor_before(item.span.start, longest=longest, tense=tense, apart=apart, **reach)
        if day is not None and day.time is not None:
            return Frame(day.time.first, tense), day
        bound = item.anchor in ("onward", "apart")
        if item.anchor == "antecedent" or (bound and not _looks_ahead(item, story, tense)):
            raise NotPlaced(Unresolved.NO_ANTECEDENT)
        return Frame(story.base, tense), None
    if "fiscal" in item.fields:
        fiscal = story.grammar.fiscal.near(story.text, item.span)
        return Frame(story.base, tense, fiscal=fiscal), None
    told = story.known_for(item.fields, item.span, tense)
    if told is None:
        return Frame(story.base, tense), None
    return Frame(story.base, tense, told.period), told.timex


def _looks_ahead(item: Candidate, story: Story, tense: str) -> bool:
    """三天后 with no day before it: of a plan, or standing alone, it counts from today."""
    return tense in (FUTURE, PLANNED) or story.is_alone(item.span)


def _longest(fields: Fields) -> int:
    """How many days that may be which a relative expression counts from: nothing gets more precise."""
    return next((days for slot, days in _COUNTED_FROM if is_relative(fields.get(slot))), 1)


def _placed(item: Candidate, frame: Frame) -> tuple[Placement, Period]:
    """The first end; a part that it lacks and the second end names (2月至2023年5月) is taken from there."""
    missing = _lent(item.fields, item.end)
    placed = place({**item.fields, **missing}, frame)
    if missing and placed.period.first > place(item.end, frame).period.last:
        year = missing.get("year", "")
        earlier = {"year": str(int(year) - 1)} if year.isdigit() else {}
        placed = place({**item.fields, **earlier}, frame)
    return placed, placed.period


def _lent(start: Fields, end: Fields) -> Fields:
    """The coarse parts of the second end that the first is to be read with."""
    if start.keys() <= _TIMES:
        return {slot: value for slot, value in end.items() if slot not in _TIMES}
    if "year" not in start and start.keys() & {"month", "quarter", "half", "season"}:
        return {slot: end[slot] for slot in ("year",) if slot in end}
    if start.keys() == {"weekday"}:
        return {slot: end[slot] for slot in ("week",) if slot in end}
    if start.keys() == {"day"} and start["day"].isdigit() and end.get("day", "").isdigit():
        same_month = int(start["day"]) < int(end["day"])
        return {slot: end[slot] for slot in ("year", "month") if slot in end and same_month}
    return {}


def _second_end(item: Candidate, start: Period, frame: Frame) -> Period | None:
    """The second end, whose missing coarse parts are the first's."""
    if not item.end:
        return None
    if item.end.keys() <= _TIMES:
        return start
    inner = replace(frame, known=start)
    last = _weekday_after(item.end, start) or place(item.end, inner).period
    if last.last < start.first and "year" not in item.end:
        last = place({**item.end, "year": str(start.first.year + 1)}, inner).period
    if last.last < start.first:
        raise NotPlaced(Unresolved.IMPOSSIBLE_DATE)
    return last


def _weekday_after(end: Fields, start: Period) -> Period | None:
    if "weekday" not in end or end.keys() & {"day", "week"} or end["weekday"] == "WE":
        return None
    return cal.nth_weekday(Period(start.first, start.first, start.granularity), 1, int(end["weekday"]))


def _edtf(item: Candidate, first: Period, second: Period | None) -> str:
    if second is not None and item.link == "either":
        return one_of(edtf_of(first.first, first.last), edtf_of(second.first, second.last))
    last = second.last if second else first.last
    return edtf_of(first.first, last, approximate=item.fields.get("mod") == "APPROX")


def _granularity(item: Candidate, period: Period) -> Granularity:
    timed = period.first == period.last and bool(_TIMES & item.fields.keys())
    return Granularity.TIME if timed else period.granularity


def _anchor(fields: Fields, imputed: tuple[str, ...]) -> Anchor:
    relative = any(is_relative(value) for value in fields.values())
    return Anchor.DOCUMENT if relative or imputed else Anchor.ABSOLUTE


def _affected(time: EventTime, effect: str, base: date | None) -> EventTime:
    """``time`` with one end opened, or blurred, as the words around it say."""
    if time.first is None or time.last is None or effect in ("", "none", "as-of", "deadline"):
        return time
    first, last = time.first, time.last
    if effect == "approximate":
        blurred = time.granularity is not Granularity.TIME  # 3时左右 is still that day
        return replace(time, edtf=edtf_of(first, last, approximate=blurred))
    if effect in ("so-far", "to-come") and first == last:
        return time
    if effect == "so-far":
        last = min(last, max(base or last, first))
        return replace(time, last=last, edtf=edtf_of(first, last, approximate=True))
    if effect == "to-come":
        first = max(first, min(base or first, last))
        return replace(time, first=first, edtf=edtf_of(first, last, approximate=True))
    if effect == "since":
        last = OPEN_END if base is None else base if base >= first else last
    elif effect in ("from", "after"):
        last = OPEN_END
    else:
        return _until(time, last, base)
    return replace(time, first=first, last=last, extent=Extent.THROUGHOUT, edtf=edtf_of(first, last))


def _until(time: EventTime, last: date, base: date | None) -> EventTime:
    """A deadline: what is still to come lies between the day of the text and it."""
    first = base if base is not None and base <= last else OPEN_START
    return replace(time, first=first, last=last, edtf=edtf_of(first, last))
