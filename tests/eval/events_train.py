"""Trains the scorecard of Chinese triggers on annotated articles and measures it by folds.

    python -m tests.eval.events_train --shared ../shared            measures only
    python -m tests.eval.events_train --shared ../shared --write    writes zh_scorecard.toml as well

The articles stay where they are; only the weights are written. Beside the folds it prints how the decision
fares on the words of articles that are not trained on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from dateline_server.nlp.events.chinese import settings
from dateline_server.nlp.events.decision import decide
from dateline_server.nlp.events.features import Setting, features
from dateline_server.nlp.events.ontology import EVENTS_DATA
from dateline_server.nlp.events.rules import EventRules
from dateline_server.nlp.events.scorecard import Scorecard
from dateline_server.nlp.resources import load_resources

from .events_inputs import Article, articles, gold_triggers, load_gold, predicted

PENALTY = 6.0
"""Strength of the quadratic penalty on every weight but the bias."""
MIN_COUNT = 8
"""Features seen less often get no weight."""
DAMPING = 0.4
ANNOTATIONS = Path(__file__).parent / "annotations" / "zh_triggers.tsv"
HELD_OUT = ANNOTATIONS.with_name("zh_triggers_whole.tsv")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate with a date: its features and whether it tells of a required event."""

    names: tuple[str, ...]
    label: bool


def rows_of(article: Article, rules: EventRules) -> list[Row]:
    """The training rows of an article: dated candidates, those of optional events left out."""
    field = article.prepared.fields[-1]
    triggers = gold_triggers(article.gold)
    rows = []
    for setting, index in dated_candidates(article, rules):
        span = field.reading.span_in_source(setting.candidates[index].span)
        hits = [trigger for trigger in triggers if trigger.span.overlaps(span)]
        required = any(not trigger.optional for trigger in hits)
        if required or not hits:
            rows.append(Row(features(setting, index), required))
    return rows


def load_labels(path: Path = ANNOTATIONS) -> dict[tuple[str, int, int], str]:
    """The label of each annotated word by document, start and end."""
    rows = [row.split("\t") for row in path.read_text("utf-8").splitlines()[1:]]
    return {(document, int(start), int(end)): label for document, start, end, label in rows}


