"""What a text has said so far about when things happened: where 当天, 7日 and 15时40分 find their day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta

from ...domain.text import Sentence, Span, Zone
from ...domain.time import Granularity, Timex, TimexType
from .calendar import Period
from .grammar import Grammar
from .placing import FUTURE, PAST, PLANNED
from .recognize import Candidate, Fields, is_relative
from .speech import Speech

_DAYS = (Granularity.DAY, Granularity.TIME)
_DATELINE_AGE = timedelta(days=10)
_DATELINE_REACH = 60
_PARAGRAPHS = 10
_ASIDE_REACH = 6
_HARDLY = 5
_OPENING = 20
_WRAPS_WITHIN = 550
_MEMORY = 60  # a passage of more expressions is a table, and looking further back costs quadratic time
_RECENT = timedelta(days=60)
_LONG_AGO = timedelta(days=150)
_SAID_WITHIN, _SAID_BEFORE = 40, 15
# 2019年成立的公司7月3日宣布, 两年前成立的公司,7月3日起
_ATTRIBUTE = re.compile(r"[^,。]{0,40}的[^,。]{0,40}|[^,。的]{2,12}的[^,。]{1,40},")
_BREAK = re.compile("[,;]")
_TO_THEN = frozenset({"until", "before", "deadline", "so-far"})
_FROM_THEN = frozenset({"since", "after", "from"})
_NO_ANCHOR = _TO_THEN | _FROM_THEN - {"from"}


@dataclass(frozen=True, slots=True)
class Told:
    """A placed expression with the sentence and the direct speech that it stands in.

    ``fields`` are what it says. An ``aside`` (较3月, 自2025年, 11月2日前) lends its parts, but the story does
    not go on from it; what is ``reported`` stands behind a verb of saying.
    """

    timex: Timex
    sentence: Sentence | None
    period: Period
    speech: Span | None
    fields: Fields
    aside: bool
    reported: bool

    @property
    def deictic(self) -> bool:
        """Whether it counts from the day of the text (去年), and is not named by the calendar."""
        return any(map(is_relative, self.fields.values()))

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.period.last - self.period.first).days + 1


class Story:
    """The expressions of one field, as far as they have been read.

    ``base`` is the day that deictic expressions count from: the dateline's where the text has one, else
    the publication date, or the day on which somebody spoke (``voice``). An expression in direct speech
    anchors only what else is said in its paragraph, and one in a caption, a list of links or front matter
    nothing at all.
    """

    def __init__(
        self, text: str, sentences: Sequence[Sentence], published: date | None, grammar: Grammar
    ) -> None:
        self.text, self.grammar = text, grammar
        self.published = self.base = published
        self.voice: Timex | None = None
        self._sentences = sentences
        self._starts = [sentence.span.start for sentence in sentences]
        self._told: list[Told] = []
        self._dateline: Timex | None = None
        self._speech = Speech(text)

    def at(self, base: date, voice: Timex | None = None) -> Story:
        """The same story, told on another day."""
        told = copy(self)
        told.base, told.voice = base, voice
        return told

    def of_voice(self, voice: Timex | None) -> Story:
        """The same story, told on the day of a saying."""
        day = None if voice is None or voice.time is None else voice.time.first
        return self if day is None else self.at(day, voice)

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds ``offset``."""
        index = bisect_right(self._starts, offset) - 1
        return self._sentences[index] if index >= 0 else None

    def tell(self, candidate: Candidate, timex: Timex) -> None:
        """Remembers a placed expression that later ones can count from."""
        time = timex.time
        if time is None or time.first is None or time.last is None:
            return
        if timex.type in (TimexType.DURATION, TimexType.SET):
            return
        if candidate.rule.mode == "vague" or candidate.link == "either":
            return
        sentence = self.sentence_at(timex.span.start)
        if sentence is not None and not sentence.zone.tells_events:
            return
        effect = "" if candidate.effect == "so-far" and time.first == time.last else candidate.effect
        first = time.last if effect in _TO_THEN else time.first
        last = time.first if effect in _FROM_THEN else time.last  # 7月3日起: then it began
        period, speech = Period(first, last, time.granularity), self._speech.at(timex.span.start)
        opened = effect == "from" and self._is_consequence(time.granularity, sentence)
        opened = opened or effect in _NO_ANCHOR
        aside, reported = opened or self._is_aside(timex.span), self._is_reported(timex.span, sentence)
        self._told.append(Told(timex, sentence, period, speech, candidate.fields, aside, reported))
        if self._dateline is None and self._is_dateline(timex.span, sentence, time.first, time.last):
            self._dateline, self.base = timex, time.first

    def _is_consequence(self, granularity: Granularity, sentence: Sentence | None) -> bool:
        """7月3日宣布,自次日起: what goes on from then, beside the day that the story is at."""
        if granularity not in _DAYS:
            return True
        last = self._told[-1] if self._told else None
        return last is not None and last.sentence is sentence and _is_day(last.period) and not last.aside

    def _is_reported(self, span: Span, sentence: Sentence | None) -> bool:
        """控方续指,凌晨2时: whether a verb of saying stands before it in its sentence."""
        if self.grammar.saying is None or sentence is None:
            return False
        return self.grammar.saying.search(self.text, sentence.span.start, span.start) is not None

    def is_announced(self, fields: Fields) -> bool:
        """Whether a weekday alone has been named as one to come."""
        if self.base is None or fields.keys() != {"weekday"}:
            return False
        last = next(
            (t for t in self._told[: -_MEMORY - 1 : -1] if t.fields.get("weekday") == fields["weekday"]), None
        )
        return last is not None and self._is_to_come(last.period)

    def _is_aside(self, span: Span) -> bool:
        """继5日之后, 较3月增长: named for comparison, not where the story goes on."""
        before, pattern = self.text[max(0, span.start - _ASIDE_REACH) : span.start], self.grammar.aside
        return pattern is not None and pattern.search(before) is not None

    def _is_dateline(self, span: Span, sentence: Sentence | None, first: date, last: date) -> bool:
        if first != last or (self.published and not timedelta(0) <= self.published - first <= _DATELINE_AGE):
            return False
        if sentence is not None and span.start - sentence.span.start > _DATELINE_REACH:
            return False
        pattern = self.grammar.dateline
        return pattern is not None and pattern.match(self.text, span.end) is not None

    def anchor_before(
        self, offset: int, *, longest: int, tense: str = "", reach: int = _PARAGRAPHS, apart: bool = False
    ) -> Timex | None:
        """What 当天, 次年 or a clock time alone goes on from: the last day (or unit) of the passage.

        It is looked for up to ``reach`` paragraphs back; what lasts more than ``longest`` days is left out.
        A day that a plan of an earlier sentence names gives way to one that has come, unless ``tense`` says
        that this one goes on with the plan; so does today, where ``apart`` says that another day is meant
        (案件今日开审...案发当日).
        """
        here, speech = self.sentence_at(offset), self._speech.at(offset)
        reported = self._is_reported(Span(offset, offset), here)
        old = None
        for told in self._told[: -_MEMORY - 1 : -1]:
            if told.aside or told.days > longest or not self._is_heard(told, here, speech):
                continue
            if here is None or told.sentence is None:
                return told.timex
            within = told.sentence is here
            if apart and self._is_today(told) and not (within and told.reported == reported):
                old = old or (told.timex if told.sentence.paragraph == here.paragraph else None)
                continue
            if within and not (tense == PAST and self._is_to_come(told.period)):
                return told.timex
            if told.sentence.zone is Zone.QUOTATION or here.paragraph - told.sentence.paragraph > reach:
                continue
            if tense not in (FUTURE, PLANNED) and self._is_to_come(told.period):
                old = old or told.timex
                continue
            goes_on = told.reported and reported
            if goes_on or told.sentence.paragraph == here.paragraph or self._is_recent(told.period):
                return told.timex
            old = old or told.timex
        return old if reach < _PARAGRAPHS else self._dateline or old

    def _is_recent(self, period: Period) -> bool:
        return self.base is None or abs(self.base - period.last) <= _RECENT

    def _is_today(self, told: Told) -> bool:
        return told.deictic and told.period.first == told.period.last == self.base

    def _is_to_come(self, period: Period) -> bool:
        return self.base is not None and period.first > self.base

    def _is_heard(self, told: Told, here: Sentence | None, speech: Span | None) -> bool:
        """What was said in a quotation is not taken up outside it, nor in another paragraph."""
        return told.speech is None or (speech is not None and _is_of_paragraph(told, here))

    def last_unit(self, offset: int, *, asides: bool = False) -> Told | None:
        """The expression before ``offset`` in its paragraph; ``asides`` too, if wanted."""
        here, speech = self.sentence_at(offset), self._speech.at(offset)
        for told in self._told[: -_MEMORY - 1 : -1]:
            if not _is_of_paragraph(told, here):
                return None
            if self._is_heard(told, here, speech) and (asides or not told.aside):
                return told
        return None

    def is_alone(self, span: Span) -> bool:
        """Whether the line that holds ``span`` says hardly more."""
        before = self.text[max(0, span.start - _HARDLY) : span.start].rpartition("\n")[2]
        after = self.text[span.end : span.end + _HARDLY].partition("\n")[0]
        return len(before) + len(after) < _HARDLY

    def speech_at(self, offset: int) -> Span | None:
        """The direct speech that holds ``offset``."""
        return self._speech.at(offset)

    def spoken(self, span: Span) -> Told | None:
        """The day on which the words around ``span`` were said, where the text before it names one.

        In direct speech it is the last day before the quotation that has a verb of saying behind it; in
        reported speech the time that the verb right before ``span`` has, if it lies long before the text:
        他2019年12月表示,明年.
        """
        here, speech = self.sentence_at(span.start), self._speech.at(span.start)
        if self.grammar.saying is None:
            return None
        for told in self._told[: -_MEMORY - 1 : -1]:
            if not _is_of_paragraph(told, here):
                return None
            if told.speech is not None:
                continue
            if speech is None:
                return told if told.sentence is here and self._is_old_saying(told, span) else None
            if _is_day(told.period) and self.is_saying(told.timex.span):
                return told
        return None

    def is_saying(self, span: Span) -> bool:
        """Whether a verb of saying follows a date; in English it may stand before, too."""
        words = self.text[self._verb_from(span) : span.end + _SAID_WITHIN].partition("。")[0]
        return self.grammar.saying is not None and self.grammar.saying.search(words) is not None

    def _verb_from(self, span: Span) -> int:
        """Where the verb of a date can begin to stand."""
        return max(0, span.start - _SAID_BEFORE) if self.grammar.nearest_cue else span.end

    def _is_old_saying(self, told: Told, span: Span) -> bool:
        if told.deictic or self.base is None or self.base - told.period.last <= _RECENT:
            return False
        if self.grammar.saying is None or span.start - told.timex.span.end > _SAID_WITHIN:
            return False
        words = self.text[self._verb_from(told.timex.span) : span.start]
        verb = max((found.end() for found in self.grammar.saying.finditer(words)), default=0)
        behind = max(verb, len(words) - (span.start - told.timex.span.end))
        return verb > 0 and not set(words[behind + 1 :]) & set(",;，。")

    def known_for(self, fields: Fields, span: Span, tense: str) -> Told | None:
        """The expression whose year or month a yearless one takes.

        It stands in the same sentence or narrative, or announced the same month as one to come.
        """
        if "year" in fields or any(is_relative(value) for value in fields.values()):
            return None
        told = self.last_unit(span.start, asides="month" in fields)
        lender = self._lender(told, fields, span, tense) if told is not None else None
        return lender or self._announced(fields, span, tense)

    def _announced(self, fields: Fields, span: Span, tense: str) -> Told | None:
        """将于11月17日开幕 ... 11月17日的开幕: the month that was said to come, named once more."""
        month = fields.get("month", "")
        if tense or self.base is None or not month.isdigit():
            return None
        here, speech = self.sentence_at(span.start), self._speech.at(span.start)
        for told in self._told[: -_MEMORY - 1 : -1]:
            first, last = told.period.first, told.period.last
            if first.month == int(month) and (first.year, first.month) == (last.year, last.month):
                announced = first > self.base and not told.aside and self._is_heard(told, here, speech)
                return told if announced else None
        return None

    def _lender(self, told: Told, fields: Fields, span: Span, tense: str) -> Told | None:
        if "weekday" in fields and "day" not in fields:
            return None
        if told.period.first.year != told.period.last.year:
            return None
        if "day" in fields and "month" not in fields:
            return told if self._lends_month(told, span) else None
        if not fields.keys() & {"month", "quarter", "half", "season", "festival", "lunar_month"}:
            return None
        return told if self._lends_year(told, fields, span, tense) else None

    def _lends_month(self, told: Told, span: Span) -> bool:
        first, last = told.period.first, told.period.last
        if (first.year, first.month) != (last.year, last.month) or "festival" in told.fields:
            return False
        if told.sentence is not self.sentence_at(span.start):
            return self._is_narrative(told)
        left = told.deictic and told.fields.keys() == {"month"}  # 上月被捕,11日出庭
        return not left or _BREAK.search(self.text, told.timex.span.end, span.start) is None

    def _lends_year(self, told: Told, fields: Fields, span: Span, tense: str) -> bool:
        if told.sentence is not self.sentence_at(span.start):
            goes_on = tense not in (FUTURE, PLANNED) and not told.aside and self._is_narrative(told)
            return goes_on and not self._wraps(told, fields)
        if told.deictic and self._wraps(told, fields):  # 去年12月爆发以来,2月10日
            return False
        if tense and told.timex.time is not None and "year" in told.timex.time.imputed:
            return False
        between = self.text[told.timex.span.end : span.start]
        if told.period.granularity is not Granularity.YEAR:
            # today it said that it will open in February
            return not (tense == FUTURE and told.deictic and "year" not in told.fields)
        if self.grammar.nearest_cue and self._left_clause(told, between):
            return False
        if tense == FUTURE and told.deictic and _BREAK.search(between):
            return False
        return _ATTRIBUTE.fullmatch(between) is None

    def _wraps(self, told: Told, fields: Fields) -> bool:
        """Whether a month lies before the one told of a year or so ago: it opened in May, shut in March.

        In Chinese only before one that is counted from the day of the text: 去年12月.
        """
        month, base = fields.get("month", ""), self.base
        if not month.isdigit() or base is None or not (self.grammar.nearest_cue or told.deictic):
            return False
        if told.period.granularity is Granularity.YEAR:
            return False
        return int(month) < told.period.first.month and 0 <= (base - told.period.last).days < _WRAPS_WITHIN

    def _left_clause(self, told: Told, between: str) -> bool:
        """Whether the clause of a year has ended: founded in 2019, it moved in March."""
        sentence = told.sentence
        opens = sentence is None or told.timex.span.start - sentence.span.start < _OPENING
        return ";" in between or ((between[:1] == "," or told.deictic) and not opens)

    def _is_narrative(self, told: Told) -> bool:
        """A paragraph that tells of days well before the publication goes on in their year."""
        if self.base is None:
            return True
        return told.period.granularity is not Granularity.YEAR and self.base - told.period.last > _LONG_AGO


def _is_of_paragraph(told: Told, here: Sentence | None) -> bool:
    return here is None or told.sentence is None or told.sentence.paragraph == here.paragraph


def _is_day(period: Period) -> bool:
    return period.granularity in _DAYS and period.first == period.last
