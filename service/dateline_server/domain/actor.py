"""Who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .text import Span


class ActorType(StrEnum):
    """What an actor is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GEOPOLITICAL_ENTITY = "geopolitical-entity"
    LOCATION = "location"


class MentionForm(StrEnum):
    """How a mention refers: by a name, or through another mention."""

    NAME = "name"
    SHORT_NAME = "short-name"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation, state or place, however it is written.

    ``id`` is hand-given for actors of the lexicon ("european-union"), else derived from the
    normalized name. ``aliases`` are every known way to write it, in every script, the display name
    among them. ``wikidata`` is an item id ("Q458") or empty. ``former_ids`` are the ids that an actor
    of the lexicon has where the lexicon does not know it: those derived from the names that are
    surely its.
    """

    id: str
    display_name: str
    type: ActorType
    aliases: tuple[str, ...]
    parent_id: str = ""
    wikidata: str = ""
    former_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A stretch of text that refers to an actor.

    ``antecedent`` is the mention that a REFERENCE (该公司, 他, the company) was resolved to;
    ``rule`` says how the mention was found or resolved.
    """

    span: Span
    actor_id: str
    type: ActorType
    form: MentionForm = MentionForm.NAME
    antecedent: Span | None = None
    rule: str = ""
