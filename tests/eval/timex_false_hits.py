"""How often running news is marked as a date or time of day where it speaks of neither.

A reader went through every hit in sentences drawn at random from news that nobody annotated and wrote down
those that are no temporal expression at all: part of a name, a number, a law's title, a verb. The file holds
offsets only, no text. Once the rules have been changed with a draw at hand its rate flatters them: draw
and read another ``--seed``.

    python -m tests.eval.timex_false_hits                        the false hits still made, and their rate
    python -m tests.eval.timex_false_hits --draw --seed 7        every hit of another draw, to be read
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline_server.domain.text import Span
from dateline_server.domain.time import Timex, TimexType
from dateline_server.nlp.pipeline import FieldText, prepare
from dateline_server.nlp.resources import Resources, load_resources

from tests.eval.events_sample import SCRIPTS, read_articles

VERDICTS = Path(__file__).with_name("timex_false_hits.jsonl")
SEEDS = (1, 2, 3, 4)
CHARACTERS = 30_000
CONTEXT = 14

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """One marked expression with its offsets in the submitted text and the words around it."""

    place: Place
    rule: str
    context: str


def load_verdicts() -> dict[Place, str]:
    """The places that a reader called false, each with the kind of the error."""
    rows = (json.loads(line) for line in VERDICTS.read_text("utf-8").splitlines())
    return {(row["document_id"], row["start"], row["end"]): row["kind"] for row in rows}


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


def summary(shared: Path, seed: int, resources: Resources) -> str:
    """Characters, hits and the false ones still made, of both scripts together."""
    verdicts, draws = load_verdicts(), [draw(shared, script, seed, resources) for script in SCRIPTS]
    characters = sum(count for count, _ in draws)
    found = [hit for _, group in draws for hit in group]
    false = [hit for hit in found if hit.place in verdicts]
    rate = len(false) / characters * 10_000
    return f"{seed}: {characters} characters, {len(found)} hits, {len(false)} false ({rate:.2f} in 10,000)"


def main() -> None:
    """Prints the hits of a draw to be read, or the rates of the draws that were read."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--draw", action="store_true", help="list every hit of the draw")
    parser.add_argument("--seed", type=int, default=SEEDS[0])
    options = parser.parse_args()
    resources = load_resources()
    if not options.draw:
        print(*(summary(options.shared, seed, resources) for seed in SEEDS), sep="\n")
        return
    for script in SCRIPTS:
        for hit in draw(options.shared, script, options.seed, resources)[1]:
            print(*hit.place, hit.rule, hit.context)


if __name__ == "__main__":
    main()
