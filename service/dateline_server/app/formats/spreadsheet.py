"""CSV that spreadsheets open without running it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def protect(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would take for a formula.

    After OWASP, CSV Injection.
    """
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell


def csv_line(cells: Iterable[str]) -> bytes:
    """One record after RFC 4180, with CRLF, in UTF-8."""
    line = io.StringIO()
    csv.writer(line).writerow([protect(cell) for cell in cells])
    return line.getvalue().encode("utf-8")
