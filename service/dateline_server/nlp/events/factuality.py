"""What a text claims about an event's having happened: cues, their scope, and the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ...domain.event import Factuality
from ...domain.time import Timex
from .candidates import Candidate
from .lexicon import ChineseLexicon, Cues
from .linking import Link, LinkKind
from .words import SentenceWords, Word

_NOUN_TAGS = frozenset({"n", "vn", "nz"})
_COPULAS = frozenset({"是", "为", "在于", "在"})
_INTENTS = frozenset({"准备", "试图", "企图", "打算", "计划"})
_SUSPICION = frozenset({"涉嫌", "疑", "疑似"})
_PROSECUTION = frozenset(
    {"arrest", "charge", "investigate", "sue", "trial", "rule", "sentence", "fine", "release"}
)
"""What is done about a suspicion is no suspicion itself (因涉嫌盗窃被拘捕)."""
_DEADLINES = frozenset({"BEFORE", "ON_OR_BEFORE"})
_OBJECT_MARKERS = frozenset({"将", "把"})


def factuality_of(
    sentence: SentenceWords,
    candidate: Candidate,
    link: Link | None,
    published: date | None,
    lexicon: ChineseLexicon,
) -> tuple[Factuality, str]:
    """The factuality of a trigger and the cue that gives it ("" when none does).

    A cue rules from its place to the end of its clause; a clause without a verb of its own (原定于9月，)
    lends its cue to the next. A date after the publication date turns what no cue makes possible or
    negated into a plan. What is postponed to a date is planned for it.
    """
    timex = link.timex if link else None
    scope = _scope(sentence, candidate, timex, lexicon)
    moved = candidate.type == "postpone" or any(lexicon.verbs.get(word.form) == "postpone" for word in scope)
    if link and link.kind is LinkKind.COMPLEMENT and moved:
        return Factuality.PLANNED, "moved"
    for cue in lexicon.cues:
        if candidate.form in cue.trigger:
            return cue.factuality, candidate.form
    quoted = bool(sentence.words[candidate.position].quote)
    for cue in lexicon.cues:
        word = _cue_word(_prospective(scope, timex, published), cue, candidate, quoted, lexicon)
        if word:
            return cue.factuality, word
    chained = _chained_plan(sentence, candidate, lexicon)
    if chained:
        return Factuality.PLANNED, chained
    if _is_future(timex, published):
        return Factuality.PLANNED, "date"
    return Factuality.ASSERTED, ""


def _scope(
    sentence: SentenceWords, candidate: Candidate, timex: Timex | None, lexicon: ChineseLexicon
) -> tuple[Word, ...]:
    """The words whose cues reach the trigger: before it, and behind a noun the next one (收购即将启动)."""
    clause = sentence.clauses[sentence.words[candidate.position].clause]
    start = clause.start
    if clause.index and _lends_cues(sentence, clause.index - 1, lexicon):
        start = sentence.clauses[clause.index - 1].start
    following = sentence.words[candidate.end] if candidate.end < len(sentence.words) else None
    if following is not None and following.form == "的" and timex is not None:
        dated = [place for place in range(start, candidate.position) if sentence.words[place].timex is timex]
        start = max(start, dated[0] - 1) if dated else start
    before = sentence.words[start : candidate.position]
    if following is None or candidate.tag in ("v", "vd"):
        return before
    planned = following.tag == "d" or following.form in lexicon.classes["cue-carrier"]
    return (*before, following) if planned else before


def _prospective(scope: Sequence[Word], timex: Timex | None, published: date | None) -> Sequence[Word]:
    """The words without a 将 behind a date that is over: it marks an object (昨日将税率提高至两成)."""
    time = timex.time if timex else None
    if time is None or time.last is None or published is None or time.last >= published:
        return scope
    dated = next((at for at, word in enumerate(scope) if word.timex is timex), len(scope))
    return [word for at, word in enumerate(scope) if at < dated or word.form != "将"]


def _chained_plan(sentence: SentenceWords, candidate: Candidate, lexicon: ChineseLexicon) -> str:
    """The cue of a plan that reaches over commas while clauses open with their verb (将促消费,扩投资).

    An act that only describes (对垒去年发布的新品) is no part of the plan.
    """
    index = sentence.words[candidate.position].clause
    if candidate.end < len(sentence.words) and sentence.words[candidate.end].form == "的":
        return ""
    while index and _opens_with_verb(sentence, index, candidate):
        index -= 1
        before = sentence.clause_words(sentence.clauses[index])
        cue = next((place for place, word in enumerate(before) if word.form in lexicon.classes["future"]), -1)
        if any(word.form in lexicon.classes["saying"] for word in before[cue + 1 :]):
            return ""
        if cue >= 0:
            return before[cue].form if before[cue].tag != "p" and not before[cue].quote else ""
    return ""


def _opens_with_verb(sentence: SentenceWords, index: int, candidate: Candidate) -> bool:
    """Whether a clause names no subject: it opens with its verb or with where it is done (在…领域实施)."""
    if candidate.type == "say":
        return False
    words = sentence.clause_words(sentence.clauses[index])
    first = next((word for word in words if word.tag not in ("d", "ad", "c", "w")), None)
    return first is not None and first.tag in ("v", "vd", "p") and not first.timex and not first.actor


def _lends_cues(sentence: SentenceWords, index: int, lexicon: ChineseLexicon) -> bool:
    words = sentence.clause_words(sentence.clauses[index])
    carriers = lexicon.classes["cue-carrier"]
    verbs = [
        word for word in words if word.tag in ("v", "vd") and word.form not in carriers and not word.timex
    ]
    return any(word.timex for word in words) and not verbs


def _cue_word(
    before: Sequence[Word], cue: Cues, candidate: Candidate, quoted: bool, lexicon: ChineseLexicon
) -> str:
    """The cue that rules; a quoted one rules only within quotation marks."""
    for place, word in enumerate(before):
        unlike = bool(word.quote) and not quoted
        if word.form not in cue.before or unlike or not _is_cue(word, candidate, lexicon):
            continue
        if _is_noun(word, before[place + 1 : place + 2], lexicon) or _is_alternative(before, place):
            continue
        if _is_over_before(before, place) or _ends_name(before, place):
            continue
        if not _closes_in_relative(before[place + 1 :]) and not _describes_object(before, place):
            return word.form
    return ""


def _ends_name(before: Sequence[Word], place: int) -> bool:
    """Whether 会 is the end of a gathering's name that the tagger cut off (服贸|会|今天|闭幕)."""
    if before[place].form != "会" or not 0 < place < len(before) - 1:
        return False
    return before[place - 1].tag == "nz" and before[place + 1].timex is not None


