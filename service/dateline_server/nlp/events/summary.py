"""One line for people about an event: actor, trigger, object, in the article's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...domain.actor import Actor
from ...domain.event import Argument, Role
from ...domain.text import Span
from .candidates import Candidate
from .words import SentenceWords

MAX_OBJECT = 30
"""The longest object, in characters."""


def summarize(
    text: str,
    sentence: SentenceWords,
    candidate: Candidate,
    arguments: Sequence[Argument],
    actors: Mapping[str, Actor],
) -> str:
    """Names of the agents, then the trigger and what follows it in its clause.

    ``text`` is the reading in its own script, so that the line is in the script of the article.
    """
    agents = [_name(text, argument, actors) for argument in arguments if argument.role is Role.AGENT]
    others = [
        _name(text, argument, actors)
        for argument in arguments
        if argument.role is Role.COUNTERPART and argument.span.end <= candidate.span.start
    ]
    subject = "、".join(agents) + ("與" if _is_traditional(text) else "与") + "、".join(others)
    head = subject if others and agents else "、".join(agents + others)
    return head + _predicate(text, sentence, candidate)


def _name(text: str, argument: Argument, actors: Mapping[str, Actor]) -> str:
    actor = actors.get(argument.actor_id)
    return actor.display_name if actor else argument.span.of(text).strip()


def _predicate(text: str, sentence: SentenceWords, candidate: Candidate) -> str:
    clause = sentence.clauses[sentence.words[candidate.position].clause]
    end = clause.end
    while end > candidate.end and sentence.words[end - 1].tag == "w":
        end -= 1
    last = sentence.words[end - 1].span.end if end > candidate.end else candidate.span.end
    last = min(last, candidate.span.end + MAX_OBJECT)
    return Span(candidate.span.start, max(last, candidate.span.end)).of(text).strip()


def _is_traditional(text: str) -> bool:
    return "與" in text or "國" in text
