"""Recall of dated triggers on public corpora, and the share of right types on FewFC.

    python -m tests.eval.events_recall --shared ../shared [--limit N] [--show]

A trigger counts when its annotation gives it a time. FewFC (CC BY-SA 4.0) and CEC are measured only;
nothing is derived from either.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dateline_server.domain.document import Analysis, Document
from dateline_server.domain.event import EventMention
from dateline_server.domain.text import Language, Span
from dateline_server.nlp.pipeline import analyze_batch
from dateline_server.nlp.resources import load_resources

ACCEPTED_TYPES = {
    "质押": {"pledge"},
    "担保": {"pledge"},
    "股份股权转让": {"acquire", "sell", "buy", "increase-stake", "reduce-stake", "invest", "fund-raising"},
    "投资": {"invest", "acquire", "buy", "increase-stake", "fund-raising", "sell"},
    "减持": {"reduce-stake", "sell"},
    "起诉": {"sue", "charge", "appeal", "rule", "trial"},
    "收购": {"acquire", "buy"},
    "判决": {"rule", "sentence", "trial"},
    "中标": {"contract"},
    "签署合同": {"agree", "contract", "partner", "cooperate"},
}
"""Our types that answer to a type of FewFC, which cuts the field more coarsely."""
BATCH = 64


@dataclass(slots=True)
class Tally:
    """Counts of one corpus."""

    triggers: int = 0
    found: int = 0
    typed: int = 0
    right: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    mistyped: Counter[str] = field(default_factory=Counter)


def documents(path: Path, split: str, limit: int) -> list[dict[str, Any]]:
    """The documents of a corpus file that belong to a split."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row for row in rows if row["split"] == split][:limit]


def measure(rows: list[dict[str, Any]]) -> Tally:
    """Analyses the documents and counts the timed triggers that are found with a date."""
    resources = load_resources()
    tally = Tally()
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        analyses = analyze_batch([_document(row) for row in batch], resources)
        for row, analysis in zip(batch, analyses, strict=True):
            _count(row, analysis, tally)
    return tally


def _document(row: Mapping[str, Any]) -> Document:
    published = date.fromisoformat(row["dct"][:10]) if row["dct"] else None
    return Document(row["id"], row["text"], language=Language.ZH_HANS, publication_date=published)


def _count(row: Mapping[str, Any], analysis: Analysis, tally: Tally) -> None:
    dated = [event for event in analysis.text.mentions if event.timex is not None]
    for trigger, types in timed_triggers(row):
        tally.triggers += 1
        hits = [event for event in dated if event.trigger.overlaps(trigger)]
        if not hits:
            tally.missed[trigger.of(row["text"])] += 1
            continue
        tally.found += 1
        if types:
            _count_type(hits, types, row["text"], tally)


def _count_type(hits: list[EventMention], types: set[str], text: str, tally: Tally) -> None:
    accepted = set().union(*(ACCEPTED_TYPES[name] for name in types))
    tally.typed += 1
    if any(event.type in accepted for event in hits):
        tally.right += 1
    else:
        tally.mistyped[f"{hits[0].trigger.of(text)}:{hits[0].type}"] += 1


def timed_triggers(row: Mapping[str, Any]) -> Iterator[tuple[Span, set[str]]]:
    """The triggers with a time, each once, with the types that FewFC gives it."""
    spans: dict[Span, set[str]] = {}
    for event in row["events"]:
        trigger = event["trigger"]
        if event["time"] and trigger and trigger.get("end", 0) > trigger.get("start", 0):
            types = spans.setdefault(Span(trigger["start"], trigger["end"]), set())
            if event["type"] in ACCEPTED_TYPES:
                types.add(event["type"])
    yield from spans.items()


def main() -> None:
    """Prints one line a corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=100_000)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    for name in ("fewfc_train_dev", "cec_dev"):
        path = arguments.shared / f"corpora/events/{name}.jsonl.gz"
        tally = measure(documents(path, "dev", arguments.limit))
        recall = tally.found / max(tally.triggers, 1)
        types = f"  type accuracy {tally.right / tally.typed:.3f}" if tally.typed else ""
        print(f"{name}: {tally.triggers} timed triggers, recall {recall:.3f}{types}")
        if arguments.show:
            print("  missed", tally.missed.most_common(60))
            print("  mistyped", tally.mistyped.most_common(30))


if __name__ == "__main__":
    main()
