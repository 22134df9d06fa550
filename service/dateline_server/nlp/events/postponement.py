"""What was put off: the old date is negated and the new one planned, and each says so.

An old date is one that something was set for (原定10月6日, originally scheduled for 6 October); it counts as
given up where the same sentence, or the next one, gives a later date that something is put off to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...domain.event import EventMention, Factuality
from ...domain.text import Span

OLD_DATE = "old-date"
NEW_DATE = "new-date"
"""The rules that stand for the status of either mention."""

_POSTPONE = "postpone"
_GAP = 2
"""The most characters between a sentence and the next."""
_SET = re.compile(
    r"(?:原定|原计划|原拟|原本|本应|本来|原订|原预定)[^,，。;；]{0,10}$"
    r"|\b(?:originally|previously|initially|due|scheduled|slated"
    r"|(?:had|were|was|been) (?:planned|scheduled|due|set|slated|expected|to))\b[^,.;]{0,40}$",
    re.IGNORECASE,
)
"""What leads to an old date."""
_PUT_OFF = re.compile(
    r"(?:推迟|延期|延后|押后|顺延|改期|推后|延迟|展期|改|延)(?:至|到|为|在|于)了?\s*$"
    r"|\b(?:postpon|delay|deferr?|push|put|mov|reschedul|shift)[a-z]*\b[^,.;]{0,40}"
    r"\b(?:to|until|till|for)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What leads to a new date."""
_LEADING = re.compile(r"(?:until|till|to|for)\s+", re.IGNORECASE)
"""Words of an expression that lead to the date in it."""
_OPEN = (Factuality.ASSERTED, Factuality.PLANNED, Factuality.NEGATED)


def settle_postponed(mentions: Sequence[EventMention], folded: str) -> tuple[EventMention, ...]:
    """The mentions of a field, old and new dates marked; ``folded`` is its text."""
    new = [mention for mention in mentions if _is_led_to(mention, folded, _PUT_OFF)]
    if not new:
        return tuple(mentions)
    settled: dict[int, EventMention] = {}
    for place, mention in enumerate(mentions):
        later = [one for one in new if _replaces(one, mention)]
        if later and _is_led_to(mention, folded, _SET):
            settled[place] = _marked(mention, Factuality.NEGATED, OLD_DATE)
            settled |= {mentions.index(one): _marked(one, _of_new(one), NEW_DATE) for one in later}
    return tuple(settled.get(place, mention) for place, mention in enumerate(mentions))


def _is_led_to(mention: EventMention, folded: str, cue: re.Pattern[str]) -> bool:
    """Whether the words before a mention's date lead to it by a cue."""
    if mention.timex is None or mention.factuality not in _OPEN:
        return False
    start = mention.timex.span.start
    led = _LEADING.match(folded, start)
    return cue.search(folded, mention.sentence.start, led.end() if led else start) is not None


def _replaces(new: EventMention, old: EventMention) -> bool:
    """Whether a new date is later than an old one and stands behind it, in its sentence or the next."""
    if new.timex is None or old.timex is None or new.time.first is None or old.time.last is None:
        return False
    behind = new.field is old.field and new.timex.span.start >= old.timex.span.end
    near = new.sentence.start - old.sentence.end <= _GAP
    return behind and near and new.time.first > old.time.last


def _of_new(mention: EventMention) -> Factuality:
    """What is claimed of a new date: that it was put off does not negate it."""
    return Factuality.PLANNED if mention.factuality is Factuality.NEGATED else mention.factuality


def _marked(mention: EventMention, factuality: Factuality, rule: str) -> EventMention:
    return replace(mention, factuality=factuality, rules=(*mention.rules[:2], rule, *mention.rules[3:]))


def is_put_off(mention: EventMention) -> bool:
    """Whether a mention tells of an old or a new date."""
    return OLD_DATE in mention.rules[2:] or NEW_DATE in mention.rules[2:]


def postponements(mentions: Sequence[EventMention]) -> Iterator[tuple[int, int]]:
    """The places of each mention of an old date and of the new one that replaces it, in one document.

    Of several mentions of the new date it is one of the same type, else one that is more than the act of
    postponing itself.
    """
    new = [place for place, mention in enumerate(mentions) if NEW_DATE in mention.rules[2:]]
    for place, old in enumerate(mentions):
        if new and OLD_DATE in old.rules[2:]:
            found = [one for one in new if _replaces(mentions[one], old)]
            if found:
                yield place, min(found, key=lambda one: _distance(mentions[one], old))


def _distance(new: EventMention, old: EventMention) -> tuple[bool, bool, Span]:
    return new.type != old.type, new.type == _POSTPONE, new.trigger
