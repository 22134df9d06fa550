"""The tense of English verbs, and whether a date can go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from ...domain.time import Anchor, EventTime, Granularity, Timex
from .english_syntax import Parse

FINE = frozenset({Granularity.TIME, Granularity.DAY, Granularity.WEEK})
"""Units short enough for events that hang together to share them."""
_WILL = frozenset({"will", "shall", "'ll", "’ll", "wo"})
BARE_WEEKDAY = "en.weekday"
"""The temporal rule for a weekday alone, which may be the last or the next one."""
_DAYS = frozenset({Granularity.TIME, Granularity.DAY})
_TEMPORAL = frozenset({"when", "once", "before", "after", "until", "as"})
"""Conjunctions behind which English tells the future in the present."""
_HAVE = frozenset({"have", "’ve", "'ve", "’d", "'d"})


def is_past(parse: Parse, index: int) -> bool:
    """Whether a verb tells of the past: by its own form or by its auxiliary."""
    forms = {parse.tokens[child].inflection for child in parse.dependents(index, "aux", "auxpass")}
    if "MD" in forms:
        return False
    if "VBD" in forms and parse.tokens[index].inflection == "VB":
        return True
    own = parse.tokens[index].inflection
    if own == "VBN" and parse.relation(index) in ("acl", "advcl", "ccomp", "ROOT") and not forms:
        return True
    if own == "VBD" or "VBD" in forms:
        return True
    if own == "VBN" and parse.relation(index) == "conj" and not forms and parse.head(index) >= 0:
        return is_past(parse, parse.head(index))
    perfect = any(parse.lemma(child) in _HAVE for child in parse.dependents(index, "aux"))
    return own == "VBN" and bool(forms & {"VBZ", "VBP"}) and perfect


def is_open(parse: Parse, index: int) -> bool:
    """Whether a verb is an infinitive, without do (did not go), or stands behind will or would."""
    if parse.tokens[index].inflection == "VB":
        return all(parse.lemma(aux) != "do" for aux in parse.dependents(index, "aux"))
    return any(parse.tokens[aux].inflection == "MD" for aux in parse.dependents(index, "aux"))


def is_simple_present(parse: Parse, index: int) -> bool:
    """Whether a verb is in the simple present, which tells habits, states and timetables."""
    bare = parse.child(index, "aux", "auxpass") is None
    return parse.tokens[index].inflection in ("VBZ", "VBP") and bare


def is_ahead(time: EventTime | None, published: date | None) -> bool:
    """Whether a time lies wholly after the publication."""
    return time is not None and time.first is not None and published is not None and time.first > published


def is_to_come(time: EventTime | None, published: date | None) -> bool:
    """Whether a stretch of time begins with the publication: later this summer, the coming weeks."""
    if time is None or time.first is None or time.last is None or published is None:
        return False
    return published <= time.first < time.last


def is_over(time: EventTime | None, published: date | None) -> bool:
    """Whether a time lies wholly before the publication."""
    return time is not None and time.last is not None and published is not None and time.last < published


def agrees(parse: Parse, index: int, time: EventTime, published: date | None) -> bool:
    """Whether a time can be that of an event at a word.

    What is told in the past tense is not ahead. The simple present goes with days to come and with
    "today", else it tells what is usual, or is a caption's; a purpose is not over before it is told.
    """
    if is_past(parse, index):
        return not is_ahead(time, published)
    if is_simple_present(parse, index):
        today = time.granularity is Granularity.DAY and time.first == published
        return (
            is_ahead(time, published)
            or is_to_come(time, published)
            or (today and time.anchor is not Anchor.ABSOLUTE)
        )
    above = parse.relation(index) in ("advcl", "acl", "relcl") or parse.relation(parse.head(index)) == "pcomp"
    purpose = above and parse.tokens[index].inflection == "VB" and not _has_modal(parse, index)
    return not (purpose and is_over(time, published))


def _has_modal(parse: Parse, index: int) -> bool:
    return any(parse.tokens[aux].inflection in ("MD", "VBD") for aux in parse.dependents(index, "aux"))


def is_future(parse: Parse, index: int) -> bool:
    """Whether a verb stands behind will."""
    return any(parse.word(aux) in _WILL for aux in parse.dependents(index, "aux"))


def is_bare_weekday(timex: Timex) -> bool:
    """Whether an expression is a weekday alone, words around it aside: by Monday."""
    return timex.rule.partition("+")[0] == BARE_WEEKDAY


def moved_back(timex: Timex, published: date | None) -> Timex:
    """A weekday or day of the year placed after the publication, as the last one before it."""
    return _moved(timex, -1) if is_ahead(timex.time, published) else timex


def moved_ahead(parse: Parse, index: int, timex: Timex, published: date | None) -> Timex:
    """A day placed before the publication, as the next one after it, where its verb tells what is to come.

    The simple present is a timetable's with a day of the year; with a weekday it may be a caption's.
    """
    timetable = is_simple_present(parse, index) and not is_bare_weekday(timex)
    ahead = is_future(parse, index) or timetable or _goes_with_future(parse, index)
    return moved_on(timex, published) if ahead else timex


def _goes_with_future(parse: Parse, index: int) -> bool:
    """Whether a simple present stands in a clause of time of what will be: will speak when he visits Lima."""
    mark = parse.child(index, "advmod", "mark")
    if mark is None or parse.word(mark) not in _TEMPORAL or not is_simple_present(parse, index):
        return False
    above = parse.head(index)
    while above >= 0 and not is_future(parse, above):
        above = parse.head(above)
    return parse.relation(index) == "advcl" and above >= 0


def moved_on(timex: Timex, published: date | None) -> Timex:
    """A weekday or day of the year placed before the publication, as the next one after it."""
    return _moved(timex, 1) if is_over(timex.time, published) else timex


def _moved(timex: Timex, step: int) -> Timex:
    """Days that the text names without their week or year, one of these further; others unchanged."""
    time = timex.time
    if time is None or time.first is None or time.last is None:
        return timex
    if is_bare_weekday(timex) and time.first == time.last:
        return _at(timex, [day + timedelta(days=7 * step) for day in (time.first, time.last)])
    leap = (2, 29) in [(day.month, day.day) for day in (time.first, time.last)]
    if time.imputed != ("year",) or leap or time.granularity not in _DAYS:
        return timex
    return _at(timex, [day.replace(year=day.year + step) for day in (time.first, time.last)])


def _at(timex: Timex, days: Sequence[date]) -> Timex:
    """The expression with its first and last day made others."""
    time = timex.time
    if time is None or time.first is None or time.last is None:
        return timex
    edtf, value = time.edtf, timex.value
    for old, new in {time.first: days[0], time.last: days[1]}.items():
        edtf, value = (text.replace(old.isoformat(), new.isoformat()) for text in (edtf, value))
    return replace(timex, time=replace(time, first=days[0], last=days[1], edtf=edtf), value=value)
