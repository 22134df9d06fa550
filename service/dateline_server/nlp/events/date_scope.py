"""Where the reach of a Chinese date ends: dates inside phrases, statements, and words of another time."""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.time import Timex, TimexType
from .candidates import Candidate
from .date_use import is_part_of_day
from .lexicon import ChineseLexicon
from .words import SentenceWords, Word

LONG = 366
"""Days from which on a stretch up to now (十年来) is told of as a state."""
NOTICE_REACH = 4
"""How many words before a verb of saying the notice stands that says so (发布公告称)."""
_PLANS = ("规划", "计划", "纲要")
_SINCE = frozenset({"自", "自从", "从"})
_QUOTES = frozenset('“”‘’"')
_NOMINAL = frozenset({"n", "nz", "nw", "vn", "an", "j", "a", "ORG", "LOC", "b"})
_SAME_YEAR = frozenset({"当年", "同年"})
_OWNERS = frozenset({"n", "nz", "nw", "vn", "u", "m"})
GATHERINGS = frozenset({"hold-event", "meet", "negotiate", "trial", "protest", "elect"})
"""Types of nouns that take place on a day."""


def only_describes(sentence: SentenceWords, position: int, timex: Timex, lexicon: ChineseLexicon) -> bool:
    """Whether a date tells of no time: compared with (比去年), a length (经过14日), 今天的甲城."""
    if is_inner(sentence, position, timex, lexicon):
        return True
    words, classes = sentence.words, lexicon.classes
    before = words[position - 1].form if position else ""
    if before in classes["comparatives"] or before in classes["recurrences"]:
        return True
    if before in classes["comparing-openers"] and _is_compared(words, position, lexicon):
        return True
    if before in classes["durations"] and timex.value.startswith("XXXX-XX"):
        return True
    end = position
    while end < len(words) and words[end].timex is timex:
        end += 1
    if _numbers_gathering(words, position, end, lexicon):
        return True
    if is_part_of_day(timex) and _ends_in_hours(words, end, lexicon):
        return True
    described = end < len(words) and words[end].form == "的" and before not in classes["locatives"]
    if not described or words[position].form not in classes["present"]:
        return False
    return not _is_located(words, end) and not _opens_gathering(words, end + 1, lexicon)


def _numbers_gathering(words: Sequence[Word], position: int, end: int, lexicon: ChineseLexicon) -> bool:
    """Whether a year behind another date only tells which thing is meant.

    So it does before a gathering (近日，2019年|世界峰会|举行), and inside a noun (3日公布2019年|名单).
    """
    if not words[position].form.endswith("年") or end - position > 1 or end >= len(words):
        return False
    if not any(word.timex for word in words[:position]):
        return False
    before, following = words[position - 1], words[end]
    if words[position].form in _SAME_YEAR:
        return following.form == "的"
    named = before.tag in _OWNERS and before.clause == words[position].clause and not before.timex
    nominal = following.tag in ("n", "nz") or [word.tag for word in words[end : end + 2]] == ["vn", "n"]
    nominal = nominal or (before.form == "的" and following.tag in _NOMINAL)
    return (named and nominal) or _opens_gathering(words, end, lexicon)


