"""Temporal taggers side by side, in one process and one run: speed, and how many values are right.

Speed is read text per second of processor time on the news of ``throughput/``; right values are counted on
the Chinese expressions of ``newsforms_dev`` (first and last day equal). Peers that are not installed are
left out; ``pip install jionlp recognizers-text-suite emoji==1.7.0`` brings them (dateparser is here anyway).
The last table reads texts of one, two and four times the length: time that grows linearly doubles.

    python -m tests.bench.bench_timex [--shared FOLDER] [--documents 200]
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from dateline_server.domain.document import Document, PublicationDate
from dateline_server.domain.text import Language
from dateline_server.nlp.folding import fold
from dateline_server.nlp.reading import read
from dateline_server.nlp.timex.engine import find_timexes
from dateline_server.nlp.timex.rules import TimexRules, load_timex_rules
from dateline_server.nlp.zoning import split_zones

Days = tuple[str, str]
Reader = Callable[[str, datetime], list[Days]]
WARMING = 60
"""So many texts are read before the clock runs."""
SLOW_SHARE = 10
"""The slower peers read one text in so many."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the moment it is read against."""

    words: str
    moment: datetime


def ours() -> Reader:
    """Folding, zones, recognition and normalization, as the service runs them."""
    rules = load_timex_rules()

    def days(words: str, moment: datetime) -> list[Days]:
        reading = read(Document("bench", words))
        folded = fold(reading.text)
        sentences = split_zones(reading, folded, Language.ZH_HANS)
        published = PublicationDate(moment.date(), None)
        found = find_timexes(folded, sentences, published, Language.ZH_HANS, rules)
        times = [timex.time for timex in found if timex.time is not None]
        return [(item.first.isoformat(), item.last.isoformat()) for item in times if item.first and item.last]

    return days


def engine_alone() -> Reader:
    """Recognition and normalization of text that is already folded."""
    rules = load_timex_rules()

    def days(words: str, moment: datetime) -> list[Days]:
        published = PublicationDate(moment.date(), None)
        found = find_timexes(words, (), published, Language.ZH_HANS, rules)
        times = [timex.time for timex in found if timex.time is not None]
        return [(item.first.isoformat(), item.last.isoformat()) for item in times if item.first and item.last]

    return days


def jionlp() -> Reader:
    """JioNLP's extraction, which also parses."""
    module = importlib.import_module("jionlp")

    def days(words: str, moment: datetime) -> list[Days]:
        found = module.ner.extract_time(words, time_base=moment.timestamp(), with_parsing=True)
        times = [item["detail"]["time"] for item in found if isinstance(item["detail"].get("time"), list)]
        return [(str(first)[:10], str(last)[:10]) for first, last in times]

    return days


def recognizers() -> Reader:
    """Microsoft's Recognizers-Text for Python; any of its readings counts, and its ranges end a day early."""
    module = importlib.import_module("recognizers_date_time")
    culture = importlib.import_module("recognizers_text").Culture.Chinese

    def days(words: str, moment: datetime) -> list[Days]:
        found = module.recognize_datetime(words, culture, reference=moment)
        values = [value for item in found for value in (item.resolution or {}).get("values", [])]
        single = [(value["value"][:10],) * 2 for value in values if len(value.get("value", "")) >= 10]
        ranges = [value for value in values if "start" in value and "end" in value]
        return [*single, *((value["start"][:10], _day_before(value["end"][:10])) for value in ranges)]

    return days


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def dateparser() -> Reader:
    """The search of dateparser."""
    search = importlib.import_module("dateparser.search").search_dates

    def days(words: str, moment: datetime) -> list[Days]:
        settings = {"RELATIVE_BASE": moment, "PREFER_DATES_FROM": "past"}
        found = search(words, languages=["zh"], settings=settings) or []
        return [(value.date().isoformat(),) * 2 for _, value in found]

    return days


