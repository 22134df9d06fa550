"""Chinese verbs with what a tagger leaves glued to them: aspect, result, direction, auxiliaries."""

from __future__ import annotations

from collections.abc import Collection

_SUFFIXES = tuple("了过着出入至到为给于成完回往下走掉开起得予逾超")
"""Behind a verb: aspect (结束了), result (建成), direction (送往) and limit (增持逾)."""
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
