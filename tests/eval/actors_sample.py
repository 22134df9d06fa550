"""How many of the people and organisations found in running news are none.

Verdicts were given by a reader on mentions drawn at random from news that nobody annotated, half of them
in each script: a mention is false when its words are no name or description of a person or an
organisation, reach too far or not far enough, or are linked to someone else. The list holds offsets only,
no text. Once the product has been changed with these verdicts at hand they flatter it: draw and read
another ``--seed``.

    python -m tests.eval.actors_sample                                 the verdicts, and today's product
    python -m tests.eval.actors_sample --draw 100 --script zh_hant     mentions to judge
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline_server.domain.actor import ActorMention, ActorType, MentionForm
from dateline_server.domain.document import Document
from dateline_server.domain.text import Span
from dateline_server.nlp.actors.lexicon import ActorLexicon, load_actor_lexicon
from dateline_server.nlp.reading import read
from dateline_server.nlp.tokens import Tagger, load_tagger

from tests.eval.actors_found import read_actors
from tests.eval.events_sample import SCRIPTS, read_articles

VERDICTS = Path(__file__).with_name("annotations") / "zh_actor_verdicts.tsv"
KINDS = frozenset({ActorType.PERSON, ActorType.ORGANIZATION})
SEED = 71
CONTEXT = 28

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader said of one mention: ``kind`` names the error and is empty for a right one."""

    document: str
    start: int
    end: int
    actor: str
    kind: str

    @property
    def place(self) -> Place:
        """Document and offsets."""
        return self.document, self.start, self.end


def load_verdicts() -> list[Verdict]:
    """The verdicts in the order in which they were given."""
    with VERDICTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [
        Verdict(row["document"], int(row["start"]), int(row["end"]), row["actor"], row["kind"])
        for row in rows
    ]


def named(document: Document, tagger: Tagger, lexicon: ActorLexicon) -> Iterator[tuple[Span, ActorMention]]:
    """The people and organisations of a text, with offsets in the text as it was submitted."""
    reading = read(document)
    for mention in read_actors(document, tagger, lexicon).mentions[0]:
        if mention.type in KINDS and mention.form is not MentionForm.REFERENCE:
            yield reading.span_in_source(mention.span), mention


def describe(document: Document, span: Span, mention: ActorMention) -> str:
    """A mention with all that a reader needs to judge it; its words stand in ``【】``."""
    text = document.text
    before, after = text[max(span.start - CONTEXT, 0) : span.start], text[span.end : span.end + CONTEXT]
    context = f"{before}【{span.of(text)}】{after}".replace("\n", " ")
    return f"{document.id}\t{span.start}\t{span.end}\t{mention.actor_id}\t{mention.rule}\t{context}"


def draw(shared: Path, script: str, articles: int, count: int, seed: int) -> Iterator[str]:
    """People and organisations drawn at random from articles drawn at random."""
    chance = random.Random(seed)
    tagger, lexicon = load_tagger(), load_actor_lexicon()
    found = [
        describe(document, span, mention)
        for document in chance.sample(read_articles(shared, script), articles)
        for span, mention in named(document, tagger, lexicon)
    ]
    yield from chance.sample(found, min(count, len(found)))


def score(shared: Path) -> Iterator[str]:
    """For each script the share of false mentions when they were judged, and of those still made."""
    verdicts, tagger, lexicon = load_verdicts(), load_tagger(), load_actor_lexicon()
    for script in SCRIPTS:
        wanted = {verdict.document for verdict in verdicts}
        documents = [one for one in read_articles(shared, script) if one.id in wanted]
        found = {
            (document.id, span.start, span.end): mention.actor_id
            for document in documents
            for span, mention in named(document, tagger, lexicon)
        }
        held = {document.id for document in documents}
        yield summary(script, [one for one in verdicts if one.document in held], found)


def summary(name: str, verdicts: Sequence[Verdict], found: dict[Place, str]) -> str:
    """One line on the judged mentions, and a second one with the kinds of the errors."""
    false = sum(bool(verdict.kind) for verdict in verdicts)
    still = [verdict for verdict in verdicts if found.get(verdict.place) == verdict.actor]
    wrong = sum(bool(verdict.kind) for verdict in still)
    kinds = Counter(verdict.kind for verdict in verdicts if verdict.kind)
    return (
        f"{name}: {false} of {len(verdicts)} judged false ({false / len(verdicts):.1%}); still found "
        f"{len(still)}, of them {wrong} false\n  {', '.join(f'{k} {n}' for k, n in kinds.most_common())}"
    )


def main() -> None:
    """Prints mentions to judge, or the shares."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--draw", type=int, default=0, metavar="COUNT")
    parser.add_argument("--script", choices=list(SCRIPTS), default="zh_hans")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    if options.draw:
        lines = draw(options.shared, options.script, options.articles, options.draw, options.seed)
    else:
        lines = score(options.shared)
    print(*lines, sep="\n")


if __name__ == "__main__":
    main()
