"""How fast articles are analysed, stage by stage, on one core.

    python -m tests.bench.bench_analysis [--shared ../shared] [--articles 200] [--batch 16]
                                         [--recognizer fast]

Prints characters a second of processor time for reading, zones, publication date and temporal expressions
("prepared"), and for the whole analysis, over articles of each script; and the processor time that loading
rules, lexicons and models takes. The English articles are the readings of crawled pages. Compare figures of
one run only.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from dateline_server.domain.document import Document, MediaType
from dateline_server.domain.text import Language
from dateline_server.nlp.pipeline import analyze_batch, prepare
from dateline_server.nlp.reading import read
from dateline_server.nlp.recognizer import Recognizer
from dateline_server.nlp.resources import load_resources

SCRIPTS = ("zh_hans", "zh_hant")


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


def seconds(work: Callable[[], object]) -> float:
    """The processor time of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


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
    print(f"loading: {time.process_time() - start:.1f} s")
    sources = {script: articles(folder / f"{script}_news.jsonl.gz", arguments.articles) for script in SCRIPTS}
    for script, documents in {**sources, "en": pages(corpora / "pages", arguments.articles)}.items():
        analyze_batch(documents[:2], resources)
        characters = sum(len(document.text) for document in documents)
        batches = [documents[at : at + arguments.batch] for at in range(0, len(documents), arguments.batch)]
        prepared = seconds(lambda found=documents: [prepare(document, resources) for document in found])
        whole = seconds(lambda found=batches: [analyze_batch(batch, resources) for batch in found])
        rates = f"prepared {characters / prepared:,.0f}, whole analysis {characters / whole:,.0f}"
        print(f"{script}: {characters:,} characters; characters a second: {rates}")


if __name__ == "__main__":
    main()
