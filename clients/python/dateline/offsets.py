"""Offsets in other units: the service counts code points, other programs bytes or UTF-16 units."""

from __future__ import annotations

from .v1.time_pb2 import TextSpan


def to_utf8(span: TextSpan, text: str) -> tuple[int, int]:
    """The span in bytes of the UTF-8 encoding of ``text``, the field that it lies in."""
    start = len(text[: span.start_offset].encode())
    return start, start + len(text[span.start_offset : span.end_offset].encode())


def to_utf16(span: TextSpan, text: str) -> tuple[int, int]:
    """The span in UTF-16 units of ``text``, the field that it lies in; JavaScript and Java count so."""
    start = _units(text[: span.start_offset])
    return start, start + _units(text[span.start_offset : span.end_offset])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