def load_annotated(shared: Path, labels: Path = ANNOTATIONS) -> list[dict[str, Any]]:
    """The documents of the development corpora that are annotated."""
    wanted = {document for document, _, _ in load_labels(labels)}
    found = []
    for name in ("zh_hans_news", "zh_hant_news"):
        with gzip.open(shared / f"corpora/throughput/{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            rows = [json.loads(row) for row in file]
        found += [
            {"id": row["document_id"], "text": row["text"], "published": row["publication_date"]}
            for row in rows
            if row["document_id"] in wanted
        ]
    return found


def dated_candidates(article: Article, rules: EventRules) -> Iterator[tuple[Setting, int]]:
    """Every candidate that a temporal expression reaches, with its setting."""
    field = article.prepared.fields[-1]
    found = settings(field.folded, field.sentences, article.tokens, field.timexes, article.mentions, rules)
    for setting in found:
        for index, link in enumerate(setting.links):
            if link is not None:
                yield setting, index


def annotated_rows(
    found: Sequence[Article], labels: Mapping[tuple[str, int, int], str], rules: EventRules
) -> list[Row]:
    """The training rows of articles of which single words are annotated, see ``annotations/README.md``."""
    rows = []
    for article in found:
        field = article.prepared.fields[-1]
        for setting, index in dated_candidates(article, rules):
            span = field.reading.span_in_source(setting.candidates[index].span)
            label = labels.get((article.gold["id"], span.start, span.end), "optional")
            if label != "optional":
                rows.append(Row(features(setting, index), label == "event"))
    return rows


def decided(
    found: Sequence[Article], labels: Mapping[tuple[str, int, int], str], rules: EventRules
) -> tuple[float, float]:
    """Precision and recall of the decision which dated words tell of an event that is required.

    Words whose event is optional count on neither side.
    """
    right = told = wanted = 0
    for article in found:
        field = article.prepared.fields[-1]
        parts = (field.folded, field.sentences, article.tokens, field.timexes, article.mentions)
        for setting in settings(*parts, rules):
            kept = {decision.candidate.span for decision in decide(setting, rules) if decision.link}
            for candidate, link in zip(setting.candidates, setting.links, strict=True):
                span = field.reading.span_in_source(candidate.span)
                label = labels.get((article.gold["id"], span.start, span.end), "optional")
                if link is not None and label != "optional":
                    wanted += label == "event"
                    told += candidate.span in kept
                    right += label == "event" and candidate.span in kept
    return right / max(told, 1), right / max(wanted, 1)


def train(rows: Sequence[Row], threshold: float, damping: float = DAMPING) -> Scorecard:
    """Fits a penalised logistic regression by Newton's method."""
    counts: dict[str, int] = {}
    for row in rows:
        for name in set(row.names):
            counts[name] = counts.get(name, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= MIN_COUNT)
    matrix = _matrix(rows, names)
    labels = np.array([row.label for row in rows], dtype=np.float64)
    weights = _fit(matrix, labels)
    by_name = {name: round(float(weight), 3) for name, weight in zip(names, weights[1:], strict=True)}
    return Scorecard(by_name, round(float(weights[0]), 3), threshold, damping)


def _matrix(rows: Sequence[Row], names: Sequence[str]) -> Floats:
    column = {name: place for place, name in enumerate(names, 1)}
    matrix = np.zeros((len(rows), len(names) + 1))
    matrix[:, 0] = 1.0
    for place, row in enumerate(rows):
        for name in row.names:
            if name in column:
                matrix[place, column[name]] = 1.0
    return matrix


def _fit(matrix: Floats, labels: Floats, steps: int = 25) -> Floats:
    penalty = np.full(matrix.shape[1], PENALTY)
    penalty[0] = 1e-6
    weights = np.zeros(matrix.shape[1])
    for _ in range(steps):
        predictions = 1.0 / (1.0 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (predictions - labels) + penalty * weights
        curvature = (matrix * (predictions * (1 - predictions))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def score(
    held_out: Sequence[tuple[Article, EventRules]], scorer: Path, show: str = ""
) -> dict[str, list[float]] | str:
    """Runs the shared scorer over articles, each with the rules that it is to be measured with."""
    with tempfile.TemporaryDirectory() as folder:
        gold, found = Path(folder, "gold.jsonl"), Path(folder, "found.jsonl")
        gold.write_text("\n".join(json.dumps(article.gold) for article, _ in held_out), "utf-8")
        found.write_text("\n".join(json.dumps(predicted(*pair)) for pair in held_out), "utf-8")
        command = [sys.executable, str(scorer), str(gold), str(found)]
        command += ["--show", show] if show else ["--json"]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return output if show else json.loads(output)  # type: ignore[no-any-return]


def cross_validated(
    found: Sequence[Article],
    rules: EventRules,
    folds: int,
    more: Sequence[Row] = (),
    dropped: tuple[str, ...] = (),
) -> list[tuple[Article, EventRules]]:
    """Every article with rules whose scorecard was trained on the other folds and on ``more``.

    Features whose names begin with one of ``dropped`` get no weight.
    """
    rows = [rows_of(article, rules) for article in found]
    pairs = []
    for fold in range(folds):
        others = [row for place, chunk in enumerate(rows) if place % folds != fold for row in chunk]
        others += more
        others = [Row(tuple(n for n in row.names if not n.startswith(dropped)), row.label) for row in others]
        card = train(others, rules.chinese_scorecard.threshold, rules.chinese_scorecard.damping)
        fitted = replace(rules, chinese_scorecard=card)
        pairs += [(article, fitted) for place, article in enumerate(found) if place % folds == fold]
    return pairs


def write(scorecard: Scorecard, path: Path) -> None:
    """Writes a scorecard, its weights in order of their names."""
    lines = ["# Written by tests/eval/events_train.py; see README.md for source, licence and score.", ""]
    lines += [f"{key} = {getattr(scorecard, key)}" for key in ("bias", "threshold", "damping")]
    lines += [
        "",
        "[weights]",
        *(f'"{name}" = {weight}' for name, weight in sorted(scorecard.weights.items())),
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def line(name: str, scores: Mapping[str, list[float]] | str) -> str:
    """One line of the report."""
    assert not isinstance(scores, str)
    cells = [
        f"{key} {scores[key][2]:.3f}" for key in ("event", "dated_event", "strict_dated_event", "actors")
    ]
    return f"{name:36s} {'  '.join(cells)}  status {scores['status_accuracy']:.3f}"


def main() -> None:
    """Trains, measures, and writes on request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    resources = load_resources()
    gold = load_gold(arguments.shared / "gold/dev.gold.jsonl", arguments.shared / "seeds")
    chinese = [document for document in gold if document["lang"] != "en"]
    found = list(articles(chinese, resources))
    scorer = arguments.shared / "eval/score_events.py"
    news = list(articles(load_annotated(arguments.shared), resources))
    more = annotated_rows(news, load_labels(), resources.events)
    for folds in (2, len(found)):
        print(line(f"{folds} folds", score(cross_validated(found, resources.events, folds, more), scorer)))
    threshold = resources.events.chinese_scorecard.threshold
    only = replace(resources.events, chinese_scorecard=train(more, threshold))
    print(line("trained on annotated news alone", score([(article, only) for article in found], scorer)))
    rows = [row for article in found for row in rows_of(article, resources.events)] + more
    fitted = train(rows, threshold)
    rules = replace(resources.events, chinese_scorecard=fitted)
    print(line("trained on all", score([(article, rules) for article in found], scorer)))
    whole = list(articles(load_annotated(arguments.shared, HELD_OUT), resources))
    precision, recall = decided(whole, load_labels(HELD_OUT), rules)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"words of {len(whole)} articles not trained on: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    if arguments.write:
        write(fitted, EVENTS_DATA / "zh_scorecard.toml")


if __name__ == "__main__":
    main()
