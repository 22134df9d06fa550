"""Which candidates of a Chinese sentence tell of events: the scorecard, and what stands above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...domain.time import Timex
from .candidates import Candidate, content_noun
from .features import Setting, features
from .linking import Link, LinkKind
from .ontology import OTHER
from .rules import EventRules

ASSUMED_THRESHOLD = 0.9
"""The probability from which an event without any date may be kept, dated by assumption."""
EVENTIVE_THRESHOLD = 0.07
"""The same for acts that are events wherever they are predicates."""
RELATIVE_REACH = 1
"""Within how many words behind an act 的 makes it a description."""
LISTING = frozenset({"、", "以及", "及"})
"""Words that part the acts of a list."""
COMPLEMENT_THRESHOLD = 0.15
"""The same for known acts whose complement is the date (推迟至5月1日)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate that tells of an event, its date and the probability."""

    candidate: Candidate
    link: Link | None
    probability: float


def decide(setting: Setting, rules: EventRules) -> list[Decision]:
    """The candidates that tell of an event.

    Beside the best candidate of a part of a clause every other counts less: two words of one part
    mostly tell of one event.
    """
    scorecard = rules.chinese_scorecard
    probabilities = [
        scorecard.probability(features(setting, index)) for index in range(len(setting.candidates))
    ]
    best = _best(setting, probabilities, rules)
    decisions = []
    rows = zip(setting.candidates, setting.links, probabilities, strict=True)
    for index, (candidate, link, probability) in enumerate(rows):
        undamped = index in best or candidate.form in rules.chinese.classes["eventive"]
        kept = probability if undamped else probability * scorecard.damping
        if kept >= _threshold(setting, candidate, link, rules):
            decisions.append(Decision(candidate, link, kept))
    return _with_contents(setting, decisions)


def _best(setting: Setting, probabilities: Sequence[float], rules: EventRules) -> set[int]:
    """The best candidates of each part, but for what one of them only makes another do (禁止甲公司[披露]).

    Only those that one date reaches vie with each other: 要求下属在本月内[举行]会议.
    """
    tops: dict[tuple[int, Timex | None], float] = {}
    causing: set[tuple[int, Timex | None]] = set()
    keys = _rivalries(setting)
    for key, candidate, probability in zip(keys, setting.candidates, probabilities, strict=True):
        if key in causing:
            continue
        tops[key] = max(tops.get(key, 0.0), probability)
        causative = candidate.form in rules.chinese.classes["causative"]
        if causative and probability >= rules.chinese_scorecard.threshold:
            causing.add(key)
    return {
        index
        for index, (key, probability) in enumerate(zip(keys, probabilities, strict=True))
        if probability == tops[key]
    }


def _rivalries(setting: Setting) -> list[tuple[int, Timex | None]]:
    """For each candidate its rivals: by part and date, a noun with the verb before it (公布|去年|报告)."""
    part_of = parts(setting)
    keys: list[tuple[int, Timex | None]] = []
    for candidate, link in zip(setting.candidates, setting.links, strict=True):
        key = part_of[candidate.position], link.timex if link else None
        follows = candidate.tag not in ("v", "vd") and link and keys and keys[-1][0] == key[0]
        keys.append(keys[-1] if follows and keys[-1][1] else key)
    return keys


def _threshold(setting: Setting, candidate: Candidate, link: Link | None, rules: EventRules) -> float:
    if link is None:
        return ASSUMED_THRESHOLD
    if link.kind is LinkKind.COMPLEMENT and candidate.type != OTHER:
        return COMPLEMENT_THRESHOLD
    eventive = candidate.form in rules.chinese.classes["eventive"] and not describes(setting, candidate)
    return EVENTIVE_THRESHOLD if eventive else rules.chinese_scorecard.threshold


def describes(setting: Setting, candidate: Candidate) -> bool:
    """Whether 的 stands close behind: the act only tells which one is meant (袭击记者的两人)."""
    words = setting.sentence.words
    clause = words[candidate.position].clause
    behind = words[candidate.end : candidate.end + RELATIVE_REACH]
    return any(word.form == "的" and word.clause == clause for word in behind)


def parts(setting: Setting) -> list[int]:
    """For each word the part of the sentence it stands in.

    Parts are clauses, cut once more where a particle closes or opens an act of its own (打开包裹时|爆炸,
    停产|并裁员), behind a verb of saying whose content has a date of its own (称|5月已停产), and in a list
    of acts with their objects (出售工厂、|裁减员工).
    """
    lexicon, words = setting.lexicon, setting.sentence.words
    triggers = {candidate.position for candidate in setting.candidates}
    numbers: list[int] = []
    part, acted = 0, False
    for position, word in enumerate(words):
        new_clause = position > 0 and word.clause != words[position - 1].clause
        listed = position in triggers and position > 1 and words[position - 1].form in LISTING
        listed = listed and position - 2 not in triggers
        opened = listed or word.form in lexicon.classes["part-openers"] or _opens_content(setting, position)
        if new_clause or (acted and opened):
            part, acted = part + 1, False
        numbers.append(part)
        acted = acted or position in triggers
        if acted and word.form in lexicon.classes["part-ends"]:
            part, acted = part + 1, False
    return numbers


def _opens_content(setting: Setting, position: int) -> bool:
    """Whether a dated content begins here, right behind the verb of saying (称|5月已停产)."""
    words = setting.sentence.words
    saying = words[position - 1]
    if saying.form not in setting.lexicon.classes["saying"] or saying.tag not in ("v", "vd"):
        return False
    clause = setting.sentence.clauses[words[position].clause]
    return any(word.timex is not None for word in words[position : clause.end])


def _with_contents(setting: Setting, decisions: Sequence[Decision]) -> list[Decision]:
    """Light verbs replaced by the noun that says what happened (发生[地震], 进行[质押])."""
    kept: dict[int, Decision] = {}
    for decision in decisions:
        content = content_noun(setting.sentence, setting.candidates, decision.candidate, setting.lexicon)
        place = (content or decision.candidate).position
        if place in kept and kept[place].probability >= decision.probability:
            continue
        kept[place] = replace(decision, candidate=content) if content else decision
    return [kept[place] for place in sorted(kept)]
