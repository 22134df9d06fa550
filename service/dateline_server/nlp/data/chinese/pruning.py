"""The smaller network that is taught: the units of LAC that matter most, and its weights as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from dateline_server.nlp.lac import Layer, Weights
from torch import nn

Array = npt.NDArray[np.float32]
Codes = npt.NDArray[np.int32]
"""Rows of the embedding: [length, batch]."""


def pruned(whole: Weights, units: int, sample: Sequence[Codes]) -> Weights:
    """The weights of the units that vary most and weigh most in what follows."""
    layers, embedding = network(whole), torch.tensor(whole.embedding)
    found = [_spreads(layers, embedding[torch.tensor(ids).long()]) for ids in sample]
    spreads = [np.mean(one, axis=0) for one in zip(*found, strict=True)]
    following = (np.abs(whole.layers[1][0]).sum((0, 1)), np.abs(whole.output).sum(1))
    kept = [_best(spread * weight, units) for spread, weight in zip(spreads, following, strict=True)]
    first, second = (_cut(layer, rows) for layer, rows in zip(whole.layers, kept, strict=True))
    size = whole.layers[0][1].shape[2]
    inputs, outputs = (np.concatenate([one[0], one[1] + size]) for one in kept)
    second = (second[0][:, :, inputs], *second[1:])
    return Weights(whole.embedding, (first, second), whole.output[outputs], whole.bias)


def _spreads(layers: nn.ModuleList, values: torch.Tensor) -> list[Array]:
    """The standard deviation of each unit of each layer."""
    found = []
    with torch.no_grad():
        for layer in layers[:2]:
            values = layer(values)[0]
            found.append(values.flatten(0, 1).std(0).numpy())
    return found


def _best(worth: Array, units: int) -> list[npt.NDArray[np.int64]]:
    """The units of either direction that are worth most."""
    return [np.sort(np.argsort(-half)[:units]) for half in np.split(worth, 2)]


def _cut(layer: Layer, kept: Sequence[npt.NDArray[np.int64]]) -> Layer:
    inputs, recurrent, biases = layer
    size = recurrent.shape[2]
    rows = [np.concatenate([some + gate * size for gate in range(6)]) for some in kept]
    half = [one[: len(one) // 2] for one in rows]
    return (
        np.stack([inputs[i][half[i]] for i in (0, 1)]),
        np.stack([recurrent[i][half[i]][:, kept[i]] for i in (0, 1)]),
        np.stack([biases[i][rows[i]] for i in (0, 1)]),
    )


def network(weights: Weights) -> nn.ModuleList:
    """Two recurrent layers and the output, with these weights; the embedding is not among them."""
    modules = []
    with torch.no_grad():
        for inputs, recurrent, biases in weights.layers:
            size = recurrent.shape[2]
            layer = nn.GRU(inputs.shape[2], size, bidirectional=True)
            for i, end in enumerate(("", "_reverse")):
                parts = (inputs[i], recurrent[i], biases[i][: 3 * size], biases[i][3 * size :])
                for name, part in zip(("weight_ih", "weight_hh", "bias_ih", "bias_hh"), parts, strict=True):
                    getattr(layer, f"{name}_l0{end}").copy_(torch.tensor(_swapped(part)))
            modules.append(layer)
        output = nn.Linear(*weights.output.shape)
        output.weight.copy_(torch.tensor(weights.output.T))
        output.bias.copy_(torch.tensor(weights.bias))
    return nn.ModuleList([*modules, output])


def _swapped(rows: Array) -> Array:
    """Update and reset gate change places: ONNX has update, reset, new; torch has reset, update, new."""
    update, reset, new = np.split(rows, 3)
    return np.concatenate([reset, update, new])


def weights_of(student: nn.ModuleList, embedding: Array) -> Weights:
    """The weights of a network."""
    layers = []
    for layer in student[:2]:
        held = {name: _swapped(value.detach().numpy()) for name, value in layer.named_parameters()}
        both = [
            np.stack([held[f"{name}_l0{end}"] for end in ("", "_reverse")])
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        ]
        layers.append((both[0], both[1], np.concatenate(both[2:], axis=1)))
    output = student[2]
    bias = output.bias.detach().numpy()
    return Weights(embedding, (layers[0], layers[1]), output.weight.detach().numpy().T, bias)


def write(path: Path, weights: Weights) -> None:
    """The weights in half precision, compressed."""
    arrays = {"embedding": weights.embedding, "output": weights.output, "bias": weights.bias}
    for i, layer in enumerate(weights.layers):
        arrays |= {f"{key}{i}": array for key, array in zip("WRB", layer, strict=True)}
    halves: dict[str, Any] = {name: array.astype(np.float16) for name, array in arrays.items()}
    np.savez_compressed(path, **halves)
