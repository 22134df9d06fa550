"""Everything that the analysis needs besides the text: rules, lexicons and models, loaded once."""

from __future__ import annotations

from dataclasses import dataclass

from .actors.lexicon import ActorLexicon, load_actor_lexicon
from .events.rules import EventRules, load_event_rules
from .timex.rules import TimexRules, load_timex_rules
from .tokens import Tagger, load_tagger

ANALYZER_VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class Resources:
    """Rules, lexicons and models. Immutable after loading; one per process."""

    timex: TimexRules
    actors: ActorLexicon
    events: EventRules
    tagger: Tagger
    version: str = ANALYZER_VERSION


def load_resources() -> Resources:
    """Loads and checks everything, so that a wrong file stops the process at start.

    Raises:
        DataFileError: a data file is wrong; the message names file, place and problem.
    """
    lexicon = load_actor_lexicon()
    return Resources(load_timex_rules(), lexicon, load_event_rules(), load_tagger())
