"""Writes ``entries/countries.tsv`` and ``demonyms.tsv`` from a list of countries.

The list has one JSON object a line: ISO codes, Wikidata item, names in English and Chinese, demonyms.
It joins datasets/country-codes (PDDL) and the territory names of Unicode CLDR (Unicode licence).

    python -m dateline_server.nlp.data.actors.make_countries COUNTRIES.jsonl
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
GUARDED = {
    # Also a common word, a person, a company or another territory.
    "Georgia", "喬治亞", "Jersey", "Guernsey", "Congo", "Chad", "Jordan", "尼日", "Dominica", "Niue", "Saudi",
    "Nauru", "Emirates", "Macedonia",
}  # fmt: skip
DROPPED = {
    "Reunion",
    "Timor",
    "Thai",
    "Viti",
    "Nijar",
    "Guiana",
    "Dominique",
    "查德",
    "聖馬丁",
    "RSA",
    "Macao",
}
OTHER_SLUGS = {"PS": "palestine", "MM": "myanmar", "HK": "hong-kong", "MO": "macao", "FK": "falkland-islands"}
SHORT_ENGLISH = {"UK", "USA", "UAE", "DRC", "DPRK", "US"}
AMBIGUOUS_DEMONYMS = {"Congolese", "Dominican"}


def main() -> None:
    """Reads the list that the first argument names and writes both tables."""
    items = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    lines = ["id\ttype\tparent\twikidata\tnames\tguarded"]
    demonyms = ["word\tid"]
    for item in items:
        names = list(unique(names_of(item)))
        free = [name for name in names if name not in GUARDED]
        guarded = [name for name in names if name in GUARDED]
        cells = [slug(item), "geopolitical-entity", "", item["wikidata"], "|".join(free), "|".join(guarded)]
        lines.append("\t".join(cells))
        demonyms += [f"{word}\t{slug(item)}" for word in adjectives(item)]
    (FOLDER / "entries" / "countries.tsv").write_text(
        "\n".join([lines[0], *sorted(lines[1:])]) + "\n", "utf-8"
    )
    (FOLDER / "demonyms.tsv").write_text("\n".join([demonyms[0], *sorted(demonyms[1:])]) + "\n", "utf-8")


def slug(item: dict[str, Any]) -> str:
    """The id: the English name in ASCII words joined by hyphens."""
    if item["iso2"] in OTHER_SLUGS:
        return OTHER_SLUGS[item["iso2"]]
    name = item["names"]["en"].replace("&", "and")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def names_of(item: dict[str, Any]) -> Iterator[str]:
    """Every name in Chinese or Latin letters, the usual Chinese one first."""
    names, official = item["names"], item["official"]
    yield from (names["zh_Hans"], names["zh_Hant"], names["zh_Hant_HK"], names["en"])
    for key in ("zh_Hans", "zh_Hans_short_UN", "en"):
        yield (official.get(key) or "").strip(" *").removeprefix("the ")
    for name in item["alt_en"]:
        if name in SHORT_ENGLISH or (len(name) > 3 and re.fullmatch(r"[A-Za-z][A-Za-z .'&-]+", name)):
            yield name.removeprefix("The ").removeprefix("the ")


def unique(names: Iterator[str]) -> Iterator[str]:
    """The names without repetition, and without those that mislead."""
    seen: set[str] = {""}
    for name in names:
        if name not in seen | DROPPED and "**" not in name and ", " not in name:
            seen.add(name)
            yield name


def adjectives(item: dict[str, Any]) -> Iterator[str]:
    """The English words for a country's people and things."""
    for word in (item["demonym_en"] or "").split(","):
        word = word.strip()
        if word and not item["official"].get("zh_Hans_short_UN") and slug(item) not in KEPT:
            continue
        if word and word not in AMBIGUOUS_DEMONYMS:
            yield word


KEPT = {"taiwan", "hong-kong", "macao", "turkiye", "palestine", "kosovo"}

if __name__ == "__main__":
    main()
