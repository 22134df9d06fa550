"""Which of the actors that annotators listed are found in the articles, and linked.

An actor of an event is *found* when one of its acceptable names is a name of an actor mentioned in the
article; a name *answers* when it is a name of such an actor.

    python -m tests.eval.actors_found [--misses] [--shared FOLDER] [--language zh]
                                    [--recognizer fast]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateline_server.domain.document import Document
from dateline_server.domain.text import Language
from dateline_server.nlp.actors.lexicon import ActorLexicon, load_actor_lexicon
from dateline_server.nlp.actors.names import name_key
from dateline_server.nlp.actors.recognition import ActorFindings, find_actors
from dateline_server.nlp.folding import fold
from dateline_server.nlp.reading import read
from dateline_server.nlp.recognizer import Recognizer
from dateline_server.nlp.tokens import Tagger, load_tagger
from dateline_server.nlp.zoning import split_zones


@dataclass(frozen=True, slots=True)
class Expected:
    """An article, and the actors of its events as lists of acceptable names."""

    document: Document
    actors: tuple[tuple[str, ...], ...]


def articles(shared: Path) -> Iterator[Expected]:
    """The annotated articles of both sets."""
    for name in ("seeds", "dev"):
        for line in (shared / "gold" / f"{name}.gold.jsonl").read_text("utf-8").splitlines():
            item = json.loads(line)
            text = item.get("text") or (shared / "seeds" / item["file"]).read_text("utf-8")
            document = Document(
                item["id"],
                text,
                language=Language(item["lang"]),
                publication_date=date.fromisoformat(item["published"]),
            )
            actors = {tuple(names): None for event in item["events"] for names in event["actors"]}
            yield Expected(document, tuple(actors))


def read_actors(document: Document, tagger: Tagger, lexicon: ActorLexicon) -> ActorFindings:
    """The reading of a document's text and its actors, without what other stages do."""
    reading = read(document)
    language = document.language or Language.ZH_HANS
    folded = fold(reading.text)
    sentences = split_zones(reading, folded, language)
    (tokens,) = tagger.tag([(language, reading.text, folded, sentences)])
    return find_actors(
        [(reading.text, folded, sentences, tokens)], language, lexicon, document.publication_date
    )


def answered(text: str, findings: ActorFindings, names: Sequence[str]) -> list[str]:
    """Those of the names that an actor mentioned in a text answers to, or is called by there."""
    mentioned = {mention.actor_id for mention in findings.mentions[0]}
    keys = {name_key(alias) for actor in findings.actors if actor.id in mentioned for alias in actor.aliases}
    keys |= {name_key(mention.span.of(text)) for mention in findings.mentions[0]}
    return [name for name in names if name_key(name) in keys]


def main() -> None:
    """Prints the shares, and with ``--misses`` what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--language", default="zh")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--recognizer", type=Recognizer, default=Recognizer.ACCURATE)
    options = parser.parse_args()
    expected = [
        item
        for item in articles(options.shared)
        if (item.document.language or "").startswith(options.language)
    ]
    tagger, lexicon = load_tagger(options.recognizer), load_actor_lexicon()
    total = found = full = names_found = names_total = 0
    for item in expected:
        findings = read_actors(item.document, tagger, lexicon)
        for names in item.actors:
            good = answered(read(item.document).text, findings, names)
            total, found, full = total + 1, found + bool(good), full + (names[0] in good)
            if good:
                names_total, names_found = names_total + len(names), names_found + len(good)
            if options.misses and len(good) < len(names):
                print(item.document.id, "|".join(good) or "-", "without", "|".join(set(names) - set(good)))
    print(
        f"{total} actors of {len(expected)} articles: found {found / total:.1%}, under the fullest name "
        f"{full / total:.1%}; of the names of those found {names_found / names_total:.1%} answer"
    )


if __name__ == "__main__":
    main()
