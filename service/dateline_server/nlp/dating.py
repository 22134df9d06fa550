"""The document creation time, and where it came from.

Everything that speaks for a day is a candidate; the most trusted complete one is chosen, the others
are kept with the reason why they lost. Unknown is an answer: no clock is read, and no day is made up
out of a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from ..domain.document import DateCandidate, DateSource, Document, PublicationDate
from ..domain.text import Sentence, Span, Zone
from .metadata import GUESSED
from .reading import Reading
from .timex.rules import TimexRules
from .written_dates import WrittenDate, compact_dates, complete_dates, month_days

_ARCHIVED = re.compile(r"web\.archive\.org/web/\d+[a-z_]*/")
_ADDRESS = re.compile(r"https?://[^\s()\[\]<>\"']+")
_FIELD_ADDRESS = re.compile(
    r"^(?:original_)?(?:url|link|from|source|permalink)[ \t]*:[ \t]*[\"']?(\S+)", re.MULTILINE
)
_ADDRESS_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(1[0-2]|0[1-9])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_ENGLISH_PATH = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/(\d{1,2})/")
_POSTED = re.compile(
    r"(?:发表于?|发布于?|刊登|更新|上传|时间|日期|published|posted|updated)(?:时间|日期)?[\s:]{0,3}(?:on |at )?\W?\w{0,3}\W?\d",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^.{0,40}?(?:社|网|报|台|通讯社|财联社|[A-Z][A-Z .,/]{2,30}).{0,30}?(?:[日号]\s?(?:电|讯|消息)|\((?:AP|AFP|Reuters|Xinhua|CNN)\))"
    r"|^\s*\d{1,2}月\d{1,2}日(?:消息|讯|电)"
)
_TODAY = re.compile(r"(?:今天|今日|今晨|今早|今晚|[Tt]oday)\s?\(([^()]{3,16})\)")
_AHEAD_AFTER = re.compile(r"\s?(?:之?[后前]|起|开始|以[前后])")
_AHEAD = re.compile(
    r"将|拟|计划|预计|预期|定于|原定|有望|即将|邀请|筹备|可能|或于|若|如果|目标|之前|以前|前完成|起实施|起施行|起执行|起生效|届满|到期|截止|至\s?(?:19|20)\d\d"
    r"|\b(?:will|would|plans?|planned|expected|scheduled|due|until|by the end of|by|if|could|may|might|set to|deadline)\b"
)
_MONTH_ONLY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年\s?(1[0-2]|0?[1-9])\s?月(?!\s?\d)")
_STAMPS_ABOVE = 12
_NEAR_DAYS = 45

_TRUST = (
    DateSource.CLIENT,
    DateSource.FRONT_MATTER,
    DateSource.METADATA,
    DateSource.URI,
    DateSource.DATELINE,
    DateSource.INFERRED,
)


def date_document(
    document: Document, reading: Reading, folded: str, sentences: Sequence[Sentence], rules: TimexRules
) -> PublicationDate:
    """The publication date: the client's, else the best candidate that the document offers.

    The order of trust: client, front matter, metadata of the page, address, byline and dateline, what
    the text says of today. ``not_before`` is left out where a better source contradicts it.
    """
    del rules  # bylines and datelines have few fixed notations: see ``written_dates``
    found = list(_client(document))
    found += reading.candidates
    found += _addresses(document, reading, folded, sentences)
    found += _stamps(folded, sentences)
    partial = [*_datelines(folded, sentences), *_todays(folded, sentences)]
    bound = _not_before(folded, sentences)
    ranked = sorted(chain(found, _with_years(partial, found, bound)), key=_trust)
    return _chosen(ranked, bound)


def _trust(candidate: DateCandidate) -> tuple[int, bool]:
    guessed = candidate.evidence.startswith(GUESSED)
    return _TRUST.index(DateSource.DATELINE if guessed else candidate.source), guessed


def _chosen(ranked: Sequence[DateCandidate], bound: date | None) -> PublicationDate:
    winner = next((candidate for candidate in ranked if _holds(candidate, bound)), None)
    losers = [_lost(candidate, winner, bound) for candidate in ranked if candidate is not winner]
    if winner is None or winner.date is None:
        return PublicationDate(None, None, tuple(losers), bound)
    bound = None if bound is not None and bound > winner.date else bound
    return PublicationDate(winner.date, winner.source, (winner, *losers), bound)


def _holds(candidate: DateCandidate, bound: date | None) -> bool:
    """Whether a candidate is complete and, where it was taken from somewhere, not before what the text tells."""
    if candidate.date is None:
        return False
    guessed = candidate.evidence.startswith(GUESSED) or candidate.source is DateSource.INFERRED
    return bound is None or not guessed or candidate.date + timedelta(days=1) >= bound


def _lost(candidate: DateCandidate, winner: DateCandidate | None, bound: date | None) -> DateCandidate:
    if candidate.date is None:
        reason = "the year is unknown"
    elif winner is None or not _holds(candidate, bound):
        reason = f"the text tells of {bound}, which is later"
    elif candidate.date == winner.date:
        reason = f"the same day as from {winner.source}"
    else:
        reason = f"{winner.source} is trusted more"
    return replace(candidate, conflict=reason)


def _client(document: Document) -> Iterator[DateCandidate]:
    day = document.publication_date
    if day is not None:
        yield DateCandidate(day.year, day.month, day.day, DateSource.CLIENT, day.isoformat())


def _addresses(
    document: Document, reading: Reading, folded: str, sentences: Sequence[Sentence]
) -> Iterator[DateCandidate]:
    """Dates in the document's own address: given, in the front matter, or linked as the source."""
    stated = [match.group(1) for match in _FIELD_ADDRESS.finditer(reading.text[: reading.front_matter])]
    linked = [
        match.group()
        for sentence in sentences[:8]
        if sentence.zone is Zone.BYLINE
        for match in _ADDRESS.finditer(sentence.span.of(folded))
    ]
    for address in (document.uri, *stated, *linked):
        path = _ARCHIVED.sub("", address)
        for match in _ADDRESS_DAY.finditer(path):
            yield from _complete(compact_dates("".join(match.groups())), DateSource.URI, address)
            break
        for match in _ENGLISH_PATH.finditer(path):
            year, month, day = match.groups()
            yield from _complete(complete_dates(f"{day} {month} {year}"), DateSource.URI, address)


