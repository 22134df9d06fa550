"""Files and lines of JSON as documents, one at a time; what cannot be read is named and passed over."""

from __future__ import annotations

import glob
import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes
from google.type.date_pb2 import Date

from .v1.document_pb2 import Document

FILE_LIMIT = 64 * 1024 * 1024
"""The most bytes that are read from a file that holds one document, or from one line."""
_MEDIA_TYPES = {
    ".htm": "text/html",
    ".html": "text/html",
    ".markdown": "text/markdown",
    ".md": "text/markdown",
    ".xhtml": "text/html",
}
_ROW_SUFFIXES = {".jsonl", ".ndjson"}
_FIELDS = {
    "document_id": "document_id",
    "language_code": "language_code",
    "media_type": "media_type",
    "publication_date": "publication_date",
    "publisher": "publisher",
    "text": "text",
    "title": "title",
    "uri": "uri",
}
_LOWER_CAMEL = {re.sub("_(.)", lambda m: m[1].upper(), name): name for name in _FIELDS}
_NAMES = {**_FIELDS, **_LOWER_CAMEL}
_CANDIDATE_ENCODINGS = ["gb18030", "big5", "utf_16_le", "utf_16_be"]


@dataclass(frozen=True, slots=True)
class InputDocument:
    """A document that was read. ``note`` says what the reader should know, e.g. the encoding."""

    place: str
    document: Document
    document_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class InputProblem:
    """Something that could not be read: where, and what to do about it."""

    place: str
    message: str


Input = InputDocument | InputProblem


class Unreadable(ValueError):
    """An input cannot be used; the message says why and what to do."""


def read_inputs(arguments: Iterable[str], publication_date: date | None = None) -> Iterator[Input]:
    """Every document of files, folders, patterns, ``.jsonl`` files and ``-`` (lines of JSON), in order.

    Args:
        arguments: paths as the user wrote them.
        publication_date: the date of plain files; rows have their own.

    """
    for argument in arguments:
        if argument == "-":
            yield from _read_rows(sys.stdin.buffer, "-")
            continue
        paths = _expand(argument)
        if not paths:
            yield InputProblem(argument, "no such file: check the path or the pattern")
        for path in paths:
            yield from _read_path(path, publication_date)


def _expand(argument: str) -> list[Path]:
    path = Path(argument)
    if path.is_dir():
        return sorted(item for item in path.rglob("*") if item.is_file() and not _hidden(item, path))
    if path.exists():
        return [path]
    found = glob.glob(argument, recursive=True)  # noqa: PTH207 (Path.glob takes no absolute pattern)
    return sorted(path for path in map(Path, found) if path.is_file())


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _read_path(path: Path, publication_date: date | None) -> Iterator[Input]:
    try:
        if path.suffix.lower() in _ROW_SUFFIXES:
            with path.open("rb") as stream:
                yield from _read_rows(stream, str(path))
        else:
            yield _read_file(path, publication_date)
    except Unreadable as problem:
        yield InputProblem(str(path), str(problem))
    except OSError as problem:
        yield InputProblem(str(path), f"cannot be read: {problem.strerror or problem}")


def _read_file(path: Path, publication_date: date | None) -> InputDocument:
    with path.open("rb") as stream:
        data = stream.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise Unreadable(f"is larger than {FILE_LIMIT // 2**20} MiB: split it")
    text, encoding = decode(data)
    document = Document(text=text, media_type=_MEDIA_TYPES.get(path.suffix.lower(), "text/plain"))
    if publication_date is not None:
        document.publication_date.CopyFrom(_wire_date(publication_date))
    return InputDocument(str(path), document, note=f"read as {encoding}" if encoding != "UTF-8" else "")


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8, UTF-16, GB18030 or Big5.

    Raises:
        Unreadable: the data is no text in any of them.

    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decode_as(data, encoding), "UTF-8" if encoding == "utf-8-sig" else "UTF-16"
    if b"\0" in data:
        return _decode_with_nul(data)
    try:
        return data.decode(), "UTF-8"
    except UnicodeDecodeError:
        return _detect(data)


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise Unreadable(
            f"begins as {encoding.upper()} but breaks at byte {problem.start}: save it as UTF-8"
        ) from None


