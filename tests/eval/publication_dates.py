"""Measures the publication dates that are found on crawled news pages when the client gives none.

    python -m tests.eval.publication_dates [--shared ../shared] [--as-text] [--without-address]

Every page goes through reading, zones and dating, as HTML or (``--as-text``) as the text that a person
would copy from it. Unknown is an answer; a wrong day is an invented one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from dateline_server.domain.document import Document, MediaType, PublicationDate
from dateline_server.nlp.dating import date_document
from dateline_server.nlp.folding import fold
from dateline_server.nlp.language import detect_language
from dateline_server.nlp.reading import read
from dateline_server.nlp.timex.rules import TimexRules, load_timex_rules
from dateline_server.nlp.zoning import split_zones


def pages(folder: Path, *, address: bool, as_text: bool) -> Iterator[tuple[dict[str, Any], Document]]:
    """The rows of the index and their pages as documents without a publication date."""
    for line in (folder / "index.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        source = _decoded(gzip.decompress((folder / row["file"]).read_bytes()))
        uri = (row["url"] or "") if address else ""
        document = Document(row["id"], source, media_type=MediaType.HTML, uri=uri)
        if as_text:
            document = replace(document, text=read(document).text, media_type=MediaType.PLAIN)
        yield row, document


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def dated(document: Document, rules: TimexRules) -> PublicationDate:
    """The publication date of one document, found as the pipeline finds it."""
    reading = read(document)
    folded = fold(reading.text)
    sentences = split_zones(reading, folded, detect_language(reading.text))
    return date_document(document, reading, folded, sentences, rules)


def main() -> int:
    """Prints every wrong or unknown page and the counts; fails where a day was invented."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[3] / "shared")
    parser.add_argument("--as-text", action="store_true", help="drop the markup first")
    parser.add_argument("--without-address", action="store_true", help="do not tell the page's address")
    arguments = parser.parse_args()
    rules, counts = load_timex_rules(), Counter[str]()
    folder = arguments.shared / "corpora" / "pages"
    for row, document in pages(folder, address=not arguments.without_address, as_text=arguments.as_text):
        if row["published"] is None:
            counts["not annotated"] += 1
            continue
        found = dated(document, rules)
        day = found.date.isoformat() if found.date else "unknown"
        verdict = "right" if day == row["published"] else "unknown" if found.date is None else "wrong"
        counts[verdict] += 1
        if verdict != "right":
            evidence = [(str(c.date), c.source.value, c.evidence[:60]) for c in found.candidates]
            print(f"{verdict}: {row['id']}: {day}, published {row['published']}; {evidence}")
    print(", ".join(f"{verdict} {count}" for verdict, count in counts.items()))
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
