"""Reads the tables of the actor lexicon, strictly: a wrong line stops the start with its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ...domain.actor import Actor, ActorType
from ...errors import DataFileError
from ..folding import fold
from .lexicon import ActorLexicon, KnownName, NameIndex, capitals_of
from .names import is_chinese, match_form
from .offices import Offices, Term
from .own import OwnActors
from .rules import read_rules

ACTOR_COLUMNS = ("id", "type", "parent", "wikidata", "names", "guarded")
ALIAS_COLUMNS = ("id", "names", "guarded")
SIGN_COLUMNS = ("word", "id")
OFFICE_COLUMNS = ("body", "titles", "person", "first", "last")
MINISTRY_COLUMNS = ("slug", "words")
_HEADS = frozenset({"总统", "首相", "总理"})
"""The offices after whose holder a government is called."""
LONGEST_HEAD = 4
"""Characters of a name that a government is called by."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DERIVED = re.compile(r"x-[0-9a-f]{12}")
_WIKIDATA = re.compile(r"(Q[1-9]\d*)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, with its place for messages."""

    path: Path | Traversable | OwnActors
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def names(self, column: str) -> list[str]:
        """The names of a cell, which ``|`` separates."""
        return [name for name in self.cells[column].split("|") if name]

    def day(self, column: str) -> date:
        """The date of a cell, as YYYY-MM-DD."""
        try:
            return date.fromisoformat(self.cells[column])
        except ValueError:
            raise self.error(f"{self.cells[column]!r} is no date") from None

    def error(self, problem: str) -> DataFileError:
        """What to raise about this line."""
        return DataFileError(str(self.path), f"line {self.number}", problem)


@dataclass(slots=True)
class _Draft:
    """A lexicon in the making."""

    actors: dict[str, Actor] = field(default_factory=dict)
    names: dict[str, KnownName] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)

    def add_actor(self, row: Row, *, override: bool) -> None:
        if not _ID.fullmatch(row["id"]) or _DERIVED.fullmatch(row["id"]):
            raise row.error(f"{row['id']!r} is no id: lower-case words joined by hyphens")
        if row["id"] in self.actors and not override:
            raise row.error(f"the id {row['id']} stands in line {self.rows[row['id']].number} already")
        if row["type"] not in set(ActorType):
            raise row.error(f"the type {row['type']!r} is none of {', '.join(ActorType)}")
        if not _WIKIDATA.fullmatch(row["wikidata"]):
            raise row.error(f"{row['wikidata']!r} is no Wikidata item")
        names = (*row.names("names"), *row.names("guarded"))
        if not names:
            raise row.error("an actor needs a name")
        if row["id"] in self.actors:
            self.forget(row["id"])
        self.rows[row["id"]] = row
        self.actors[row["id"]] = Actor(
            row["id"], names[0], ActorType(row["type"]), (), row["parent"], row["wikidata"]
        )
        self.add_names(row, override=override)

    def add_names(self, row: Row, *, override: bool) -> None:
        if row["id"] not in self.actors:
            raise row.error(f"no actor {row['id']!r}")
        for column in ("names", "guarded"):
            for name in row.names(column):
                self._add_name(row, name, guarded=column == "guarded", override=override)

    def _add_name(self, row: Row, name: str, *, guarded: bool, override: bool) -> None:
        form = match_form(fold(name))
        if len(form) < 2 or form != form.strip():
            raise row.error(
                f"{name!r} can never be found: a name has two characters or more, none blank at its ends"
            )
        actor = self.actors[row["id"]]
        other = self.names.get(form)
        if other and not override and (other.actor_id != actor.id or name in actor.aliases):
            raise row.error(f"{name!r} names {other.actor_id} already")
        same = other if other and other.actor_id == actor.id else None
        capitals = min(capitals_of(name), same.capitals) if same else capitals_of(name)
        self.names[form] = KnownName(actor.id, capitals, guarded if other is None else other.guarded)
        self.actors[actor.id] = replace(actor, aliases=(*actor.aliases, name))

    def forget(self, actor_id: str) -> None:
        self.names = {form: name for form, name in self.names.items() if name.actor_id != actor_id}

    def check_parents(self) -> None:
        for actor in self.actors.values():
            if actor.parent_id and actor.parent_id not in self.actors:
                raise self.rows[actor.id].error(f"no actor {actor.parent_id!r} to be the parent")


def read_lexicon(extra: Path | OwnActors | None = None) -> ActorLexicon:
    """The lexicon of the tables beside the code, with an operator's table of actors over it.

    Raises:
        DataFileError: a table is wrong; the message names file, line and problem.
    """
    folder = files("dateline_server.nlp") / "data" / "actors"
    draft = _Draft()
    for path in sorted((folder / "entries").iterdir(), key=lambda item: item.name):
        for row in read_table(path, ACTOR_COLUMNS):
            draft.add_actor(row, override=False)
    for row in read_table(folder / "aliases.tsv", ALIAS_COLUMNS):
        draft.add_names(row, override=False)
    if extra is not None:
        for row in read_table(extra, ACTOR_COLUMNS):
            draft.add_actor(row, override=True)
    draft.check_parents()
    rules, _ = read_rules()
    offices = _offices(folder / "offices.tsv", draft)
    signs, demonyms = _words(folder / "signs.tsv", draft), _words(folder / "demonyms.tsv", draft)
    return ActorLexicon(
        rules=rules,
        actors=_with_governments(draft.actors, signs, demonyms, offices),
        index=NameIndex.of(draft.names),
        signs=signs,
        capitals=_words(folder / "capitals.tsv", draft),
        demonyms=demonyms,
        shared_signs=_shared_signs(folder / "shared_signs.tsv", draft),
        ministries=_ministries(folder / "ministries.tsv"),
        offices=offices,
        own_names=_own_names(draft.names),
    )