def _decode_with_nul(data: bytes) -> tuple[str, str]:
    """UTF-16 without a mark, whose NUL bytes are the upper halves of ASCII and so all on one side."""
    for encoding, lower, upper in (
        ("utf-16-le", data[::2], data[1::2]),
        ("utf-16-be", data[1::2], data[::2]),
    ):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if 0 in upper and 0 not in lower and all(c.isprintable() or c.isspace() for c in text):
                return text, encoding.upper()
    raise Unreadable(f"is a binary file (NUL at byte {data.index(0)}): give text, Markdown or HTML")


def _detect(data: bytes) -> tuple[str, str]:
    best = from_bytes(data, cp_isolation=_CANDIDATE_ENCODINGS, language_threshold=0.05).best()
    if best is None:
        raise Unreadable("is neither UTF-8 nor GB18030, Big5 or UTF-16 text: convert it to UTF-8")
    return str(best), best.encoding.upper().replace("_", "-")


def _read_rows(stream: BinaryIO, place: str) -> Iterator[Input]:
    for number, line in enumerate(_lines(stream), 1):
        if not line.strip():
            continue
        at = f"{place}:{number}"
        try:
            yield parse_row(line, at)
        except Unreadable as problem:
            yield InputProblem(at, str(problem))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(FILE_LIMIT + 1):
        yield line
        while not line.endswith(b"\n") and len(line) > FILE_LIMIT:
            line = stream.readline(FILE_LIMIT + 1)


def parse_row(line: bytes, place: str) -> InputDocument:
    """The document of one line of JSON.

    Raises:
        Unreadable: the line is no document; the message names the field and the fix.

    """
    if len(line) > FILE_LIMIT:
        raise Unreadable(f"the line is longer than {FILE_LIMIT // 2**20} MiB: split the document")
    row = _parse_object(line)
    values = _by_name(row)
    published = values.pop("publication_date", None)
    strings = {name: _checked_string(name, value) for name, value in values.items()}
    identifier = strings.pop("document_id", "")
    document = Document()
    for name, value in strings.items():
        setattr(document, name, value)
    if published is not None:
        document.publication_date.CopyFrom(_parse_date(published))
    return InputDocument(place, document, identifier)


def _parse_object(line: bytes) -> dict[str, object]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise Unreadable(f"is not UTF-8 at byte {problem.start} of the line: convert it") from None
    except json.JSONDecodeError as problem:
        raise Unreadable(f"is not JSON: {problem.msg} at character {problem.pos}") from None
    except RecursionError:
        raise Unreadable("is nested too deeply: write one flat object") from None
    if not isinstance(row, dict):
        raise Unreadable('is not a JSON object: write {"text": "..."}')
    return row


def _by_name(row: dict[str, object]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in row.items():
        name = _field_name(key)
        if name in values:
            raise Unreadable(f"{name} is given twice, in both spellings: leave one out")
        values[name] = value
    return values


def _field_name(key: str) -> str:
    if key not in _NAMES:
        close = get_close_matches(key, _NAMES, 1)
        hint = f"did you mean {close[0]}?" if close else f"use {', '.join(sorted(_FIELDS))}"
        raise Unreadable(f"unknown field {key!r}: {hint}")
    return _NAMES[key]


def _checked_string(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable(f"{name} is not a string: put it in quotes")
    try:
        value.encode()
    except UnicodeEncodeError as problem:
        raise Unreadable(f"{name} has a lone surrogate at character {problem.start}: remove it") from None
    return value


def _parse_date(value: object) -> Date:
    if isinstance(value, str):
        try:
            return _wire_date(date.fromisoformat(value))
        except ValueError:
            pass
    raise Unreadable(f'publication_date {value!r} is no day: write "2023-07-04"')


def _wire_date(day: date) -> Date:
    return Date(year=day.year, month=day.month, day=day.day)
