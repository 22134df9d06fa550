"""Words and parts of speech of Chinese text: LAC on ONNX Runtime, with one of its two sets of weights.

It tags single characters, and so segments, tags and finds names in one pass (see ``lac``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..domain.text import Sentence, Span, Token
from .lac import load_alphabet, load_tags, load_transitions, load_weights, start_session
from .recognizer import Recognizer

MAX_SENTENCE = 400
"""Longer sentences are tagged in pieces of at most this many code points."""
BATCH_CELLS = 2048
"""Code points of a batch, padding included; larger batches no longer fit the processor's cache."""
BATCH_ROWS = 6
"""Sentences of a batch that the network reads at once: more are no faster, and are padded to a longer one."""
BEAM = 5
"""Tags kept per character in the search for the best path."""

NAME_TAGS = frozenset({"PER", "ORG", "LOC", "nr", "nt", "ns", "nz", "nw"})
"""The tags of names of any type."""
_BREAKS = frozenset("，、；：,;: \t\n")

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
Path = tuple[IntArray, FloatArray]
"""The tags of a sentence, and the share of tags of names at each of its places."""
FieldSentences = tuple[str, Sequence[Sentence]]


@dataclass(frozen=True, slots=True, eq=False)
class ChineseTagger:
    """LAC, loaded. Holds no state between calls and may be shared by threads.

    ``rows`` maps a code point to its row of the embedding, ``transitions[i, j]`` scores tag j after
    tag i, ``tags`` are the names of the tags without their B/I, ``inside`` marks the I tags, ``names``
    are the numbers of the tags of names.
    """

    session: Any
    rows: npt.NDArray[np.int32]
    transitions: FloatArray
    tags: tuple[str, ...]
    inside: npt.NDArray[np.bool_]
    names: IntArray

    def tag(self, fields: Sequence[FieldSentences]) -> list[tuple[tuple[Token, ...], ...]]:
        """For each (folded text, sentences) the tokens, sentence by sentence.

        The tokens of a sentence are adjacent and cover it wholly; sentences of zones that tell no
        events get none.
        """
        cut = [[_pieces(text, sentence) for sentence in sentences] for text, sentences in fields]
        paths = self._paths(
            [
                piece.of(text)
                for (text, _), sentences in zip(fields, cut, strict=True)
                for pieces in sentences
                for piece in pieces
            ]
        )
        return [
            tuple(
                tuple(token for piece in pieces for token in self._tokens(*next(paths), piece.start))
                for pieces in sentences
            )
            for sentences in cut
        ]

    def _paths(self, texts: Sequence[str]) -> Iterator[Path]:
        paths: list[Path] = [(np.zeros(0, np.int64), np.zeros(0, np.float32))] * len(texts)
        codes = [np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32) for text in texts]
        for batch in _batches([len(text) for text in texts]):
            lengths = np.array([len(codes[i]) for i in batch], np.int32)
            ids = np.zeros((int(lengths[0]), len(batch)), np.int32)
            for column, i in enumerate(batch):
                ids[: lengths[column], column] = self.rows[codes[i]]
            emissions = self._emissions(ids, lengths)
            best, shares = best_paths(emissions, lengths, self.transitions), self._shares(emissions)
            for column, i in enumerate(batch):
                paths[i] = best[: lengths[column], column], shares[: lengths[column], column]
        return iter(paths)

    def _emissions(self, ids: npt.NDArray[np.int32], lengths: npt.NDArray[np.int32]) -> FloatArray:
        """The scores of the tags at every place: [length, batch, tag], zero beyond a sentence's end."""
        emissions = np.zeros((*ids.shape, len(self.tags)), np.float32)
        for first in range(0, len(lengths), BATCH_ROWS):
            rows, longest = slice(first, first + BATCH_ROWS), lengths[first]
            inputs = {"token_ids": ids[:longest, rows], "length": lengths[rows]}
            (emissions[:longest, rows],) = self.session.run(None, inputs)
        return emissions

    def _shares(self, emissions: FloatArray) -> FloatArray:
        """The share of the tags of names at every place: [length, batch]."""
        weights = np.exp(emissions - emissions.max(axis=2, keepdims=True))
        shares: FloatArray = weights[:, :, self.names].sum(axis=2) / weights.sum(axis=2)
        return shares

    def _tokens(self, path: IntArray, shares: FloatArray, offset: int) -> Iterator[Token]:
        begins = ~self.inside[path]
        begins[0] = True
        starts = np.flatnonzero(begins)
        edges = [*(starts + offset).tolist(), offset + len(path)]
        least = np.minimum.reduceat(shares, starts).tolist()
        for start, end, number, share in zip(edges, edges[1:], path[starts].tolist(), least, strict=False):
            tag = self.tags[number]
            yield Token(Span(start, end), tag, certainty=share if tag in NAME_TAGS else 1.0)


