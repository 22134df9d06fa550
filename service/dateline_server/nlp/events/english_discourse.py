"""Dates that reach beyond their sentence, and events that no date reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...domain.text import Sentence, Zone
from ...domain.time import Timex
from ..english_dateline import dateline_end
from .english_arguments import ActorsOfSentence
from .english_links import Link, Links
from .english_rules import EnglishEventRules
from .english_syntax import Parse
from .english_tense import is_past
from .english_triggers import Trigger, content_of, is_transparent
from .ontology import OTHER

CARRIED = 0.7
"""What remains of a link's weight in the next sentence."""


@dataclass(frozen=True, slots=True)
class EnglishSentence:
    """A sentence with everything that was found in it."""

    sentence: Sentence
    parse: Parse
    timexes: tuple[Timex, ...]
    triggers: Mapping[int, Trigger]
    links: Links
    actors: ActorsOfSentence

    @property
    def dateline(self) -> int:
        """How many code points of the sentence are a dateline."""
        return dateline_end(self.sentence.span.of(self.parse.text))

    def main(self, rules: EnglishEventRules) -> int | None:
        """The verb of the main clause that tells its event."""
        tokens, opening = self.parse.tokens, self.sentence.span.start + self.dateline
        roots = (i for i, token in enumerate(tokens) if token.head < 0 and token.span.start >= opening)
        index = next((i for i in roots if self.parse.tokens[i].tag in ("VERB", "AUX")), None)
        while index is not None and is_transparent(self.parse, index, rules):
            index = content_of(self.parse, index)
        return index if index in self.triggers else None


def with_carried_dates(
    sentences: Sequence[EnglishSentence], rules: EnglishEventRules
) -> list[EnglishSentence]:
    """The sentences, those without a date dated by the one before where a word or a colon links them."""
    carried: list[EnglishSentence] = []
    for sentence in (_with_date_of_dateline(sentence, rules) for sentence in sentences):
        before = carried[-1] if carried else None
        if before is not None and not sentence.links and not any(t.time for t in sentence.timexes):
            sentence = replace(sentence, links=_carried(before, sentence, rules))
        carried.append(sentence)
    return carried


def _with_date_of_dateline(sentence: EnglishSentence, rules: EnglishEventRules) -> EnglishSentence:
    """The sentence, its main event dated by its dateline where it has no other date."""
    end = sentence.sentence.span.start + sentence.dateline
    dates = [timex for timex in sentence.timexes if timex.time and timex.span.end <= end]
    main = sentence.main(rules) if dates else None
    if main is None or main in sentence.links:
        return sentence
    link = Link(dates[0], "date-of-dateline", CARRIED)
    return replace(sentence, links={**sentence.links, main: link})


def _carried(before: EnglishSentence, sentence: EnglishSentence, rules: EnglishEventRules) -> Links:
    main = sentence.main(rules)
    if main is None or not is_past(sentence.parse, main):
        return {}
    if before.parse.word(len(before.parse.tokens) - 1) == ":" and before.timexes:
        dated = [timex for timex in before.timexes if timex.time]
        return {main: Link(dated[-1], "date-before-colon", CARRIED)} if dated else {}
    link = _main_link(before, rules)
    adverbs = {sentence.parse.word(child) for child in sentence.parse.dependents(main, "advmod", "mark")}
    near = 0 <= sentence.sentence.paragraph - before.sentence.paragraph <= (1 if "also" in adverbs else 0)
    if link is None or not near or not adverbs & rules.links.adverbs:
        return {}
    return {main: link.weaker("date-of-sentence-before", CARRIED)}


def _main_link(sentence: EnglishSentence, rules: EnglishEventRules) -> Link | None:
    main = sentence.main(rules)
    return sentence.links.get(main) if main is not None and is_past(sentence.parse, main) else None


def assumed_main(
    sentence: EnglishSentence, sentences: Sequence[EnglishSentence], rules: EnglishEventRules
) -> int | None:
    """The main event of a headline or first sentence that no date reaches, where a lexicon knows it."""
    body = next((s for s in sentences if s.sentence.zone is not Zone.HEADLINE), None)
    if sentence.links or (sentence.sentence.zone is not Zone.HEADLINE and sentence is not body):
        return None
    main = sentence.main(rules)
    if main is None or not sentence.triggers[main].known or sentence.triggers[main].type == OTHER:
        return None
    headline = sentence.sentence.zone is Zone.HEADLINE
    return main if headline or is_past(sentence.parse, main) else None
