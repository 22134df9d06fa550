"""What clients send, checked field by field before anything else looks at it.

Every refusal names the field as the client wrote it, what is wrong and what would be right.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dateline.v1 import document_pb2
from google.type.date_pb2 import Date

from ..app.ingest import check_document, content_id
from ..domain.document import Document, MediaType
from ..domain.text import Language
from ..errors import InvalidInput, LanguageUnsupported
from . import convert

LINE_LIMIT = 2_000
"""The most code points that a title, publisher or address may have."""
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


def checked_document(message: document_pb2.Document, identifier: str = "") -> Document:
    """The document of a request, under the given identifier or one made from its content.

    Raises:
        InvalidInput: a field cannot be used.

    """
    for field in ("title", "publisher", "uri"):
        _check_line(getattr(message, field), f"document.{field}")
    _check_language(message.language_code)
    _check_media_type(message.media_type)
    if message.HasField("publication_date"):
        checked_date(message.publication_date, "document.publication_date")
    document = replace(convert.document_from_wire(message), id=identifier)
    check_document(document)
    return document if identifier else replace(document, id=content_id(document))


def checked_identifier(identifier: str, field: str) -> str:
    """The identifier itself.

    Raises:
        InvalidInput: it is none.

    """
    if not IDENTIFIER.fullmatch(identifier):
        raise InvalidInput(
            f"{field} {identifier[:140]!r} is no identifier: use 1 to 128 of A-Z a-z 0-9 . _ -, "
            "a letter or digit first",
            field=field,
        )
    return identifier


def checked_name(collection: str, name: str, field: str = "name") -> str:
    """The identifier in a resource name ``collection/identifier``.

    Raises:
        InvalidInput: it is no name of that collection.

    """
    prefix, slash, identifier = name.partition("/")
    if prefix != collection or not slash:
        raise InvalidInput(
            f"{field} {name[:140]!r} is no resource name: write {collection}/IDENTIFIER", field=field
        )
    return checked_identifier(identifier, field)


def checked_date(day: Date, field: str) -> date:
    """A full date.

    Raises:
        InvalidInput: a part is missing or the calendar has no such day.

    """
    try:
        return convert.date_from_wire(day)
    except (ValueError, OverflowError):
        said = f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
        raise InvalidInput(
            f"{field} {said} is no day of the calendar: give year, month and day", field=field
        ) from None


def checked_bound(day: Date, field: str) -> date:
    """A bound of a range, whose month or day may be missing and then means the first.

    Raises:
        InvalidInput: the year is missing or the calendar has no such day.

    """
    if day.day and not day.month:
        raise InvalidInput(f"{field} has a day but no month: give both or neither", field=field)
    return checked_date(Date(year=day.year, month=day.month or 1, day=day.day or 1), field)


def checked_characters(value: str, field: str) -> str:
    """The value itself.

    Raises:
        InvalidInput: it holds a NUL character, which databases and files do not keep.

    """
    at = value.find("\0")
    if at >= 0:
        raise InvalidInput(f"{field} has a NUL character at offset {at}: remove it", field=field)
    return value


def _check_line(value: str, field: str) -> None:
    if len(value) > LINE_LIMIT:
        raise InvalidInput(
            f"{field} has {len(value)} characters, the limit is {LINE_LIMIT}: shorten it", field=field
        )


def _check_language(code: str) -> None:
    if code and code not in tuple(Language):
        raise LanguageUnsupported(
            f"document.language_code {code[:40]!r} is not read: use {', '.join(Language)}, "
            "or leave it empty to have it detected",
            field="document.language_code",
            language_code=code[:40],
        )


def _check_media_type(media_type: str) -> None:
    if media_type and media_type not in tuple(MediaType):
        raise InvalidInput(
            f"document.media_type {media_type[:40]!r} is not read: use {', '.join(MediaType)}",
            field="document.media_type",
        )