def _is_over_before(before: Sequence[Word], place: int) -> bool:
    """Whether what was intended closes before the act (准备点火时|爆炸)."""
    behind = [word.form for word in before[place + 1 :]]
    return before[place].form in _INTENTS and not {"时", "之际", "期间"}.isdisjoint(behind)


def _is_alternative(before: Sequence[Word], place: int) -> bool:
    """Whether 或 stands between two acts (出售或关闭) and not before what may come (公司或出售)."""
    return before[place].form == "或" and place > 0 and before[place - 1].tag in ("v", "vd", "vn")


def _describes_object(before: Sequence[Word], place: int) -> bool:
    """Whether a cue stands in what describes the object of a preposition (对可能开裂的路面进行检查)."""
    governed = place > 0 and before[place - 1].tag == "p"
    behind = before[place + 1 :]
    return governed and any(word.form == "的" for word in behind) and behind[0].tag in ("v", "vd")


def _closes_in_relative(behind: Sequence[Word]) -> bool:
    """Whether a cue rules a verb with 的 right behind it only: 未投票的会员, 计划建设的工厂."""
    forms = [word.form for word in behind[:2]]
    return len(forms) == 2 and behind[0].tag in ("v", "vd", "vn") and forms[1] == "的"


def _is_cue(word: Word, candidate: Candidate, lexicon: ChineseLexicon) -> bool:
    """Whether the word is no homograph: 将 as object marker, 会 before a verb of saying or as noun."""
    if candidate.type == "say" and word.form in lexicon.classes["ambiguous-cue"]:
        return False
    if word.form in _SUSPICION and candidate.type in _PROSECUTION:
        return False
    if len(word.form) == 1 and word.tag in _NOUN_TAGS:
        return False
    return not (word.form in _OBJECT_MARKERS and word.tag == "p")


def _is_noun(word: Word, behind: Sequence[Word], lexicon: ChineseLexicon) -> bool:
    """Whether a cue is a plain noun (研究团队), and none that a copula turns into a plan (目标是…)."""
    if word.tag not in _NOUN_TAGS or word.form not in lexicon.classes["noun-cue"]:
        return False
    return not any(following.form in _COPULAS for following in behind)


def _is_deadline(timex: Timex | None) -> bool:
    """Whether something is to be done before the end of a time still to come (年底前投产)."""
    return timex is not None and timex.mod in _DEADLINES


def _is_future(timex: Timex | None, published: date | None) -> bool:
    time = timex.time if timex else None
    if time is None or time.first is None or time.last is None or published is None:
        return False
    return time.first > published or (_is_deadline(timex) and time.first == published < time.last)
