"""The words of ``rules.toml`` that show who is an actor in Chinese texts, made ready for use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ...errors import DataFileError

KEYS = frozenset({"words", "prefixes", "examples"})
EXAMPLE_KEYS = frozenset({"text", "names", "not"})


@dataclass(frozen=True, slots=True)
class Example:
    """A text, names that have to be found in it and words that must not be found as names."""

    text: str
    names: tuple[str, ...]
    forbidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorRules:
    """Patterns over folded text and sets of words, one for each table of ``rules.toml``.

    ``company``, ``unit``, ``office``, ``members``, ``no_name``, ``no_gloss`` and ``japanese`` match a
    whole string;
    ``acts``, ``company_behind``, ``missions``, ``placed``, ``roads``, ``suffered``, ``trades`` and
    ``title_behind`` at the place behind a name; ``calls``, ``jobs``, ``company_before`` and
    ``title_before`` the end of what stands before one; ``bodied``, ``persons``, ``bodies``,
    ``generic`` and ``venues`` the end of a name or noun. ``common`` are words that begin like a Chinese
    name and are none.
    """

    company: re.Pattern[str]
    unit: re.Pattern[str]
    office: re.Pattern[str]
    bodied: re.Pattern[str]
    members: re.Pattern[str]
    jobs: re.Pattern[str]
    trailing: re.Pattern[str]
    quoted: re.Pattern[str]
    acts: re.Pattern[str]
    calls: re.Pattern[str]
    no_name: re.Pattern[str]
    no_gloss: re.Pattern[str]
    company_behind: re.Pattern[str]
    company_before: re.Pattern[str]
    trades: re.Pattern[str]
    stakes: re.Pattern[str]
    title_behind: re.Pattern[str]
    title_before: re.Pattern[str]
    no_organization: re.Pattern[str]
    no_person: re.Pattern[str]
    placed: re.Pattern[str]
    roads: re.Pattern[str]
    venues: re.Pattern[str]
    missions: re.Pattern[str]
    persons: re.Pattern[str]
    bodies: re.Pattern[str]
    generic: re.Pattern[str]
    suffered: re.Pattern[str]
    crew: re.Pattern[str]
    media: re.Pattern[str]
    sources: re.Pattern[str]
    makers: frozenset[str]
    speaking: frozenset[str]
    placing: frozenset[str]
    towards: frozenset[str]
    run_on: frozenset[str]
    dependent: frozenset[str]
    person_end: frozenset[str]
    surnames: frozenset[str]
    surnamed: re.Pattern[str]
    surname_alone: re.Pattern[str]
    transliterating: frozenset[str]
    regions: frozenset[str]
    japanese: re.Pattern[str]
    common: frozenset[str]


def read_rules(path: Path | Traversable | None = None) -> tuple[ActorRules, tuple[Example, ...]]:
    """The rules and their examples.

    Raises:
        DataFileError: an unknown or missing table or key, a wrong pattern, or no example.
    """
    path = path or files("dateline_server.nlp") / "data" / "actors" / "rules.toml"
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataFileError(str(path), "file", str(error)) from error
    words = {name: _checked(path, name, table) for name, table in tables.items()}
    if set(words) != TABLES:
        raise DataFileError(str(path), "tables", f"not exactly {', '.join(sorted(TABLES))}")
    examples = [example for table in tables.values() for example in table["examples"]]
    try:
        rules = _rules(words)
    except re.error as error:
        raise DataFileError(str(path), "pattern", f"{error.pattern!r}: {error}") from error
    return rules, tuple(
        Example(item["text"], tuple(item.get("names", ())), tuple(item.get("not", ()))) for item in examples
    )


def _checked(path: Path | Traversable, name: str, table: Mapping[str, Any]) -> Mapping[str, Any]:
    if not table.keys() <= KEYS or not table.get("words") or not table.get("examples"):
        raise DataFileError(str(path), name, "needs words and examples, and nothing else but prefixes")
    for example in table["examples"]:
        if not example.keys() <= EXAMPLE_KEYS or "text" not in example or len(example) == 1:
            raise DataFileError(str(path), name, "an example needs a text, and names or not")
    return table


def _rules(tables: Mapping[str, Mapping[str, Any]]) -> ActorRules:
    any_of = {name: f"(?:{'|'.join(table['words'])})" for name, table in tables.items()}
    prefixes = "|".join(tables["company"]["prefixes"])
    return ActorRules(
        company=re.compile(f"(?:{prefixes})?{any_of['company']}+"),
        unit=re.compile(rf"[\u4e00-\u9fff]{{0,8}}{any_of['unit']}"),
        office=re.compile(rf"\S{{0,10}}{any_of['office']}"),
        bodied=re.compile(f"(?:{any_of['office']}|{any_of['body']}|{any_of['unit']}|[社队军会])$"),
        members=re.compile(f"{any_of['members']}+"),
        jobs=re.compile(rf"{any_of['jobs']}\s?$"),
        trailing=re.compile(f"{any_of['trailing']}+$"),
        quoted=re.compile(rf"[“‘《]([^“”‘’《》,;、。\s]{{1,16}}{any_of['body']})[”’》]"),
        acts=re.compile(rf"\s?{any_of['acts']}"),
        calls=re.compile(rf"{any_of['calls']}\s?$"),
        no_name=re.compile(any_of["no_name"]),
        no_gloss=re.compile(any_of["no_gloss"]),
        company_behind=re.compile(rf"\s?{any_of['company_behind']}"),
        stakes=re.compile(rf"{any_of['stakes']}([\u4e00-\u9fff]{{2,8}}?)的?\s?[0-9.]+%的?(?:股权|股份)"),
        trades=re.compile(any_of["trades"]),
        company_before=re.compile(rf"{any_of['company_before']}\s?$"),
        title_behind=re.compile(rf"\s?{any_of['title_behind']}"),
        title_before=re.compile(rf"{any_of['title_before']}\s?$"),
        no_organization=re.compile(rf"{any_of['no_organization']}$"),
        no_person=re.compile(any_of["no_person"]),
        placed=re.compile(any_of["placed"]),
        roads=re.compile(any_of["roads"]),
        venues=re.compile(f"{any_of['venues']}$"),
        missions=re.compile(any_of["missions"]),
        persons=re.compile(f"{any_of['persons']}$"),
        bodies=re.compile(f"{any_of['bodies']}$"),
        generic=re.compile(f"{any_of['generic']}$"),
        suffered=re.compile(any_of["suffered"]),
        crew=re.compile(any_of["crew"]),
        media=re.compile(any_of["media"], re.IGNORECASE),
        sources=re.compile(any_of["sources"]),
        makers=frozenset(tables["maker"]["words"]),
        speaking=frozenset(tables["speaking"]["words"]),
        placing=frozenset(tables["placing"]["words"]),
        towards=frozenset(tables["towards"]["words"]),
        run_on=frozenset(tables["run_on"]["words"]),
        dependent=frozenset(tables["dependent"]["words"]),
        person_end=frozenset(tables["person_end"]["words"]),
        surnames=frozenset("".join(tables["surnames"]["words"])),
        surname_alone=re.compile(
            rf"(?:^|(?<=[,。;:!?“”\s]))[{''.join(tables['surnames']['words'])}](?={any_of['surname_before']})"
        ),
        surnamed=_surnamed("".join(tables["surnames"]["words"]), any_of["surnamed"]),
        regions=frozenset(tables["regions"]["words"]),
        transliterating=frozenset("".join(tables["transliterating"]["words"])),
        japanese=re.compile(rf"{any_of['japanese']}[\u3400-\u9fff]{{1,3}}"),
        common=_common_words(),
    )


def _surnamed(surnames: str, any_of: str) -> re.Pattern[str]:
    return re.compile(f"姓(?P<behind>[{surnames}])|(?P<before>[{surnames}])(?P<kind>{any_of})")


def _common_words() -> frozenset[str]:
    path = files("dateline_server.nlp") / "data" / "actors" / "surname_words.txt"
    lines = path.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


TABLES = frozenset(
    [
        "company",
        "unit",
        "office",
        "members",
        "jobs",
        "no_gloss",
        "trailing",
        "body",
        "maker",
        "acts",
        "calls",
        "no_name",
        "company_behind",
        "company_before",
        "trades",
        "stakes",
        "title_before",
        "title_behind",
        "speaking",
        "placing",
        "towards",
        "no_organization",
        "no_person",
        "run_on",
        "person_end",
        "placed",
        "roads",
        "venues",
        "missions",
        "dependent",
        "persons",
        "bodies",
        "generic",
        "sources",
        "suffered",
        "crew",
        "media",
        "surnames",
        "surnamed",
        "surname_before",
        "transliterating",
        "japanese",
        "regions",
    ]
)
"""The tables of the file; all are needed."""
