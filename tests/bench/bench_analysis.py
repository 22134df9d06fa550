"""How fast articles are analysed, stage by stage, on one core, and how much memory that takes.

    python -m tests.bench.bench_analysis [--shared ../shared] [--articles 200] [--batch 16]
                                         [--recognizer fast]

Prints, for articles of each script, characters a second of processor time: for reading, zones, publication
date and temporal expressions ("prepared"); for tagging the words of what is prepared, and recognising and
linking its actors ("actors"); and for the whole analysis. A process compiles patterns and works out calendars
when a text first needs them, so one article in six is analysed before, and its speed printed by itself
("first"). The last lines analyse texts of one to eight times the length: in linear time the speed stays.
Loading is processor time, memory the peak of the process so far. The English articles are the readings of
crawled pages. Compare figures of one run only.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from dateline_server.domain.document import Document, MediaType
from dateline_server.domain.text import Language
from dateline_server.nlp.actors.recognition import ActorFindings, find_actors
from dateline_server.nlp.pipeline import Prepared, analyze_batch, prepare
from dateline_server.nlp.reading import read
from dateline_server.nlp.recognizer import Recognizer
from dateline_server.nlp.resources import Resources, load_resources

Item = TypeVar("Item")

SCRIPTS = ("zh_hans", "zh_hant")
FIRST_SHARE = 6
"""One article in so many is analysed before the others are timed."""
LENGTHS = (1, 2, 4, 8)
JOINED = 20
"""Articles that make up a text of the length 1."""


def articles(path: Path, count: int) -> list[Document]:
    """The first ``count`` articles of a file, dated where the file dates them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, count)]
    return [
        Document(
            row["document_id"],
            row["text"],
            publication_date=date.fromisoformat(row["publication_date"])
            if row.get("publication_date")
            else None,
        )
        for row in rows
    ]


def pages(folder: Path, count: int) -> list[Document]:
    """The readings of the first ``count`` English pages."""
    rows = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    found = []
    for row in itertools.islice((row for row in rows if row["lang"] == "en"), count):
        html = gzip.decompress((folder / row["file"]).read_bytes()).decode("utf-8", "replace")
        text = read(Document(row["id"], html, media_type=MediaType.HTML)).text
        published = date.fromisoformat(row["published"])
        found.append(Document(row["id"], text, language=Language.EN, publication_date=published))
    return found


@contextmanager
def timed(times: dict[str, float], stage: str) -> Iterator[None]:
    """Adds the processor time of what is done meanwhile to a stage."""
    start = time.process_time()
    yield
    times[stage] = times.get(stage, 0.0) + time.process_time() - start


def link_actors(batch: Sequence[Prepared], resources: Resources) -> list[ActorFindings]:
    """Tags the words of prepared documents and finds their actors, as the pipeline does."""
    fields = [(item, field) for item in batch for field in item.fields]
    tagged = resources.tagger.tag(
        [(item.language, field.reading.text, field.folded, field.sentences) for item, field in fields]
    )
    return [
        find_actors(
            [(field.reading.text, field.folded, field.sentences, tokens)],
            item.language,
            resources.actors,
            item.publication_date.date,
        )
        for (item, field), tokens in zip(fields, tagged, strict=True)
    ]


def batched(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """The items, so many at a time."""
    return [items[at : at + size] for at in range(0, len(items), size)]


def print_speed(script: str, documents: Sequence[Document], size: int, resources: Resources) -> None:
    """One line for the articles of a script."""
    cut = len(documents) // FIRST_SHARE
    times: dict[str, float] = {}
    with timed(times, "first"):
        for batch in batched(documents[:cut], size):
            analyze_batch(batch, resources)
    for batch in batched(documents[cut:], size):
        with timed(times, "prepared"):
            prepared = [prepare(document, resources) for document in batch]
        with timed(times, "actors"):
            link_actors(prepared, resources)
        with timed(times, "whole"):
            analyze_batch(batch, resources)
    first, others = characters(documents[:cut]), characters(documents[cut:])
    rates = [f"{stage} {others / times[stage]:,.0f}" for stage in ("prepared", "actors", "whole")]
    rates.append(f"first {first / times['first']:,.0f}")
    print(f"{script}: {others:,} characters; a second: {', '.join(rates)}; {memory()}")


def print_lengths(documents: Sequence[Document], resources: Resources) -> None:
    """Characters a second by the length of a text, put together from articles."""
    for times in LENGTHS:
        text = "\n".join(document.text for document in documents[:JOINED]) * times
        spent: dict[str, float] = {}
        with timed(spent, "whole"):
            analyze_batch([Document("long", text)], resources)
        print(f"one text of {len(text):,} characters: {len(text) / spent['whole']:,.0f} a second")


def characters(documents: Sequence[Document]) -> int:
    """The length of the documents together."""
    return sum(len(document.text) for document in documents)


def memory() -> str:
    """The most memory that the process has had."""
    return f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--recognizer", type=Recognizer, default=Recognizer.ACCURATE)
    arguments = parser.parse_args()
    corpora = arguments.shared / "corpora"
    folder = corpora / "throughput"
    if not folder.is_dir():
        sys.exit(f"the development data is not here: {folder} (--shared DIR)")
    start = time.process_time()
    resources = load_resources(recognizer=arguments.recognizer)
    print(f"loading: {time.process_time() - start:.1f} s; {memory()}")
    sources = {script: articles(folder / f"{script}_news.jsonl.gz", arguments.articles) for script in SCRIPTS}
    for script, documents in {**sources, "en": pages(corpora / "pages", arguments.articles)}.items():
        print_speed(script, documents, arguments.batch, resources)
    print_lengths(sources[SCRIPTS[0]], resources)


if __name__ == "__main__":
    main()
