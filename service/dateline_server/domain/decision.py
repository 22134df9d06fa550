"""What people decide about which mentions are one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .event import Field
from .text import Span


class DecisionKind(StrEnum):
    """That what rules hold apart is one event, or that what they join is not."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class MentionPlace:
    """Where a mention's trigger stands, in a document of a certain content."""

    document_id: str
    content_hash: str
    field: Field
    trigger: Span


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about mentions, each with the key of the group that it was in when it was last analysed.

    MERGE: all mentions of these groups tell of one event. SPLIT: these mentions tell of another event
    than the others of their groups. ``id`` is "c" and 16 hexadecimal digits.
    """

    id: str
    kind: DecisionKind
    mentions: tuple[tuple[MentionPlace, int], ...]
    create_time: datetime
