"""Development data beside the repository; tests that need it skip where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def shared_path(name: str) -> Path:
    """The path of a development file, e.g. ``gold/dev.gold.jsonl``; skips the test without it."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"development data is not here: {name}")
    return path
