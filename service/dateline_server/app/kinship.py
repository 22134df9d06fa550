"""Which loose mention tells of which event that another mention dates exactly.

近日 in one article and 3月18日 in another may be one event. A loose date says too little to join two
mentions by it, so more has to agree: mentions are *kin* when type, claim, agents, and patients or the
words of the theme are the same, for types that seldom happen twice in a month between the same parties. A
loose mention joins the one exact date among its kin that fits, if none is near that might be meant as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..domain.event import Argument, EventMention, Role, StoredMention
from ..domain.ids import stable_hash
from ..domain.time import Anchor, EventTime, Extent, Granularity
from ..nlp.folding import fold
from ..store.kin import Candidate, Kin
from .coreference import claim, content


def _types(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BETWEEN_PARTIES = _types(
    "meet call visit establish-relations break-relations expel sanction ban sue charge sentence elect "
    "appoint award acquire invest partner contract listing bankrupt found"
)
"""The types that who does it to whom tells."""
_OF_A_THING = _types(
    "visit attend establish-relations sanction ban repeal legislate approve policy-change take-effect sue "
    "elect appoint resign award acquire invest fund-raising sell contract listing found close lay-off launch "
    "produce publish research space-launch release"
)
"""The types that who does it and what it is done to tell."""
_KINDS = _BETWEEN_PARTIES | _OF_A_THING

_LONGEST = 31
_ONE_DAY = (Granularity.TIME, Granularity.DAY)
_LOOSE = (Granularity.WEEK, Granularity.MONTH)
_TELLING = 8
"""How long a theme has to be to tell one thing from others; a Chinese character counts twice."""


def kin(mention_id: int, mention: StoredMention, group: int) -> Iterator[Kin]:
    """A mention of a group as kin of others: none, by its parties, by its theme, or both."""
    told = mention.mention
    days = _days(told.time) if told.type in _KINDS else None
    agents = _actors(told, Role.AGENT) if days else []
    if not days or not agents:
        return
    others = _actors(told, Role.PATIENT, Role.COUNTERPART)
    common = (told.type, claim(told.factuality), *agents, "")
    keys = []
    if others and told.type in _BETWEEN_PARTIES:
        keys.append(stable_hash("parties", *common, *others))
    if told.type in _OF_A_THING and (theme := _theme(mention)):
        keys.append(stable_hash("theme", *common, theme))
    if keys:
        figures = content(mention)
        number = stable_hash("figures", figures) if figures else 0
        yield from (Kin(key, mention_id, group, *days, number) for key in keys)


def _days(time: EventTime) -> tuple[date, date] | None:
    """The days of a text that gives one, or some day within a week, a month, or as loose a time (近日)."""
    if time.first is None or time.last is None or time.anchor is Anchor.ASSUMED:
        return None
    if time.first == time.last:
        known = time.granularity in _ONE_DAY and not time.approximate
    else:
        lasting = time.extent is Extent.THROUGHOUT or (time.last - time.first).days > _LONGEST
        known = not lasting and (time.approximate or time.granularity in _LOOSE)
    return (time.first, time.last) if known else None


def _actors(told: EventMention, *roles: Role) -> list[str]:
    return sorted({a.actor_id for a in told.arguments if a.actor_id and a.role in roles})


def _theme(mention: StoredMention) -> str:
    """The words of a theme that names no actor, comparable, or nothing where they tell too little."""
    words = sorted(
        "".join(letter for letter in fold(text).casefold() if letter.isalnum())
        for argument, text in zip(mention.mention.arguments, mention.argument_texts, strict=True)
        if _is_thing(argument)
    )
    size = sum(2 if "\u3400" <= letter <= "\u9fff" else 1 for word in words for letter in word)
    return " ".join(words) if size >= _TELLING else ""


def _is_thing(argument: Argument) -> bool:
    return argument.role is Role.THEME and not argument.actor_id


def hosts(candidates: Iterable[Candidate]) -> dict[int, int]:
    """The group that each loose one joins, from all exact ones within a month of each.

    It joins none where two might be meant, or where figures contradict.
    """
    near: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        near.setdefault(candidate.loose, []).append(candidate)
    return {loose: found[0].exact for loose, found in near.items() if len(found) == 1 and found[0].fits}
