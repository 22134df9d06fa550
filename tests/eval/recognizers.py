"""What the fast recognizer loses: how far it agrees with the accurate one, which was its only teacher.

On a sample of running news in both scripts, in the sentences that tell events: the F1 of words, of words
with their tags and of names by type, with the accurate recognizer's taken for right; and of the actors that
are found in the end, by who they are. Neither saw the news when the fast one was trained.

    python -m tests.eval.recognizers [--shared FOLDER] [--articles 100]

What it costs in names and events that people annotated is told by ``tests.eval.actors_spans``,
``tests.eval.actors_found`` and ``tests.eval.scores``, each with ``--recognizer fast``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random

from dateline_server.domain.document import Document
from dateline_server.domain.text import Token
from dateline_server.nlp.actors.lexicon import ActorLexicon, load_actor_lexicon
from dateline_server.nlp.recognizer import Recognizer
from dateline_server.nlp.tokens import Tagger, load_tagger

from tests.bench.bench_actors import Field, prepare
from tests.eval.actors_found import read_actors
from tests.eval.events_sample import SCRIPTS, read_articles

NAMES = ("PER", "LOC", "ORG")
SEED = 7

Found = set[tuple[object, ...]]


def words(fields: Sequence[Field], tagger: Tagger) -> list[tuple[int, Token]]:
    """The words of all fields, each with its field's number."""
    return [
        (number, token)
        for number, field in enumerate(fields)
        for sentence in tagger.tag([field])[0]
        for token in sentence
    ]


def f1(one: Iterable[tuple[object, ...]], other: Iterable[tuple[object, ...]]) -> float:
    """How far two findings agree, 0 to 1; 1 if there are none."""
    first, second = set(one), set(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 1.0


def agreement(fields: Sequence[Field], taggers: Sequence[Tagger]) -> dict[str, float]:
    """The F1 of words, of words with their tags, and of names by type."""
    found = [words(fields, tagger) for tagger in taggers]

    def alike(view: Callable[[int, Token], tuple[object, ...] | None]) -> float:
        sides = [{view(number, token) for number, token in side} - {None} for side in found]
        return f1(*sides)  # type: ignore[arg-type]

    by_type = {
        name: alike(lambda number, token, name=name: (number, token.span) if token.tag == name else None)
        for name in NAMES
    }
    return {
        "words": alike(lambda number, token: (number, token.span)),
        "words with tags": alike(lambda number, token: (number, token.span, token.tag)),
        **by_type,
    }


def actors(documents: Sequence[Document], tagger: Tagger, lexicon: ActorLexicon) -> Found:
    """Who is found in each document."""
    return {
        (document.id, actor.id)
        for document in documents
        for actor in read_actors(document, tagger, lexicon).actors
    }


def main() -> None:
    """Prints one line a script."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=100, help="of each script")
    options = parser.parse_args()
    taggers, lexicon = [load_tagger(recognizer) for recognizer in Recognizer], load_actor_lexicon()
    for script, language in SCRIPTS.items():
        texts = read_articles(options.shared, script)
        sample = Random(SEED).sample(texts, options.articles)
        figures = agreement([prepare(one.text, language) for one in sample], taggers)
        figures["actors"] = f1(*(actors(sample, tagger, lexicon) for tagger in taggers))
        print(f"{script}: " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
