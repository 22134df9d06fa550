"""Measures how much of annotated articles the zones keep, and how much boilerplate they let through.

    python -m tests.eval.zones_kept [--shared ../shared] [--show]

Two questions of the annotated development sets: does the trigger of every required event lie in a zone
that tells events, and does no character of the stretches that never tell any?
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline_server.domain.document import Document
from dateline_server.domain.text import Span
from dateline_server.nlp.folding import fold
from dateline_server.nlp.language import detect_language
from dateline_server.nlp.reading import read
from dateline_server.nlp.zoning import split_zones


def told(text: str) -> set[int]:
    """The offsets of every character that is read and stands in a zone that tells events."""
    reading = read(Document("d", text))
    sentences = split_zones(reading, fold(reading.text), detect_language(reading.text))
    offsets = (i for s in sentences if s.zone.tells_events for i in range(s.span.start, s.span.end))
    return {reading.span_in_source(Span(i, i + 1)).start for i in offsets}


def documents(shared: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The rows of the gold sets with their texts."""
    for name in ("dev", "seeds"):
        for line in (shared / "gold" / f"{name}.gold.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row, row.get("text") or (shared / "seeds" / row["file"]).read_text("utf-8")


def lost_events(row: dict[str, Any], text: str, kept: set[int]) -> list[str]:
    """The quotes of required events none of whose triggers is told."""
    lost = []
    for event in row["events"]:
        start = text.find(event["quote"])
        triggers = [start + event["quote"].find(trigger) for trigger in event["trigger"]]
        if not event.get("optional") and not kept.intersection(triggers):
            lost.append(event["quote"])
    return lost


def leaks(row: dict[str, Any], text: str, kept: set[int]) -> list[str]:
    """The stretches that never tell events and yet have a character in a zone that does."""
    starts = ((quote, text.find(quote)) for quote in row.get("never", []))
    return [quote for quote, start in starts if kept.intersection(range(start, start + len(quote)))]


def main() -> int:
    """Prints the shares; fails below 99 % kept or above 1 % let through."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[3] / "shared")
    parser.add_argument("--show", action="store_true", help="print what is lost and what leaks")
    arguments = parser.parse_args()
    required = lost = never = leaked = 0
    for row, text in documents(arguments.shared):
        kept = told(text)
        missing, leaking = lost_events(row, text, kept), leaks(row, text, kept)
        required += sum(not event.get("optional") for event in row["events"])
        lost, never, leaked = lost + len(missing), never + len(row.get("never", [])), leaked + len(leaking)
        for kind, quotes in (("lost", missing), ("leak", leaking)) if arguments.show else ():
            for quote in quotes:
                print(f"{kind}: {row['id']}: {quote}")
    print(
        f"required events kept {required - lost} of {required}; boilerplate let through {leaked} of {never}"
    )
    return int(lost > 0.01 * required or leaked > 0.01 * never + 1)


if __name__ == "__main__":
    sys.exit(main())
