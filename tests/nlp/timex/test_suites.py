"""The public suites of temporal expressions: day ranges right, conventions that differ set aside.

The same expressions are counted as ``score_timex.py --news`` counts; ``conventions.toml`` says which are
left out, and why.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dateline_server.domain.text import Language
from dateline_server.domain.time import OPEN_END, OPEN_START, Timex

from ...shared import shared_path
from .reading import read

CONVENTIONS = tomllib.loads(Path(__file__).with_name("conventions.toml").read_text(encoding="utf-8"))
LEFT_OUT = {name for convention in CONVENTIONS["convention"] for name in convention["ids"]}

Days = tuple[str | None, str | None]


def days(bounds: list[str | None] | None) -> Days | None:
    return None if bounds is None else (_day(bounds[0]), _day(bounds[1]))


def _day(text: str | None) -> str | None:
    return text[:10] if text else None


def found_days(timex: Timex) -> Days | None:
    time = timex.time
    if time is None or time.first is None or time.last is None:
        return None
    first = None if time.first == OPEN_START else time.first.isoformat()
    return first, None if time.last == OPEN_END else time.last.isoformat()


def expressions(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for expression in row["expressions"]:
            relevant = expression.get("news") and not expression.get("holiday") and expression.get("range")
            if relevant and row["id"] not in LEFT_OUT:
                yield row, expression


def is_right(row: dict[str, Any], expression: dict[str, Any]) -> bool:
    language = Language.EN if row["lang"] == "en" else Language.ZH_HANS
    accepted = {days(bounds) for bounds in (expression["range"], *expression.get("alts", []))}
    return any(
        found_days(timex) in accepted
        for timex in read(row["text"], row["reference"][:10], language)
        if timex.span.start < expression["end"] and expression["start"] < timex.span.end
    )


@pytest.mark.parametrize(
    ("suite", "accuracy"),
    [
        ("newsforms_dev", 0.97),
        ("recognizers_zh", 0.85),
        ("duckling_zh", 0.85),
        ("minlp_zh", 0.85),
        ("jionlp_parse", 0.85),
        ("chrono_zh_hans", 0.85),
        ("chrono_zh_hant", 0.85),
    ],
)
def test_suite(suite: str, accuracy: float) -> None:
    path = shared_path(f"corpora/timex/{suite}.jsonl")
    results = [is_right(row, expression) for row, expression in expressions(path)]
    assert sum(results) >= accuracy * len(results)


def test_a_convention_covers_no_example_that_is_right() -> None:
    """An example that has come right is no disagreement any more."""
    folder = shared_path("corpora/timex")
    lines = [line for path in folder.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    rows = {row["id"]: row for row in map(json.loads, lines)}
    assert rows.keys() >= LEFT_OUT
    for name in sorted(LEFT_OUT):
        relevant = [item for item in rows[name]["expressions"] if item.get("news") and item.get("range")]
        assert not all(is_right(rows[name], item) for item in relevant), name


def overlaps(timex: Timex, start: int, end: int) -> bool:
    return timex.span.start < end and start < timex.span.end


def test_spans_of_news_reports() -> None:
    """Relaxed recall and precision on the Chinese Emergency Corpus, whose annotation is not complete."""
    wanted = found = predicted = good = 0
    for line in shared_path("corpora/timex/cec_spans.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        timexes = read(row["text"], _day(row["reference"]))
        spans = [(item["start"], item["end"]) for item in row["expressions"]]
        dated = [
            span
            for span, item in zip(spans, row["expressions"], strict=True)
            if item["type"] in ("DATE", "TIME")
        ]
        wanted += len(dated)
        found += sum(any(overlaps(timex, *span) for timex in timexes) for span in dated)
        predicted += len(timexes)
        good += sum(any(overlaps(timex, *span) for span in spans) for timex in timexes)
    assert found >= 0.85 * wanted
    assert good >= 0.817 * predicted