PEERS: dict[str, tuple[Callable[[], Reader], int]] = {
    "dateline": (ours, 1),
    "dateline, engine alone": (engine_alone, 1),
    "jionlp": (jionlp, 1),
    "recognizers-text": (recognizers, SLOW_SHARE),
    "dateparser.search": (dateparser, SLOW_SHARE),
}


def readers() -> Iterator[tuple[str, Reader, int]]:
    """The taggers that can be loaded here."""
    for name, (load, share) in PEERS.items():
        try:
            yield name, load(), share
        except ImportError as error:
            print(f"{name}: left out, {error}")


def news(folder: Path, count: int) -> list[Text]:
    """The first simplified articles of the throughput set, folded (the peers know no full width)."""
    with gzip.open(folder / "throughput" / "zh_hans_news.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, count)]
    return [Text(fold(row["text"]), datetime(2023, 7, 4)) for row in rows]  # noqa: DTZ001 - civil time


def seconds_for(reader: Reader, texts: Sequence[Text]) -> float:
    """Processor time for all texts; some are read once before, to load and compile what is lazy."""
    for text in texts[:WARMING]:
        reader(text.words, text.moment)
    start = time.process_time()
    for text in texts:
        reader(text.words, text.moment)
    return time.process_time() - start


def right_values(reader: Reader, path: Path) -> float:
    """The share of Chinese expressions with a value whose first and last day are found."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    right = total = 0
    for row in rows:
        expression = row["expressions"][0]
        bounds = [expression["range"], *expression["alts"]]
        if row["lang"] == "en" or not bounds[0] or None in bounds[0]:
            continue
        accepted = {tuple(day[:10] for day in pair if day) for pair in bounds}
        found = reader(fold(row["text"]), datetime.fromisoformat(row["reference"]))
        total += 1
        right += any(days in accepted for days in found)
    return right / total


def compare(folder: Path, count: int) -> None:
    """Prints one line for each tagger, with the ratio to jionlp's speed where it is installed."""
    texts = news(folder, count)
    rows: dict[str, tuple[float, float]] = {}
    for name, reader, share in readers():
        sample = texts[::share]
        speed = sum(len(text.words) for text in sample) / seconds_for(reader, sample)
        rows[name] = speed, right_values(reader, folder / "timex" / "newsforms_dev.jsonl")
    base = rows.get("jionlp", (float("nan"), 0))[0]
    print(f"{'tagger':26}{'characters/s':>14}{'x jionlp':>10}{'values right':>14}")
    for name, (speed, right) in rows.items():
        print(f"{name:26}{speed:14,.0f}{speed / base:10.2f}{right:14.1%}")


def growth(folder: Path) -> None:
    """Prints how time grows with length, for news and for texts made to be hard."""
    rules = load_timex_rules()
    plain = "".join(text.words for text in news(folder, 40))[:20_000]
    hard = {"days": "7月3日", "digits": "2023", "years": "2019年当天", "brackets": "《(", "dashes": "1-"}
    print(f"\n{'text':26}{'x1 ms':>10}{'x2':>8}{'x4':>8}")
    for name, unit in {"news": plain, **hard}.items():
        text = (unit * (20_000 // len(unit) + 1))[:20_000]
        taken = [_milliseconds(text * times, rules) for times in (1, 2, 4)]
        print(f"{name:26}{taken[0]:10.1f}{taken[1] / taken[0]:8.2f}{taken[2] / taken[0]:8.2f}")


def _milliseconds(text: str, rules: TimexRules) -> float:
    best, published = float("inf"), PublicationDate(date(2023, 7, 4), None)
    for _ in range(3):
        start = time.process_time()
        find_timexes(text, (), published, Language.ZH_HANS, rules)
        best = min(best, time.process_time() - start)
    return 1000 * best


def main() -> None:
    """Runs the comparison."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[3] / "shared")
    parser.add_argument("--documents", type=int, default=200)
    arguments = parser.parse_args()
    compare(arguments.shared / "corpora", arguments.documents)
    growth(arguments.shared / "corpora")


if __name__ == "__main__":
    main()