def _complete(dates: Iterable[WrittenDate], source: DateSource, evidence: str) -> Iterator[DateCandidate]:
    for found in dates:
        yield DateCandidate(found.year, found.month, found.day, source, evidence)
        return


def _stamps(folded: str, sentences: Sequence[Sentence]) -> Iterator[DateCandidate]:
    """Bylines with a date: those right above the article, the nearest first, then those that say "published"."""
    start = next((i for i, s in enumerate(sentences) if s.zone is Zone.BODY), len(sentences))
    bylines = [(i, s.span.of(folded)) for i, s in enumerate(sentences) if s.zone is Zone.BYLINE]
    above = [text for i, text in reversed(bylines) if start - _STAMPS_ABOVE <= i < start]
    labelled = [text for i, text in bylines if i >= start and _POSTED.search(text)]
    for text in chain(above, labelled[:1]):
        if "://" not in text and "©" not in text:
            yield from _complete(complete_dates(text), DateSource.DATELINE, text.strip())


def _datelines(folded: str, sentences: Sequence[Sentence]) -> Iterator[DateCandidate]:
    body = [s for s in sentences if s.zone in (Zone.BODY, Zone.DATELINE)][:3]
    for sentence in body:
        text = sentence.span.of(folded)
        if (dateline := _DATELINE.match(text)) is not None:
            words = dateline.group()
            for found in chain(complete_dates(words), month_days(words)):
                yield DateCandidate(found.year, found.month, found.day, DateSource.DATELINE, words.strip())
                return


def _todays(folded: str, sentences: Sequence[Sentence]) -> Iterator[DateCandidate]:
    """A day that the text calls today: 今天（7月9日）."""
    for sentence in sentences:
        if sentence.zone is Zone.BODY:
            for today in _TODAY.finditer(sentence.span.of(folded)):
                for found in chain(complete_dates(today.group(1)), month_days(today.group(1))):
                    yield DateCandidate(
                        found.year, found.month, found.day, DateSource.INFERRED, today.group()
                    )
                    return


def _with_years(
    partial: Iterable[DateCandidate], complete: Sequence[DateCandidate], bound: date | None
) -> Iterator[DateCandidate]:
    """Candidates whose year is told by a date near them: another candidate's or the text's own."""
    known = [candidate.date for candidate in complete if candidate.date] + ([bound] if bound else [])
    for candidate in partial:
        days = [
            day for near in known for day in _placed(candidate, near) if abs((day - near).days) <= _NEAR_DAYS
        ]
        yield replace(candidate, year=days[0].year) if days and candidate.year is None else candidate


def _placed(candidate: DateCandidate, near: date) -> Iterator[date]:
    for year in (near.year, near.year - 1, near.year + 1):
        try:
            yield date(year, candidate.month, candidate.day)
        except ValueError:
            continue


def _not_before(folded: str, sentences: Sequence[Sentence]) -> date | None:
    """The latest complete day or month that the article tells of as past."""
    days: list[date] = []
    for sentence in sentences:
        if sentence.zone is Zone.BODY:
            text = sentence.span.of(folded)
            days.extend(day for day, span in _told(text) if not _looks_ahead(text, span))
    return max(days, default=None)


def _told(text: str) -> Iterator[tuple[date, Span]]:
    for found in complete_dates(text):
        if found.date is not None:
            yield found.date, found.span
    for month in _MONTH_ONLY.finditer(text):
        yield date(int(month.group(1)), int(month.group(2)), 1), Span(*month.span())


def _looks_ahead(text: str, span: Span) -> bool:
    """Whether the words around a date speak of the future, a deadline or the name of a thing."""
    around = text[max(0, span.start - 15) : span.end + 25]
    if _AHEAD_AFTER.match(text, span.end):
        return True
    return _AHEAD.search(around) is not None or text[: span.start].count("《") > text[: span.start].count(
        "》"
    )
