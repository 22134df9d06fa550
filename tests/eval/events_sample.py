"""How many of the dated events found in news that nobody annotated are sound.

Verdicts were given by a reader on mentions drawn at random: the trigger is an event by the annotation
guidelines, and its date and status are right. They hold offsets only, no text. Once the product has been
changed with these verdicts at hand they flatter it: draw new ones with another ``--seed``. The share that
counts is that of a draw as first judged, by the version that ``events_draws.toml`` names.

    python -m tests.eval.events_sample                             every draw as judged, and what became of it
    python -m tests.eval.events_sample --draw 100 --script zh_hans    new mentions to judge
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateline_server.domain.document import Analysis, Document
from dateline_server.domain.event import EventMention
from dateline_server.domain.text import Language, Span
from dateline_server.domain.time import Anchor
from dateline_server.nlp.pipeline import analyze_batch
from dateline_server.nlp.resources import Resources, load_resources

from .events_train import load_labels

VERDICTS = Path(__file__).with_name("events_verdicts.jsonl")
DRAWS = Path(__file__).with_name("events_draws.toml")
SCRIPTS = {"zh_hans": Language.ZH_HANS, "zh_hant": Language.ZH_HANT}
SEED = 20240704
BATCH = 20

Place = tuple[str, int, int]
Outcome = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader said of one mention: ``kind`` names the error and is empty for a sound one.

    ``draw`` names a draw in ``events_draws.toml``.
    """

    draw: str
    document_id: str
    start: int
    end: int
    edtf: str
    status: str
    verdict: str
    kind: str

    @property
    def place(self) -> Place:
        """Document and offsets of the trigger."""
        return self.document_id, self.start, self.end


def load_verdicts() -> list[Verdict]:
    """The verdicts in the order in which they were given."""
    return [Verdict(**json.loads(line)) for line in VERDICTS.read_text("utf-8").splitlines()]


def read_articles(shared: Path, script: str) -> list[Document]:
    """Every article of a script, with the publication date that its row gives, if any."""
    path = shared / "corpora" / "throughput" / f"{script}_news.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_as_document(json.loads(line), SCRIPTS[script]) for line in lines]


def _as_document(row: dict[str, str], language: Language) -> Document:
    published = row["publication_date"][:10]
    return Document(
        row["document_id"],
        row["text"],
        title=row.get("title", ""),
        language=language,
        publication_date=date.fromisoformat(published) if published else None,
    )


def dated_events(analysis: Analysis) -> list[EventMention]:
    """The events of the text that a time expression dates."""
    return [
        mention
        for mention in analysis.text.mentions
        if mention.time.edtf and mention.time.anchor is not Anchor.ASSUMED
    ]


def analyses(documents: Sequence[Document], resources: Resources) -> Iterator[Analysis]:
    """The analyses in order, a batch at a time."""
    for start in range(0, len(documents), BATCH):
        yield from analyze_batch(documents[start : start + BATCH], resources)


def describe(analysis: Analysis, mention: EventMention) -> str:
    """A mention with all that a reader needs to judge it; the trigger stands in ``【】``."""
    text, names = analysis.document.text, {actor.id: actor.display_name for actor in analysis.actors}
    sentence, trigger = mention.sentence, mention.trigger
    before, after = Span(max(0, sentence.start - 80), trigger.start), Span(trigger.end, sentence.end)
    actors = [names[a.actor_id] for a in mention.arguments if a.actor_id and a.role.is_participant]
    key = f"{analysis.document.id} {trigger.start} {trigger.end} {mention.time.edtf} {mention.factuality}"
    dated = mention.timex.span.of(text) if mention.timex else "-"
    context = f"{before.of(text)}【{trigger.of(text)}】{after.of(text)}"
    return f"{key} published {analysis.publication_date.date} by {dated} {actors}\n  {context}"


def draw(
    shared: Path, script: str, articles: int, count: int, seed: int
) -> list[tuple[Analysis, EventMention]]:
    """Dated events drawn at random from articles drawn at random, none of which anybody has judged before."""
    chance = random.Random(seed)
    known = {document for document, _, _ in load_labels()} | {
        verdict.document_id for verdict in load_verdicts()
    }
    fresh = [document for document in read_articles(shared, script) if document.id not in known]
    found = [
        (analysis, mention)
        for analysis in analyses(chance.sample(fresh, articles), load_resources())
        for mention in dated_events(analysis)
    ]
    return chance.sample(found, min(count, len(found)))


def predictions(shared: Path, script: str, wanted: set[str], resources: Resources) -> dict[Place, Outcome]:
    """Date and status of every dated event that is found today in the articles with verdicts."""
    documents = [document for document in read_articles(shared, script) if document.id in wanted]
    return {
        (analysis.document.id, mention.trigger.start, mention.trigger.end): (
            mention.time.edtf,
            mention.factuality.value,
        )
        for analysis in analyses(documents, resources)
        for mention in dated_events(analysis)
    }


def summary(name: str, verdicts: Sequence[Verdict], found: dict[Place, Outcome]) -> str:
    """The share of sound mentions when they were judged, and what is still predicted with the same date
    and status; a second line has the kinds of the errors that remain.
    """
    judged = Counter(verdict.verdict for verdict in verdicts)
    still = [verdict for verdict in verdicts if found.get(verdict.place) == (verdict.edtf, verdict.status)]
    kept = sum(verdict.verdict == "sound" for verdict in still)
    kinds = Counter(verdict.kind for verdict in still if verdict.kind)
    return (
        f"{name}: {judged['sound']} of {len(verdicts)} judged sound ({judged['sound'] / len(verdicts):.1%}); "
        f"still predicted {kept} of the sound and {len(still) - kept} of the {judged['unsound']} unsound "
        f"({kept / max(1, len(still)):.1%})\n"
        f"  {', '.join(f'{kind} {count}' for kind, count in kinds.most_common())}"
    )


def score(shared: Path) -> Iterator[str]:
    """The summary of each draw."""
    resources, verdicts = load_resources(), load_verdicts()
    for name, about in tomllib.loads(DRAWS.read_text("utf-8")).items():
        group = [verdict for verdict in verdicts if verdict.draw == name]
        wanted = {verdict.document_id for verdict in group}
        label = f"{name} ({about['script']}, seed {about['seed']}, version {about['version']})"
        yield summary(label, group, predictions(shared, about["script"], wanted, resources))


def main() -> None:
    """Prints mentions to judge, or the scores."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--draw", type=int, default=0, metavar="COUNT")
    parser.add_argument("--script", choices=list(SCRIPTS), default="zh_hans")
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    if options.draw:
        drawn = draw(options.shared, options.script, options.articles, options.draw, options.seed)
        lines = iter([describe(*pair) for pair in drawn])
    else:
        lines = score(options.shared)
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