def load_chinese_tagger(recognizer: Recognizer = Recognizer.ACCURATE) -> ChineseTagger:
    """Loads and checks the weights; takes about a third of a second.

    Raises:
        DataFileError: a file is missing or is not the one that was measured.
    """
    alphabet, transitions, named = load_alphabet(), load_transitions(), load_tags()
    names = [named.get(number, "O") for number in range(len(transitions))]
    tags = tuple(name.rsplit("-", 1)[0] for name in names)
    return ChineseTagger(
        session=start_session(load_weights(recognizer, alphabet)),
        rows=alphabet.rows,
        transitions=transitions,
        tags=tags,
        inside=np.array([name.endswith("-I") for name in names]),
        names=np.flatnonzero([tag in NAME_TAGS for tag in tags]),
    )


def best_paths(emissions: FloatArray, lengths: npt.NDArray[np.int32], transitions: FloatArray) -> IntArray:
    """The best tag path of every sequence, by Viterbi search over the ``BEAM`` best tags of each place.

    ``emissions`` is [length, batch, tag], with sequences in order of falling length; the result is
    [length, batch], zero beyond a sequence's end.
    """
    longest, width, tags = emissions.shape
    kept = np.argpartition(emissions, tags - BEAM, axis=2)[:, :, tags - BEAM :]
    scores = np.take_along_axis(emissions, kept, 2)
    steps = transitions[kept[:-1, :, :, None], kept[1:, :, None, :]]
    alive = [int(np.count_nonzero(lengths > t)) for t in range(longest)]
    back = np.zeros((longest, width, BEAM), np.int8)
    best = scores[0].copy()
    for t in range(1, longest):
        live = alive[t]
        candidates = best[:live, :, None] + steps[t - 1, :live]
        back[t, :live] = candidates.argmax(1)
        best[:live] = candidates.max(1) + scores[t, :live]
    return _trace(kept, back, best.argmax(1), alive)


def _trace(kept: IntArray, back: npt.NDArray[np.int8], last: IntArray, alive: Sequence[int]) -> IntArray:
    path = np.zeros(kept.shape[:2], np.int64)
    columns = np.arange(kept.shape[1])
    state = last.copy()
    for t in range(len(kept) - 1, -1, -1):
        live = columns[: alive[t]]
        path[t, live] = kept[t, live, state[live]]
        state[live] = back[t, live, state[live]]
    return path


def _pieces(text: str, sentence: Sentence) -> list[Span]:
    """The sentence in pieces of at most ``MAX_SENTENCE``, cut behind punctuation where there is any."""
    if not sentence.zone.tells_events:
        return []
    span, start, pieces = sentence.span, sentence.span.start, []
    while span.end - start > MAX_SENTENCE:
        limit = start + MAX_SENTENCE
        cut = next((i for i in range(limit, start + MAX_SENTENCE // 2, -1) if text[i - 1] in _BREAKS), limit)
        pieces.append(Span(start, cut))
        start = cut
    return [*pieces, Span(start, span.end)] if start < span.end else pieces


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of non-empty texts of similar length, longest first, within ``BATCH_CELLS`` each."""
    order = sorted((i for i, length in enumerate(lengths) if length), key=lambda i: -lengths[i])
    while order:
        size = max(1, BATCH_CELLS // lengths[order[0]])
        yield order[:size]
        order = order[size:]
