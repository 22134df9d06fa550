"""How well the names of actors are found: strict spans and types, and who they are linked to.

Two annotations, both by this project and as offsets only. The *seeds* are three whole articles: every name
of a person, organisation or state in the article itself, also in its headings. The *organisations* are
sentences of running news, drawn at random among those with a word that organisations' names end in, from
articles that nothing was tuned on: every name of an organisation in them.

    python -m tests.eval.actors_spans [--shared FOLDER] [--show] [--recognizer fast]
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline_server.domain.actor import ActorType, MentionForm
from dateline_server.domain.document import Document
from dateline_server.domain.text import Span
from dateline_server.nlp.actors.lexicon import ActorLexicon, load_actor_lexicon
from dateline_server.nlp.actors.unnamed import UNNAMED
from dateline_server.nlp.reading import read
from dateline_server.nlp.recognizer import Recognizer
from dateline_server.nlp.tokens import Tagger, load_tagger

from tests.eval.actors_found import articles, read_actors
from tests.eval.events_sample import SCRIPTS, read_articles

FOLDER = Path(__file__).with_name("annotations")

Place = tuple[str, int, int, str]
"""Document, offsets in its text, and type."""


@dataclass(frozen=True, slots=True)
class Score:
    """Names right, found and annotated; of the right ones, those linked to the right actor."""

    right: int
    found: int
    annotated: int
    linked: int

    def __str__(self) -> str:
        precision, recall = self.right / max(self.found, 1), self.right / max(self.annotated, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return (
            f"{self.annotated} names: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}; "
            f"{self.linked / max(self.right, 1):.1%} of the right ones linked to the right actor"
        )


def load(name: str) -> dict[Place, str]:
    """The annotated names, each with its actor's id, or nothing where only the span was annotated."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return {
            (row["document"], int(row["start"]), int(row["end"]), row["type"]): row["actor"]
            for row in csv.DictReader(file, delimiter="\t")
            if row["type"]
        }


def names(document: Document, tagger: Tagger, lexicon: ActorLexicon) -> Iterator[tuple[Place, str]]:
    """The names of people, organisations and states that are found in a text, with their actors."""
    reading = read(document)
    for mention in read_actors(document, tagger, lexicon).mentions[0]:
        is_name = mention.form is not MentionForm.REFERENCE and mention.rule != UNNAMED
        if is_name and mention.type is not ActorType.LOCATION:
            span = reading.span_in_source(mention.span)
            yield (document.id, span.start, span.end, mention.type.value), mention.actor_id


def compare(found: Mapping[Place, str], annotated: Mapping[Place, str]) -> Score:
    """The score of what was found against an annotation."""
    right = found.keys() & annotated.keys()
    linked = sum(annotated[place] in ("", found[place]) for place in right)
    return Score(len(right), len(found), len(annotated), linked)


def seeds(shared: Path, tagger: Tagger, lexicon: ActorLexicon) -> tuple[dict[Place, str], dict[Place, str]]:
    """What is found in the seeds, and what was annotated."""
    documents = [one.document for one in articles(shared) if one.document.id.startswith("seed-")]
    found = {place: actor for one in documents for place, actor in names(one, tagger, lexicon)}
    return found, load("zh_seed_actors.tsv")


def show(documents: Mapping[str, str], found: Mapping[Place, str], annotated: Mapping[Place, str]) -> None:
    """Prints the names that only one side has."""
    for place in sorted(found.keys() ^ annotated.keys()):
        text = documents[place[0]]
        span, side = Span(place[1], place[2]), "missed" if place in annotated else "wrong"
        around = f"{text[max(span.start - 12, 0) : span.start]}【{span.of(text)}】{text[span.end :][:12]}"
        print(side, *place, around.replace("\n", " "), sep="\t")


def sentences_of(name: str) -> list[tuple[str, int, int]]:
    """The sentences of a sample: rows without a type, in which every name was annotated."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows: Iterable[dict[str, str]] = list(csv.DictReader(file, delimiter="\t"))
    return [(row["document"], int(row["start"]), int(row["end"])) for row in rows if not row["type"]]


def organizations(
    texts: Sequence[Document], tagger: Tagger, lexicon: ActorLexicon
) -> tuple[dict[Place, str], dict[Place, str]]:
    """The organisations found in the sentences of the sample, and those annotated."""
    inside = sentences_of("zh_organizations.tsv")
    found = {
        place: actor
        for document in texts
        for place, actor in names(document, tagger, lexicon)
        if place[3] == ActorType.ORGANIZATION
        and any(place[0] == one and start <= place[1] < end for one, start, end in inside)
    }
    return found, load("zh_organizations.tsv")


def main() -> None:
    """Prints one line an annotation."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--show", action="store_true", help="list what only one side has")
    parser.add_argument("--recognizer", type=Recognizer, default=Recognizer.ACCURATE)
    options = parser.parse_args()
    tagger, lexicon = load_tagger(options.recognizer), load_actor_lexicon()
    wanted = {document for document, _, _ in sentences_of("zh_organizations.tsv")}
    sample = [one for script in SCRIPTS for one in read_articles(options.shared, script) if one.id in wanted]
    texts = {one.document.id: one.document.text for one in articles(options.shared)}
    texts |= {one.id: one.text for one in sample}
    for name, (found, annotated) in (
        ("seeds", seeds(options.shared, tagger, lexicon)),
        ("organisations", organizations(sample, tagger, lexicon)),
    ):
        print(f"{name}: {compare(found, annotated)}")
        if options.show:
            show(texts, found, annotated)


if __name__ == "__main__":
    main()
