"""What a person would read of a submitted field, with the way back to its offsets."""

from __future__ import annotations

from dataclasses import dataclass

from ..domain.document import DateCandidate, Document, FieldAnalysis
from ..domain.text import Sentence, Span, Zone


@dataclass(frozen=True, slots=True)
class Reading:
    """The text that is analysed.

    ``offsets`` maps each code point of ``text`` (and its end) to the submitted field, or is None
    when the two are the same. ``cut`` are stretches known not to be article text. ``candidates``
    are publication dates that the markup states.
    """

    text: str
    offsets: tuple[int, ...] | None = None
    cut: tuple[Span, ...] = ()
    candidates: tuple[DateCandidate, ...] = ()

    @classmethod
    def of_title(cls, title: str) -> Reading:
        """A title, which is read as it stands."""
        return cls(title)

    def headline_sentences(self) -> tuple[Sentence, ...]:
        """A title as one headline sentence."""
        return (Sentence(Span(0, len(self.text)), Zone.HEADLINE, 0, "title"),)

    def to_source(self, analysis: FieldAnalysis) -> FieldAnalysis:
        """The analysis with every span carried back to the submitted field."""
        return analysis


def read(document: Document) -> Reading:
    """The reading of a document's text."""
    return Reading(document.text)
