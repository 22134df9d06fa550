"""How often running news is marked as a date or time of day where it speaks of neither.

A reader went through every hit in sentences drawn at random from news that nobody annotated and wrote down
those that are no temporal expression at all: part of a name, a number, a law's title, a verb. The verdicts
hold offsets only, no text. Once the rules have been changed with a draw at hand its rate flatters them; what
counts is the rate as first read, by rules that did not know the draw, which ``timex_false_hits.toml`` keeps
beside the number of characters and hits that were read. Read another ``--seed`` for a new one.

    python -m tests.eval.timex_false_hits                        the rates as first read, and what is left
    python -m tests.eval.timex_false_hits --draw --seed 7        every hit of another draw, to be read
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline_server.domain.text import Span
from dateline_server.domain.time import Timex, TimexType
from dateline_server.nlp.pipeline import FieldText, prepare
from dateline_server.nlp.resources import Resources, load_resources

from tests.eval.events_sample import SCRIPTS, read_articles

VERDICTS = Path(__file__).with_name("timex_false_hits.jsonl")
READINGS = VERDICTS.with_suffix(".toml")
CHARACTERS = 30_000
CONTEXT = 14

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """One marked expression with its offsets in the submitted text and the words around it."""

    place: Place
    rule: str
    context: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A draw as it was first read: its seed, what was read and how many of the hits were false."""

    seed: int
    characters: int
    hits: int
    false: int

    def __str__(self) -> str:
        rate = self.false / self.characters * 10_000
        return f"{self.characters} characters, {self.hits} hits, {self.false} false ({rate:.2f} in 10,000)"


def verdicts() -> list[dict[str, Any]]:
    """Every place that a reader called false, with the kind of the error and the seed of the draw."""
    return [json.loads(line) for line in VERDICTS.read_text("utf-8").splitlines()]


def load_verdicts() -> dict[Place, str]:
    """The places that a reader called false, each with the kind of the error."""
    return {(row["document_id"], row["start"], row["end"]): row["kind"] for row in verdicts()}


def readings() -> list[Reading]:
    """The draws that were read before the rules knew them."""
    rows = tomllib.loads(READINGS.read_text("utf-8"))["reading"]
    false = Counter(row.get("seed") for row in verdicts())
    return [Reading(row["seed"], row["characters"], row["hits"], false[row["seed"]]) for row in rows]


def told(field: FieldText) -> Iterator[Span]:
    """The sentences that tell events."""
    return (sentence.span for sentence in field.sentences if sentence.zone.tells_events)


def hits(document_id: str, field: FieldText) -> Iterator[Hit]:
    """Every date and time of day in the sentences that tell events."""
    sentences = list(told(field))
    for timex in field.timexes:
        dated = timex.type in (TimexType.DATE, TimexType.TIME)
        if dated and any(span.start <= timex.span.start < span.end for span in sentences):
            yield _hit(document_id, field, timex)


def _hit(document_id: str, field: FieldText, timex: Timex) -> Hit:
    text, span = field.reading.text, timex.span
    source = field.reading.span_in_source(span)
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    context = f"{before}【{span.of(text)}】{after}".replace("\n", " ")
    return Hit((document_id, source.start, source.end), timex.rule, context)


def draw(shared: Path, script: str, seed: int, resources: Resources) -> tuple[int, list[Hit]]:
    """How many characters of sentences were read in articles taken at random, and the hits in them."""
    documents = read_articles(shared, script)
    random.Random(seed).shuffle(documents)
    characters, found = 0, list[Hit]()
    for document in documents:
        if characters >= CHARACTERS:
            break
        field = prepare(document, resources).fields[-1]
        characters += sum(span.end - span.start for span in told(field))
        found += hits(document.id, field)
    return characters, found


def still_false(shared: Path, seed: int, resources: Resources) -> str:
    """Characters, hits and the known false ones still made, of both scripts together."""
    known = load_verdicts()
    draws = [draw(shared, script, seed, resources) for script in SCRIPTS]
    found = [hit for _, group in draws for hit in group]
    characters = sum(count for count, _ in draws)
    return str(Reading(seed, characters, len(found), sum(hit.place in known for hit in found)))


def report(shared: Path, resources: Resources) -> Iterator[str]:
    """Each draw as first read and today, then the pooled rate as first read."""
    read = readings()
    for item in read:
        yield f"{item.seed} as first read: {item}"
        yield f"{item.seed} of these today: {still_false(shared, item.seed, resources)}"
    yield f"pooled, as first read: {pooled(read)}"


def pooled(read: Sequence[Reading]) -> Reading:
    """All draws as one."""
    sums = (sum(values) for values in zip(*((r.characters, r.hits, r.false) for r in read), strict=True))
    return Reading(0, *sums)


def main() -> None:
    """Prints the hits of a draw to be read, or the rates of the draws that were read."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--draw", action="store_true", help="list every hit of the draw")
    parser.add_argument("--seed", type=int, default=readings()[-1].seed)
    options = parser.parse_args()
    resources = load_resources()
    if not options.draw:
        for line in report(options.shared, resources):
            print(line, flush=True)
        return
    for script in SCRIPTS:
        characters, found = draw(options.shared, script, options.seed, resources)
        print(f"{script}: {characters} characters, {len(found)} hits")
        for hit in found:
            print(*hit.place, hit.rule, hit.context)


if __name__ == "__main__":
    main()
