"""Which loose dates join an exact one in running news, each pair for a reader to judge.

    python -m tests.eval.loose_dates [--shared ../shared] [--articles 12000] [--seed 1] [--show 60]

Analyses articles of both scripts, drawn at random where there are more, and prints how many loose mentions
find a host, how many groups stay apart since several days might be meant, and pairs drawn at random.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline_server.app.coreference import group_key
from dateline_server.app.kinship import hosts
from dateline_server.app.kinship import kin as kin_of
from dateline_server.app.mentions import stored_mentions
from dateline_server.domain.event import StoredMention
from dateline_server.nlp.resources import load_resources
from dateline_server.store import kin
from dateline_server.store.database import Cursor, Database

from .events_sample import SCRIPTS, analyses, read_articles

Pair = tuple[StoredMention, StoredMention]


def read(shared: Path, articles: int, chance: random.Random) -> Iterator[StoredMention]:
    """The mentions of articles of every script."""
    resources = load_resources()
    for script in SCRIPTS:
        documents = read_articles(shared, script)
        chosen = chance.sample(documents, min(articles, len(documents)))
        for analysis in analyses(chosen, resources):
            yield from stored_mentions(analysis)


def joins(mentions: Sequence[StoredMention]) -> tuple[list[Pair], int]:
    """The groups that join another, by their first mentions, and how many stay apart since several fit."""
    first: dict[int, StoredMention] = {}
    rows = []
    for number, mention in enumerate(mentions):
        group = group_key(mention)
        first.setdefault(group, mention)
        rows += kin_of(number, mention, group)

    def settle(cursor: Cursor) -> list[kin.Candidate]:
        kin.put(cursor, rows)
        return kin.candidates(cursor, {row.key for row in rows}, ())[1]

    database = Database(":memory:")
    try:
        candidates = database.write(settle)
    finally:
        database.close()
    found = hosts(candidates)
    return [(first[loose], first[exact]) for loose, exact in found.items()], len(
        {candidate.loose for candidate in candidates if candidate.fits} - found.keys()
    )


def main() -> None:
    """Prints the counts and the pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=12_000, help="at most so many of each script")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=60)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    pairs, apart = joins(list(read(given.shared, given.articles, chance)))
    print(f"{len(pairs)} loose groups join an exact one; {apart} stay apart, as several fit")
    for pair in chance.sample(pairs, min(given.show, len(pairs))):
        print()
        for mention in pair:
            sentence = mention.sentence_text.replace("\n", " ")
            print(f"{mention.document_id} {mention.mention.type} {mention.mention.time.edtf}: {sentence}")


if __name__ == "__main__":
    main()