def read_table(path: Path | Traversable | OwnActors, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a table whose first line has to name exactly these columns; # begins a comment line.

    Raises:
        DataFileError: the file cannot be read, or a line has another number of cells.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(str(path), "file", str(error)) from error
    if tuple(lines[0].split("\t")) != columns:
        raise DataFileError(str(path), "line 1", f"the columns are not {' '.join(columns)}")
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise DataFileError(str(path), f"line {number}", f"{len(cells)} cells, not {len(columns)}")
        yield Row(path, number, dict(zip(columns, cells, strict=True)))


def _own_names(names: Mapping[str, KnownName]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for form, name in names.items():
        if not name.guarded:
            found.setdefault(name.actor_id, []).append(form)
    return {actor_id: tuple(forms) for actor_id, forms in found.items()}


def _with_governments(
    actors: Mapping[str, Actor], signs: Mapping[str, str], demonyms: Mapping[str, str], offices: Offices
) -> dict[str, Actor]:
    """The actors; a state also answers to the names of its government, which rules find in texts."""
    names: dict[str, list[str]] = {}
    for sign, state in signs.items():
        names.setdefault(state, []).append(f"{sign}方")
    for word, state in demonyms.items():
        names.setdefault(state, []).append(f"{word.title()} government")
    for body, titles in offices.items():
        heads = dict.fromkeys(term.person for title in titles if title in _HEADS for term in titles[title])
        names.setdefault(body, []).extend(name for head in heads for name in _governments_of(actors[head]))
    return {key: _with_government(actor, names.get(key, [])) for key, actor in actors.items()}


def _governments_of(head: Actor) -> Iterator[str]:
    """What a government is called by its head: 拜登政府, Biden administration."""
    chinese = [name for name in head.aliases if is_chinese(name)]
    english = [name.rsplit(" ", 1)[-1] for name in head.aliases if name.isascii()]
    yield from (f"{name}政府" for name in chinese if "·" not in name and len(name) <= LONGEST_HEAD)
    if english and chinese and "·" in "".join(chinese):
        yield f"{english[0]} administration"


def _with_government(actor: Actor, names: Sequence[str]) -> Actor:
    if actor.type is not ActorType.GEOPOLITICAL_ENTITY:
        return actor
    return replace(actor, aliases=(*actor.aliases, f"{actor.display_name}政府", *names))


def _words(path: Traversable, draft: _Draft) -> dict[str, str]:
    words: dict[str, str] = {}
    for row in read_table(path, SIGN_COLUMNS):
        form = match_form(fold(row["word"]))
        if form in words:
            raise row.error(f"{row['word']!r} stands for {words[form]} already")
        if row["id"] not in draft.actors:
            raise row.error(f"no actor {row['id']!r}")
        words[form] = row["id"]
    return words


def _shared_signs(path: Traversable, draft: _Draft) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    signs: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    for row in read_table(path, SIGN_COLUMNS):
        word, state = row["word"], row["id"]
        if state not in draft.actors:
            raise row.error(f"no actor {state!r}")
        if any(state == other for other, _ in signs.get(word, ())):
            raise row.error(f"{word!r} stands for {state} already")
        signs[word] = (*signs.get(word, ()), (state, _shortest_names(draft.actors[state])))
    return signs


def _shortest_names(actor: Actor) -> tuple[str, ...]:
    """The folded Chinese names of an actor, none of which holds another one."""
    names = {fold(name) for name in actor.aliases if is_chinese(name) and len(name) > 1}
    return tuple(sorted(one for one in names if not any(o != one and o in one for o in names)))


def _offices(path: Traversable, draft: _Draft) -> dict[str, dict[str, tuple[Term, ...]]]:
    offices: dict[str, dict[str, tuple[Term, ...]]] = {}
    for row in read_table(path, OFFICE_COLUMNS):
        for column in ("body", "person"):
            if row[column] not in draft.actors:
                raise row.error(f"no actor {row[column]!r}")
        term = Term(row["person"], row.day("first"), row.day("last"))
        titles = offices.setdefault(row["body"], {})
        for title in row.names("titles"):
            if any(term.first <= other.last and other.first <= term.last for other in titles.get(title, ())):
                raise row.error(f"someone else is {title!r} at that time already")
            titles[title] = (*titles.get(title, ()), term)
    return offices


def _ministries(path: Traversable) -> dict[str, str]:
    slugs: dict[str, str] = {}
    for row in read_table(path, MINISTRY_COLUMNS):
        if not _ID.fullmatch(row["slug"]):
            raise row.error(f"{row['slug']!r} is no part of an id")
        for word in row.names("words"):
            form = match_form(fold(word))
            if form in slugs:
                raise row.error(f"{word!r} is {slugs[form]} already")
            slugs[form] = row["slug"]
    return slugs
