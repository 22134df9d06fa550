"""Chinese verbs with what a tagger leaves glued to them: aspect, result, direction, auxiliaries."""

from __future__ import annotations

from collections.abc import Collection, Mapping

_SUFFIXES = tuple("了过着出入至到为给于成完回往下走掉开起得予逾超")
"""Behind a verb: aspect (结束了), result (建成), direction (送往) and limit (增持逾)."""
_HEADED = frozenset({"accident", "fire-explosion", "natural-disaster", "outbreak", "attack", "sue"})
"""Types of event nouns that what stands before them in one word only narrows down."""
_PREFIXES = tuple("会将再曾已被又均")
"""Before a verb of two characters: 会出现, 再发射."""


def stem(form: str, verbs: Collection[str]) -> str:
    """The known verb inside a form of three or more characters, else the form itself."""
    if len(form) < 3 or form in verbs:
        return form
    for part, glued in ((form[:-1], form[-1] in _SUFFIXES), (form[1:], form[0] in _PREFIXES)):
        if glued and part in verbs:
            return part
    return form


def head(form: str, nouns: Mapping[str, str]) -> str:
    """The event noun that a longer noun ends in (森林火灾, 刑事诉讼), else the noun itself."""
    tail = form[-2:]
    return tail if len(form) > 2 and form not in nouns and nouns.get(tail) in _HEADED else form