def _ends_in_hours(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether a part of a day belongs to hours that recur (中午|消毒|时段)."""
    rest = [word for word in words[position : position + 3] if word.tag != "w"]
    return any(word.form in lexicon.classes["hours"] for word in rest)


def _is_compared(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether a word of comparison closes the phrase of a date (与2003年的疫情|不同)."""
    rest = [word for word in words[position:] if word.clause == words[position].clause]
    return any(word.form in lexicon.classes["comparing"] and not word.timex for word in rest)


def _opens_gathering(words: Sequence[Word], position: int, lexicon: ChineseLexicon) -> bool:
    """Whether the noun at ``position`` is a gathering, dated by what describes it (今天的|会议)."""
    end = position
    while end < len(words) and words[end].tag in _NOMINAL and not words[end].timex:
        end += 1
    head = words[end - 1].form if end > position else ""
    return any(lexicon.nouns.get(form) in GATHERINGS for form in (head, head[-2:], head[-3:]))


def _is_located(words: Sequence[Word], position: int) -> bool:
    """Whether a word of place follows soon in the clause (今天的|记者会|上)."""
    rest = [word for word in words[position : position + 6] if word.clause == words[position].clause]
    return any(word.tag == "f" for word in rest)


def is_inner(sentence: SentenceWords, position: int, timex: Timex, lexicon: ChineseLexicon) -> bool:
    """Whether the date that begins at ``position`` dates nothing outside its phrase.

    So does one that names a feast or a plan (春节招待会, 庆祝春节, “十四五”规划), the topic of 对, a stretch
    of years up to now, and the opening of 自…以来.
    """
    words, end = sentence.words, position
    while end < len(words) and (words[end].timex is timex or words[end].form in _QUOTES):
        end += 1
    before = next((word for word in reversed(words[:position]) if word.form not in _QUOTES), None)
    following = words[end] if end < len(words) else None
    form = "".join(word.form for word in words[position:end] if word.timex is timex)
    if before is not None and before.clause == words[position].clause:
        if before.form in lexicon.classes["topic-markers"] or before.form in lexicon.classes["celebrating"]:
            return True
        if before.form in _SINCE and _closes_later(sentence, end):
            return True
    return _names(form, following, lexicon) or (form.endswith(("年来", "以来")) and _is_long(timex))


def _names(form: str, following: Word | None, lexicon: ChineseLexicon) -> bool:
    if following is None or following.timex or following.actor:
        return False
    feast = any(name in form for name in lexicon.classes["feasts"]) and following.tag in ("n", "nz", "vn")
    return feast or following.form in lexicon.classes["plan-nouns"] or form.endswith(_PLANS)


def _closes_later(sentence: SentenceWords, end: int) -> bool:
    clause = sentence.words[end - 1].clause
    rest = [word.form for word in sentence.words[end:] if word.clause == clause]
    return "以来" in rest[1:]


def _is_long(timex: Timex) -> bool:
    time = timex.time
    if time is None or time.first is None or time.last is None:
        return False
    return (time.last - time.first).days > LONG


def breaks_off(sentence: SentenceWords, start: int, candidate: Candidate, lexicon: ChineseLexicon) -> bool:
    """Whether a date that ends before the word ``start`` stops short of the candidate.

    A recurring expression (每晚) and a word of a later time (届时) do that in the candidate's clause, and
    a verb of saying that closes a clause between the two: the date is that of the statement.
    """
    words = sentence.words
    clause = words[candidate.position].clause
    for place in range(start, candidate.position):
        word = words[place]
        if word.clause == clause and (_recurs(word, lexicon) or _leads_on(words, place, lexicon)):
            return True
        if word.clause < clause and _opens_content(words, place, lexicon):
            if _quotes(words, place) and not words[candidate.position].quote:
                continue
            return not _discloses(words, place, candidate, lexicon)
    return False


def _leads_on(words: Sequence[Word], place: int, lexicon: ChineseLexicon) -> bool:
    """Whether the word is one of a later time, and no part of a noun (未来|论坛)."""
    following = words[place + 1]
    return words[place].form in lexicon.classes["later"] and following.tag not in ("n", "nz", "vn")


def _quotes(words: tuple[Word, ...], place: int) -> bool:
    """Whether what is said is quoted: what stands behind the quotation is none of it (他说,“…”,宣布…)."""
    return any(word.form in _QUOTES for word in words[place + 2 : place + 3])


def _discloses(words: tuple[Word, ...], place: int, candidate: Candidate, lexicon: ChineseLexicon) -> bool:
    """Whether a company's notice tells of an act of its own: announced that day (公告称,拟收购…)."""
    if candidate.form not in lexicon.classes["eventive"]:
        return False
    before = words[max(0, place - NOTICE_REACH) : place + 1]
    return any(word.form in lexicon.classes["disclosing"] for word in before)


def _recurs(word: Word, lexicon: ChineseLexicon) -> bool:
    set_of_times = word.timex is not None and word.timex.type is TimexType.SET
    return set_of_times or (word.form in lexicon.classes["recurrences"] and word.form != "每")


def _opens_content(words: tuple[Word, ...], place: int, lexicon: ChineseLexicon) -> bool:
    """Whether a verb of saying is the last word of its clause (他10日称，…)."""
    following = words[place + 1] if place + 1 < len(words) else None
    closes = following is not None and following.form[:1] in (",", ":")
    form, verbal = words[place].form, words[place].tag in ("v", "vd", "n")
    glued = len(form) > 2 and form.endswith(("称", "说"))
    return closes and verbal and (glued or form in lexicon.classes["saying"])
