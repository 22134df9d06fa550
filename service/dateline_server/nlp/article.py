"""Where on a page the article stands: which running text belongs together below the headline.

A page is a sequence of lines. Lists of other articles and threads of comments, which a heading opens,
are set aside first; of the remaining running text the stretch below the headline is the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.text import Zone
from .page import LONG_PARAGRAPH, Page
from .zone_rules import RuleKind, ZoneRule

DATE_FIRST = re.compile(r"(?:\d{4}年|\d{1,2}月\d{1,2}日|[一二三四五六七八九十]+月)[^\n]{8,}")
"""A line of a chronicle: a date and what happened."""
_STOPPED = re.compile(r"[。.][”’\"')]*$")
_DATED_COMMENT = re.compile(r"评论于|评论\(\d|[Cc]omments? \(\d|用户\s")
# In lines. So far apart, running text is no longer one stretch; so near, two large stretches are one article;
# so close above an article stands its headline; so long a list of other articles ends it.
_WIDEST_GAP, _GROWTH_GAP, _HEADED_GAP, _LONG_LIST = 16, 24, 30, 14
_LEAST_SHARE = 0.3
_FEW_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A decision about a line."""

    zone: Zone
    reason: str


def sections_of(page: Page) -> list[Mark | None]:
    """Lists and comment threads that a heading opens, and what follows the article's end."""
    marks: list[Mark | None] = [None] * len(page.lines)
    total = page.mass(0, len(page.lines))
    before = 0
    index = 0
    while index < len(page.lines):
        rule = page.rules[index]
        if rule is not None and _opens(page, rule, index, before, total):
            end = _section_end(page, rule, index)
            marks[index:end] = [Mark(rule.zone, rule.id)] * (end - index)
            index = end
            continue
        before += page.lines[index].size if page.is_text(index) else 0
        index += 1
    return marks


def _opens(page: Page, rule: ZoneRule, index: int, before: int, total: int) -> bool:
    if rule.kind is RuleKind.RELATED:
        return True
    if rule.kind is RuleKind.COMMENTS:
        return bool(_DATED_COMMENT.search(page.lines[index].text)) or (before > 0 and before >= 0.2 * total)
    return rule.kind is RuleKind.END and before > 0 and before >= _LEAST_SHARE * total


def _section_end(page: Page, rule: ZoneRule, start: int) -> int:
    if rule.kind is not RuleKind.RELATED:
        return len(page.lines)
    for index in range(start + 1, len(page.lines)):
        line = page.lines[index]
        if page.is_text(index) and line.size >= 40 and not line.marker:
            return index
        if (page.is_title(index) or line.is_heading) and page.mass(index, len(page.lines)) > page.mass(
            0, index
        ):
            return index
    return len(page.lines)


def article_of(page: Page, sections: Sequence[Mark | None]) -> tuple[int, int]:
    """The lines ``[start, end)`` from the article's first running text to its last; empty without any."""
    texts = [i for i in range(len(page.lines)) if sections[i] is None and page.is_text(i)]
    clusters = _clusters(page, sections, texts)
    if not clusters:
        return 0, 0
    main = _main_cluster(page, clusters)
    kept = [c for c in clusters if c == main or page.mass(*c) >= _LEAST_SHARE * page.mass(*main)]
    start, end = _grown(page, sections, kept, kept.index(main))
    return start, _with_short_end(page, sections, end)


def _with_short_end(page: Page, sections: Sequence[Mark | None], end: int) -> int:
    """The end of the article with what closes it: short sentences, dated lines, a numbered list."""
    for index in range(end, len(page.lines)):
        if index - end >= _FEW_PARAGRAPHS or sections[index] is not None or page.cut[index]:
            break
        if page.rules[index] is None and _closes(page, index):
            end = index + 1
    return end


def _closes(page: Page, index: int) -> bool:
    line, before = page.lines[index], page.lines[index - 1]
    if line.marker[:1].isdigit() and line.size >= 8:
        return before.text.endswith(":") or before.marker[:1].isdigit()
    if DATE_FIRST.match(line.text):
        return True
    return line.size >= 4 and (_STOPPED.search(line.text) is not None or line.text.endswith(":"))


def _grown(
    page: Page, sections: Sequence[Mark | None], clusters: Sequence[tuple[int, int]], main: int
) -> tuple[int, int]:
    """The main stretch with the large ones near it: below, and above where no headline parts them."""
    start, end = clusters[main]
    for cluster in clusters[main + 1 :]:
        if cluster[0] - end > _GROWTH_GAP or _has_list(sections, end, cluster[0]):
            break
        end = cluster[1]
    for cluster in reversed(clusters[:main]):
        smaller = page.mass(*cluster) < page.mass(*clusters[main])
        if start - cluster[1] > _GROWTH_GAP or (smaller and _is_headed(page, (start, end))):
            break
        start = cluster[0]
    return start, end


def _has_list(sections: Sequence[Mark | None], start: int, end: int) -> bool:
    """Whether a list of related articles stands between two lines."""
    return sum(section is not None for section in sections[start:end]) >= _LONG_LIST


def _main_cluster(page: Page, clusters: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The first stretch of running text below a headline; the longest when none has one."""
    headed = [cluster for cluster in clusters if _is_headed(page, cluster)]
    longest = max(headed or clusters, key=lambda cluster: page.mass(*cluster))
    most = page.mass(*longest)
    return next((cluster for cluster in headed if _is_article(page, cluster, most)), longest)


def _is_article(page: Page, cluster: tuple[int, int], most: int) -> bool:
    """Whether a headed stretch is more than a notice below the page's name; ``most``: the longest's size."""
    paragraphs = sum(page.is_text(index) for index in range(*cluster))
    share = _LEAST_SHARE if paragraphs < _FEW_PARAGRAPHS else _LEAST_SHARE / 3
    return page.mass(*cluster) >= share * most


def _clusters(page: Page, sections: Sequence[Mark | None], texts: Sequence[int]) -> list[tuple[int, int]]:
    """Running text that stands close together, as ranges of lines ``[start, end)``.

    A headline parts it, and so does a list of related articles.
    """
    titles = [index for index in range(len(page.lines)) if page.is_title(index)]
    clusters: list[tuple[int, int]] = []
    for index in texts:
        end = clusters[-1][1] if clusters else -_WIDEST_GAP
        parted = bisect_left(titles, index) > bisect_left(titles, end) or _has_list(
            sections, max(end, 0), index
        )
        if not parted and index - end < _WIDEST_GAP:
            clusters[-1] = (clusters[-1][0], index + 1)
        else:
            clusters.append((index, index + 1))
    return clusters


def _is_headed(page: Page, cluster: tuple[int, int]) -> bool:
    """Whether the headline stands above a stretch of running text that is long enough for an article."""
    start = cluster[0]
    near = any(page.is_title(index) for index in range(max(0, start - _HEADED_GAP), start))
    return near and page.mass(*cluster) >= LONG_PARAGRAPH
