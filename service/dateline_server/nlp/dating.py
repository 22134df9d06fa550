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
from itertools import chain, islice

from ..domain.document import DateCandidate, DateSource, Document, PublicationDate
from ..domain.text import Sentence, Span, Zone
from .metadata import GUESSED
from .reading import Reading
from .timex.rules import TimexRules
from .written_dates import address_date, complete_dates, month_days

_ADDRESS = re.compile(r"https?://[^\s()\[\]<>\"']+")
_FIELD_ADDRESS = re.compile(
    r"^(?:original_)?(?:url|link|from|source|permalink)[ \t]*:[ \t]*[\"']?(\S+)", re.MULTILINE
)
_POSTED = re.compile(
    r"(?:发表于?|发布于?|刊登|上传|时间|日期|published|posted)"
    r"(?:时间|日期)?[\s:]{0,3}(?:on |at )?\W?\w{0,3}\W?\d",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}|\d\s?[ap]\.?m\b", re.IGNORECASE)
_NO_STAMP = re.compile(
    r"://|©|copyright|\(c\)|^\W{0,3}(?:last )?(?:updated|modified)|^\W{0,3}(?:最后)?更新", re.IGNORECASE
)
# Tools that clip pages put their own day into the front matter, and beside it when they fetched the page.
_CLIPPING = re.compile(
    r"^(?:fetch|crawl|clip|archive|save|retrieve)\w*[_-]?(?:date|time|at)?[ \t]*:", re.MULTILINE
)
_DATELINE = re.compile(
    r"^.{0,40}?(?:社|网|报|台|财联社|[A-Z][A-Z .,/]{2,30}).{0,30}?"
    r"(?:[日号]\s?(?:电|讯|消息)|\((?:AP|AFP|Reuters|Xinhua|CNN)\))"
    r"|^\s*\d{1,2}月\d{1,2}日(?:消息|讯|电)"
)
_TODAY = re.compile(r"(?:今天|今日|今晨|今早|今晚|[Tt]oday)\s?\(([^()]{3,16})\)")
_AHEAD_AFTER = re.compile(r"\s?(?:之?[后前]|起|开始|以[前后])")
_AHEAD = re.compile(
    r"将|拟|计划|预计|预期|定于|原定|有望|即将|邀请|筹备|可能|或于|若|如果|目标|之前|以前|前完成|届满|到期|截止"
    r"|起(?:实施|施行|执行|生效)|至\s?(?:19|20)\d\d"
    r"|\b(?:will|would|plans?|planned|expected|scheduled|due|until|by|if|could|may|might|set to|deadline)\b"
)
_MONTH_ONLY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年\s?(1[0-2]|0?[1-9])\s?月(?!\s?\d)")
_STAMPS_ABOVE, _STAMPS_BELOW, _STAMPS_OVER_HEADLINE, _HEADLINE_ABOVE = 25, 10, 3, 60
_LONGEST_STAMP, _BARE_STAMP, _FIRST_OF_REST = 120, 20, 6
_NEAR_DAYS = 45

_STAMP_ZONES = (
    frozenset(Zone) - {zone for zone in Zone if zone.tells_events} - {Zone.COMMENT, Zone.FRONT_MATTER}
)
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
    every = dict.fromkeys(chain(found, _with_years(partial, found, bound)))
    clipping = _CLIPPING.search(reading.text[: reading.front_matter]) is not None
    ranked = sorted(every, key=lambda candidate: _trust(candidate, clipping=clipping))
    return _chosen(ranked, bound)


def _trust(candidate: DateCandidate, *, clipping: bool) -> tuple[int, bool]:
    """The rank of a candidate, the lowest the most trusted."""
    late = candidate.evidence.startswith(GUESSED) or (
        clipping and candidate.source is DateSource.FRONT_MATTER
    )
    return _TRUST.index(DateSource.DATELINE if late else candidate.source), late


def _chosen(ranked: Sequence[DateCandidate], bound: date | None) -> PublicationDate:
    winner = next((candidate for candidate in ranked if _holds(candidate, bound)), None)
    losers = [_lost(candidate, winner, bound) for candidate in ranked if candidate is not winner]
    if winner is None or winner.date is None:
        return PublicationDate(None, None, tuple(losers), bound)
    bound = None if bound is not None and bound > winner.date else bound
    return PublicationDate(winner.date, winner.source, (winner, *losers), bound)


def _holds(candidate: DateCandidate, bound: date | None) -> bool:
    """Whether a candidate is complete and, if it is a guess, not before what the text tells."""
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
        if (day := address_date(address)) is not None:
            yield DateCandidate(day.year, day.month, day.day, DateSource.URI, address)


def _stamps(folded: str, sentences: Sequence[Sentence]) -> Iterator[DateCandidate]:
    """Stamps with a date: where one says "published", then by place.

    The places are between headline and article, right below its beginning, right above the headline.
    """
    start = next((i for i, s in enumerate(sentences) if s.zone is Zone.BODY), len(sentences))
    heads = [
        i for i, s in enumerate(sentences[:start]) if s.zone is Zone.HEADLINE and start - i <= _HEADLINE_ABOVE
    ]
    head = heads[-1] if heads else max(0, start - _STAMPS_ABOVE)
    between = list(_stamped(folded, sentences[head:start]))
    below = list(_stamped(folded, sentences[start : start + _STAMPS_BELOW], of=_STAMP_ZONES - {Zone.RELATED}))
    over = list(_stamped(folded, sentences[max(0, head - _STAMPS_OVER_HEADLINE) : head])) if heads else []
    rest = list(_stamped(folded, sentences[start + _STAMPS_BELOW :], of=frozenset({Zone.BYLINE})))
    labelled = [s for s in [*between, *below, *over, *rest[:_FIRST_OF_REST]] if _POSTED.search(s.evidence)]
    yield from labelled[:1]
    short = [stamp for stamp in below if _CLOCK.search(stamp.evidence) or len(stamp.evidence) <= _BARE_STAMP]
    yield from _agreeing(between or short or over)


def _agreeing(stamps: Sequence[DateCandidate]) -> Sequence[DateCandidate]:
    """Stamps that all name one day; where they differ they belong to a list, and none is the page's own."""
    return stamps if len({stamp.date for stamp in stamps}) == 1 else ()


def _stamped(
    folded: str, sentences: Iterable[Sentence], of: frozenset[Zone] = _STAMP_ZONES
) -> Iterator[DateCandidate]:
    for sentence in sentences:
        text = sentence.span.of(folded).strip()
        if sentence.zone in of and len(text) <= _LONGEST_STAMP and not _NO_STAMP.search(text):
            for found in islice(complete_dates(text), 1):
                yield DateCandidate(found.year, found.month, found.day, DateSource.DATELINE, text)


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
