"""The place, day and agency that open an English report: BERLIN, July 3 (Agency) -- The ..."""

from __future__ import annotations

import re

_CAPITALS = r"[A-Z][A-Z'.\-/ ]{2,40}"
_NAME = r"[A-Z][\w.'-]+(?:[ /][A-Z][\w.'-]+){0,3}"
_REGION = r"(?:, [A-Z][\w. ]{1,25}?){0,2}"
_DATE = r"(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8}\.?)(?:,?\s\d{4})?"
_DAY = rf",?\s{{1,3}}{_DATE}"
_AGENCY = r"\s*\([^()\n]{2,30}\)"
_DASH = r"\s*(?:--?|–|—)\s+"
_LONG_DASH = r"\s*(?:--|—)\s+"
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}|{_NAME}){_REGION}(?:{_DAY})?{_AGENCY}{_DASH}"
    rf"|(?:{_CAPITALS}|{_NAME}){_REGION}{_DAY}{_DASH}"
    rf"|{_DATE}{_AGENCY}{_DASH}"
    rf"|{_CAPITALS}{_REGION}{_LONG_DASH}"
)


def dateline_end(sentence: str) -> int:
    """Where the report proper begins in its first sentence; 0 where no dateline opens it."""
    match = _DATELINE.match(sentence)
    return match.end() if match else 0
