"""Whose product a name is: what a text once calls Nokia's, is Nokia's throughout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ...domain.actor import ActorType
from ...domain.event import Argument, Role
from .english_arguments import ActorsOfSentence


def product_owners(sentences: Iterable[ActorsOfSentence]) -> dict[str, str]:
    """The id of the organisation that owns a named thing, by the thing's name; the first owner told."""
    owners: dict[str, str] = {}
    for actors in sentences:
        parse = actors.parse
        for index, token in enumerate(parse.tokens):
            mention = actors.by_word.get(index)
            if token.relation != "poss" or mention is None or mention.type is not ActorType.ORGANIZATION:
                continue
            head = parse.head(index)
            if parse.tokens[head].span.of(parse.text)[:1].isupper() and head not in actors.by_word:
                owners.setdefault(parse.tokens[head].span.of(parse.text), mention.actor_id)
    return owners


def with_owner(arguments: Sequence[Argument], text: str, owners: Mapping[str, str]) -> tuple[Argument, ...]:
    """The arguments of an event that names nobody, with the owner of its theme as agent."""
    if any(argument.role.is_participant for argument in arguments):
        return tuple(arguments)
    return tuple(
        replace(argument, role=Role.AGENT, actor_id=owners[argument.span.of(text)])
        if argument.role is Role.THEME and argument.span.of(text) in owners
        else argument
        for argument in arguments
    )
