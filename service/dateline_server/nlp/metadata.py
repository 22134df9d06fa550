"""When a page of HTML says that it was published: JSON-LD, ``meta`` and ``time`` elements, htmldate."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import chain
from typing import Any

import htmldate

from ..domain.document import DateCandidate, DateSource
from .written_dates import WrittenDate, compact_dates, complete_dates

_JSON_LD = re.compile(r"<script[^<>]{0,300}application/ld\+json[^<>]{0,300}>", re.IGNORECASE)
_META = re.compile(r"<meta\b[^<>]{0,2000}>", re.IGNORECASE)
_META_KEY = re.compile(
    r"""(?:property|name|itemprop|http-equiv)\s*=\s*["']?(?:[a-z]+:)?(?:article:published(?:_time)?|published_time
    |date_?published|published_?date|publish-?_?date|pub_?date|publish-?_?time|dc\.date(?:\.issued|\.created)?
    |dcterms\.(?:created|issued|date)|release_date|article:create_at|parsely-pub-date|sailthru\.date
    |recs:publishtime|article\.published|article_date_original|originalpublicationdate|date)["'\s/>]""",
    re.IGNORECASE | re.VERBOSE,
)
_CONTENT = re.compile(r"""content\s*=\s*["']([^"'<>]{4,60})["']""", re.IGNORECASE)
_WECHAT, _WECHAT_TIME = "rich_media_meta", re.compile(r"\bvar ct ?= ?[\"'](1\d{9})[\"']")
_CHINA = timezone(timedelta(hours=8))
_ARTICLE_TYPES = ("Article", "Posting", "Report", "Review")
_MOST_NODES = 2000
GUESSED = "htmldate: "
"""How the evidence of a date begins that htmldate took from somewhere on the page."""


def stated_dates(page: str) -> Iterator[DateCandidate]:
    """The publication dates that the metadata of a page states, the most telling first."""
    texts = chain(_structured(page), _meta(page), _wechat(page), _found_by_htmldate(page))
    return (candidate for text in texts for candidate in _candidates(text))


def _candidates(text: str) -> Iterable[DateCandidate]:
    found: WrittenDate | None = next(chain(complete_dates(text), compact_dates(text)), None)
    if found is not None:
        yield DateCandidate(found.year, found.month, found.day, DateSource.METADATA, text.strip()[:100])


def _meta(page: str) -> Iterator[str]:
    for element in _META.finditer(page):
        content = _CONTENT.search(element.group())
        if content and _META_KEY.search(element.group()):
            yield content.group(1)


def _wechat(page: str) -> Iterator[str]:
    """Pages of WeChat's accounts show 昨天 and keep the second of publication, read as Chinese time."""
    if _WECHAT in page:
        for created in _WECHAT_TIME.finditer(page):
            yield datetime.fromtimestamp(int(created.group(1)), _CHINA).date().isoformat()
            return


def _structured(page: str) -> Iterator[str]:
    """``datePublished`` of the JSON-LD nodes, articles before anything else."""
    blocks = (page[script.end() : page.find("</script", script.end())] for script in _JSON_LD.finditer(page))
    nodes = [node for block in blocks for node in _nodes(block)]
    dated = [node for node in nodes if isinstance(node.get("datePublished"), str)]
    return (str(node["datePublished"]) for node in sorted(dated, key=_distance))


def _distance(node: dict[str, Any]) -> int:
    """How far a node is from being the article: a live blog begins before its posts."""
    kind = str(node.get("@type", "")).strip("[]'")
    return 0 if kind.startswith("LiveBlog") else 1 if kind.endswith(_ARTICLE_TYPES) else 2


def _nodes(block: str) -> Iterator[dict[str, Any]]:
    try:
        waiting = [json.loads(block, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
        children = node.values() if isinstance(node, dict) else node
        waiting.extend(child for child in children if isinstance(child, dict | list))


def _found_by_htmldate(page: str) -> Iterator[str]:
    """What htmldate finds without guessing; the first of January is what it makes of a bare year."""
    try:
        found = htmldate.find_date(page, extensive_search=False, original_date=True)
    except (ValueError, RecursionError, TypeError, AttributeError):
        return
    if found and not found.endswith("-01-01"):
        yield GUESSED + found
