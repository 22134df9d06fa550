"""A temporal expression that dates an English event, and the verb that tells the event of a clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...domain.time import Granularity, Timex, TimexType
from .english_rules import EnglishEventRules
from .english_syntax import Parse
from .english_tense import FINE
from .english_triggers import Trigger, content_of, is_transparent

POSTPONE = "postpone"
"""The type of events whose date is not when they happen but what they move something to."""
_ORDER = tuple(Granularity)


@dataclass(frozen=True, slots=True)
class Link:
    """A temporal expression that dates an event, the rule that says so and how sure it is (0..1)."""

    timex: Timex
    rule: str
    weight: float

    def weaker(self, rule: str, factor: float) -> Link:
        """The same expression handed on by another rule."""
        return Link(self.timex, rule, self.weight * factor)

    @property
    def is_fine(self) -> bool:
        """Whether the expression names a week or less, and no beginning or end of something longer."""
        time = self.timex.time
        return time is not None and time.granularity in FINE and ".." not in time.edtf


Links = dict[int, Link]


def keep_better(links: Links, index: int, link: Link) -> None:
    """Keeps the finer of two expressions on one event, and a date rather than a time of day."""
    if index not in links or _rank(link) < _rank(links[index]):
        links[index] = link


def _rank(link: Link) -> tuple[bool, bool, int, int]:
    time = link.timex.time
    order = _ORDER.index(time.granularity) if time else len(_ORDER)
    loose = time is not None and time.approximate
    return loose, link.timex.type is not TimexType.DATE, order, link.timex.span.start


def telling_verb(
    parse: Parse, index: int, triggers: Mapping[int, Trigger], rules: EnglishEventRules
) -> int | None:
    """The verb that tells the event of a clause: the content of plans, begins, is due; else itself."""
    while _is_refused(parse, index, rules):
        index = parse.head(index)
    while is_transparent(parse, index, rules) or parse.tokens[index].tag == "AUX":
        content = content_of(parse, index)
        if content is None:
            subject = parse.child(index, "nsubj", "attr")
            return subject if subject is not None and subject in triggers else None
        index = content
    return index if index in triggers else None


def _is_refused(parse: Parse, index: int, rules: EnglishEventRules) -> bool:
    """Whether a verb is what another refuses or stops: the refusal has the date, as it is what happened."""
    governor = rules.governor(parse, parse.head(index))
    return parse.relation(index) == "xcomp" and governor is not None and governor.id == "refusal"
