"""Everything that the event stage knows: ontology, lexicons, cues, weights."""

from __future__ import annotations

from dataclasses import dataclass

from .english_rules import EnglishEventRules, load_english_event_rules
from .lexicon import ChineseLexicon, load_chinese_lexicon
from .ontology import EVENTS_DATA, Ontology, load_ontology
from .scorecard import Scorecard, load_scorecard


@dataclass(frozen=True, slots=True)
class EventRules:
    """The data of the event stage, loaded once and never changed."""

    ontology: Ontology
    chinese: ChineseLexicon
    chinese_scorecard: Scorecard
    english: EnglishEventRules


def load_event_rules() -> EventRules:
    """Loads the rules that ship with the service.

    Raises:
        DataFileError: a data file is wrong; the message names file, place and problem.

    """
    ontology = load_ontology()
    return EventRules(
        ontology=ontology,
        chinese=load_chinese_lexicon(ontology),
        chinese_scorecard=load_scorecard(EVENTS_DATA / "zh_scorecard.toml"),
        english=load_english_event_rules(ontology),
    )
