"""What each part of the Chinese event stage brings, on articles that its scorecard was not trained on.

    python -m tests.eval.events_ablation --shared ../shared

Every line leaves one part out, trains the scorecard anew on the other half of the articles and on the
annotated news, and scores both halves. The figures are F1; ``event`` ignores dates.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dateline_server.nlp.events.rules import EventRules
from dateline_server.nlp.resources import load_resources

from .events_inputs import Article, articles, load_gold
from .events_train import (
    Row,
    annotated_rows,
    cross_validated,
    line,
    load_annotated,
    load_labels,
    score,
)

Change = Callable[[EventRules], EventRules]

FEATURE_GROUPS = {
    "word and tag": ("tag=", "length=", "known", "class"),
    "neighbours": ("left=", "right=", "around=", "modifier", "aspect="),
    "clause": ("verbs-", "typed-", "speech-", "clause=", "opens=", "relative=", "numbers=", "object="),
    "actors near by": ("actor-",),
    "link to the date": ("link", "time", "verbs-between", "words-between", "of-between"),
    "quotation and zone": ("quote=", "zone=", "content="),
}


def without_class(*names: str) -> Change:
    """Empties word classes."""

    def change(rules: EventRules) -> EventRules:
        emptied = dict.fromkeys(names, frozenset[str]())
        return replace(rules, chinese=replace(rules.chinese, classes={**rules.chinese.classes, **emptied}))

    return change


def without_damping(rules: EventRules) -> EventRules:
    """Keeps every candidate above the threshold, however many stand in a clause."""
    return replace(rules, chinese_scorecard=replace(rules.chinese_scorecard, damping=1.0))


def without_types(rules: EventRules) -> EventRules:
    """Forgets the trigger lexicon but for its nouns."""
    return replace(rules, chinese=replace(rules.chinese, verbs={}))


PARTS: dict[str, Change] = {
    "one event a part": without_damping,
    "acts that are always events": without_class("eventive"),
    "nouns of light verbs": without_class("light"),
    "parts of clauses": without_class("part-ends", "part-openers"),
    "dates over sentences": without_class("carrying_openers", "carrying_adverbs"),
    "background clauses": without_class("background_openers"),
    "report frames": without_class("report_frames"),
    "trigger lexicon": without_types,
    "auxiliaries": without_class("auxiliary"),
}


def lines(
    found: Sequence[Article], more: Sequence[Article], rules: EventRules, shared: Path
) -> Iterator[str]:
    """The lines of the table."""
    labels = load_labels()
    scorer = shared / "eval/score_events.py"

    def measure(name: str, changed: EventRules, extra: Sequence[Row], dropped: tuple[str, ...] = ()) -> str:
        pairs = cross_validated(found, changed, 2, extra, dropped)
        return line(name, score(pairs, scorer))

    rows = annotated_rows(more, labels, rules)
    yield measure("everything", rules, rows)
    yield measure("- annotated news", rules, ())
    for name, prefixes in FEATURE_GROUPS.items():
        yield measure(f"- features: {name}", rules, rows, prefixes)
    for name, change in PARTS.items():
        changed = change(rules)
        yield measure(f"- {name}", changed, annotated_rows(more, labels, changed))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args().shared
    resources = load_resources()
    gold = load_gold(shared / "gold/dev.gold.jsonl", shared / "seeds")
    found = list(articles([document for document in gold if document["lang"] != "en"], resources))
    more = list(articles(load_annotated(shared), resources))
    for text in lines(found, more, resources.events, shared):
        print(text, flush=True)


if __name__ == "__main__":
    main()
