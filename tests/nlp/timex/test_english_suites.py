"""The public English suites: day ranges right, conventions that differ set aside as for Chinese.

Run as a module it prints what each suite gets with and without ``conventions.toml``:
``python -m tests.nlp.timex.test_english_suites``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ...shared import shared_path
from .test_suites import LEFT_OUT, is_right

SUITES = ("recognizers_en", "duckling_en", "chrono_en")


def expressions(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The expressions that count for news; one without a reference day must tell its own."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        row["reference"] = row["reference"] or "1970-01-01"
        for expression in row["expressions"]:
            if expression.get("news") and not expression.get("holiday") and expression.get("range"):
                yield row, expression


def accuracy(path: Path, left_out: set[str]) -> float:
    counted = [item for item in expressions(path) if item[0]["id"] not in left_out]
    results = [is_right(row, expression) for row, expression in counted]
    return sum(results) / len(results)


@pytest.mark.parametrize("suite", SUITES)
def test_suite(suite: str) -> None:
    assert accuracy(shared_path(f"corpora/timex/{suite}.jsonl"), LEFT_OUT) >= 0.70


if __name__ == "__main__":
    for suite in SUITES:
        found = shared_path(f"corpora/timex/{suite}.jsonl")
        print(f"{suite}: {accuracy(found, LEFT_OUT):.1%} (all: {accuracy(found, set()):.1%})")
