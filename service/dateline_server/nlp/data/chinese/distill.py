"""Makes ``fast.npz``: LAC with fewer units, taught by LAC itself.

The units that matter most to the next layer are kept; then the smaller network learns to score the tags
of each character as the whole one does (Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural
Network", 2015). No text needs labels. The embedding stays as it is, so that characters that no training
text has are understood like their neighbours; the search over tags keeps LAC's transitions.

    pip install torch==2.13.0
    python -m dateline_server.nlp.data.chinese.distill TEXT ... [--units 64] [--characters 11000000]

A TEXT is a file of sentences, one a line, or lines of JSON with a key "text", perhaps compressed with
gzip; the README beside this file names those of the weights that are shipped.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from dateline_server.domain.text import Sentence, Span, Zone
from dateline_server.nlp.chinese_tagger import ChineseTagger, load_chinese_tagger
from dateline_server.nlp.data.chinese.pruning import Codes, network, pruned, weights_of, write
from dateline_server.nlp.data.chinese.training_text import Composer, Tagged
from dateline_server.nlp.data.chinese.training_words import load_lexicon
from dateline_server.nlp.folding import fold
from dateline_server.nlp.lac import load_alphabet, load_weights
from dateline_server.nlp.recognizer import Recognizer
from torch import nn

TARGET = Path(__file__).with_name("fast.npz")
ROUND = 600_000
"""Characters that are composed at a time."""
BATCH = 6_144
"""Characters of a batch, whose sentences are of one length."""
LEAST_BATCH = 600
LONGEST = 200
RATE, WARM = 3e-3, 0.03
"""Highest learning rate, and the share of training until it is reached; then it falls as a cosine."""
NAME_WEIGHT = 2.0
"""How much more a place counts where the teacher is sure of a name."""
SCORE_WEIGHT = 0.05
"""What the squared distance of the scores counts beside the divergence."""


def main() -> None:
    """Trains and writes the file."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--units", type=int, default=64, help="of each direction of each layer; LAC has 128")
    parser.add_argument("--characters", type=int, default=11_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    teacher, random = load_chinese_tagger(), Random(options.seed)  # noqa: S311 (to be repeated)
    texts = [[fold(line) for line in lines(path) if 3 < len(line) <= 2 * LONGEST] for path in options.texts]
    composer = Composer(random, load_lexicon(), texts, lambda some: tagged(some, teacher))
    whole = load_weights(Recognizer.ACCURATE, load_alphabet())
    sample = [codes(batch, teacher) for batch in batches(composer, random, ROUND // 4)]
    student = network(pruned(whole, options.units, sample))
    embedding = torch.tensor(whole.embedding)
    for _ in train(student, embedding, teacher, composer, random, options.characters):
        write(options.target, weights_of(student, whole.embedding))


def lines(path: Path) -> Iterator[str]:
    """The sentences of a file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"] if ".jsonl" in path.name else line.strip()


def tagged(texts: Sequence[str], teacher: ChineseTagger) -> list[Tagged]:
    """The words of each text with the teacher's tags."""
    fields = [(text, [Sentence(Span(0, len(text)), Zone.BODY, 0)]) for text in texts]
    return [
        [(token.span.of(text), token.tag) for (words,) in [found] for token in words]
        for text, found in zip(texts, teacher.tag(fields), strict=True)
    ]


def batches(composer: Composer, random: Random, characters: int) -> list[list[str]]:
    """Composed sentences in batches of one length each, in random order."""
    by_length: dict[int, list[str]] = {}
    while characters > 0:
        text = composer.sentence()[:LONGEST]
        by_length.setdefault(len(text), []).append(text)
        characters -= len(text)
    found = []
    for length, texts in by_length.items():
        size = max(1, BATCH // max(length, 1))
        parts = (texts[at : at + size] for at in range(0, len(texts), size))
        found += [part for part in parts if len(part) * length >= LEAST_BATCH]
    random.shuffle(found)
    return found


def codes(texts: Sequence[str], teacher: ChineseTagger) -> Codes:
    """The embedding's rows for texts of one length: [length, batch]."""
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.ascontiguousarray(teacher.rows[points].reshape(len(texts), -1).T)


def train(
    student: nn.ModuleList,
    embedding: torch.Tensor,
    teacher: ChineseTagger,
    composer: Composer,
    random: Random,
    characters: int,
) -> Iterator[None]:
    """Teaches the student for so many characters, round by round; prints how far from the teacher it is."""
    optimizer = torch.optim.Adam(student.parameters(), lr=RATE)
    names = torch.tensor(teacher.names)
    done, recent, start = 0, [], time.process_time()
    while done < characters:
        for batch in batches(composer, random, ROUND):
            ids = codes(batch, teacher)
            optimizer.param_groups[0]["lr"] = rate(done / characters)
            values = embedding[torch.tensor(ids).long()]
            loss, divergence = _losses(student, values, _scores(ids, teacher), names)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            done += ids.size
            recent.append(float(divergence))
        mean = sum(recent) / len(recent)
        print(f"{done:,} characters, divergence {mean:.4f}, {time.process_time() - start:.0f} s", flush=True)
        recent.clear()
        yield


def rate(done: float) -> float:
    """The learning rate when a share of training is done."""
    return RATE * min(1.0, done / WARM) * (0.02 + 0.49 * (1 + math.cos(math.pi * min(done, 1.0)))) + RATE / 50


def _scores(ids: Codes, teacher: ChineseTagger) -> torch.Tensor:
    lengths = np.full(ids.shape[1], len(ids), np.int32)
    return torch.tensor(teacher.session.run(None, {"token_ids": ids, "length": lengths})[0])


def _losses(
    student: nn.ModuleList, values: torch.Tensor, wanted: torch.Tensor, names: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """What is made small, and the Kullback-Leibler divergence of the tags of a character."""
    for layer in student[:2]:
        values = layer(values)[0]
    scores = student[2](values)
    shares = wanted.softmax(-1)
    divergence = (shares * (wanted.log_softmax(-1) - scores.log_softmax(-1))).sum(-1)
    apart = scores - wanted
    apart = (apart - apart.mean(-1, keepdim=True)).square().mean(-1)
    weight = 1 + NAME_WEIGHT * shares[..., names].sum(-1)
    loss = ((divergence + SCORE_WEIGHT * apart) * weight).sum() / weight.sum()
    return loss, divergence.detach().mean()


if __name__ == "__main__":
    main()
