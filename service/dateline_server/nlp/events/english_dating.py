"""Which temporal expression dates which event of an English sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ...domain.time import Timex
from .english_attachment import attach
from .english_links import Links
from .english_rules import EnglishEventRules
from .english_sharing import spread, without_doubles
from .english_syntax import Parse
from .english_triggers import Trigger


def link_dates(
    parse: Parse,
    triggers: Mapping[int, Trigger],
    timexes: Sequence[Timex],
    published: date | None,
    rules: EnglishEventRules,
) -> Links:
    """The link of each dated trigger, by its index."""
    direct: Links = {}
    for timex in timexes:
        if timex.time is not None and timex.time.edtf:
            attach(parse, timex, triggers, published, rules, direct)
    links = dict(direct)
    pending = [index for index in direct if index in triggers and not triggers[index].is_noun]
    for index in pending:
        before = set(links)
        spread(parse, index, links[index], triggers, rules, links)
        pending.extend(links.keys() - before)
    for index in _with_other_times(parse, timexes) - direct.keys():
        links.pop(index, None)
    return without_doubles(parse, triggers, links)


def _with_other_times(parse: Parse, timexes: Sequence[Timex]) -> set[int]:
    """The verbs that have a time of their own without a place on the calendar: refused at the time."""
    tops = (parse.top_of(t.span) for t in timexes if t.time is not None and not t.time.edtf)
    found = set()
    for top in tops:
        while top is not None and top >= 0 and parse.tokens[top].tag != "VERB":
            top = parse.head(top)
        while top is not None and top >= 0:
            found.add(top)
            top = parse.head(top) if parse.relation(top) == "xcomp" else None
    return found
