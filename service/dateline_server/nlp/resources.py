"""Everything that the analysis needs besides the text: rules, lexicons and models, loaded once."""

from __future__ import annotations

from dataclasses import dataclass, field

from .actors.lexicon import ActorLexicon, load_actor_lexicon
from .actors.own import OwnActors
from .events.rules import EventRules, load_event_rules
from .recognizer import Recognizer
from .timex.rules import TimexRules, load_timex_rules
from .tokens import Tagger, load_tagger
from .version import analyzer_version


@dataclass(frozen=True, slots=True)
class Resources:
    """Rules, lexicons and models. Immutable after loading; one per process."""

    timex: TimexRules
    actors: ActorLexicon
    events: EventRules
    tagger: Tagger
    version: str = field(default_factory=analyzer_version)


def load_resources(own: OwnActors | None = None, recognizer: Recognizer = Recognizer.ACCURATE) -> Resources:
    """Loads and checks everything, so that a wrong file stops the process at start.

    ``own`` is an operator's table of actors, which goes over ours; ``recognizer`` tags Chinese words.

    Raises:
        DataFileError: a data file is wrong; the message names file, place and problem.
    """
    lexicon = load_actor_lexicon(own)
    version = analyzer_version(own.text if own else "", recognizer)
    return Resources(load_timex_rules(), lexicon, load_event_rules(), load_tagger(recognizer), version)
